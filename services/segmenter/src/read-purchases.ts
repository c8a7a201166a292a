import { gatherPurchases, sampledCustomers } from "@segue/shared/associations/association-input";
import type { AssociationInput } from "@segue/shared/associations/association-input";
import { viewCustomer } from "@segue/shared/customers/customer-codec";
import type { StateStore } from "@segue/shared/ports/state-store";
import type { Segmenter } from "@segue/shared/segmentation/segmenter-state";

const PAGE = 500;

/** What a bounded sample of the segmenter's customers bought, as it is stored now; those who are not stored any more are not in it. */
export async function readPurchases({ table, now }: Segmenter, store: StateStore): Promise<AssociationInput> {
  const customerIds = sampledCustomers(table.ids.slice(0, table.size));
  const purchases = gatherPurchases();
  for (let at = 0; at < customerIds.length; at += PAGE) {
    const page = customerIds.slice(at, at + PAGE);
    const stored = await store.get("customers", page);
    stored.forEach((bytes, i) => bytes !== undefined && purchases.add(viewCustomer(page[i] ?? "", bytes).items.list));
  }
  return purchases.input(now);
}

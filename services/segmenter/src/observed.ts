import { decodeSums, viewCustomer } from "@segue/shared/customers/customer-codec";
import type { ObservedCustomer } from "@segue/shared/segmentation/segmenter";
import type { Product } from "@segue/shared/events/product";
import type { LogRecord } from "@segue/shared/ports/event-log";
import { describeProduct } from "@segue/shared/taste/shelf";
import type { Segmenter } from "@segue/shared/segmentation/segmenter-state";
import { fromJson } from "@segue/platform/json-bytes";

/** A stored customer with as much of the history as the segments are made from. @throws AppError `unknown_schema` */
export function observed({ config }: Segmenter, customerId: string, bytes: Uint8Array): ObservedCustomer {
  if (config.segmentation !== "taste") return decodeSums(customerId, bytes);
  const customer = viewCustomer(customerId, bytes);
  return { ...customer, history: customer.items.list };
}

/** Takes in what the catalogue says of a product. Of a deleted one nothing is known but its id: who bought it still has. */
export function observeProduct({ shelf }: Segmenter, { key, value }: LogRecord): void {
  describeProduct(shelf, value === null ? { productId: key } : (fromJson(value) as Product));
}

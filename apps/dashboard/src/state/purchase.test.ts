import type { CustomerReply } from "@segue/shared/api/segments";
import { purchaseSchema } from "@segue/shared/events/purchase";
import type { Purchase } from "@segue/shared/events/purchase";
import { describe, expect, it } from "vitest";
import { buy, untilCounted } from "./purchase.ts";
import type { Wish } from "./purchase.ts";

const aWish = (wish: Partial<Wish> = {}): Wish => ({ customerId: "c17", productId: "85123A", price: 2.55, currency: "GBP", ...wish });
const aCustomer = (orders: number): CustomerReply => ({ customerId: "c17", orders }) as CustomerReply;

async function bought(wish: Wish): Promise<{ readonly event: Purchase; readonly after: string }> {
  const sent: Purchase[] = [];
  const waitedFor: string[] = [];
  await buy(wish, {
    async send(event) {
      sent.push(event);
      return { accepted: 1, rejected: [], position: "0:7" };
    },
    async reloadList(after) {
      waitedFor.push(after);
      return {} as never;
    },
  });
  return { event: sent[0] as Purchase, after: waitedFor.join() };
}

describe("buying", () => {
  it("sends one unit without a time and waits for its position", async () => {
    const { event, after } = await bought(aWish());
    expect(purchaseSchema.safeParse(event).success).toBe(true);
    expect(event).toMatchObject({ customerId: "c17", currency: "GBP", items: [{ productId: "85123A", quantity: 1, unitPrice: 2.55 }] });
    expect(event).not.toHaveProperty("time");
    expect(after).toBe("0:7");
  });

  it("leaves the currency to the server for a stranger, and an unknown price at 0", async () => {
    const { event } = await bought(aWish({ currency: null, price: undefined }));
    expect(event).not.toHaveProperty("currency");
    expect(event.items[0]?.unitPrice).toBe(0);
  });
});

describe("waiting for the customer's numbers", () => {
  it("looks until the order is counted", async () => {
    const looks = [null, aCustomer(3), aCustomer(4), aCustomer(9)];
    await expect(untilCounted(3, async () => looks.shift() ?? null)).resolves.toEqual(aCustomer(4));
  });

  it("gives up after a while with what there is", async () => {
    await expect(untilCounted(3, async () => aCustomer(3))).resolves.toEqual(aCustomer(3));
  });
});

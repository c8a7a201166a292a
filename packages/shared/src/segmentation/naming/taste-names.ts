import type { Naming, NamingMemory } from "./naming.ts";

/** Taste segments have no words of their own: what they buy is shown beside them. They are called by number. */
export function nameTastes(ids: readonly string[], memories: readonly (NamingMemory | null)[]): Naming[] {
  return ids.map((id, at) => {
    const memory = memories[at];
    const pinned = memory?.pinned === true;
    return {
      name: pinned ? memory.name : `Taste ${id.slice(id.indexOf("-") + 1)}`,
      explanation: "buys alike",
      strategy: {
        summary: "They buy alike: show each what the others of the group buy.",
        channel: "on-site recommendations",
        offer: "the group's favourites that the customer does not have yet",
        goal: "raise the share of orders with a recommended item by 5 points within a quarter",
      },
      rule: "taste",
      pendingRule: null,
      pinned,
    };
  });
}

import type { SegmentReply } from "@segue/shared/api/segments";
import type { Navigation } from "../state/address.ts";
import { useSegmentCustomers } from "../state/use-segment-customers.ts";
import { count } from "../words/numbers.ts";
import { followInPlace } from "./link.ts";

/** The customers of a segment, page by page, to pick one from. */
export function SegmentCustomers({ segment, navigation }: { readonly segment: SegmentReply; readonly navigation: Navigation }) {
  const { ids, hasMore, error, isLoading, more } = useSegmentCustomers(segment.id, segment.size);
  return (
    <div class="segment-customers">
      {error !== null && <p class="inline-error">{error.message}. Close and open the list to try again.</p>}
      <ul class="customer-ids" aria-label={`Customers of ${segment.name}`}>
        {ids.map((id) => (
          <li key={id}>
            <a
              href={navigation.href({ view: "customer", customer: id })}
              aria-current={navigation.address.customer === id ? "page" : undefined}
              onClick={followInPlace(() => navigation.go({ view: "customer", customer: id }))}
            >
              {id}
            </a>
          </li>
        ))}
      </ul>
      <p class="muted list-end" role="status">
        {isLoading ? "Loading customers…" : `${count(ids.length)} of ${count(Math.max(segment.size, ids.length))} shown`}
      </p>
      {hasMore && (
        <button type="button" class="button" aria-disabled={isLoading} onClick={more}>
          Show more
        </button>
      )}
    </div>
  );
}

import { isServedSampled } from "@segue/shared/events/served-list";
import type { ServedList } from "@segue/shared/events/served-list";
import type { RecommendationsReply } from "@segue/shared/api/recommendations";
import type { EventLog, NewRecord } from "@segue/shared/ports/event-log";
import { toJson } from "@segue/platform/json-bytes";
import type { Closeable } from "@segue/platform/lifecycle";
import type { Logger } from "@segue/platform/logger";
import type { Metrics } from "@segue/platform/metrics";
import { every } from "@segue/platform/periodic";

/** Records a sample of the answered lists on `recommendations-served` (ADR 0029). Closing records what still waits. */
export interface ServedLists extends Closeable {
  /** Takes note of a list that has been sent; costs its request next to nothing. */
  note(reply: RecommendationsReply): void;
}

export interface ServedListsOptions {
  readonly log: Pick<EventLog, "append">;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Share of the lists that are recorded, 0 to 1. */
  readonly sampling: number;
}

/** A crash loses what was sent in this time, in milliseconds. */
const INTERVAL = 250;
/** Encoded in one go: about a millisecond of the thread that answers. */
const AT_ONCE = 200;
/** Lists that wait for a log that is away, some 10 MB; those that come later are dropped and counted. */
const CAPACITY = 10_000;

export function startServedLists({ log, metrics, logger, sampling }: ServedListsOptions): ServedLists {
  const waiting: ServedList[] = [];
  let isFailing = false;

  /** Whether the log has taken them. */
  const append = async (lists: readonly ServedList[]): Promise<boolean> => {
    try {
      await log.append(lists.map(toRecord));
      metrics.servedLists.inc({ outcome: "logged" }, lists.length);
      isFailing = false;
    } catch (err) {
      metrics.servedLists.inc({ outcome: "dropped" }, lists.length);
      // Said once, not at every turn of an outage.
      if (!isFailing) logger.warn({ err }, "served lists cannot be logged and are dropped until they can");
      isFailing = true;
    }
    return !isFailing;
  };
  const flush = async (): Promise<void> => {
    let isTaken = true;
    while (waiting.length > 0 && isTaken) {
      isTaken = await append(waiting.splice(0, AT_ONCE));
      metrics.servedListsWaiting.set(waiting.length);
    }
  };
  const timer = every({ milliseconds: INTERVAL, work: flush, onFailure: (err) => logger.error({ err }, "served lists could not be logged") });
  return {
    note(reply) {
      if (!isServedSampled(reply.recommendationId, sampling)) return;
      if (waiting.length >= CAPACITY) return metrics.servedLists.inc({ outcome: "dropped" });
      waiting.push(toServedList(reply, sampling));
      metrics.servedListsWaiting.set(waiting.length);
    },
    async close() {
      await timer.close();
      await flush();
      metrics.servedLists.inc({ outcome: "dropped" }, waiting.splice(0).length);
      metrics.servedListsWaiting.set(0);
    },
  };
}

function toServedList({ recommendationId, customerId, strategy, segment, modelVersion, asOf, items }: RecommendationsReply, sampling: number): ServedList {
  return {
    schema: 1,
    recommendationId,
    customerId,
    strategy,
    segmentId: segment?.id ?? null,
    modelVersion,
    time: Date.parse(asOf),
    sampling,
    items: items.map(({ productId, reason }) => ({ productId, reason: reason.kind })),
  };
}

function toRecord(list: ServedList): NewRecord {
  return { topic: "recommendations-served", key: list.customerId ?? list.recommendationId, value: toJson(list) };
}

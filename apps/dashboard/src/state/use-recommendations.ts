import type { RecommendationsReply, Strategy } from "@segue/shared/api/recommendations";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { useServices } from "./services.ts";

export interface RecommendationsView {
  readonly list: RecommendationsReply | null;
  readonly loading: boolean;
  readonly error: Error | null;
  /** Products that a purchase has brought into the list. */
  readonly fresh: ReadonlySet<string>;
  /** @param after the position of a purchase that the list must know of */
  readonly reload: (after?: string) => Promise<RecommendationsReply>;
}

interface Held {
  readonly question: string;
  readonly list: RecommendationsReply | null;
  readonly fresh: ReadonlySet<string>;
  readonly error: Error | null;
}

const NOTHING_NEW: ReadonlySet<string> = new Set();
const UNANSWERED = { list: null, error: null, fresh: NOTHING_NEW } as const;

/** The list of one customer under one strategy. */
export function useRecommendations(customerId: string, strategy: Strategy): RecommendationsView {
  const { api } = useServices();
  const question = JSON.stringify([customerId, strategy]);
  const [held, setHeld] = useState<Held | null>(null);
  const wanted = useRef(question);
  wanted.current = question;

  const reload = useCallback(
    async (after?: string): Promise<RecommendationsReply> => {
      const list = await api.recommendations({ customerId, strategy, after });
      if (wanted.current === question) setHeld((before) => next(list, { question, before: before?.question === question ? before : null, bought: after !== undefined }));
      return list;
    },
    [api, customerId, strategy, question],
  );

  useEffect(() => {
    reload().catch((error: unknown) => {
      if (wanted.current !== question) return;
      setHeld({ question, list: null, fresh: NOTHING_NEW, error: error instanceof Error ? error : new Error(String(error)) });
    });
  }, [reload, question]);

  const { list, error, fresh } = held?.question === question ? held : UNANSWERED;
  return { list, error, fresh, loading: list === null && error === null, reload };
}

interface Change {
  readonly question: string;
  readonly before: Held | null;
  readonly bought: boolean;
}

/** What a purchase brought in stays marked until the next one. */
function next(list: RecommendationsReply, { question, before, bought }: Change): Held {
  const fresh = bought ? newIn(list, before?.list ?? null) : (before?.fresh ?? NOTHING_NEW);
  return { question, list, fresh, error: null };
}

function newIn(list: RecommendationsReply, before: RecommendationsReply | null): ReadonlySet<string> {
  if (before === null) return NOTHING_NEW;
  const known = new Set(before.items.map((item) => item.productId));
  return new Set(list.items.flatMap(({ productId }) => (known.has(productId) ? [] : [productId])));
}

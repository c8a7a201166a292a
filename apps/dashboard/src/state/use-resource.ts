import type { StreamData, StreamEvent } from "@segue/shared/api/stream";
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { createPace } from "./pace.ts";
import type { Pace } from "./pace.ts";
import { useServices } from "./services.ts";

/** Something from the server, as far as it is known. What was known stays while it is asked for anew, and while that fails. */
export interface Resource<T> {
  readonly data: T | null;
  readonly error: Error | null;
  readonly loading: boolean;
  readonly reload: () => Promise<void>;
}

interface Held<T> {
  readonly key: string;
  readonly data: T | null;
  readonly error: Error | null;
}

/** Events that bring what is new themselves: what is known afterwards, from their data and what was known before. */
export type Takes<T> = { readonly [E in StreamEvent]?: (data: StreamData[E], before: T) => T };

export interface ResourceOptions<T> {
  /** What is asked for; another key is another thing. */
  readonly key: string;
  readonly load: () => Promise<T>;
  /** Events of the stream after which it is looked at again. */
  readonly on?: readonly StreamEvent[];
  readonly takes?: Takes<T>;
  /** When this changes, it is looked at again. */
  readonly tick?: unknown;
  /** Between two looks, at least, in milliseconds. */
  readonly every?: number;
}

const SOON = 2_000;

/** Without an answer, what was known stays. */
function afterAnswer<T>(answer: Held<T>, before: Held<T> | null, since: readonly ((data: T) => T)[]): Held<T> {
  if (answer.error !== null) return before?.key === answer.key ? { ...before, error: answer.error } : answer;
  return answer.data === null ? answer : { ...answer, data: since.reduce<T>((data, change) => change(data), answer.data) };
}

export function useResource<T>({ key, load, on = [], takes = {}, tick, every = SOON }: ResourceOptions<T>): Resource<T> {
  const { feed } = useServices();
  const [held, setHeld] = useState<Held<T> | null>(null);
  const wanted = useRef(key);
  const options = useRef({ load, takes });
  const pace = useRef<Pace | null>(null);
  /** What was told while an answer was on its way, which may not know of it. */
  const told = useRef<((data: T) => T)[] | null>(null);
  wanted.current = key;
  options.current = { load, takes };

  const reload = useCallback(async (): Promise<void> => {
    told.current = [];
    const answer = await options.current.load().then(
      (data): Held<T> => ({ key, data, error: null }),
      (error: unknown): Held<T> => ({ key, data: null, error: error instanceof Error ? error : new Error(String(error)) }),
    );
    if (wanted.current !== key) return;
    const since = told.current ?? [];
    told.current = null;
    setHeld((before) => afterAnswer(answer, before, since));
  }, [key]);

  useEffect(() => {
    const paced = createPace(reload, every);
    pace.current = paced;
    const ask = (): void => void (document.hidden || paced.ask());
    const take = (change: (data: T) => T): void => {
      told.current?.push(change);
      setHeld((before) => (before?.key !== key || before.data === null ? before : { key, data: change(before.data), error: null }));
    };
    const listen = <E extends StreamEvent>(event: E): (() => void) => feed.on(event, (data) => take((before) => takenBy(options.current.takes, { event, data, before })));
    const ends = [feed.onDoubt(ask), ...on.map((event) => feed.on(event, ask)), ...(Object.keys(options.current.takes) as StreamEvent[]).map(listen)];
    paced.ask();
    return () => {
      paced.stop();
      for (const end of ends) end();
    };
  }, [reload, key, every, feed, on.join()]);

  const ticked = useRef(tick);
  useEffect(() => {
    if (ticked.current !== tick) pace.current?.ask();
    ticked.current = tick;
  }, [tick]);

  return { ...viewOf(held, key), reload };
}

interface News<T, E extends StreamEvent> {
  readonly event: E;
  readonly data: StreamData[E];
  readonly before: T;
}

function takenBy<T, E extends StreamEvent>(takes: Takes<T>, { event, data, before }: News<T, E>): T {
  return takes[event]?.(data, before) ?? before;
}

function viewOf<T>(held: Held<T> | null, key: string): Omit<Resource<T>, "reload"> {
  if (held === null || held.key !== key) return { data: null, error: null, loading: true };
  return { data: held.data, error: held.error, loading: false };
}

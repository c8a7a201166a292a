/** Resolves at the end of the event loop's turn, for all who wait in this turn at once and in the order in which they came. */
export type TurnEnd = () => Promise<void>;

export function createTurnEnd(): TurnEnd {
  let end: Promise<void> | null = null;
  return () => {
    // One promise for all: after each callback of `setImmediate` whatever waits for its promise would run before the next.
    end ??= new Promise((resolve) =>
      setImmediate(() => {
        end = null;
        resolve();
      }),
    );
    return end;
  };
}

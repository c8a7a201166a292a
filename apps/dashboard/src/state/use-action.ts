import { useCallback, useState } from "preact/hooks";

export interface Action {
  readonly busy: boolean;
  /** What came of it, for people. */
  readonly said: string;
  readonly failed: boolean;
  readonly run: (work: () => Promise<string>) => void;
}

/** Something that a button does, one at a time, and what came of it. */
export function useAction(): Action {
  const [state, setState] = useState({ busy: false, said: "", failed: false });
  const run = useCallback((work: () => Promise<string>) => {
    setState((before) => {
      if (before.busy) return before;
      work().then(
        (said) => setState({ busy: false, said, failed: false }),
        (error: unknown) => setState({ busy: false, said: error instanceof Error ? error.message : String(error), failed: true }),
      );
      return { busy: true, said: "", failed: false };
    });
  }, []);
  return { ...state, run };
}

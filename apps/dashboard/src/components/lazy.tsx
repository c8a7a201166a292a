import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Loading } from "./states.tsx";

interface LazyProps<P> {
  readonly load: () => Promise<ComponentType<P>>;
  readonly props: P;
  readonly what: string;
}

/** A part of the page whose script comes when it is first wanted. */
export function Lazy<P extends object>({ load, props, what }: LazyProps<P>) {
  const [Loaded, setLoaded] = useState<ComponentType<P> | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let gone = false;
    setFailed(false);
    load().then(
      (component) => gone || setLoaded(() => component),
      () => gone || setFailed(true),
    );
    return () => {
      gone = true;
    };
  }, [load]);
  if (failed) {
    return (
      <div class="card inline-error" role="alert">
        <p>This view could not be loaded: the server is away, or has been updated since this page was opened.</p>
        <button type="button" class="button" onClick={() => location.reload()}>
          Reload the page
        </button>
      </div>
    );
  }
  return Loaded === null ? <Loading what={what} tall /> : <Loaded {...props} />;
}

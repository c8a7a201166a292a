import type { ComponentChildren } from "preact";
import type { Resource } from "../state/use-resource.ts";

interface CardProps {
  readonly title: string;
  readonly id: string;
  readonly note?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly busy?: boolean;
  readonly class?: string;
}

/** A titled part of a view. */
export function Card({ title, id, note, actions, children, busy = false, class: extra = "" }: CardProps) {
  return (
    <section class={`card ${extra}`} aria-labelledby={id} aria-busy={busy}>
      <div class="card-head">
        <div>
          <h3 id={id}>{title}</h3>
          {note !== undefined && <p class="card-note">{note}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}

interface KnownProps<T> {
  readonly resource: Resource<T>;
  /** What is waited for, for screen readers. */
  readonly what: string;
  /** Height to keep free while it loads. */
  readonly tall?: boolean;
  readonly children: (data: T) => ComponentChildren;
}

/** What comes from the server, or that it is on its way, or why it does not come. */
export function Known<T>({ resource: { data, error, loading, reload }, what, tall = false, children }: KnownProps<T>) {
  if (data !== null) {
    return (
      <>
        {error !== null && <p class="inline-error">{error.message}. What you see is from before.</p>}
        {children(data)}
      </>
    );
  }
  if (loading) return <Loading what={what} tall={tall} />;
  return (
    <div class="inline-error" role="alert">
      <p>{error?.message ?? `There is no ${what}`}.</p>
      <button type="button" class="button" onClick={() => void reload()}>
        Try again
      </button>
    </div>
  );
}

export function Loading({ what, tall = false }: { readonly what: string; readonly tall?: boolean }) {
  return (
    <div>
      <p class="visually-hidden">Loading the {what}</p>
      <div class={tall ? "skeleton skeleton-chart" : "skeleton skeleton-row"} />
    </div>
  );
}

/** Nothing to show yet, and what will bring it. */
export function Nothing({ children }: { readonly children: ComponentChildren }) {
  return <p class="nothing">{children}</p>;
}

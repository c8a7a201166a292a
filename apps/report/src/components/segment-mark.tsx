import { TONES } from "@segue/ui-tones/chart-theme";

/** A segment's name beside its colour. */
export function SegmentMark({ at, name }: { readonly at: number; readonly name: string }) {
  return (
    <span class={`mark tone-${at % TONES}`}>
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
        <circle cx="5" cy="5" r="5" fill="var(--tone)" />
      </svg>{" "}
      {name}
    </span>
  );
}

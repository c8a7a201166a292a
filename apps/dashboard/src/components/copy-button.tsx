import { useState } from "preact/hooks";

/** Copies a text; where the browser forbids it, says so and leaves the selecting to the reader. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const [said, setSaid] = useState("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid("Copied");
    } catch {
      // Browsers lend the clipboard to https and localhost only.
      setSaid("Select the text and copy it");
    }
  };
  return (
    <span class="copy">
      <button type="button" class="button" onClick={() => void copy()}>
        Copy <span class="visually-hidden">the {what}</span>
      </button>
      <span role="status" class="muted">
        {said}
      </span>
    </span>
  );
}

import type { SegmentReply } from "@segue/shared/api/segments";
import { useEffect, useRef, useState } from "preact/hooks";
import { useServices } from "../state/services.ts";

const LONGEST = 80;

/** A segment's name, and a way to give it another. */
export function SegmentName({ segment: { id, name }, onRenamed }: { readonly segment: SegmentReply; readonly onRenamed: () => void }) {
  const { api } = useServices();
  const [isOpen, setOpen] = useState(false);
  const [given, setGiven] = useState<string | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  // What was given stays on the page until the segments say it themselves.
  useEffect(() => setGiven(null), [name]);
  const close = (): void => {
    setOpen(false);
    queueMicrotask(() => opener.current?.focus());
  };
  const save = async (text: string): Promise<void> => {
    const { name: saved } = await api.rename(id, text);
    setGiven(saved === name ? null : saved);
    onRenamed();
    close();
  };
  const shown = given ?? name;
  return (
    <div class="segment-name">
      {isOpen ? (
        <RenameForm name={shown} onSave={save} onCancel={close} />
      ) : (
        <>
          <h3>{shown}</h3>
          <button ref={opener} type="button" class="button button-quiet" onClick={() => setOpen(true)}>
            Rename <span class="visually-hidden">{shown}</span>
          </button>
        </>
      )}
    </div>
  );
}

interface RenameFormProps {
  readonly name: string;
  readonly onSave: (name: string) => Promise<void>;
  readonly onCancel: () => void;
}

function RenameForm({ name, onSave, onCancel }: RenameFormProps) {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => input.current?.select(), []);
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    const text = input.current?.value.trim() ?? "";
    if (text === "") return setProblem("A name needs at least one character");
    onSave(text).catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  };
  return (
    <form class="rename" onSubmit={onSubmit} onKeyDown={(event) => event.key === "Escape" && onCancel()}>
      <input ref={input} aria-label={`New name for ${name}`} defaultValue={name} maxLength={LONGEST} autocomplete="off" />
      <button type="submit" class="button">
        Save
      </button>
      <button type="button" class="button button-quiet" onClick={onCancel}>
        Cancel
      </button>
      <p role="alert" class="rename-problem">
        {problem}
      </p>
    </form>
  );
}

import type { SegmentReply } from "@segue/shared/api/segments";
import { useState } from "preact/hooks";
import { csvPages, saveFile } from "../state/export.ts";

/** All customers of a segment as a file for a spreadsheet. */
export function ExportButton({ segment: { id, name } }: { readonly segment: SegmentReply }) {
  const [said, setSaid] = useState("");
  const save = async (): Promise<void> => {
    setSaid("Preparing…");
    try {
      saveFile(await csvPages(`/v1/segments/${encodeURIComponent(id)}/customers`), `${id}.csv`);
      setSaid("");
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <button type="button" class="button" onClick={() => void save()}>
        Export <span class="visually-hidden">{name}</span> CSV
      </button>
      <span role="status" class="muted">
        {said}
      </span>
    </>
  );
}

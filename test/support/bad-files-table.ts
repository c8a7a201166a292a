import { readFileSync } from "node:fs";

/** A row of the table of files in docs/bad-input.md. */
export interface BadFileRow {
  readonly name: string;
  readonly exit: number;
  /** Part of what is said, or of the refusal that the analysis carries. */
  readonly says: string;
}

/** The rows under "Files". */
export function badFileRows(): readonly BadFileRow[] {
  const text = readFileSync(new URL("../../docs/bad-input.md", import.meta.url), "utf8");
  const [table = ""] = text.slice(text.indexOf("| file | exit |")).split("\n\n");
  return table.split("\n").slice(2).map((line) => {
    const [, name = "", exit, says = ""] = line.split("|").map((cell) => cell.trim());
    return { name, exit: Number(exit), says: says.replaceAll("`", "") };
  });
}

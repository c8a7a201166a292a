import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isNode, LineCounter, parseDocument } from "yaml";
import type { Document } from "yaml";
import { AppError } from "@segue/shared/errors";
import { namingTableSchema } from "@segue/shared/segmentation/naming/naming-table";
import type { NamingTable } from "@segue/shared/segmentation/naming/naming-table";

/** The table that ships with the product. */
export const DEFAULT_NAMING_FILE = fileURLToPath(new URL("../../../config/segment-names.yaml", import.meta.url));

/** The naming table of a YAML file. @throws AppError `bad_segment_names` naming file, line, rule and what is allowed, on one line */
export function readNamingFile(path: string = DEFAULT_NAMING_FILE): NamingTable {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError("bad_segment_names", `the segment names cannot be read: ${reason}; SEGUE_SEGMENT_NAMES must name a YAML file`);
  }
  return parseNamingTable(text, path);
}

/** @throws AppError `bad_segment_names` */
export function parseNamingTable(text: string, path: string): NamingTable {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const [reason] = broken.message.split(/ at line|\n/, 1);
    const line = lines.linePos(broken.pos[0]).line;
    throw new AppError("bad_segment_names", `${path}, line ${line}: ${reason}`);
  }
  const parsed = namingTableSchema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const { path: at, message } = parsed.error.issues[0] ?? { path: [], message: "is not valid" };
  const where = [path, `line ${lineOf(document, lines, at)}`, ...ruleOf(document, at)].join(", ");
  throw new AppError("bad_segment_names", `${where}: ${fieldOf(at)}${message}`);
}

/** The line of what is at the path; of what is missing, that of what should hold it. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function ruleOf(document: Document, [list, at]: readonly PropertyKey[]): string[] {
  if (list !== "rules" || at === undefined) return [];
  const id = document.getIn(["rules", at, "id"]);
  return [typeof id === "string" ? `rule ${id}` : `rule ${Number(at) + 1}`];
}

function fieldOf(path: readonly PropertyKey[]): string {
  const fields = path[0] === "rules" ? path.slice(2) : path;
  return fields.length === 0 ? "" : `${fields.map((field) => (typeof field === "number" ? field + 1 : String(field))).join(" ")}: `;
}

/** A spreadsheet takes a cell that begins like this for a formula; a leading apostrophe makes it text (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

/** Numbers are written as they are, what is not known as nothing. */
export type Cell = string | number | null;

/** Lines of RFC 4180; cells from outside cannot become formulas. */
export function csvLines(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => row.map(cell).join(",") + "\r\n").join("");
}

/** RFC 4180 with one header line; cells from outside cannot become formulas. */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return csvLines([header, ...rows]);
}

/** A moment (epoch milliseconds, NaN where not known) as its day in UTC, YYYY-MM-DD: what every tool takes for a date. */
export function dayCell(time: number): Cell {
  return Number.isNaN(time) ? null : new Date(time).toISOString().slice(0, -"T00:00:00.000Z".length);
}

function cell(value: Cell): string {
  if (typeof value !== "string") return value === null || Number.isNaN(value) ? "" : String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

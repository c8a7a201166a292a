const LONGEST = 4;
const MISSING = new Set(["", "?", "-", "na", "n/a", "nan", "null", "none"]);

/** Whether a field stands for no value: nothing, or one of the usual marks of it. */
export function isMissing(text: string): boolean {
  return text.length <= LONGEST && MISSING.has(text.toLowerCase());
}

/** The field trimmed, empty where it stands for no value. */
export function valueOrEmpty(field: string): string {
  const text = field.trim();
  return isMissing(text) ? "" : text;
}

import { InvalidArgumentError } from "commander";

/** Checks a list of columns such as `--columns`: an empty name stands for a column that is not read. */
export function names(text: string): readonly string[] {
  const list = text.split(",").map((name) => name.trim());
  const named = list.filter((name) => name !== "");
  if (new Set(named).size < named.length) throw new InvalidArgumentError("It names a column twice.");
  return list;
}

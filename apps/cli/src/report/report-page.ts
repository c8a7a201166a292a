import { readFile } from "node:fs/promises";
import { AppError } from "@segue/shared/errors";
import type { ReportData } from "@segue/shared/analysis/report-data";

/** The page as it is built: script and style inside it, its data left out. */
const TEMPLATE = new URL("../../../report/dist/index.html", import.meta.url);
const PLACE = '<script type="application/json" id="report-data">';

/**
 * The whole report as one HTML file that asks nothing of any network.
 * @throws AppError `not_built`
 */
export async function reportPage(data: ReportData): Promise<string> {
  const template = await readFile(TEMPLATE, "utf8").catch((error: unknown) => {
    throw new AppError("not_built", "the page of the report is not built yet; run `npm run build` first", { cause: error });
  });
  return template.replace(PLACE, () => PLACE + inMarkup(data));
}

/** No text of a file can end the element that the data is in. */
function inMarkup(data: ReportData): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT } from "./ensure.mjs";

const MALL = join("datasets", "mall-customers", "Mall_Customers.csv");
const RETAIL = join("datasets", "online-retail", "online-retail.csv.gz");

/** Name, bundled file, and the section that is at the top of the window. */
export const REPORT_SHOTS = [
  ["report-pictures", MALL, "#section-7"],
  ["report-choice", MALL, "#section-4"],
  ["report-segments", RETAIL, "#section-6"],
  ["report-recommendations", RETAIL, "#section-8"],
];

/** Analyses the files of these shots into a folder and answers where to look: name, address of the report, what is to be there. */
export function analysed(shots, folder) {
  const reports = new Map([...new Set(shots.map(([, file]) => file))].map((file, at) => [file, report(file, join(folder, String(at)))]));
  return shots.map(([name, file, section]) => [name, `${reports.get(file)}${section}`, `${section} canvas >> nth=0`]);
}

function report(file, out) {
  const { status } = spawnSync(process.execPath, [join(ROOT, "apps", "cli", "bin", "segue.js"), "analyze", join(ROOT, file), "--out", out], { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error(`segue analyze ${file} ended with ${status}: has it been built?`);
  return pathToFileURL(join(out, "report.html")).href;
}

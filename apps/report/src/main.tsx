import { render } from "preact";
import "@segue/ui-tones/tones.css";
import "./report.css";
import type { ReportData } from "@segue/shared/analysis/report-data";
import { Report } from "./report.tsx";
import { takePaperWidth } from "./charts/paper.ts";

const host = document.getElementById("app");
const text = document.getElementById("report-data")?.textContent ?? "";
if (host !== null && text !== "") {
  const data = JSON.parse(text) as ReportData;
  document.title = `Customer segments: ${data.figures.source.file}`;
  takePaperWidth();
  render(<Report data={data} />, host);
}

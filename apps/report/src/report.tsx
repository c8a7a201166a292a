import type { ReportData } from "@segue/shared/analysis/report-data";
import { foundIn } from "./found.ts";
import { Actions } from "./sections/actions.tsx";
import { Agreement } from "./sections/agreement.tsx";
import { Exploration } from "./sections/exploration.tsx";
import { HowMany } from "./sections/how-many.tsx";
import { Method } from "./sections/method.tsx";
import { Pictures } from "./sections/pictures.tsx";
import { Recommended } from "./sections/recommended.tsx";
import { Scaling } from "./sections/scaling.tsx";
import { Segments } from "./sections/segments.tsx";
import { TheData } from "./sections/the-data.tsx";
import { counted, listed, percent } from "./words.ts";

const TITLES = ["The data", "Exploration", "Scaling", "How many segments", "K-means and hierarchical", "The segments", "Pictures", "Recommendations", "What to do on Monday", "How this was computed"];

export function Report({ data }: { readonly data: ReportData }) {
  const found = foundIn(data);
  return (
    <>
      <header>
        <p class="product">Segue</p>
        <h1>{`Customer segments of ${data.figures.source.file}`}</h1>
        <p class="lead">{leadOf(data)}</p>
        <Contents hasSegments={found !== null} />
      </header>
      <main>
        {found === null && <p class="refusal" role="alert">{`There are no segments: ${data.figures.refusal?.message ?? "nothing tells customers apart"}. What could be said of the file is below.`}</p>}
        <TheData data={data} />
        <Exploration data={data} />
        <Scaling data={data} />
        {found !== null && (
          <>
            <HowMany found={found} />
            <Agreement found={found} />
            <Segments found={found} />
            <Pictures found={found} />
            <Recommended found={found} />
            <Actions found={found} />
          </>
        )}
        <Method data={data} />
      </main>
    </>
  );
}

function Contents({ hasSegments }: { readonly hasSegments: boolean }) {
  const numbered = TITLES.map((title, at) => ({ title, number: at + 1 })).filter(({ number }) => hasSegments || number < 4 || number === TITLES.length);
  return (
    <nav aria-label="Sections">
      <ol>
        {numbered.map(({ title, number }) => (
          <li>
            <a href={`#section-${number}`}>{`${number} ${title}`}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function leadOf({ figures }: ReportData): string {
  const { customers, segments } = figures;
  if (segments.length === 0) return `${counted(customers.total, "customer")}, no segments.`;
  const described = segments.map(({ name, share }) => `${name} (${percent(share, 0)})`);
  const rest = customers.unsegmented === 0 ? "" : ` ${counted(customers.unsegmented, "customer")} of whom no feature is known ${customers.unsegmented === 1 ? "is" : "are"} in none.`;
  return `${counted(customers.segmented, "customer")} fall into ${segments.length} segments: ${listed(described)}.${rest}`;
}

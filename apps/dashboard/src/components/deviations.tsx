import { readDeviations } from "../words/deviations.ts";

/** What stands out, in words; how much in standard deviations for those who want it. */
export function Deviations({ explanation }: { readonly explanation: string }) {
  const deviations = readDeviations(explanation);
  if (deviations === null) return <p class="explanation">{explanation}</p>;
  return (
    <ul class="deviations" aria-label="What stands out">
      {deviations.map(({ text, sd }) => (
        <li key={text}>
          {text} <span class="sd">{sd}</span>
        </li>
      ))}
    </ul>
  );
}

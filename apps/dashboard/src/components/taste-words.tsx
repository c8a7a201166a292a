import { wholePercent } from "../words/numbers.ts";
import { readTaste } from "../words/tastes.ts";

/** What a segment of tastes buys more than all others. */
export function TasteWords({ explanation }: { readonly explanation: string }) {
  const words = readTaste(explanation);
  return (
    <div class="segment-products">
      <p class="caption">Bought more than by others</p>
      {words === null ? (
        <p class="explanation">{explanation}</p>
      ) : (
        <ol>
          {words.map(({ text, share, elsewhere }) => (
            <li key={text}>
              <span class="taste-word">{text}</span>
              <span class="muted" title="Of the customers here, and of all others">
                {wholePercent(share)} · others {wholePercent(elsewhere)}
              </span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

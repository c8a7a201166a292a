import { useState } from "preact/hooks";
import type { DeadLettersReply } from "../api.ts";
import { useServices } from "../state/services.ts";
import { useAction } from "../state/use-action.ts";
import { useResource } from "../state/use-resource.ts";
import { textOfBytes } from "../state/bytes.ts";
import { clockTime, day } from "../words/dates.ts";
import { count } from "../words/numbers.ts";
import { Card, Known, Nothing } from "./states.tsx";

type Letter = DeadLettersReply["items"][number];

const SHOWN = 50;
const EVERY = 3_000;

/** Records that could not be processed: what they are, why, and another try. */
export function DeadLetters() {
  const { api } = useServices();
  const letters = useResource({ key: "letters", load: () => api.deadLetters(SHOWN), on: ["dead-letters"], every: EVERY });
  const action = useAction();
  const retry = (id: string): void =>
    action.run(async () => {
      await api.retry(id);
      await letters.reload();
      return "Sent in again. If it is refused once more, it comes back as a new dead letter.";
    });
  return (
    <Card title="Dead letters" id="letters" class="spaced" note="Records from outside that could not be processed" busy={letters.loading}>
      <p role="status" class={action.failed ? "inline-error" : "muted"}>
        {action.said}
      </p>
      <Known resource={letters} what="dead letters">
        {({ total, items }) =>
          total === 0 ? (
            <Nothing>None: everything that came in could be processed.</Nothing>
          ) : (
            <>
              <p class="card-note">
                {count(items.length)} of {count(total)} shown
              </p>
              <ul class="rows letters">
                {items.map((letter) => (
                  <Row key={letter.id} letter={letter} busy={action.busy} onRetry={retry} />
                ))}
              </ul>
            </>
          )
        }
      </Known>
    </Card>
  );
}

interface RowProps {
  readonly letter: Letter;
  readonly busy: boolean;
  readonly onRetry: (id: string) => void;
}

function Row({ letter: { id, topic, code, message, time, value }, busy, onRetry }: RowProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li>
      <span class="badge badge-warn">{code}</span>
      <span class="trouble">{message}</span>
      <span class="row-end decision">
        <time class="muted" dateTime={time}>
          {topic} {id} · {day(time)}, {clockTime(Date.parse(time))}
        </time>
        <button type="button" class="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          Read <span class="visually-hidden">{id}</span>
        </button>
        <button type="button" class="button" aria-disabled={busy} onClick={() => onRetry(id)}>
          Retry <span class="visually-hidden">{id}</span>
        </button>
      </span>
      {isOpen && (
        <pre class="letter" tabIndex={0} aria-label={`Record ${id}`}>
          {textOfBytes(value)}
        </pre>
      )}
    </li>
  );
}

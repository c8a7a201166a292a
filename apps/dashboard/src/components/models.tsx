import type { ModelsReply } from "../api.ts";
import { useServices } from "../state/services.ts";
import { useAction } from "../state/use-action.ts";
import type { Action } from "../state/use-action.ts";
import type { LiveView } from "../state/use-live.ts";
import { useResource } from "../state/use-resource.ts";
import { moment } from "../words/dates.ts";
import { driftWords } from "../words/drift.ts";
import { count, percent } from "../words/numbers.ts";
import { Card, Known, Nothing } from "./states.tsx";
import { Table } from "./table.tsx";

type Model = ModelsReply["items"][number];

const STATUS_CLASS: Readonly<Record<Model["status"], string>> = { adopted: "badge badge-good", candidate: "badge badge-warn", rejected: "badge badge-bad", replaced: "badge" };
const STATUS_WORDS: Readonly<Record<Model["status"], string>> = { adopted: "serves", candidate: "waits", rejected: "rejected", replaced: "replaced" };
const REASON_WORDS = { first: "enough customers", requested: "a request", timer: "the timetable", growth: "many new customers", drift: "drift" } as const;
const SHOWN = 12;

/** The models so far, what waits to be decided, and a fit on demand. */
export function Models({ live }: { readonly live: LiveView }) {
  const { api } = useServices();
  const models = useResource({ key: "models", load: api.models, takes: { models: (told) => told } });
  const action = useAction();
  const refit = (): void =>
    action.run(async () => {
      await api.refit();
      await models.reload();
      return "Asked for: the segments are fitted anew as soon as the stream is calm.";
    });
  return (
    <Card
      title="Segment models"
      id="models"
      class="spaced"
      note={`Serving: ${live.segments?.modelVersion ?? "none yet"}`}
      busy={models.loading}
      actions={
        <button type="button" class="button" aria-disabled={action.busy} onClick={refit}>
          Refit now
        </button>
      }
    >
      <p role="status" class={action.failed ? "inline-error" : "muted"}>
        {action.said}
      </p>
      <Known resource={models} what="models">
        {({ items }) => (items.length === 0 ? <Nothing>The first model is made once there are enough customers to tell apart.</Nothing> : <ModelTable models={items} action={action} reload={models.reload} />)}
      </Known>
    </Card>
  );
}

interface TableProps {
  readonly models: readonly Model[];
  readonly action: Action;
  readonly reload: () => Promise<void>;
}

function ModelTable({ models, action, reload }: TableProps) {
  return (
    <Table label="Segment models, newest first" heads={["Version", "Status", "Fitted at", "Because of", "Customers", "Segments", "Silhouette", "Would move", <span class="visually-hidden">Decision</span>]}>
      {[...models].reverse().slice(0, SHOWN).map((model) => (
        <Row key={`${model.version} ${model.fittedAt}`} model={model} action={action} reload={reload} />
      ))}
    </Table>
  );
}

function Row({ model, action, reload }: { readonly model: Model } & Omit<TableProps, "models">) {
  const { api } = useServices();
  const { version, status, fittedAt, customers, k, silhouette, churn } = model;
  const decide = (decision: "adopt" | "reject") => (): void =>
    action.run(async () => {
      await api.decide(version, decision);
      await reload();
      return decision === "adopt" ? `${version} serves from now on.` : `${version} is rejected; the present model goes on.`;
    });
  return (
    <tr data-model={version}>
      <td class="whole">{version}</td>
      <td>
        <span class={STATUS_CLASS[status]}>{STATUS_WORDS[status]}</span>
      </td>
      <td class="whole">{moment(fittedAt)}</td>
      <td>{causeOf(model)}</td>
      <td>{count(customers)}</td>
      <td>{k}</td>
      <td>{silhouette.toFixed(3)}</td>
      <td>{churn === null ? "–" : percent(churn)}</td>
      <td>
        {status === "candidate" && (
          <span class="decision">
            <button type="button" class="button button-main" aria-disabled={action.busy} onClick={decide("adopt")}>
              Adopt <span class="visually-hidden">{version}</span>
            </button>
            <button type="button" class="button" aria-disabled={action.busy} onClick={decide("reject")}>
              Reject <span class="visually-hidden">{version}</span>
            </button>
          </span>
        )}
      </td>
    </tr>
  );
}

/** What made the fit due: a metric of drift by its name. */
function causeOf({ reason, metric }: Model): string {
  if (metric !== undefined) return `${REASON_WORDS.drift}: ${driftWords(metric).label.toLowerCase()}`;
  return reason === undefined ? "–" : REASON_WORDS[reason];
}

import type { ActivityReply } from "@segue/shared/api/activity";
import type { SegmentsReply } from "@segue/shared/api/segments";
import { ActivityChart } from "../components/activity-chart.tsx";
import { AlertList } from "../components/alert-list.tsx";
import { Figure } from "../components/figure.tsx";
import { QualityCard } from "../components/quality-card.tsx";
import { SharesChart } from "../components/shares-chart.tsx";
import { Card, Known } from "../components/states.tsx";
import { useServices } from "../state/services.ts";
import type { LiveView } from "../state/use-live.ts";
import { useResource } from "../state/use-resource.ts";
import type { Resource } from "../state/use-resource.ts";
import { moment } from "../words/dates.ts";
import { count, milliseconds, rate, wholeMoney } from "../words/numbers.ts";
import { lastActivity, withTold } from "../state/activity.ts";
import type { ViewProps } from "./view-props.ts";

/** Shares are written once a day of stream time, or when a model comes. */
const SHARES_EVERY = 10_000;

/** The shop at a glance. */
export function Overview({ navigation, live, alerts }: ViewProps) {
  const { api } = useServices();
  const activity = useResource({ key: "activity", load: api.activity, takes: { activity: (told, before) => withTold(before, told) } });
  const history = useResource({ key: "history", load: api.history, on: ["history"], every: SHARES_EVERY });
  return (
    <>
      <h2 class="view-title">Overview</h2>
      <Totals live={live} activity={activity} />
      <div class="columns columns-wide">
        <Card title="Segment shares over time" id="shares" note="Share of the customers, by day of the stream" busy={history.loading}>
          <Known resource={history} what="shares" tall>
            {(data) => <SharesChart history={data} segments={live.segments} />}
          </Known>
        </Card>
        <div class="stack">
          <AlertList alerts={alerts} navigation={navigation} />
          <QualityCard />
        </div>
      </div>
      <Card title="Events a second" id="activity" note="Of the last hour at work, on this machine's clock" busy={activity.loading}>
        <Known resource={activity} what="activity" tall>
          {(data) => <ActivityChart activity={data} />}
        </Known>
      </Card>
    </>
  );
}

function Totals({ live: { segments }, activity }: { readonly live: LiveView; readonly activity: Resource<ActivityReply> }) {
  return (
    <section class="totals" aria-label="Totals" aria-busy={segments === null}>
      <dl>
        <ShopFigures segments={segments} />
        <StreamFigures activity={activity.data} />
        <Figure id="time" label="Stream time" value={segments === null ? undefined : <time dateTime={segments.asOf}>{moment(segments.asOf)}</time>} note="of the latest event" />
      </dl>
    </section>
  );
}

function ShopFigures({ segments }: { readonly segments: SegmentsReply | null }) {
  const totals = segments?.totals;
  return (
    <>
      <Figure id="customers" label="Customers" value={totals && count(totals.customers)} note={totals && waiting(totals.unsegmented)} />
      <Figure id="orders" label="Orders" value={totals && count(totals.orders)} note="so far" />
      <Figure id="revenue" label="Revenue" value={totals && wholeMoney(totals.revenue, totals.currency)} note="before returns" />
    </>
  );
}

function StreamFigures({ activity }: { readonly activity: ActivityReply | null }) {
  const now = activity === null ? undefined : lastActivity(activity);
  const fresh = now?.freshnessMs ?? null;
  return (
    <>
      <Figure id="rate" label="Events a second" value={now && rate(now.eventsPerSecond)} note="in the last seconds" />
      <Figure id="freshness" label="Freshness" value={now && (fresh === null ? "–" : milliseconds(fresh))} note={fresh === null ? "no event just now" : "from event to segment"} />
    </>
  );
}

function waiting(unsegmented: number): string {
  return unsegmented === 0 ? "all in a segment" : `${count(unsegmented)} not placed yet`;
}

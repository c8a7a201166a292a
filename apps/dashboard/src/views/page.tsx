import type { SessionReply } from "@segue/shared/api/session";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { Banner } from "../components/banner.tsx";
import { Header } from "../components/header.tsx";
import { Lazy } from "../components/lazy.tsx";
import { Nav, VIEW_NAMES } from "../components/nav.tsx";
import { useNavigation } from "../state/address.ts";
import type { Address, View } from "../state/address.ts";
import { useAlerts } from "../state/use-alerts.ts";
import { useLive } from "../state/use-live.ts";
import type { LiveView } from "../state/use-live.ts";
import { EmptySystem } from "./empty-system.tsx";
import type { ViewProps } from "./view-props.ts";

export interface PageProps {
  readonly session: SessionReply | null;
  readonly onSignOut: () => void;
}

/** A script for each view, which comes when it is first wanted. */
const LOADERS: Readonly<Record<View, () => Promise<ComponentType<ViewProps>>>> = {
  overview: () => import("./overview.tsx").then(({ Overview }) => Overview),
  segments: () => import("./segments.tsx").then(({ Segments }) => Segments),
  map: () => import("./map.tsx").then(({ MapView }) => MapView),
  movements: () => import("./movements.tsx").then(({ Movements }) => Movements),
  drift: () => import("./drift.tsx").then(({ Drift }) => Drift),
  customer: () => import("./customer.tsx").then(({ Customer }) => Customer),
  product: () => import("./product.tsx").then(({ Product }) => Product),
  operations: () => import("./operations.tsx").then(({ Operations }) => Operations),
};

/** The frame around every view: where to go, whether the stream is live, and what is wrong. */
export function Page({ session, onSignOut }: PageProps) {
  const navigation = useNavigation();
  const live = useLive();
  const alerts = useAlerts(live);
  const { address } = navigation;
  const title = titleOf(address);
  useEffect(() => {
    document.title = `${title} · Segue`;
  }, [title]);
  return (
    <div class="frame">
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <Header navigation={navigation} connection={live.connection} session={session} onSignOut={onSignOut} />
      <Nav navigation={navigation} alerts={alerts.length} />
      <div class="content">
        <Banner connection={live.connection} error={live.error} hasData={live.segments !== null} />
        <main id="main" tabIndex={-1}>
          <Content navigation={navigation} live={live} alerts={alerts} />
        </main>
        <footer class="page-footer">
          <a href="/docs">API</a>
          <a href="/metrics">Metrics</a>
          <span>Times of the stream are in UTC</span>
          <span>sd: standard deviations from the average customer</span>
        </footer>
      </div>
    </div>
  );
}

function titleOf({ view, customer, product }: Address): string {
  return customer ?? product ?? VIEW_NAMES[view];
}

/** Views that say something before the first purchase. */
const ALWAYS: ReadonlySet<View> = new Set(["customer", "operations"]);

function Content(props: ViewProps) {
  const { view, customer } = props.navigation.address;
  if (isEmpty(props.live) && (!ALWAYS.has(view) || (view === "customer" && customer === null))) return <EmptySystem />;
  return <Lazy key={view} load={LOADERS[view]} props={props} what="view" />;
}

function isEmpty({ segments }: LiveView): boolean {
  return segments !== null && segments.totals.customers === 0 && segments.totals.orders === 0;
}

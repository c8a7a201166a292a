import { useEffect } from "preact/hooks";
import { Banner } from "../components/banner.tsx";
import { Header } from "../components/header.tsx";
import { SegmentList } from "../components/segment-list.tsx";
import { Totals } from "../components/totals.tsx";
import { useNavigation } from "../state/address.ts";
import type { Navigation } from "../state/address.ts";
import { useLive } from "../state/use-live.ts";
import type { LiveView } from "../state/use-live.ts";
import { CustomerPage } from "./customer-page.tsx";
import { EmptySystem } from "./empty-system.tsx";

/** The whole page: what is shown depends on the address and on whether anything has been bought at all. */
export function Page() {
  const navigation = useNavigation();
  const live = useLive();
  const { customer } = navigation.address;
  useEffect(() => {
    document.title = customer === null ? "Segments · Segue" : `${customer} · Segue`;
  }, [customer]);
  return (
    <>
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <Header navigation={navigation} connection={live.connection} />
      <Banner connection={live.connection} error={live.error} hasData={live.segments !== null} />
      <main id="main" tabIndex={-1}>
        <Content navigation={navigation} live={live} />
      </main>
      <footer class="page-footer">
        <a href="/docs">API</a>
        <a href="/metrics">Metrics</a>
        <span>Times are in UTC</span>
        <span>sd: standard deviations from the average customer</span>
      </footer>
    </>
  );
}

function Content({ navigation, live }: { readonly navigation: Navigation; readonly live: LiveView }) {
  const { customer } = navigation.address;
  if (customer === null && isEmpty(live)) return <EmptySystem />;
  return (
    <>
      <Totals live={live} />
      {customer === null ? <SegmentList layout="full" live={live} navigation={navigation} mine={null} /> : <CustomerPage key={customer} customerId={customer} navigation={navigation} live={live} />}
    </>
  );
}

function isEmpty({ segments }: LiveView): boolean {
  return segments !== null && segments.totals.customers === 0 && segments.totals.orders === 0;
}

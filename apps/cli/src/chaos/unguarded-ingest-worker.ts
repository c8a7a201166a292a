import { openBrokers } from "@segue/platform/open-brokers";
import { runIngest } from "@segue/ingest/run";
import { withoutGuard } from "./unguarded-store.ts";

/** Ingest as the control run of chaos starts it. No setting leads here: it is another program than the service's own. */
await runIngest({
  env: process.env,
  open: async (options) => {
    const brokers = await openBrokers(options);
    return { ...brokers, store: withoutGuard(brokers.store) };
  },
});

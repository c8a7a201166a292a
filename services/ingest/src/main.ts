import { openBrokers } from "@segue/platform/open-brokers";
import { runIngest } from "./run.ts";

await runIngest({ env: process.env, open: openBrokers });

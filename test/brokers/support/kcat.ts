import { spawn } from "node:child_process";
import { once } from "node:events";
import { works } from "@segue/local-brokers/run-tool";

/** Ends a test where kcat is not there: as skipped, or as failed where everything has to be there. */
export async function requireKcat(skip: (reason: string) => void): Promise<void> {
  if (await works("kcat", ["-V"])) return;
  const reason = "there is no kcat, which stands for the clients on librdkafka (Debian: kcat)";
  if (process.env.REQUIRE_BROKERS === "1") throw new Error(reason);
  skip(reason);
}

export interface KcatRecord {
  readonly key: string;
  readonly text: string;
}

/** Produces records as a client on librdkafka does, with settings of its own such as `partitioner=...`. */
export async function produceByKcat(brokers: readonly string[], { topic, settings = [] }: { topic: string; settings?: readonly string[] }, records: readonly KcatRecord[]): Promise<void> {
  const options = settings.flatMap((setting) => ["-X", setting]);
  const kcat = spawn("kcat", ["-P", "-b", brokers.join(","), "-t", topic, "-K", "\t", ...options], { stdio: ["pipe", "ignore", "pipe"] });
  let complaint = "";
  kcat.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  kcat.stdin.end(records.map(({ key, text }) => `${key}\t${text}\n`).join(""));
  await once(kcat, "close");
  if (kcat.exitCode !== 0) throw new Error(`kcat: ${complaint}`);
}

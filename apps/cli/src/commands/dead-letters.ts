import type { Command } from "commander";
import { deadLettersSchema, positionReplySchema } from "@segue/shared/api/ingest";
import type { CliIo } from "../cli-io.ts";
import { createClient } from "../http-client.ts";
import { ask } from "../ask.ts";
import { DEFAULT_URL } from "./import.ts";

interface ListOptions {
  readonly to: string;
  readonly apiKey?: string;
  readonly limit: string;
  readonly json?: boolean;
}

/** Adds `segue dead-letters list` and `segue dead-letters retry`. */
export function addDeadLetters(program: Command, io: CliIo): void {
  const group = program.command("dead-letters").description("records that could not be processed: read them, send them in again");
  group
    .command("list")
    .description("the newest refused records, with the reason")
    .option("--limit <n>", "how many at most", "50")
    .option("--to <url>", "where Segue answers", DEFAULT_URL)
    .option("--api-key <key>", "where the server wants one")
    .option("--json", "print one JSON document")
    .action((options: ListOptions) => list(options, io));
  group
    .command("retry")
    .description("send a refused record in again, once its cause has been mended")
    .argument("<id>", "as `dead-letters list` shows it")
    .option("--to <url>", "where Segue answers", DEFAULT_URL)
    .option("--api-key <key>", "where the server wants one")
    .action((id: string, options: { readonly to: string; readonly apiKey?: string }) => retry(id, options, io));
}

async function list(options: ListOptions, io: CliIo): Promise<void> {
  const client = createClient({ url: options.to, apiKey: options.apiKey });
  const letters = await ask(client, { path: `/v1/dead-letters?limit=${encodeURIComponent(options.limit)}` }, deadLettersSchema);
  if (options.json === true) return io.out(JSON.stringify(letters, null, 2));
  for (const { id, time, code, message, key } of letters.items) io.out(`${id}\t${time}\t${code}\t${key}\t${message}`);
  io.note(`${letters.total} dead letters${letters.total > letters.items.length ? `, the newest ${letters.items.length} shown` : ""}`);
}

async function retry(id: string, options: { readonly to: string; readonly apiKey?: string }, io: CliIo): Promise<void> {
  const client = createClient({ url: options.to, apiKey: options.apiKey });
  const { position } = await ask(client, { method: "POST", path: `/v1/dead-letters/${encodeURIComponent(id)}/retry` }, positionReplySchema);
  io.out(`sent in again at position ${position}`);
}

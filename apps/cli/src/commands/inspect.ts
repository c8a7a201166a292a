import type { Command } from "commander";
import { Argument } from "commander";
import { productReplySchema, recommendationsSchema } from "@segue/shared/api/recommendations";
import { customerReplySchema } from "@segue/shared/api/segments";
import type { CliIo } from "../cli-io.ts";
import { ask } from "../ask.ts";
import { createClient } from "../http-client.ts";
import { DEFAULT_URL } from "./import.ts";

interface InspectOptions {
  readonly to: string;
  readonly apiKey?: string;
}

/** Adds `segue inspect`. */
export function addInspect(program: Command, io: CliIo): void {
  program
    .command("inspect")
    .description("everything stored about one customer or product, as JSON")
    .addArgument(new Argument("<kind>").choices(["customer", "product"]))
    .argument("<id>")
    .option("--to <url>", "where Segue answers", DEFAULT_URL)
    .option("--api-key <key>", "where the server wants one")
    .action((kind: "customer" | "product", id: string, options: InspectOptions) => inspect(kind, { ...options, id }, io));
}

async function inspect(kind: "customer" | "product", { id, to, apiKey }: InspectOptions & { readonly id: string }, io: CliIo): Promise<void> {
  const client = createClient({ url: to, apiKey });
  const encoded = encodeURIComponent(id);
  if (kind === "product") return io.out(JSON.stringify(await ask(client, { path: `/v1/products/${encoded}` }, productReplySchema), null, 2));
  const customer = await ask(client, { path: `/v1/customers/${encoded}` }, customerReplySchema);
  const recommendations = await ask(client, { path: `/v1/recommendations?customerId=${encoded}` }, recommendationsSchema);
  io.out(JSON.stringify({ ...customer, recommendations }, null, 2));
}

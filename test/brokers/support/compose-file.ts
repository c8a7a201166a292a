import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";

const serviceSchema = z.object({
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.literal("service_healthy") })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }),
});

const fileSchema = z.object({ services: z.record(z.string(), serviceSchema), volumes: z.record(z.string(), z.null()) });

export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

const VARIABLE = /\$\{(?<name>\w+)(?::(?<kind>[-?])(?<rest>[^}]*))?\}/;

/** docker-compose.yml as Docker would read it with these variables. @throws Error for a variable that has to be set */
export function readComposeFile(variables: Readonly<Record<string, string>>): z.infer<typeof fileSchema> {
  let text = readFileSync(`${ROOT}docker-compose.yml`, "utf8");
  for (let found = VARIABLE.exec(text); found !== null; found = VARIABLE.exec(text)) {
    text = text.replaceAll(found[0], valueOf(found.groups ?? {}, variables));
  }
  return fileSchema.parse(parse(text, { merge: true }));
}

function valueOf({ name = "", kind, rest = "" }: Readonly<Record<string, string>>, variables: Readonly<Record<string, string>>): string {
  const value = variables[name] ?? "";
  if (value !== "") return value;
  if (kind === "-") return rest;
  throw new Error(`${name} is not set: ${rest}`);
}

import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";

type Content = Readonly<Record<string, { readonly schema: object }>>;

export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, { readonly content?: Content }>> }>>>>;
}

/** `GET /v1/segments/{id}` and the like. */
export function documentedRoutes({ paths }: OpenApi): readonly string[] {
  return Object.entries(paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`));
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SOURCES = ["services/ingest/src/routes", "services/segmenter/src/routes", "services/recommender/src/routes", "packages/platform/src/http"];
const ROUTE = /\bapp\.(get|put|post|patch|delete)\(\s*"(\/[^"]*)"/g;
const THE_DOCUMENT_ITSELF = "GET /openapi.json";

/** The routes as the sources register them, so that none can be missing from the document unnoticed. */
export function routesInSources(): readonly string[] {
  const files = SOURCES.flatMap((folder) => readdirSync(ROOT + folder).map((name) => `${ROOT}${folder}/${name}`)).filter((name) => /(?<!\.test)\.ts$/.test(name));
  const routes = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(ROUTE)].map(([, method = "", path = ""]) => `${method.toUpperCase()} ${path.replace(/:(\w+)/g, "{$1}")}`),
  );
  return routes.filter((route) => route !== THE_DOCUMENT_ITSELF);
}

const ajv = new Ajv2020({ strict: false, allErrors: true });

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** What in an answer is not as documented; empty when all is. */
export function deviations(document: OpenApi, route: string, { status, type, text }: Answer): readonly string[] {
  const media = type.replace(/;.*/, "");
  const schema = contentOf(document, route, status)[media]?.schema;
  if (schema === undefined) return [`${status} with ${media} is not documented: ${text.slice(0, 200)}`];
  if (!/[/+]json$/.test(media)) return [];
  const validate = ajv.compile(schema);
  validate(JSON.parse(text));
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`);
}

function contentOf({ paths }: OpenApi, route: string, status: number): Content {
  const [method, path] = route.split(" ") as [string, string];
  const responses = paths[path]?.[method.toLowerCase()]?.responses;
  const response = responses?.[String(status)] ?? responses?.[`${Math.floor(status / 100)}XX`];
  return response?.content ?? {};
}

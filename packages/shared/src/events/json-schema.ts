import { z } from "zod";
import { EVENT_TYPES, eventSchemas } from "./index.ts";
import { servedListSchema } from "./served-list.ts";

const DESCRIPTION =
  "What may be sent to POST /v1/events and what may stand on the events topic, keyed by customerId. Three rules no schema can say: " +
  "ids have at most 128 bytes of UTF-8, times lie between 1990 and five minutes from now, and a profile has at most 64 fields whose " +
  "names begin with a letter and have at most 64 letters, digits and . _ -";

const SERVED = "What the recommender writes to the topic recommendations-served; no event, it cannot be sent. Times are epoch milliseconds.";

/** The public contract of the events as JSON Schema; docs/events.schema.json is made from it. */
export function eventsJsonSchema(): object {
  const definitions = EVENT_TYPES.map((type) => [type, definitionOf(eventSchemas[type])] as const);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Segue events, version 1",
    description: DESCRIPTION,
    oneOf: EVENT_TYPES.map((type) => ({ $ref: `#/$defs/${type}` })),
    $defs: { ...Object.fromEntries(definitions), "recommendations-served": { description: SERVED, ...definitionOf(servedListSchema) } },
  };
}

function definitionOf(type: z.ZodType): object {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(type, { target: "draft-2020-12", io: "input" });
  return schema;
}

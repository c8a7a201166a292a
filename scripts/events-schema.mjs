import { writeFileSync } from "node:fs";
import { eventsJsonSchema } from "../packages/shared/dist/events/json-schema.js";

writeFileSync(new URL("../docs/events.schema.json", import.meta.url), `${JSON.stringify(eventsJsonSchema(), null, 2)}\n`);

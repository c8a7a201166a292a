import { join } from "node:path";
import type { Settings } from "./settings.ts";

/** Where the log and the state lie. */
export const storePath = (settings: Settings): string => join(settings.SEGUE_DATA, "store");

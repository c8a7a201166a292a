import { isIPv4 } from "node:net";
import { z } from "zod";
import { AppError } from "@segue/shared/errors";
import { integer } from "../config.ts";
import { parseApiKeys } from "./api-keys.ts";
import type { Authorization } from "./authorization.ts";

/** What every process that listens is told by the environment. */
export const httpSettings = {
  SEGUE_HOST: z.string().min(1).default("127.0.0.1"),
  SEGUE_PORT: integer(0, 65_535, 8080),
  /** Entries as `npx segue keys new` prints them. */
  SEGUE_API_KEYS: z.string().default(""),
  /** Requests a key may make in a second. */
  SEGUE_RATE_LIMIT: integer(1, 1_000_000, 1_000),
};

export type HttpSettings = Readonly<z.infer<z.ZodObject<typeof httpSettings>>>;

/**
 * Who is let in; `null` for everybody, where only this machine can ask.
 * @throws AppError `bad_setting` when others could ask without a key.
 */
export function authorizationOf({ SEGUE_HOST, SEGUE_API_KEYS, SEGUE_RATE_LIMIT }: HttpSettings): Authorization | null {
  if (SEGUE_API_KEYS.trim() !== "") return { keys: parseApiKeys(SEGUE_API_KEYS), ratePerSecond: SEGUE_RATE_LIMIT };
  if (isLoopback(SEGUE_HOST)) return null;
  const fix = 'set SEGUE_API_KEYS (make an entry with "npx segue keys new NAME"), or listen on 127.0.0.1';
  throw new AppError("bad_setting", `SEGUE_HOST is "${SEGUE_HOST}": without API keys only this machine may be listened to; ${fix}`);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}

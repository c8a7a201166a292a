import { createHash, randomBytes } from "node:crypto";
import { AppError } from "@segue/shared/errors";

/** What a key may be good for. read: every question. write: events, profiles, products. admin: models, names, dead letters. erase: removing customers. */
export const SCOPES = ["read", "write", "admin", "erase"] as const;
export type Scope = (typeof SCOPES)[number];

export interface ApiKey {
  /** Who it was given to; rates are counted by it. */
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
}

/** The keys that open this system; it knows their hashes only. */
export interface KeyRing {
  find(key: string): ApiKey | undefined;
}

const KEY_BYTES = 32;
const ENTRY = /^([\w.-]{1,64}):([a-z+]+):([0-9a-f]{64})$/;

/** A new key of 256 random bits, and the entry by which a system knows it. */
export function makeApiKey(name: string, scopes: readonly Scope[]): { readonly key: string; readonly entry: string } {
  const key = `segue_${randomBytes(KEY_BYTES).toString("base64url")}`;
  return { key, entry: `${name}:${scopes.join("+")}:${hashOf(key)}` };
}

/**
 * Reads entries `name:scope+scope:sha256`, separated by commas or white space. A name may stand twice: both keys are good while one
 * takes the place of the other.
 * @throws AppError `bad_setting` for an entry of another form; it is named by its place, since it may be a key by mistake.
 */
export function parseApiKeys(text: string): KeyRing {
  const keys = new Map<string, ApiKey>();
  for (const [index, entry] of text.split(/[\s,]+/).filter((part) => part !== "").entries()) {
    const [, name = "", scopes = "", hash = ""] = ENTRY.exec(entry) ?? [];
    const known = scopes.split("+").filter((scope): scope is Scope => SCOPES.some((other) => other === scope));
    if (known.length === 0 || known.length < scopes.split("+").length) {
      throw new AppError("bad_setting", `SEGUE_API_KEYS: entry ${index + 1} must be name:scopes:sha256 with scopes out of ${SCOPES.join("+")}; "npx segue keys new NAME" makes one`);
    }
    keys.set(hash, { name, scopes: new Set(known) });
  }
  // Whoever guesses at a hash's digits by the time that a look-up takes learns nothing of the key.
  return { find: (key) => keys.get(hashOf(key)) };
}

function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

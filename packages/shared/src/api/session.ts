import { z } from "zod";

export const sessionSchema = z.object({
  /** Whether questions need a key at all. */
  required: z.boolean(),
  /** Whose key this browser is signed in with. */
  name: z.string().nullable(),
  scopes: z.array(z.string()),
});
export type SessionReply = z.output<typeof sessionSchema>;

export const signInSchema = z.strictObject({ key: z.string().min(1).max(256) });

/** Every request that changes something must carry it when a cookie signs it in: no other site's page can send it. */
export const CSRF_HEADER = "x-segue-request";

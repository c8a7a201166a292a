import { z } from "zod";
import { AppError } from "@segue/shared/errors";
import { parseAddress } from "./redis-address.ts";

const onOff = z.enum(["0", "1"], { error: "must be 0 or 1" });

/** Where Redis is and how to get in: environment variables with their defaults; docs/redis.md lists them for people. */
export const redisSettingsSchema = z.object({
  /** One host, or several of a cluster separated by commas: redis://host:6379 without TLS, rediss://host:6379 with it. */
  REDIS_URL: z
    .string()
    .transform((url, context) => {
      const address = parseAddress(url);
      if (address !== null) return address;
      context.addIssue({ code: "custom", message: "must look like redis://host:6379, rediss:// for TLS; a cluster may name several hosts with commas between them" });
      return z.NEVER;
    })
    .prefault("redis://127.0.0.1:6379"),
  /** Goes before what REDIS_URL says, as does the password. */
  REDIS_USERNAME: z.string().optional(),
  REDIS_PASSWORD: z.string().optional(),
  /** A file with the certificate of the authority that signed the server's, PEM. Without it the system's authorities count. */
  REDIS_TLS_CA: z.string().optional(),
  /** 1 for a Redis Cluster that is named by one of its hosts; several hosts always mean a cluster. */
  REDIS_CLUSTER: onOff.default("0"),
  /** Begins every key, so that several systems can share one Redis. */
  REDIS_KEY_PREFIX: z.string().regex(/^[\w.:-]{1,64}$/, { error: "must be 1 to 64 letters, digits and _ . : -" }).default("segue"),
});

export type RedisSettings = Readonly<z.infer<typeof redisSettingsSchema>>;

/** @throws AppError `bad_setting` for settings of which one would do nothing beside the others. */
export function checkTogether({ REDIS_URL, REDIS_TLS_CA, REDIS_CLUSTER }: RedisSettings): void {
  if (REDIS_TLS_CA !== undefined && !REDIS_URL.tls) {
    throw new AppError("bad_setting", "REDIS_TLS_CA is set and REDIS_URL asks for no TLS: begin REDIS_URL with rediss://, or leave REDIS_TLS_CA out");
  }
  if (isCluster({ REDIS_URL, REDIS_CLUSTER }) && REDIS_URL.database !== 0) {
    throw new AppError("bad_setting", `REDIS_URL names database ${REDIS_URL.database} of a cluster, which has none but 0: use REDIS_KEY_PREFIX to keep systems apart`);
  }
}

/** Several hosts, or one that is said to be of a cluster. */
export function isCluster({ REDIS_URL, REDIS_CLUSTER }: Pick<RedisSettings, "REDIS_URL" | "REDIS_CLUSTER">): boolean {
  return REDIS_CLUSTER === "1" || REDIS_URL.hosts.length > 1;
}

import { z } from "zod";
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

import { describe, expect, it } from "vitest";
import { readConfig } from "../config.ts";
import { checkTogether, redisSettingsSchema } from "./redis-settings.ts";

const read = (env: Record<string, string>) => readConfig(redisSettingsSchema, env);
const refusalOf = (env: Record<string, string>): string => {
  try {
    read(env);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("not refused");
};

describe("the settings of Redis", () => {
  it("have defaults that fit a Redis on this machine", () => {
    expect(read({})).toEqual({
      REDIS_URL: { hosts: [{ host: "127.0.0.1", port: 6379 }], tls: false, database: 0 },
      REDIS_CLUSTER: "0",
      REDIS_KEY_PREFIX: "segue",
    });
  });

  it.each([
    ["redis://cache", { hosts: [{ host: "cache", port: 6379 }], tls: false, database: 0 }],
    ["rediss://cache:6380/3", { hosts: [{ host: "cache", port: 6380 }], tls: true, database: 3 }],
    ["redis://a:7000,b:7001,[::1]:7002", { hosts: [{ host: "a", port: 7000 }, { host: "b", port: 7001 }, { host: "::1", port: 7002 }], tls: false, database: 0 }],
    ["redis://me:p%40ss%3A@h", { hosts: [{ host: "h", port: 6379 }], tls: false, database: 0, username: "me", password: "p@ss:" }],
    ["redis://:secret@h", { hosts: [{ host: "h", port: 6379 }], tls: false, database: 0, password: "secret" }],
  ])("understand %s", (url, address) => {
    expect(read({ REDIS_URL: url }).REDIS_URL).toEqual(address);
  });

  it.each(["cache:6379", "http://cache", "redis://", "redis://a,,b", "redis://a:70000", "redis://a/x", "redis://%@a", "redis://a?b=c"])("refuse the address %j", (url) => {
    expect(refusalOf({ REDIS_URL: url })).toMatch(/^REDIS_URL is ".*": must look like redis:\/\/host:6379/);
  });

  it("never show a password when they refuse", () => {
    expect(refusalOf({ REDIS_URL: "http://me:sesame@cache" })).not.toContain("sesame");
    expect(refusalOf({ REDIS_URL: "redis://me:sesame@" })).not.toContain("sesame");
  });

  it("refuse what is neither on nor off, and prefixes that break keys", () => {
    expect(refusalOf({ REDIS_CLUSTER: "yes" })).toBe('REDIS_CLUSTER is "yes": must be 0 or 1');
    expect(refusalOf({ REDIS_KEY_PREFIX: "a{b}" })).toContain("REDIS_KEY_PREFIX");
  });

  it("refuse what would do nothing beside the rest", () => {
    expect(() => checkTogether(read({ REDIS_TLS_CA: "ca.pem" }))).toThrow("begin REDIS_URL with rediss://");
    expect(() => checkTogether(read({ REDIS_URL: "redis://a,b/2" }))).toThrow("database 2 of a cluster");
    expect(() => checkTogether(read({ REDIS_URL: "redis://a/2", REDIS_CLUSTER: "1" }))).toThrow("database 2 of a cluster");
    checkTogether(read({ REDIS_URL: "rediss://a/2", REDIS_TLS_CA: "ca.pem" }));
  });
});

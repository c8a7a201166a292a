import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "@segue/local-brokers/free-port";
import { startNativeRedis } from "@segue/local-brokers/redis-native";
import type { NativeRedis } from "@segue/local-brokers/redis-native";
import { connectTo, temporaryLog, uniquePrefix } from "../brokers/support/redis-store.ts";
import type { TemporaryLog } from "../brokers/support/redis-store.ts";
import { describeWithServer } from "../brokers/support/with-server.ts";
import { aCommit, INGEST } from "../contracts/support/opened-store.ts";

const PASSWORD = "sesame";

/** A certificate for this machine, signed by itself. */
function makeCertificate(folder: string): { readonly key: string; readonly certificate: string } {
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", certificate, ...names], { stdio: "ignore" });
  return { key, certificate };
}

describeWithServer("Redis behind TLS and a password", () => {
  let folder: string;
  let certificate: string;
  let server: NativeRedis;
  let temporary: TemporaryLog;
  let tlsPort: number;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "segue-tls-"));
    const made = makeCertificate(folder);
    certificate = made.certificate;
    tlsPort = await freePort();
    const tls = { "tls-port": String(tlsPort), "tls-cert-file": certificate, "tls-key-file": made.key, "tls-ca-cert-file": certificate, "tls-auth-clients": "no" };
    server = await startNativeRedis({ config: { requirepass: PASSWORD, ...tls }, login: `:${PASSWORD}` });
    temporary = temporaryLog(1);
  });
  afterAll(async () => {
    await server.stop();
    await temporary.close();
    rmSync(folder, { recursive: true });
  });
  const open = (url: string, env: Record<string, string>) => connectTo(url, { prefix: uniquePrefix(), log: temporary.log, patience: 3_000, env });

  it("is used with the authority that is named", async () => {
    const redis = await open(`rediss://localhost:${tlsPort}`, { REDIS_TLS_CA: certificate, REDIS_PASSWORD: PASSWORD });
    expect(await redis.store.commit(INGEST, aCommit({}))).toBe(true);
    await redis.close();
  });

  it("is not trusted without it", async () => {
    await expect(open(`rediss://localhost:${tlsPort}`, { REDIS_PASSWORD: PASSWORD })).rejects.toMatchObject({ code: "store_untrusted", message: expect.stringContaining("set REDIS_TLS_CA") });
  });

  it.each([
    { what: "an authority in a file that is not there", scheme: "rediss", file: "no-such-file.pem", message: "the file cannot be read" },
    { what: "an authority and an address without TLS", scheme: "redis", file: "certificate.pem", message: "begin REDIS_URL with rediss://" },
  ])("is not even tried with $what", async ({ scheme, file, message }) => {
    const env = { REDIS_TLS_CA: join(folder, file), REDIS_PASSWORD: PASSWORD };
    await expect(open(`${scheme}://localhost:${tlsPort}`, env)).rejects.toMatchObject({ code: "bad_setting", message: expect.stringContaining(message) });
  });

  it("gives a hint when only one side speaks TLS", async () => {
    const message = expect.stringContaining("as they do with TLS on one side only") as string;
    await expect(open(`rediss://localhost:${server.port}`, { REDIS_PASSWORD: PASSWORD })).rejects.toMatchObject({ code: "store_unavailable", message });
    await expect(open(`redis://localhost:${tlsPort}`, { REDIS_PASSWORD: PASSWORD })).rejects.toMatchObject({ code: "store_unavailable", message });
  });
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runTool } from "@segue/local-brokers/run-tool";

/** Paths of an authority's certificate, and of certificates with their keys that it has signed. */
export interface Certificates {
  readonly ca: string;
  readonly client: { readonly cert: string; readonly key: string };
  /** Certificate and key in one file, as Kafka wants them. */
  readonly server: string;
}

const DAYS = ["-days", "2"];

/** Makes an authority, a server's certificate for 127.0.0.1 and a client's, named `segue`, in a folder. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]) => runTool("openssl", args);
  const key = (name: string): string[] => ["-newkey", "rsa:2048", "-nodes", "-keyout", at(`${name}.key`)];
  await openssl("req", "-x509", ...key("ca"), "-out", at("ca.pem"), ...DAYS, "-subj", "/CN=authority");
  for (const [name, common] of [["server", "127.0.0.1"], ["client", "segue"]] as const) {
    await openssl("req", "-new", ...key(name), "-out", at(`${name}.csr`), "-subj", `/CN=${common}`);
    writeFileSync(at("extensions"), "subjectAltName=IP:127.0.0.1\n");
    const signed = ["-CA", at("ca.pem"), "-CAkey", at("ca.key"), "-CAcreateserial", "-extfile", at("extensions")];
    await openssl("x509", "-req", "-in", at(`${name}.csr`), ...signed, "-out", at(`${name}.pem`), ...DAYS);
  }
  writeFileSync(at("server-both.pem"), readFileSync(at("server.key"), "utf8") + readFileSync(at("server.pem"), "utf8"));
  return { ca: at("ca.pem"), client: { cert: at("client.pem"), key: at("client.key") }, server: at("server-both.pem") };
}

import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { runTool } from "./run-tool.ts";

const POM = (version: string) => `<project><modelVersion>4.0.0</modelVersion>
<groupId>test</groupId><artifactId>kafka</artifactId><version>1</version>
<dependencies>
<dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${version}</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
</dependencies></project>
`;

/** The class path of a Kafka release: its published jars by Maven, fetched once and kept outside of the project. */
export async function kafkaClassPath(version: string): Promise<string> {
  const home = join(homedir(), ".cache", "segue", `kafka-${version}`);
  if (!existsSync(home)) await fetchJars(version, home);
  return readdirSync(home).map((jar) => join(home, jar)).join(":");
}

/** Into a folder of its own first: a download that is cut short leaves nothing, and of two at once either will do. */
async function fetchJars(version: string, home: string): Promise<void> {
  mkdirSync(dirname(home), { recursive: true });
  const work = mkdtempSync(join(dirname(home), "fetch-"));
  try {
    writeFileSync(join(work, "pom.xml"), POM(version));
    await runTool("mvn", ["-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib", "-DincludeScope=runtime"], work);
    if (!existsSync(home)) renameSync(join(work, "lib"), home);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

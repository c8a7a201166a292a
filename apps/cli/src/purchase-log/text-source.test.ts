import { appendFileSync, mkdtempSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openText } from "./text-source.ts";

const folder = mkdtempSync(join(tmpdir(), "texts-"));
afterAll(() => rmSync(folder, { recursive: true }));

const aFile = (bytes: string | Uint8Array): string => {
  const path = join(folder, "text.csv");
  writeFileSync(path, bytes);
  return path;
};

async function textOf(path: string): Promise<{ text: string; encoding: string }> {
  const { chunks, stats } = await openText(path);
  let text = "";
  for await (const chunk of chunks) text += chunk;
  return { text, encoding: stats.encoding };
}

async function drained(chunks: AsyncGenerator<string>): Promise<void> {
  while ((await chunks.next()).done !== true);
}

describe("a file that changes while it is read", () => {
  it("is refused when it grows", async () => {
    const path = aFile("a,b\n".repeat(200_000));
    const { chunks } = await openText(path);
    await chunks.next();
    appendFileSync(path, "c,d\n");

    await expect(drained(chunks)).rejects.toMatchObject({ code: "file_changed", message: expect.stringContaining("changed while it was read") });
  });

  it("is refused when it goes away", async () => {
    const path = aFile("a,b\n");
    const { chunks } = await openText(path);
    await chunks.next();
    unlinkSync(path);

    await expect(chunks.next()).rejects.toMatchObject({ message: expect.stringContaining("there is no such file") });
  });
});

describe("encodings", () => {
  it.each([
    ["UTF-8", Buffer.from("naïve, déjà vu")],
    ["Latin-1", Buffer.from("naïve, déjà vu", "latin1")],
    ["UTF-16", Buffer.from("\uFEFFnaïve, déjà vu", "utf16le")],
  ])("%s", async (encoding, bytes) => {
    expect(await textOf(aFile(bytes))).toEqual({ text: "naïve, déjà vu", encoding });
  });

  it("are told by the first character that is not ASCII, however late it comes", async () => {
    const ascii = "0123456789".repeat(60_000);
    const { text, encoding } = await textOf(aFile(Buffer.concat([Buffer.from(ascii), Buffer.from("é", "latin1")])));

    expect([text.slice(-1), encoding]).toEqual(["é", "Latin-1"]);
  });
});

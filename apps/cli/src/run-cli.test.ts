import { describe, expect, it } from "vitest";
import { AppError } from "@segue/shared/errors";
import type { AddCommand } from "./run-cli.ts";
import { runCli } from "./run-cli.ts";

const cause = new Error("the cause");
const failures: Readonly<Record<string, unknown>> = {
  expected: new AppError("unreadable_file", "cannot read x:\n  no such file", { cause }),
  usage: new AppError("usage", "there is no column x"),
  bug: new TypeError("x is undefined"),
  text: "just text",
};

const addFail: AddCommand = (program, io) => {
  program.command("fail <how>").action(async (how: string) => {
    throw failures[how];
  });
  program.command("greet").option("--name <name>", "whom").action(({ name }: { name?: string }) => io.out(`hello ${name ?? "you"}`));
};

async function run(...args: string[]): Promise<{ code: number; out: string[]; notes: string[] }> {
  const [out, notes]: [string[], string[]] = [[], []];
  const code = await runCli(args, [addFail], { out: (line) => out.push(line), note: (line) => notes.push(line) });
  return { code, out, notes };
}

describe("runCli", () => {
  it("ends with 0 where a command does", async () => {
    expect(await run("greet", "--name", "Ann")).toEqual({ code: 0, out: ["hello Ann"], notes: [] });
  });

  it.each([
    ["expected", 1, "segue: cannot read x:; no such file"],
    ["usage", 2, "segue: there is no column x"],
    ["bug", 1, "segue: x is undefined (unexpected; --debug shows where)"],
    ["text", 1, "segue: just text"],
  ])("tells of a failure (%s) on one line, exit code %i", async (how, code, line) => {
    expect(await run("fail", how)).toEqual({ code, out: [], notes: [line] });
  });

  it("shows stack and cause with --debug, before or after the verb", async () => {
    for (const args of [["--debug", "fail", "expected"], ["fail", "expected", "--debug"]]) {
      const { code, notes } = await run(...args);
      expect(code).toBe(1);
      expect(notes.join("\n")).toMatch(/AppError: cannot read[\s\S]*\n\s+at [\s\S]*caused by: Error: the cause\n\s+at /);
    }
  });

  it.each([[["nonsense"]], [["fail"]], [["greet", "--nope"]], [["greet", "--name"]]])("calls %j wrong usage, on one line", async (args) => {
    const { code, out, notes } = await run(...args);
    expect([code, out, notes.length]).toEqual([2, [], 1]);
    expect(notes[0]).toMatch(/^segue: .* \(--help says how to call it\)$/);
  });

  it("shows the help on standard output, or as wrong usage where no verb is given", async () => {
    for (const args of [["--help"], ["help", "greet"], ["greet", "--help"]]) {
      const { code, out } = await run(...args);
      expect(code).toBe(0);
      expect(out.join("\n")).toContain("Usage: segue");
    }
    expect(await run()).toMatchObject({ code: 2, out: [] });
  });
});

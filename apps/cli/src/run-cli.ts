import { Command, CommanderError } from "commander";
import { AppError } from "@segue/shared/errors";
import type { CliIo } from "./cli-io.ts";

const FAILED = 1;
const WRONG_USAGE = 2;

/** Adds one verb to the program. */
export type AddCommand = (program: Command, io: CliIo) => void;

/**
 * Runs one command line and answers the exit code: 0, 1 where it failed, 2 where it was called wrongly. An error is one line
 * that names the cause and the fix; the stack is shown with `--debug` only.
 */
export async function runCli(args: readonly string[], commands: readonly AddCommand[], io: CliIo): Promise<number> {
  const program = createProgram(commands, io);
  try {
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    // Commander has already said what is wrong with the command line.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
    for (const line of errorLines(error, args.includes("--debug"))) io.note(line);
    return error instanceof AppError && error.code === "usage" ? WRONG_USAGE : FAILED;
  }
}

function createProgram(commands: readonly AddCommand[], io: CliIo): Command {
  const program = new Command("segue")
    .description("live customer segments and recommendations from one stream of purchases")
    .option("--debug", "show where an error comes from")
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.note(text.trimEnd()), outputError: usageLine })
    .exitOverride();
  for (const add of commands) add(program, io);
  return program;
}

function usageLine(text: string, write: (text: string) => void): void {
  const line = text.trim().replace(/^error: /, "").replace(/\s*\n\s*/g, "; ");
  write(`segue: ${line} (--help says how to call it)`);
}

function errorLines(error: unknown, debug: boolean): string[] {
  if (!(error instanceof Error)) return [`segue: ${String(error)}`];
  if (!debug) {
    const hint = error instanceof AppError ? "" : " (unexpected; --debug shows where)";
    return [`segue: ${error.message.replace(/\s*\n\s*/g, "; ")}${hint}`];
  }
  const cause = error.cause === undefined ? [] : [`caused by: ${error.cause instanceof Error ? (error.cause.stack ?? "") : JSON.stringify(error.cause)}`];
  return [error.stack ?? error.message, ...cause];
}

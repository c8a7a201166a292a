import { writeFileSync } from "node:fs";

const NO_REASON = "no reason given (skip, todo, only or a -t filter); say why with skip(\"reason\")";
const SHOWN = 5;

/** A file or a describe that broke outside of a test: its tests are missing or skipped, which must not look like success. */
const isBroken = (parent) => parent.errors().length > 0;

function tally(modules, unhandledErrors) {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const parents = modules.flatMap((module) => [module, ...module.children.allSuites()]);
  const inState = (...states) => tests.filter((test) => states.includes(test.result().state));
  // A test still pending at the end was cut off, by an interrupt or with its worker.
  const failed = inState("failed", "pending").length + parents.filter(isBroken).length + unhandledErrors.length;
  const skipped = inState("skipped");
  return { line: `${inState("passed").length} passed, ${failed} failed, ${skipped.length} skipped`, skipped };
}

function reasonOf(test) {
  for (let parent = test.parent; parent; parent = parent.parent) {
    if (isBroken(parent)) return "what surrounds them failed before they could run";
  }
  return test.result().note ?? NO_REASON;
}

function printSkipped(skipped) {
  for (const reason of new Set(skipped.map(reasonOf))) {
    const tests = skipped.filter((test) => reasonOf(test) === reason);
    console.log(`\n!!! SKIPPED ${tests.length}: ${reason}`);
    for (const test of tests.slice(0, SHOWN)) console.log(`      ${test.module.relativeModuleId} > ${test.fullName}`);
    if (tests.length > SHOWN) console.log(`      and ${tests.length - SHOWN} more`);
  }
}

/** Counts tests as `N passed, N failed, N skipped`: into the file TALLY_FILE names, else as the last thing the process prints. */
export default class TallyReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const { line, skipped } = tally(modules, unhandledErrors);
    printSkipped(skipped);
    if (process.env.TALLY_FILE) writeFileSync(process.env.TALLY_FILE, line);
    // Other reporters and the teardown still have things to say.
    else process.once("exit", () => console.log(line));
  }
}

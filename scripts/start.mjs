import { ensureBuilt, ensureInstalled } from "./ensure.mjs";

ensureInstalled();
ensureBuilt();
// In this very process, so that signals and the exit code are the system's own.
process.argv.splice(2, 0, "up", "--demo");
await import("../apps/cli/bin/segue.js");

/** Ends a test that needs what is not here: skipped with the reason, or failed where REQUIRE_BROKERS=1 says that it has to be here. */
export function missing(what: string, skip: (reason: string) => void): void {
  if (process.env.REQUIRE_BROKERS === "1") throw new Error(`${what} (REQUIRE_BROKERS=1 makes this an error)`);
  skip(what);
}

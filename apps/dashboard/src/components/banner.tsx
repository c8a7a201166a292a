import type { Connection } from "../state/live.ts";

interface BannerProps {
  readonly connection: Connection;
  readonly error: Error | null;
  readonly hasData: boolean;
}

/** Tells of a lost server. The region is always there, so that a screen reader hears what comes into it. */
export function Banner({ connection, error, hasData }: BannerProps) {
  return (
    <div role="alert" class="banner-region">
      {connection === "offline" && (
        <p class="banner">
          <strong>{error?.message ?? "The server cannot be reached"}.</strong> {hasData ? "What you see is what it said last." : "There is nothing to show yet."} Trying again every two seconds.
        </p>
      )}
    </div>
  );
}

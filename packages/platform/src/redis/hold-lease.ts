import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@segue/shared/errors";
import type { Closeable } from "../lifecycle.ts";
import type { Logger } from "../logger.ts";
import { every } from "../periodic.ts";
import type { Lease, LeaseOptions } from "./lease.ts";

export interface HoldOptions {
  readonly open: (options: LeaseOptions) => Lease;
  readonly name: string;
  readonly logger: Logger;
  /** The lease has run out or cannot be renewed: what it stands for has to end. */
  readonly onLost: (error: unknown) => void;
}

export interface HeldLease extends Closeable {
  /** Greater than that of every holder before. */
  readonly epoch: number;
}

/** How long a holder that was killed is waited for, how often it is renewed, and how often a stand-by asks, in milliseconds. */
const LASTS = 6_000;
const RENEWED = 1_500;
const ASKED = 500;

/** Waits until the lease is to be had, however long that takes, and keeps it until it is closed. */
export async function holdLease({ open, name, logger, onLost }: HoldOptions): Promise<HeldLease> {
  const lease = open({ name, milliseconds: LASTS });
  let epoch = await lease.acquire();
  if (epoch === null) logger.info({ name }, "another process is at work, standing by");
  while (epoch === null) {
    await delay(ASKED);
    epoch = await lease.acquire();
  }
  logger.info({ name, epoch }, "holding the lease");
  const renew = async (): Promise<void> => {
    if (await lease.renew()) return;
    throw new AppError("lease_lost", `the lease ${name} has run out: this process was held up for too long, or Redis was; another may have taken over`);
  };
  const renewing = every({ milliseconds: RENEWED, work: renew, onFailure: onLost });
  return {
    epoch,
    async close() {
      await renewing.close();
      await lease.release();
    },
  };
}

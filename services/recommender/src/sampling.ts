/** How large a share of the orders is predicted before they are learnt. */
export interface Sampling {
  /** 0 to 1, as of now. */
  share(): number;
  /** Takes note of milliseconds that predictions took. */
  spend(milliseconds: number): void;
}

/** What a process has used so far, both in milliseconds. */
export interface Usage {
  /** Of the clock on the wall. */
  readonly wall: number;
  /** Of all its threads. */
  readonly cpu: number;
}

/** Share of the process's CPU that goes into predictions: what they cost beside their own time, the rows that are read and the garbage, stays within a tenth with that. */
const BUDGET = 0.06;
/** The share before anything is known, for a process that begins with a backlog. */
const FIRST = 0.05;
/** From a smaller share nothing could be told of what predictions cost. */
const LEAST = 0.001;
/** Milliseconds between two looks at what was spent. */
const LOOK_EVERY = 250;
/** The most that a share rises from one look to the next; it falls at once. */
const MOST_RISE = 2;

export const fixedSampling = (share: number): Sampling => ({ share: () => share, spend: () => undefined });

export const NO_PREDICTIONS = fixedSampling(0);

/**
 * As many orders as take {@link BUDGET} of what the process spends on everything: all of a shop that sells now and then, few of a backlog that is read as fast as it can be. The next share is
 * the present one times allowed / spent.
 */
export function affordableSampling(usage: () => Usage): Sampling {
  let share = FIRST;
  let spent = 0;
  let last = usage();
  return {
    share() {
      const now = usage();
      if (now.wall - last.wall < LOOK_EVERY) return share;
      const allowed = BUDGET * (now.cpu - last.cpu);
      share = Math.min(1, Math.max(LEAST, share * Math.min(MOST_RISE, spent === 0 ? MOST_RISE : allowed / spent)));
      last = now;
      spent = 0;
      return share;
    },
    spend(milliseconds) {
      spent += milliseconds;
    },
  };
}

/** Of this process. */
export function processUsage(): Usage {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), cpu: (user + system) / 1_000 };
}

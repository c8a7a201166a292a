/** How members of a group keep in touch, in milliseconds. */
export interface Timing {
  /** A member that is silent for this long loses its partitions; brokers bound it, by default from 6 s. */
  readonly sessionTimeout: number;
  readonly heartbeatInterval: number;
  /** How long the others wait for a member to finish its batch when the group is reshuffled. */
  readonly rebalanceTimeout: number;
  /** How long a broker holds a fetch that finds nothing; what comes in meanwhile is sent at once. */
  readonly maxWaitTime: number;
  /** A reader that has not heard of its brokers for this long is given up; above `rebalanceTimeout`. */
  readonly stallLimit: number;
}

export const TIMING: Timing = { sessionTimeout: 15_000, heartbeatInterval: 3_000, rebalanceTimeout: 30_000, maxWaitTime: 200, stallLimit: 45_000 };

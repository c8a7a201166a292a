import type { MoveReply } from "@segue/shared/api/moves";

/** Why a customer's segment has changed. */
export const CAUSE_WORDS: Readonly<Record<MoveReply["cause"], string>> = {
  purchase: "bought",
  return: "sent something back",
  profile: "profile changed",
  erase: "erased",
  sweep: "time went by",
  refit: "segments fitted anew",
};

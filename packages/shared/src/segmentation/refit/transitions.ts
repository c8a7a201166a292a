import type { Overlap } from "./matching.ts";
import type { Transition } from "../model.ts";

/** A segment survives where at least this share of its customers stays together. */
const SURVIVAL = 0.5;
/** A part of a split holds at least this share. */
const PART = 0.25;

export interface SlotIds {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What became of each segment, after MONIC (Spiliopoulou et al. 2006), from shares M_ij / A_i of the customers they had. */
export function transitionsOf(overlap: Overlap, ids: SlotIds): Transition[] {
  const heirs = overlap.counts.map((row, i) => heirOf(row, overlap.before[i]));
  const kept = overlap.after.flatMap((_, j) => survival(overlap, { ids, heirs, slot: j }));
  const lost = overlap.counts.flatMap((_, i) => (heirs[i] < 0 ? [dissolution(overlap, ids, i)] : []));
  const reached = new Set([...kept, ...lost].flatMap((transition) => transition.to));
  const fresh = ids.after.flatMap((id, j): Transition[] =>
    reached.has(id) ? [] : [{ type: "appear", from: [], to: [id], customers: overlap.after[j] }],
  );
  return [...kept, ...lost, ...fresh];
}

/** The new slot that has at least half of the customers, -1 for none. */
function heirOf(row: readonly number[], size: number): number {
  const most = Math.max(...row);
  return most >= SURVIVAL * size && most > 0 ? row.indexOf(most) : -1;
}

function survival(overlap: Overlap, to: { ids: SlotIds; heirs: readonly number[]; slot: number }): Transition[] {
  const claimants = to.heirs.flatMap((heir, i) => (heir === to.slot ? [i] : []));
  if (claimants.length === 0) return [];
  return [
    {
      type: claimants.length === 1 ? "survive" : "merge",
      from: claimants.map((i) => to.ids.before[i]),
      to: [to.ids.after[to.slot]],
      customers: claimants.reduce((sum, i) => sum + overlap.counts[i][to.slot], 0),
    },
  ];
}

function dissolution(overlap: Overlap, ids: SlotIds, i: number): Transition {
  const row = overlap.counts[i];
  const size = overlap.before[i];
  const parts = row.flatMap((count, j) => (count > 0 && count / size >= PART ? [j] : []));
  const together = parts.reduce((sum, j) => sum + row[j], 0);
  return parts.length >= 2 && together / size >= SURVIVAL
    ? { type: "split", from: [ids.before[i]], to: parts.map((j) => ids.after[j]), customers: together }
    : { type: "disappear", from: [ids.before[i]], to: [], customers: size };
}

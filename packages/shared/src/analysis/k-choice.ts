import { chooseK, fairCandidates } from "../segmentation/quality/choose-k.ts";
import { knee } from "../segmentation/quality/elbow.ts";
import type { Candidate } from "../segmentation/model.ts";
import type { KFit, KLimits, KRow } from "./k-row.ts";

export interface KChoice {
  readonly chosen: number;
  /** In plain words, with the figures. */
  readonly reason: string;
  readonly table: readonly KRow[];
  /** What each criterion alone would say over the whole table; `null` where it cannot. They often disagree. */
  readonly criteria: {
    readonly silhouette: number | null;
    readonly daviesBouldin: number | null;
    readonly calinskiHarabasz: number | null;
    /** The largest h(k) / h(k + 1) of Ward's heights. */
    readonly wardHeight: number | null;
    /** The knee of the inertias. */
    readonly elbow: number | null;
  };
}

/** Chooses by the rule that live refits follow (choose-k.ts), or takes what was asked for. `fits` must not be empty. */
export function chooseFrom(fits: readonly KFit[], { min, max, asked }: KLimits): KChoice {
  const rows = fits.map(({ row }) => row);
  const candidates = rows.flatMap((row) => (row.silhouette === null || row.k < min || row.k > max ? [] : [candidateOf(row, row.silhouette)]));
  const chosen = asked ?? (candidates.length === 0 ? rows[rows.length - 1].k : chooseK(candidates, null).candidate.k);
  const reason = asked === null ? reasonFor(chosen, candidates) : `${asked} because it was asked for`;
  return { chosen, reason, table: rows, criteria: criteriaOf(rows) };
}

function candidateOf({ k, inertia, smallestShare, stability }: KRow, silhouette: number): Candidate {
  return { k, inertia, silhouette, smallestShare, ...(stability === null ? {} : { stability }) };
}

function reasonFor(chosen: number, candidates: readonly Candidate[]): string {
  const fair = fairCandidates(candidates);
  const range = `${candidates[0]?.k ?? chosen} to ${candidates.at(-1)?.k ?? chosen}`;
  const taken = candidates.find(({ k }) => k === chosen);
  if (taken === undefined) return `${chosen}: there are no more different customers`;
  const out = candidates.filter((candidate) => !fair.includes(candidate)).map(({ k, smallestShare, stability }) => `${k} (smallest segment ${(smallestShare * 100).toFixed(1)} %, stability ${(stability ?? 1).toFixed(2)})`);
  const left = out.length === 0 ? "" : `; left out: ${out.join(", ")}`;
  if (fair.length === 0) return `${chosen} of ${range}: none has every segment above 3 %, and this one's smallest is largest${left}`;
  return `${chosen} of ${range}: the highest silhouette, ${taken.silhouette.toFixed(3)}, of those with every segment above 3 % and a stability of at least .85${left}`;
}

function criteriaOf(rows: readonly KRow[]): KChoice["criteria"] {
  const split = rows.filter((row) => row.k >= 2);
  const ratio = (row: KRow, at: number): number | null => {
    const next = split[at + 1]?.wardHeight;
    return row.wardHeight === null || next === undefined || next === null || next === 0 ? null : row.wardHeight / next;
  };
  return {
    silhouette: bestOf(split, (row) => row.silhouette),
    daviesBouldin: bestOf(split, (row) => (row.daviesBouldin === null ? null : -row.daviesBouldin)),
    calinskiHarabasz: bestOf(split, (row) => row.calinskiHarabasz),
    wardHeight: bestOf(split, ratio),
    elbow: knee(
      rows.map((row) => row.k),
      rows.map((row) => row.inertia),
    ),
  };
}

function bestOf(rows: readonly KRow[], score: (row: KRow, at: number) => number | null): number | null {
  const scored = rows.flatMap((row, at) => {
    const value = score(row, at);
    return value === null ? [] : [{ k: row.k, value }];
  });
  const [first] = scored;
  return first === undefined ? null : scored.reduce((best, next) => (next.value > best.value ? next : best), first).k;
}

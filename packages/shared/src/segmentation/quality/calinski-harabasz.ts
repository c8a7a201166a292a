/**
 * Variance between clusters over variance within them (Calinski & Harabasz 1974): (B / (k - 1)) / (W / (n - k)) with W the inertia of
 * the partition and B = T - W, T the inertia of all rows around their common mean. Higher is better; `null` where it is not defined.
 */
export function calinskiHarabasz(inertia: { readonly total: number; readonly within: number }, rows: number, k: number): number | null {
  if (k < 2 || rows <= k || inertia.within <= 0) return null;
  return (inertia.total - inertia.within) / (k - 1) / (inertia.within / (rows - k));
}

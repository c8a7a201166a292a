/** Days and times in UTC, as the stream and the reasons tell them. */
const DAY: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
const MOMENT: Intl.DateTimeFormatOptions = { ...DAY, hour: "2-digit", minute: "2-digit" };

export const day = (iso: string): string => new Date(iso).toLocaleDateString(undefined, DAY);

export const moment = (iso: string): string => `${new Date(iso).toLocaleString(undefined, MOMENT)} UTC`;

const MS_PER_DAY = 86_400_000;

/** "today", "yesterday", "12 days ago": whole calendar days before the stream's now. */
export function daysAgo(days: number): string {
  return new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }).format(-Math.max(0, Math.round(days)), "day");
}

/** Calendar days from one moment to a later one. */
export function daysBetween(from: string, to: string): number {
  return Math.floor(Date.parse(to) / MS_PER_DAY) - Math.floor(Date.parse(from) / MS_PER_DAY);
}

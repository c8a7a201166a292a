/** Days and times in UTC, as the stream and the reasons tell them. */
const DAY: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" };
const MOMENT: Intl.DateTimeFormatOptions = { ...DAY, hour: "2-digit", minute: "2-digit" };

export const day = (iso: string): string => new Date(iso).toLocaleDateString(undefined, DAY);

export const shortDay = (time: number): string => new Date(time).toLocaleDateString(undefined, { day: "numeric", month: "short", timeZone: "UTC" });

export const moment = (iso: string): string => `${new Date(iso).toLocaleString(undefined, MOMENT)} UTC`;

/** A moment of the machine's clock, as the reader's own clock shows it. */
export const clockTime = (time: number): string => new Date(time).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

const MS_PER_DAY = 86_400_000;

/** "today", "yesterday", "12 days ago". Words, and so in the page's language. */
export function daysAgo(days: number): string {
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-Math.max(0, Math.round(days)), "day");
}

/** Whole days of 24 hours from one moment to a later one, as the feature recency counts them. */
export function daysBetween(from: string, to: string): number {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / MS_PER_DAY));
}

/** "12 s", "5 min", "3 h", "2 days": how long something has been going on. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return seconds < 48 * 3600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}

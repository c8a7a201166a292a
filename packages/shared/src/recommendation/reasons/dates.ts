import { DAY_MS } from "../weights.ts";

const MONTHS = "January February March April May June July August September October November December".split(" ");
const TWO_DIGITS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, "0"));
/** By minute of the day, "00:00" to "23:59". */
const MINUTES = Array.from({ length: 24 * 60 }, (_, n) => `${TWO_DIGITS[Math.floor(n / 60)]}:${TWO_DIGITS[n % 60]}`);
/** Days of 400 years, after which the calendar repeats itself, and of what lies between 1 March 0 and 1 January 1970. */
const ERA_DAYS = 146_097;
const DAYS_TO_1970 = 719_468;

interface CalendarDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/** ISO 8601 in UTC, as Date.toISOString gives it for the years 0 to 9999, at a tenth of the cost: an answer holds a dozen. */
export function isoTime(time: number): string {
  const inDay = time - Math.floor(time / DAY_MS) * DAY_MS;
  const seconds = Math.floor(inDay / 1000);
  const minutes = Math.floor(seconds / 60);
  const { year, month, day } = calendarDay(time);
  const thousandths = inDay % 1000 === 0 ? "000" : String(inDay % 1000).padStart(3, "0");
  return `${String(year).padStart(4, "0")}-${TWO_DIGITS[month]}-${TWO_DIGITS[day]}T${MINUTES[minutes]}:${TWO_DIGITS[seconds % 60]}.${thousandths}Z`;
}

/** "3 November", with the year where it is not that of `now`. UTC. */
export function dayText(time: number, now: number): string {
  const { year, month, day } = calendarDay(time);
  const text = `${day} ${MONTHS[month - 1]}`;
  return year === calendarDay(now).year ? text : `${text} ${year}`;
}

const WEEK = 7;
const MONTH = 30.44;
const YEAR = 365.25;

/** "24 days", "3 weeks", "2 months": days up to ten, then the unit that says it in small numbers. One of a unit is just the unit: "week". */
export function spanText(days: number): string {
  if (days < 10.5) return counted(Math.round(days), "day");
  if (days < 60) return counted(Math.round(days / WEEK), "week");
  return days < 2 * YEAR ? counted(Math.round(days / MONTH), "month") : counted(Math.round(days / YEAR), "year");
}

/** "today", "yesterday", "24 days ago", and the day where that is longer than two months past. UTC. */
export function agoText(time: number, now: number): string {
  const days = Math.floor(now / DAY_MS) - Math.floor(time / DAY_MS);
  if (days > 60) return `on ${dayText(time, now)}`;
  if (days <= 0) return "today";
  return days === 1 ? "yesterday" : `${days} days ago`;
}

function counted(count: number, unit: string): string {
  return count <= 1 ? unit : `${count} ${unit}s`;
}

/** The proleptic Gregorian day in UTC, counted in years that begin on 1 March (Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days). */
function calendarDay(time: number): CalendarDay {
  const days = Math.floor(time / DAY_MS) + DAYS_TO_1970;
  const era = Math.floor(days / ERA_DAYS);
  const dayOfEra = days - era * ERA_DAYS;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

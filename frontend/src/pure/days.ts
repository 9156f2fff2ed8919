import type { When } from "../wire";

const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];
export const MS_PER_DAY = 86_400_000;

interface Day {
  year: number;
  month: number;
  day: number;
}

/** Write a day in full: `7 July 2021`. A value that is no ISO day is given back as it is. */
export function dayText(iso: string): string {
  const day = read(iso);
  return day ? `${day.day} ${monthName(day)} ${day.year}` : iso;
}

/** Write two days as one stretch, naming month and year once: `1–2 January 2023`. */
export function stretchText(start: string, end: string): string {
  const from = read(start);
  const to = read(end);
  if (!from || !to) return `${start} – ${end}`;
  if (start === end) return dayText(start);
  if (from.year !== to.year) return `${dayText(start)} – ${dayText(end)}`;
  if (from.month !== to.month) return `${from.day} ${monthName(from)} – ${dayText(end)}`;
  return `${from.day}–${dayText(end)}`;
}

/** Write when something happened, no narrower than it is told: `in February 2021`, `on 7 July 2021`. */
export function whenText(when: When | null): string {
  if (!when?.start) return "on a day not told";
  const start = read(when.start);
  if (!start) return `on ${when.start}`;
  if (when.basis === "publication") return `on or before ${dayText(when.start)}, when it was published`;
  switch (when.precision) {
    case "day":
      return `on ${dayText(when.start)}`;
    case "month":
      return monthStretch(when) ?? `in ${monthName(start)} ${start.year}`;
    case "year":
      return `in ${start.year}`;
    case "week":
      return when.end && when.end !== when.start
        ? `in the week of ${stretchText(when.start, when.end)}`
        : `in the week of ${dayText(when.start)}`;
    case "days":
      return when.end && when.end !== when.start
        ? `between ${dayText(when.start)} and ${dayText(when.end)}`
        : `about ${dayText(when.start)}`;
    case "unknown":
      return `about ${dayText(when.start)}, the day is not told`;
  }
}

/** Say on what the day rests, for a reader who wants to know. */
export function whenBasisText(when: When | null): string {
  if (!when?.start) return "no report says when";
  if (when.basis === "publication") return "no report tells the day; this is the day of publication";
  return when.basis === "relative"
    ? "worked out from the words of the report and its day of publication"
    : "told by the report";
}

/** Write a moment of the ledger's: `25 November 2026, 14:51 UTC`. */
export function momentText(iso: string): string {
  const [day = "", time = ""] = iso.split("T");
  return time ? `${dayText(day)}, ${time.slice(0, 5)} UTC` : dayText(day);
}

/** The day as milliseconds of the epoch, at midnight UTC. */
export function dayNumber(iso: string): number {
  return Date.parse(`${iso.slice(0, 10)}T00:00:00Z`);
}

/** The ISO day of milliseconds of the epoch. */
export function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function monthStretch(when: When): string | null {
  const start = when.start ? read(when.start) : null;
  const end = when.end ? read(when.end) : null;
  if (!start || !end || (start.month === end.month && start.year === end.year)) return null;
  return `between ${monthName(start)} ${start.year} and ${monthName(end)} ${end.year}`;
}

function monthName(day: Day): string {
  return MONTHS[day.month - 1] ?? "";
}

function read(iso: string): Day | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso) ?? [];
  return year && month && day ? { year: Number(year), month: Number(month), day: Number(day) } : null;
}

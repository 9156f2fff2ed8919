/** The axis of time: which bins suit a stretch, and where its ticks stand. */
import { dayNumber, isoDay, MS_PER_DAY } from "./days";

export type Bin = "day" | "week" | "month";

export interface Stretch {
  start: string;
  end: string;
}

const DAYS_IN_DAYS = 100;
const DAYS_IN_WEEKS = 800;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export function daysIn({ start, end }: Stretch): number {
  return Math.round((dayNumber(end) - dayNumber(start)) / MS_PER_DAY) + 1;
}

/** The width of bin that shows a stretch without becoming a comb. */
export function binFor(stretch: Stretch): Bin {
  const days = daysIn(stretch);
  if (days <= DAYS_IN_DAYS) return "day";
  return days <= DAYS_IN_WEEKS ? "week" : "month";
}

/** Where a day stands on an axis of `width`, from its start; the day after the last stands at `width`. */
export function positionOf(day: string, stretch: Stretch, width: number): number {
  const from = dayNumber(stretch.start);
  const all = dayNumber(stretch.end) + MS_PER_DAY - from;
  return ((dayNumber(day) - from) / all) * width;
}

/** The day at a position of the axis, within its stretch. */
export function dayAt(position: number, stretch: Stretch, width: number): string {
  const days = daysIn(stretch);
  const index = Math.floor((position / Math.max(1, width)) * days);
  return moved(stretch.start, Math.min(days - 1, Math.max(0, index)));
}

export function moved(day: string, days: number): string {
  return isoDay(dayNumber(day) + days * MS_PER_DAY);
}

/** A stretch with room at both sides, so that what is chosen can be seen among its neighbours. */
export function around({ start, end }: Stretch): Stretch {
  const room = Math.max(3, Math.round(daysIn({ start, end }) / 2));
  return { start: moved(start, -room), end: moved(end, room) };
}

/** The smallest stretch that holds both. */
export function joined(one: Stretch, other: Stretch): Stretch {
  return { start: one.start < other.start ? one.start : other.start, end: one.end > other.end ? one.end : other.end };
}

/** The ticks of a square-root scale from 0 to `most` over `height` that stand at least `gap` apart, 0 among them. */
export function spacedTicks(ticks: readonly number[], most: number, height: number, gap: number): number[] {
  const at = (tick: number): number => Math.sqrt(tick / most) * height;
  const kept: number[] = [];
  for (const tick of [...ticks].filter((one) => one <= most).sort((a, b) => b - a)) {
    const above = kept.at(-1);
    const room = above === undefined || at(above) - at(tick) >= gap;
    if (tick === 0 ? true : room && at(tick) >= gap) kept.push(tick);
  }
  return kept.reverse();
}

export interface Tick {
  day: string;
  label: string;
}

/** Ticks at the beginnings of months or years, or at days where few are shown; at most about `most`. */
export function ticksOf(stretch: Stretch, most = 8): Tick[] {
  const days = daysIn(stretch);
  if (days <= most * 7) {
    const step = Math.max(1, Math.ceil(days / most));
    return Array.from({ length: Math.ceil(days / step) }, (_, index) => moved(stretch.start, index * step)).map(
      (day) => ({ day, label: dayLabel(day) }),
    );
  }
  const step = [1, 3, 6, 12, 24, 60, 120].find((months) => days / (months * 30.4) <= most) ?? 240;
  const ticks: Tick[] = [];
  let year = Number(stretch.start.slice(0, 4));
  let month = 0;
  for (;;) {
    const day = `${String(year).padStart(4, "0")}-${String(month + 1).padStart(2, "0")}-01`;
    if (day > stretch.end) return ticks;
    if (day >= stretch.start)
      ticks.push({
        day,
        label: month === 0 ? String(year) : `${MONTHS[month] ?? ""}${ticks.length === 0 ? ` ${year}` : ""}`,
      });
    month += step;
    year += Math.floor(month / 12);
    month %= 12;
  }
}

function dayLabel(day: string): string {
  return `${Number(day.slice(8, 10))} ${MONTHS[Number(day.slice(5, 7)) - 1] ?? ""}`;
}

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useAnswer } from "../answers";
import { around, binFor, dayAt, joined, moved, positionOf, type Stretch, ticksOf } from "../pure/axis";
import { dayText, stretchText } from "../pure/days";
import { counted } from "../pure/figures";
import { apiQueryOf, type Filters } from "../pure/filters";
import { GROUPS } from "../pure/terms";
import type { TimeBin } from "../wire";
import { Failed } from "./notes";

const HEIGHT = 76;
const BASE = HEIGHT - 18;
const GRIP = 9;

interface Shown {
  filters: Filters;
  change: (days: { since: string | null; until: string | null }) => void;
}

/** How many incidents there are over time; a stretch drawn upon it becomes the filter of days. */
export function Timeline({ filters, change }: Shown) {
  const others = useMemo(() => apiQueryOf({ ...filters, since: null, until: null }), [filters]);
  const whole = useAnswer<TimeBin[]>(`timeline?${withBin(others, "month")}`);
  const all = useMemo(() => stretchOf(whole.answer?.data ?? []), [whole.answer]);
  const chosen: Stretch | null = useMemo(() => chosenOf(filters, all), [filters, all]);
  const [close, setClose] = useState<Stretch | null>(() =>
    filters.since && filters.until ? around({ start: filters.since, end: filters.until }) : null,
  );
  const axis = close ?? all;
  const bin = axis ? binFor(axis) : null;
  const bins = useAnswer<TimeBin[]>(axis && bin ? `timeline?${withBin(within(others, close), bin)}` : null);

  if (whole.problem) return <Failed again={whole.again}>The timeline could not be had. {whole.problem}</Failed>;
  return (
    <section class="timeline" aria-label="Timeline">
      <div class="timeline-head">
        <h2>When</h2>
        <label>
          From
          <input
            type="date"
            value={filters.since ?? ""}
            onChange={(event) => change({ since: event.currentTarget.value || null, until: filters.until })}
          />
        </label>
        <label>
          until
          <input
            type="date"
            value={filters.until ?? ""}
            onChange={(event) => change({ since: filters.since, until: event.currentTarget.value || null })}
          />
        </label>
        <span class="grow hint">
          {bin && `Incidents by ${bin}; one told as a month stands at its first day. Draw a stretch to choose days.`}
        </span>
        <button type="button" disabled={!chosen} onClick={() => chosen && setClose(around(chosen))}>
          Closer
        </button>
        <button type="button" disabled={!close} onClick={() => setClose(null)}>
          Whole time
        </button>
        <button
          type="button"
          disabled={!filters.since && !filters.until}
          onClick={() => change({ since: null, until: null })}
        >
          All days
        </button>
      </div>
      {axis ? (
        <Axis axis={axis} bins={bins.answer?.data ?? []} chosen={chosen} change={change} />
      ) : (
        <p class="hint empty-axis">{whole.waiting ? "Counting …" : "No incident has a day."}</p>
      )}
    </section>
  );
}

interface AxisShown {
  axis: Stretch;
  bins: TimeBin[];
  chosen: Stretch | null;
  change: Shown["change"];
}

interface Drag {
  how: "draw" | "start" | "end" | "move";
  from: string;
  was: Stretch;
}

function Axis({ axis, bins, chosen, change }: AxisShown) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const drag = useRef<Drag | null>(null);
  const [draft, setDraft] = useState<Stretch | null>(null);
  const shown = draft ?? chosen;
  const most = Math.max(1, ...bins.map((bin) => bin.incidents));
  const at = (day: string): number => positionOf(day, axis, width);
  const dayOf = (event: PointerEvent): string =>
    dayAt(event.clientX - (holder.current?.getBoundingClientRect().left ?? 0), axis, width);

  const begin = (event: PointerEvent, how: Drag["how"]): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    const day = dayOf(event);
    drag.current = { how, from: day, was: how === "draw" || !shown ? { start: day, end: day } : shown };
    holder.current?.setPointerCapture(event.pointerId);
  };
  const follow = (event: PointerEvent): void => {
    if (drag.current) setDraft(dragged(drag.current, dayOf(event)));
  };
  const finish = (event: PointerEvent): void => {
    if (!drag.current) return;
    const { start, end } = dragged(drag.current, dayOf(event));
    const still = drag.current.how === "draw" && start === end;
    drag.current = null;
    setDraft(null);
    if (still) pick(start);
    else change({ since: start, until: end });
  };
  /** A press without a stretch chooses the bin that was pressed. */
  const pick = (day: string): void => {
    const bin = bins.find((one) => one.start <= day && one.end >= day);
    if (bin) change({ since: bin.start, until: bin.end });
  };
  const step = (event: KeyboardEvent, which: "start" | "end"): void => {
    const days = { ArrowLeft: -1, ArrowRight: 1, PageDown: -7, PageUp: 7 }[event.key];
    if (!days || !shown) return;
    event.preventDefault();
    const next = { ...shown, [which]: moved(shown[which], days) };
    if (next.start <= next.end) change({ since: next.start, until: next.end });
  };

  return (
    <div
      ref={holder}
      class="axis"
      onPointerDown={(event) => begin(event, "draw")}
      onPointerMove={follow}
      onPointerUp={finish}
      onPointerCancel={() => {
        drag.current = null;
        setDraft(null);
      }}
    >
      <svg width={width} height={HEIGHT} role="img" aria-label={summary(bins)}>
        {ticksOf(axis, Math.max(3, Math.floor(width / 90))).map((tick) => (
          <g key={tick.day} transform={`translate(${at(tick.day)},0)`}>
            <line class="tick" y1="0" y2={BASE} />
            <text class="tick-label" x="3" y={HEIGHT - 5}>
              {tick.label}
            </text>
          </g>
        ))}
        {bins.map((bin) => (
          <Bar
            key={bin.start}
            bin={bin}
            from={at(bin.start)}
            to={at(moved(bin.end, 1))}
            most={most}
            faint={Boolean(shown) && (bin.end < (shown?.start ?? "") || bin.start > (shown?.end ?? ""))}
          />
        ))}
        <line class="base" x1="0" x2={width} y1={BASE} y2={BASE} />
        {shown && (
          <rect
            class="brush"
            x={at(shown.start)}
            width={Math.max(2, at(moved(shown.end, 1)) - at(shown.start))}
            y="0"
            height={BASE}
            onPointerDown={(event) => begin(event, "move")}
          />
        )}
        {shown &&
          (["start", "end"] as const).map((which) => (
            <rect
              key={which}
              class="grip"
              x={(which === "start" ? at(shown.start) : at(moved(shown.end, 1))) - GRIP / 2}
              width={GRIP}
              y={BASE / 2 - 13}
              height="26"
              rx="3"
              tabindex={0}
              role="slider"
              aria-label={which === "start" ? "First day" : "Last day"}
              aria-valuemin={0}
              aria-valuemax={Math.round(width)}
              aria-valuenow={Math.round(at(shown[which]))}
              aria-valuetext={dayText(shown[which])}
              onPointerDown={(event) => begin(event, which)}
              onKeyDown={(event) => step(event, which)}
            />
          ))}
      </svg>
      {draft && <output class="draft">{stretchText(draft.start, draft.end)}</output>}
    </div>
  );
}

function Bar({ bin, from, to, most, faint }: { bin: TimeBin; from: number; to: number; most: number; faint: boolean }) {
  const gap = to - from > 5 ? 1 : 0;
  let top = BASE;
  return (
    <g class={faint ? "bar faint" : "bar"}>
      <title>{barText(bin)}</title>
      {GROUPS.map((group) => {
        const count = group.kinds.reduce((sum, kind) => sum + (bin.kinds[kind] ?? 0), 0);
        const height = (count / most) * (BASE - 8);
        top -= height;
        return count ? (
          <rect
            key={group.id}
            class={`fill-${group.id}`}
            x={from}
            y={top}
            width={Math.max(2, to - from - gap)}
            height={height}
          />
        ) : null;
      })}
    </g>
  );
}

/** What a bar counts; what is told as a longer time than the bar's is counted where it begins. */
function barText(bin: TimeBin): string {
  return `${stretchText(bin.start, bin.end)}: ${counted(bin.incidents, "incident")} whose first possible day lies here`;
}

function dragged({ how, from, was }: Drag, day: string): Stretch {
  if (how === "draw") return ordered(from, day);
  if (how === "start") return ordered(day, was.end);
  if (how === "end") return ordered(was.start, day);
  const days = Math.round((Date.parse(day) - Date.parse(from)) / 86_400_000);
  return { start: moved(was.start, days), end: moved(was.end, days) };
}

function ordered(one: string, other: string): Stretch {
  return one <= other ? { start: one, end: other } : { start: other, end: one };
}

function summary(bins: readonly TimeBin[]): string {
  const stretch = stretchOf(bins);
  const all = bins.reduce((sum, bin) => sum + bin.incidents, 0);
  const [fullest] = [...bins].sort((a, b) => b.incidents - a.incidents);
  if (!stretch || !fullest) return "No incidents over time";
  return `${counted(all, "incident")}, ${stretchText(stretch.start, stretch.end)}; most in ${stretchText(fullest.start, fullest.end)}: ${fullest.incidents}`;
}

function stretchOf(bins: readonly TimeBin[]): Stretch | null {
  const filled = bins.filter((bin) => bin.incidents > 0 && bin.start);
  const [first] = filled;
  if (!first) return null;
  return filled.reduce((all, bin) => joined(all, bin), { start: first.start, end: first.end });
}

function chosenOf({ since, until }: Filters, all: Stretch | null): Stretch | null {
  if (!since && !until) return null;
  const start = since ?? all?.start ?? until;
  const end = until ?? all?.end ?? since;
  return start && end && start <= end ? { start, end } : null;
}

function withBin(query: URLSearchParams, by: string): string {
  const asked = new URLSearchParams(query);
  asked.set("by", by);
  return asked.toString();
}

function within(query: URLSearchParams, stretch: Stretch | null): URLSearchParams {
  const asked = new URLSearchParams(query);
  if (stretch) {
    asked.set("since", stretch.start);
    asked.set("until", stretch.end);
  }
  return asked;
}

function useWidth(element: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(800);
  useEffect(() => {
    const watched = element.current;
    if (!watched) return;
    const observer = new ResizeObserver(() => setWidth(watched.clientWidth));
    observer.observe(watched);
    setWidth(watched.clientWidth);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

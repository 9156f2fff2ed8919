import * as Plot from "@observablehq/plot";
import { useCallback, useMemo } from "preact/hooks";
import { replaceAddress, useAddress } from "../address";
import { type Asking, useAnswer } from "../answers";
import { Chart } from "../parts/chart";
import { FilterBar } from "../parts/filters";
import { Failed, Nothing, Waiting } from "../parts/notes";
import { delayBins, type DelayTold } from "../pure/delays";
import { spacedTicks } from "../pure/axis";
import { dayNumber, dayText, MS_PER_DAY, stretchText } from "../pure/days";
import { counted, figureText, numberText } from "../pure/figures";
import { addressOf, apiQueryOf, askedOf, type Filters } from "../pure/filters";
import { countryText, placeText } from "../pure/places";
import { groupOf, kindText } from "../pure/terms";
import type { TallyRow, Total } from "../wire";

const MOST_GROUPS = 15;
const NARROW = 480; // pixels of a chart on a phone
const DEAD_TICKS = [0, 1, 2, 5, 10, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000];

/** Counts of incidents and their dead, lowest to highest; and totals that reports claim, beside the own count. */
export function TalliesPage() {
  const { query } = useAddress();
  const { filters } = useMemo(() => askedOf(query), [query]);
  const change = useCallback((next: Filters) => {
    const asked = addressOf({ filters: next, view: null, selected: null });
    replaceAddress(asked ? `/tallies?${asked}` : "/tallies");
  }, []);
  const asked = apiQueryOf(filters).toString();
  return (
    <div class="tallies">
      <header class="page-head">
        <h1>Tallies</h1>
        <p class="hint">
          The ledger's own count of incidents as they were told. A band goes from the lowest to the highest figure; what
          has no figure adds nothing and is counted apart. Quiet is not peace.
        </p>
      </header>
      <FilterBar filters={filters} change={change} />
      <div class="days row">
        <label class="inline">
          From{" "}
          <input
            type="date"
            value={filters.since ?? ""}
            onChange={(event) => change({ ...filters, since: event.currentTarget.value || null })}
          />
        </label>
        <label class="inline">
          until{" "}
          <input
            type="date"
            value={filters.until ?? ""}
            onChange={(event) => change({ ...filters, until: event.currentTarget.value || null })}
          />
        </label>
      </div>
      <Weeks asked={asked} />
      <div class="chart-pair">
        <Groups asked={asked} by="kind" title="By kind" name={kindText} />
        <Groups
          asked={asked}
          by="side"
          title="By side"
          note="Who is said to have done it, on whatever basis. An incident counts for each side named."
          name={(side) => (side === "unknown" ? "Nobody named" : side)}
        />
        <Groups
          asked={asked}
          by="country"
          title="By country"
          name={(code) => (code.length === 2 ? countryText(code) : "Country not told")}
        />
        <Delay asked={asked} />
      </div>
      <Totals />
    </div>
  );
}

function Weeks({ asked }: { asked: string }) {
  const tally = useAnswer<TallyRow[]>(`tally?${asked}&by=week`);
  const rows = useMemo(() => (tally.answer?.data ?? []).filter((row) => /^\d{4}-/.test(row.group)), [tally.answer]);
  const counts = useMemo(() => (rows.length ? weekCounts(rows) : null), [rows]);
  const dead = useMemo(() => (rows.length ? weekDead(rows) : null), [rows]);
  const table = [
    ["Week of", "Incidents", "Foiled", "Killed", "Not told", "Injured", "Not told"],
    ...rows.map(tallyCells),
  ];
  return (
    <Answered asking={tally} empty={rows.length === 0}>
      <Chart
        title="Incidents by week"
        summary={`${counted(sum(rows, "incidents"), "incident")} in ${counted(rows.length, "week")}`}
        options={counts}
        table={table}
      />
      <Chart
        title="Dead by week, lowest to highest"
        note="Full: the lowest sum told. Faint: up to the highest. An arrow: at least one figure is open above. The scale is a square root, so that small weeks stay visible beside large ones."
        summary={`Between ${numberText(sum(rows, "killed_min"))} and ${numberText(sum(rows, "killed_max"))} dead${rows.some((row) => row.killed_open) ? " or more" : ""}; not told for ${counted(sum(rows, "unknown_killed"), "incident")}`}
        options={dead}
        table={table}
      />
    </Answered>
  );
}

function weekCounts(rows: TallyRow[]): Plot.PlotOptions {
  return {
    height: 150,
    marginLeft: 44,
    x: { type: "utc", label: null },
    y: { label: "incidents", grid: true, tickFormat: "d", ticks: 4 },
    marks: [
      Plot.rectY(rows, {
        x1: weekStart,
        x2: weekEnd,
        y: "incidents",
        fill: "var(--soft)",
        title: (row: TallyRow) => `Week of ${dayText(row.group)}: ${row.incidents}`,
      }),
      Plot.ruleY([0]),
    ],
  };
}

function weekDead(rows: TallyRow[]): Plot.PlotOptions {
  const bar = { x1: weekStart, x2: weekEnd };
  const most = Math.max(1, ...rows.map((row) => Math.max(row.killed_min ?? 0, row.killed_max ?? 0)));
  const title = (row: TallyRow): string =>
    `Week of ${dayText(row.group)}: ${row.killed_min === null ? "no number of" : killedText(row)} killed`;
  return {
    height: 190,
    marginLeft: 44,
    x: { type: "utc", label: null },
    y: {
      type: "sqrt",
      label: "dead",
      grid: true,
      ticks: spacedTicks(DEAD_TICKS, most, 140, 16), // of the height, what the margins leave
    },
    marks: [
      Plot.rectY(rows, { ...bar, y1: 0, y2: "killed_min", fill: "var(--bad)", title }),
      Plot.rectY(rows, { ...bar, y1: "killed_min", y2: "killed_max", fill: "var(--bad)", fillOpacity: 0.35, title }),
      Plot.text(
        rows.filter((row) => row.killed_open),
        {
          x: (row: TallyRow) => new Date(dayNumber(row.group) + 3.5 * MS_PER_DAY),
          y: (row: TallyRow) => Math.max(row.killed_min ?? 0, row.killed_max ?? 0),
          text: () => "▲",
          dy: -7,
          fill: "var(--bad)",
        },
      ),
      Plot.ruleY([0]),
    ],
  };
}

interface GroupsShown {
  asked: string;
  by: "kind" | "side" | "country";
  title: string;
  note?: string;
  name: (group: string) => string;
}

function Groups({ asked, by, title, note, name }: GroupsShown) {
  const tally = useAnswer<TallyRow[]>(`tally?${asked}&by=${by}`);
  const rows = useMemo(() => [...(tally.answer?.data ?? [])].sort((a, b) => b.incidents - a.incidents), [tally.answer]);
  const shown = useMemo(() => rows.slice(0, MOST_GROUPS), [rows]);
  const options = useMemo(
    () => (shown.length ? (width: number) => groupBars(shown, by, name, width < NARROW) : null),
    [shown, by, name],
  );
  const rest = rows.length - shown.length;
  const notes = [note, rest > 0 ? `The ${MOST_GROUPS} largest; ${rest} more in the table.` : ""]
    .filter(Boolean)
    .join(" ");
  return (
    <Answered asking={tally} empty={rows.length === 0}>
      <Chart
        title={title}
        note={notes || undefined}
        summary={shown.map((row) => `${name(row.group)}: ${row.incidents}`).join(", ")}
        options={options}
        table={[
          [
            title.replace("By ", "").replace(/^./, (letter) => letter.toUpperCase()),
            "Incidents",
            "Foiled",
            "Killed",
            "Not told",
            "Injured",
            "Not told",
          ],
          ...rows.map((row) => [name(row.group), ...tallyCells(row).slice(1)]),
        ]}
      />
    </Answered>
  );
}

function groupBars(rows: TallyRow[], by: string, name: (group: string) => string, narrow: boolean): Plot.PlotOptions {
  const letters = narrow ? 15 : 22;
  const fill = by === "kind" ? (row: TallyRow) => `var(--${groupOf(row.group).id})` : "var(--soft)";
  const y = (row: TallyRow): string => name(row.group);
  return {
    height: 34 + rows.length * 22,
    marginLeft: narrow ? 106 : 150,
    marginRight: 135,
    x: { label: null, axis: null },
    y: {
      label: null,
      domain: rows.map(y),
      tickFormat: (label: string) => (label.length > letters ? `${label.slice(0, letters - 1)}…` : label),
    },
    color: { type: "identity" },
    marks: [
      Plot.barX(rows, { x: "incidents", y, fill, insetTop: 3, insetBottom: 3 }),
      Plot.text(rows, {
        x: "incidents",
        y,
        text: (row: TallyRow) => `${row.incidents}   ${deadNote(row)}`,
        textAnchor: "start",
        dx: 5,
        fill: "var(--soft)",
      }),
    ],
  };
}

function deadNote(row: TallyRow): string {
  const words = killedText(row);
  return row.killed_min === null || words === "0" ? "" : `${words} dead`;
}

function Delay({ asked }: { asked: string }) {
  const tally = useAnswer<DelayTold[]>(`tally?${asked}&by=delay`);
  const rows = useMemo(() => delayBins(tally.answer?.data ?? []), [tally.answer]);
  const options = useMemo<Plot.PlotOptions>(
    () => ({
      height: 190,
      marginLeft: 44,
      marginBottom: 44,
      x: { label: "days from the event to its first report", domain: rows.map((row) => row.label) },
      y: { label: "incidents", grid: true, tickFormat: "d", ticks: 4 },
      marks: [Plot.barY(rows, { x: "label", y: "incidents", fill: "var(--soft)" }), Plot.ruleY([0])],
    }),
    [rows],
  );
  return (
    <Answered asking={tally} empty={tally.answer?.data.length === 0}>
      <Chart
        title="How late it was reported"
        note="Recent days are never complete: what happened yesterday may be reported next week. “Before” are threats and announcements of what was still to come."
        summary={rows.map((row) => `${row.label}: ${row.incidents}`).join(", ")}
        options={options}
        table={[["Days", "Incidents"], ...rows.map((row) => [row.label, numberText(row.incidents)])]}
      />
    </Answered>
  );
}

function Totals() {
  const totals = useAnswer<Total[]>("totals?limit=200");
  const rows = totals.answer?.data ?? [];
  return (
    <section class="totals" aria-labelledby="totals">
      <h2 id="totals">Totals that reports claim</h2>
      <p>
        <b>A claimed total and the ledger's own count are never added.</b> The filters above do not touch them: each has
        its own place and period. The two stand side by side, so that it can be seen how far they are apart, and why
        they may be.
      </p>
      {totals.problem && <Failed again={totals.again}>The totals could not be had. {totals.problem}</Failed>}
      {totals.waiting && !totals.answer && <Waiting />}
      {totals.answer && rows.length === 0 && <Nothing>No report claims a total.</Nothing>}
      {rows.length > 0 && (
        <div class="table-scroll">
          <table class="figures totals-table">
            <thead>
              <tr>
                <th scope="col">The report's words</th>
                <th scope="col">Where</th>
                <th scope="col">Period</th>
                <th scope="col">Report says</th>
                <th scope="col">Ledger counts</th>
                <th scope="col">Beside each other</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((total) => (
                <TotalRow key={total.id} total={total} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function TotalRow({ total }: { total: Total }) {
  const own = total.reconciled;
  const open = !own || own.unresolved.length > 0;
  return (
    <tr>
      <th scope="row">
        “<bdi>{total.text}</bdi>”
      </th>
      <td data-name="Where">
        <bdi>{placeText(total.place)}</bdi>
      </td>
      <td data-name="Period">
        {total.since && total.until
          ? stretchText(total.since, total.until)
          : total.until
            ? `until ${dayText(total.until)}`
            : "not told"}
      </td>
      <td class="claimed" data-name="Report says">
        {figureText(total)} <small>{total.what}</small>
      </td>
      <td class="own" data-name="Ledger counts">
        {open ? "no count" : figureText(own)}
      </td>
      <td>
        <bdi>{own?.words}</bdi>
      </td>
    </tr>
  );
}

/** Draws its content once there is an answer; before that says what it waits for, or what went wrong. */
function Answered({
  asking,
  empty,
  children,
}: {
  asking: Asking<unknown>;
  empty: boolean;
  children: preact.ComponentChildren;
}) {
  if (asking.problem) return <Failed again={asking.again}>These figures could not be had. {asking.problem}</Failed>;
  if (!asking.answer) return <Waiting>Counting …</Waiting>;
  return empty ? <Nothing>There is nothing to count here.</Nothing> : <>{children}</>;
}

function tallyCells(row: TallyRow): string[] {
  const { injured_min: least, injured_max: most, injured_open: open } = row;
  const injured = least === null ? "\u2013" : figureText({ min: least, max: open ? null : most });
  return [
    row.group,
    numberText(row.incidents),
    numberText(row.foiled),
    killedText(row),
    numberText(row.unknown_killed),
    injured === "none" ? "0" : injured,
    numberText(row.unknown_injured),
  ];
}

function killedText(row: TallyRow): string {
  if (row.killed_min === null) return "\u2013";
  if (row.killed_min === 0 && row.killed_max === 0 && !row.killed_open) return "0";
  return row.killed_open
    ? `${numberText(row.killed_min)} or more`
    : figureText({ min: row.killed_min, max: row.killed_max });
}

function weekStart(row: TallyRow): Date {
  return new Date(dayNumber(row.group));
}

function weekEnd(row: TallyRow): Date {
  return new Date(dayNumber(row.group) + 7 * MS_PER_DAY);
}

function sum(rows: readonly TallyRow[], field: "incidents" | "killed_min" | "killed_max" | "unknown_killed"): number {
  return rows.reduce((all, row) => all + (row[field] ?? 0), 0);
}

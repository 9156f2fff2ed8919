import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { dayText } from "../pure/days";
import {
  bySource,
  corrected,
  correctionOf,
  marksOf,
  othersSay,
  type Row,
  ROWS,
  type Value,
  valuesOf,
} from "../pure/side";
import { conflictValueText } from "../pure/attribution";
import { fieldText } from "../pure/terms";
import type { Claim, Incident, SideBySide as Telling, Words } from "../wire";
import { Sentence } from "./sentence";

/** A telling with what people set right in it; `read` is the claim as it was read. */
interface Held extends Telling {
  read: Claim;
}

interface Pointed {
  claim: string;
  words: Words;
}

interface Shown {
  /** What the table is called, for those who jump from part to part. */
  label: string;
  incident: Incident;
  tellings: Telling[];
  /** What a reviewer may do with a value; readers have nothing here. */
  tools?: ((telling: Telling, row: Row) => preact.JSX.Element | null) | undefined;
}

/** Where a telling stands on its page, for links to its words. */
export function anchorOf(claim: string): string {
  return `telling-${claim}`;
}

/** Every telling in a column of its own, every field in a row; on a phone each telling is a card. */
export function SideBySide({ label, incident, tellings, tools }: Shown) {
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const sources = useMemo(() => new Map(incident.reports.map((report) => [report.id, report.source])), [incident]);
  const ordered = useMemo(() => {
    const right = tellings.map((telling): Held => ({
      ...telling,
      claim: corrected(telling.claim, incident.corrections),
      read: telling.claim,
    }));
    return bySource(right, sources);
  }, [tellings, incident, sources]);
  const aimed = useAimed();
  const rows = ROWS.filter((row) => ordered.some((telling) => valuesOf(row, telling.claim).length > 0));
  const narrow = useNarrow();
  if (narrow)
    return (
      <Cards
        label={label}
        incident={incident}
        tellings={ordered}
        sources={sources}
        tools={tools}
        pointed={pointed}
        point={setPointed}
        aimed={aimed}
      />
    );
  return (
    // The table scrolls sideways, so that the keyboard must reach it.
    // eslint-disable-next-line jsx-a11y-x/no-noninteractive-tabindex
    <div class="side-scroll" role="region" aria-label={label} tabIndex={0}>
      <table class="side">
        <thead>
          <tr>
            <th scope="col" class="field">
              Report
            </th>
            {ordered.map((telling, index) => (
              <ReportHead
                key={telling.claim.id}
                telling={telling}
                source={sources.get(telling.report.id) ?? null}
                first={isFirst(ordered, index, sources)}
                aimed={aimed}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          <tr class="words">
            <th scope="row" class="field">
              Its words
            </th>
            {ordered.map((telling) => (
              <td key={telling.claim.id} data-aimed={aimed === anchorOf(telling.claim.id)}>
                <Sentence
                  sentence={telling.sentence}
                  marks={marksOf(telling.claim)}
                  active={pointed?.claim === telling.claim.id ? pointed.words : null}
                  language={telling.report.language}
                />
              </td>
            ))}
          </tr>
          {rows.map((row) => (
            <tr key={row}>
              <th scope="row" class="field">
                <Swatch row={row} />
                {fieldText(row)}
              </th>
              {ordered.map((telling) => (
                <td
                  key={telling.claim.id}
                  data-field={fieldText(row)}
                  data-conflict={othersSay(row, telling.claim.id, incident.conflicts) !== null}
                >
                  <Cell telling={telling} row={row} incident={incident} point={setPointed} />
                  {tools?.(telling, row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const FIRST_CARDS = 4;

interface CardsShown extends Omit<Shown, "tellings"> {
  tellings: Held[];
  sources: ReadonlyMap<string, string | null>;
  pointed: Pointed | null;
  point: (pointed: Pointed | null) => void;
  aimed: string | null;
}

/** The same for narrow pages: one card a telling, with the fields it tells. */
function Cards({ label, incident, tellings, sources, tools, pointed, point, aimed }: CardsShown) {
  const [opened, setAll] = useState(false);
  const all = opened || tellings.slice(FIRST_CARDS).some((telling) => anchorOf(telling.claim.id) === aimed);
  const shown = all ? tellings : tellings.slice(0, FIRST_CARDS);
  return (
    <ol class="side-cards" aria-label={label}>
      {shown.map((telling, index) => (
        <li key={telling.claim.id} data-aimed={aimed === anchorOf(telling.claim.id)}>
          <h3 class="report">
            <Anchor claim={telling.claim.id} aimed={aimed} />
            <ReportLines
              telling={telling}
              source={sources.get(telling.report.id) ?? null}
              first={isFirst(tellings, index, sources)}
            />
          </h3>
          <Sentence
            sentence={telling.sentence}
            marks={marksOf(telling.claim)}
            active={pointed?.claim === telling.claim.id ? pointed.words : null}
            language={telling.report.language}
          />
          <dl>
            {ROWS.filter((row) => valuesOf(row, telling.claim).length > 0).map((row) => (
              <div key={row} data-conflict={othersSay(row, telling.claim.id, incident.conflicts) !== null}>
                <dt>
                  <Swatch row={row} />
                  {fieldText(row)}
                </dt>
                <dd>
                  <Cell telling={telling} row={row} incident={incident} point={point} />
                  {tools?.(telling, row)}
                </dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
      {shown.length < tellings.length && (
        <li class="rest">
          <button type="button" onClick={() => setAll(true)}>
            Show all {tellings.length} tellings
          </button>
        </li>
      )}
    </ol>
  );
}

function ReportHead({
  aimed,
  ...shown
}: {
  telling: Telling;
  source: string | null;
  first: boolean;
  aimed: string | null;
}) {
  const { id } = shown.telling.claim;
  return (
    <th scope="col" class="report" data-copy={!shown.first} data-aimed={aimed === anchorOf(id)}>
      <Anchor claim={id} aimed={aimed} />
      <ReportLines {...shown} />
    </th>
  );
}

function ReportLines({ telling, source, first }: { telling: Telling; source: string | null; first: boolean }) {
  const { report } = telling;
  return (
    <>
      <span class="outlet">
        <bdi>{report.outlet ?? "outlet not told"}</bdi>
      </span>
      <span class="published">
        {dayText(report.published)}
        {!first && source && (
          <>
            {" "}
            <span class="tag" title="The same text as another report; it counts as one source with it">
              copy of <bdi>{source}</bdi>
            </span>
          </>
        )}
      </span>
      {report.title && (
        <span class="report-title" lang={report.language ?? undefined} dir="auto">
          {report.url ? (
            <a href={report.url} rel="noreferrer">
              {report.title}
            </a>
          ) : (
            report.title
          )}
        </span>
      )}
    </>
  );
}

/** The colour of a field's words in the sentences; a status has no words of its own. */
function Swatch({ row }: { row: Row }) {
  return row === "status" ? null : (
    <span class={`swatch mark-${row === "kind" ? "trigger" : row}`} aria-hidden="true" />
  );
}

interface CellShown {
  telling: Held;
  row: Row;
  incident: Incident;
  point: (pointed: Pointed | null) => void;
}

function Cell({ telling, row, incident, point }: CellShown) {
  const values = valuesOf(row, telling.claim);
  const others = othersSay(row, telling.claim.id, incident.conflicts);
  const correction = correctionOf(row, telling.claim.id, incident.corrections);
  if (values.length === 0 && !correction) return <span class="not-told">not told</span>;
  return (
    <>
      {values.length === 0 && <span class="not-told">not told</span>}
      <ul class="values">
        {values.map((value, index) => (
          <li key={index}>
            <ValueShown
              value={value}
              row={row}
              language={telling.report.language}
              point={(words) => point(words ? { claim: telling.claim.id, words } : null)}
            />
          </li>
        ))}
      </ul>
      {correction && (
        <p class="corrected">
          Corrected
          {correction.by && (
            <>
              {" "}
              by <bdi>{correction.by}</bdi>
            </>
          )}
          ; read as <bdi>{readAs(telling, row)}</bdi>
        </p>
      )}
      {others && (
        <p class="differs">
          <span aria-hidden="true">≠ </span>others say{" "}
          <bdi>{others.map((other) => conflictValueText(row, other)).join(", ")}</bdi>
        </p>
      )}
    </>
  );
}

/** What the reader had made of the words before somebody set it right. */
function readAs(telling: Held, row: Row): string {
  return (
    valuesOf(row, telling.read)
      .map((value) => value.shown)
      .join(", ") || "not told"
  );
}

function ValueShown({
  value,
  row,
  language,
  point,
}: {
  value: Value;
  row: Row;
  language: string | null;
  point: (words: Words | null) => void;
}) {
  const { words } = value;
  const inside = (
    <>
      <bdi
        class="shown"
        lang={row === "kind" || row === "status" || row === "when" ? undefined : (language ?? undefined)}
      >
        {value.shown}
      </bdi>
      {value.note && (
        <small>
          {" "}
          <bdi>{value.note}</bdi>
        </small>
      )}
    </>
  );
  if (!words) return <span class="value">{inside}</span>;
  return (
    <button
      type="button"
      class="value"
      onPointerEnter={() => point(words)}
      onPointerLeave={() => point(null)}
      onFocus={() => point(words)}
      onBlur={() => point(null)}
    >
      {inside}
      {value.note !== `“${words.text}”` && value.shown !== words.text && (
        <span class="unseen">, from the words “{words.text}”</span>
      )}
    </button>
  );
}

function isFirst(tellings: readonly Telling[], index: number, sources: ReadonlyMap<string, string | null>): boolean {
  const source = sources.get(tellings[index]?.report.id ?? "");
  if (!source) return true;
  return (
    tellings.findIndex((one) => sources.get(one.report.id) === source) === index ||
    tellings[index]?.report.outlet === source
  );
}

/** A telling comes into sight when somebody follows a link to it, also where it came later than the page. */
function Anchor({ claim, aimed }: { claim: string; aimed: string | null }) {
  const element = useRef<HTMLSpanElement>(null);
  const id = anchorOf(claim);
  const isAimed = aimed === id;
  useEffect(() => {
    if (isAimed) element.current?.scrollIntoView({ block: "center", inline: "center" });
  }, [isAimed]);
  return <span ref={element} id={id} class="anchor" />;
}

/** What the address points at behind its #. */
function useAimed(): string | null {
  const [aimed, setAimed] = useState(() => location.hash.slice(1) || null);
  useEffect(() => {
    const follow = (): void => setAimed(location.hash.slice(1) || null);
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  return aimed;
}

const NARROW = "(width <= 700px)";

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches);
  useEffect(() => {
    const query = matchMedia(NARROW);
    const follow = (): void => setNarrow(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);
  return narrow;
}

import { useEffect, useRef, useState } from "preact/hooks";
import { send } from "../api";
import { useAnswer } from "../answers";
import { codePointsBefore, unitsBefore } from "../pure/pieces";
import { type Row, valuesOf } from "../pure/side";
import { BASES, fieldText, GROUPS, kindText, STATUSES } from "../pure/terms";
import type { Claim, SideBySide as Telling } from "../wire";
import { AskReason } from "./ask-reason";
import { Waiting } from "./notes";

export type Correctable = Row | "hedged" | "background" | "actor_basis";

/** Fields that take a term of the codebook, with the terms; all others are read out of words or written. */
const TERMS: Partial<Record<Correctable, readonly (readonly [string, string])[]>> = {
  kind: GROUPS.flatMap((group) => group.kinds.map((kind) => [kind, kindText(kind)] as const)),
  status: Object.entries(STATUSES),
  actor_basis: Object.entries(BASES),
  hedged: [
    ["yes", "Yes: reportedly, allegedly, suspected"],
    ["no", "No"],
  ],
  background: [
    ["yes", "Yes: told as context of something else"],
    ["no", "No: told as news"],
  ],
};

export const CORRECTABLE: readonly Correctable[] = [
  "kind",
  "status",
  "hedged",
  "background",
  "speaker",
  "actor",
  "actor_basis",
  "target",
  "weapon",
  "munitions",
  "killed",
  "injured",
  "captured",
  "damage",
  "place",
  "when",
];

const HINTS: Partial<Record<Correctable, string>> = {
  munitions: "5, 20+, -30, 10-15, ~50",
  killed: "5, 20+, -30, 10-15, ~50",
  injured: "5, 20+, -30, 10-15, ~50",
  captured: "5, 20+, -30, 10-15, ~50",
  when: "2021-07-05 or 2021-07-05/2021-07-06",
  place: "a name, or 36.24,43.96",
};

interface Shown {
  telling: Telling;
  field: Correctable;
  close: () => void;
  changed: () => void;
}

/** Corrects one value of a telling: by selecting the words that say it, by writing it, or by choosing a term. */
export function Correct({ telling, field: first, close, changed }: Shown) {
  const [field, setField] = useState(first);
  const [value, setValue] = useState("");
  const report = useAnswer<{ text: string | null }>(`reports/${telling.report.id}`);
  const text = report.answer?.data.text ?? null;
  const [selection, setSelection] = useState<{ start: number; end: number } | null>(null);
  const terms = TERMS[field];
  const done = async (reason: string): Promise<void> => {
    const chosen = terms ? value || (terms[0]?.[0] ?? "") : value.trim();
    const span =
      !terms && selection && text
        ? { start: codePointsBefore(text, selection.start), end: codePointsBefore(text, selection.end) }
        : null;
    if (!chosen && !span) throw new Error("Select the words that say it, or write the value.");
    await send(`claims/${telling.claim.id}/corrections`, "POST", {
      field,
      reason,
      ...(chosen ? { value: chosen } : {}),
      ...(span ? { span } : {}),
    });
    changed();
  };
  return (
    <AskReason
      title={`Correct what ${telling.report.outlet ?? "the report"} tells`}
      act="Correct"
      done={done}
      close={close}
      wide
    >
      <label>
        Field
        <select
          value={field}
          onChange={(event) => {
            setField(event.currentTarget.value as Correctable);
            setValue("");
          }}
        >
          {CORRECTABLE.map((one) => (
            <option key={one} value={one}>
              {one === "actor_basis" ? "Basis of who did it" : fieldText(one)}
            </option>
          ))}
        </select>
      </label>
      <p class="hint">
        It now says: <bdi>{shownNow(field, telling.claim)}</bdi>
      </p>
      {terms ? (
        <label>
          Right is
          <select name="value" value={value || terms[0]?.[0]} onChange={(event) => setValue(event.currentTarget.value)}>
            {terms.map(([id, label]) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <>
          {text === null ? (
            <Waiting>{report.problem ?? "Loading the report …"}</Waiting>
          ) : (
            <ReportText
              text={text}
              language={telling.report.language}
              field={field}
              claim={telling.claim}
              select={setSelection}
            />
          )}
          <p class="hint" role="status">
            {selection && text ? (
              <>
                Selected: “<bdi>{text.slice(selection.start, selection.end)}</bdi>”. The value is read out of these
                words.
              </>
            ) : (
              "Select the words that say it: with the mouse, or with Shift and the arrow keys."
            )}
          </p>
          <label>
            Or write it <small>{HINTS[field]}; “none” where it is not told</small>
            <input
              name="value"
              value={value}
              maxLength={400}
              autocomplete="off"
              onInput={(event) => setValue(event.currentTarget.value)}
            />
          </label>
        </>
      )}
    </AskReason>
  );
}

interface TextShown {
  text: string;
  language: string | null;
  field: Correctable;
  claim: Claim;
  select: (selection: { start: number; end: number } | null) => void;
}

/** The report's text in a box whose words can be selected by mouse and keyboard; the present words are shown first. */
function ReportText({ text, language, field, claim, select }: TextShown) {
  const box = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const words = wordsOf(field, claim) ?? claim.trigger;
    const start = unitsBefore(text, words.start);
    // Typing a cursor into the box scrolls it to the words of the event.
    element.setSelectionRange(start, start);
    element.scrollTop = Math.max(
      0,
      (start / Math.max(1, text.length)) * element.scrollHeight - element.clientHeight / 2,
    );
    select(null);
  }, [text, field, claim, select]);
  const follow = (): void => {
    const element = box.current;
    if (!element) return;
    const { selectionStart: start, selectionEnd: end } = element;
    select(start < end ? { start, end } : null);
  };
  return (
    <label>
      The report
      <textarea
        ref={box}
        class="report-text"
        readOnly
        rows={9}
        lang={language ?? undefined}
        dir="auto"
        value={text}
        onSelect={follow}
        onKeyUp={follow}
        onMouseUp={follow}
      />
    </label>
  );
}

function wordsOf(field: Correctable, claim: Claim) {
  return isRow(field) ? (valuesOf(field, claim)[0]?.words ?? null) : null;
}

function shownNow(field: Correctable, claim: Claim): string {
  if (field === "hedged" || field === "background") return claim[field] ? "yes" : "no";
  if (field === "actor_basis") return BASES[claim.actor_basis];
  return (
    valuesOf(field, claim)
      .map((value) => [value.shown, value.note].filter(Boolean).join(" "))
      .join("; ") || "not told"
  );
}

function isRow(field: Correctable): field is Row {
  return field !== "hedged" && field !== "background" && field !== "actor_basis";
}

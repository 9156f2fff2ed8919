import { useEffect, useRef, useState } from "preact/hooks";
import { send } from "../api";
import { useAnswer } from "../answers";
import { useCodebook } from "../codebook";
import { codePointsBefore, unitsBefore } from "../pure/pieces";
import { writingHint } from "../pure/correcting";
import { basisInTelling } from "../pure/basis";
import { correctedIn, type Row, ROWS, valuesOf } from "../pure/side";
import { capitalised } from "../pure/terms";
import type { Claim, Made, SideBySide as Telling } from "../wire";
import { AskReason } from "./ask-reason";
import { Failed, Waiting } from "./notes";

interface Shown {
  telling: Telling;
  /** The id of the field that is corrected first. */
  field: string;
  close: () => void;
  /** Says what was decided, and what the field is read as from now on. */
  corrected: (made: Made, now: string) => void;
}

/** Corrects one value of a telling: by selecting the words that say it, by writing it, or by choosing a term. */
export function Correct({ telling, field: first, close, corrected }: Shown) {
  const [field, setField] = useState(first);
  const [value, setValue] = useState("");
  const report = useAnswer<{ text: string | null }>(`reports/${telling.report.id}`);
  const text = report.answer?.data.text ?? null;
  const [selection, setSelection] = useState<{ start: number; end: number } | null>(null);
  const { codebook, problem, again } = useCodebook();
  const fields = codebook.correctable ?? [];
  const { terms = [], examples = [] } = fields.find((one) => one.id === field) ?? {};
  const term = terms.find((one) => one.id === value) ?? terms[0];
  const done = async (reason: string): Promise<void> => {
    const chosen = term ? term.id : value.trim();
    const span =
      !term && selection && text
        ? { start: codePointsBefore(text, selection.start), end: codePointsBefore(text, selection.end) }
        : null;
    if (!chosen && !span) throw new Error("Select the words that say it, or write the value.");
    const { data: made } = await send<Made>(`claims/${telling.claim.id}/corrections`, "POST", {
      field,
      reason,
      ...(chosen ? { value: chosen } : {}),
      ...(span ? { span } : {}),
    });
    corrected(made, shownNow(field, correctedIn(telling.claim, field, made.judgement.value)));
  };
  return (
    <AskReason
      title={`Correct what ${telling.report.outlet ?? "the report"} tells`}
      act="Correct"
      ready={fields.length > 0}
      done={done}
      close={close}
      wide
    >
      {problem && <Failed again={again}>The fields could not be had. {problem}</Failed>}
      <label>
        Field
        <select
          value={field}
          onChange={(event) => {
            setField(event.currentTarget.value);
            setValue("");
          }}
        >
          {fields.map((one) => (
            <option key={one.id} value={one.id}>
              {capitalised(one.label)}
            </option>
          ))}
        </select>
      </label>
      <p class="hint">
        It now says: <bdi>{shownNow(field, telling.claim)}</bdi>
      </p>
      {term ? (
        <>
          <label>
            Right is
            <select name="value" value={term.id} onChange={(event) => setValue(event.currentTarget.value)}>
              {terms.map((one) => (
                <option key={one.id} value={one.id}>
                  {capitalised(one.label)}
                </option>
              ))}
            </select>
          </label>
          <p class="hint">{capitalised(term.meaning)}.</p>
        </>
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
                Selected: “<bdi>{text.slice(selection.start, selection.end)}</bdi>”. These words are sent, and the value
                is read out of them: you see it right after, with a way to take it back.
              </>
            ) : (
              "Select the words that say it: with the mouse, or with Shift and the arrow keys."
            )}
          </p>
          <label>
            Or write it <small>{writingHint(examples)}</small>
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
  field: string;
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

function wordsOf(field: string, claim: Claim) {
  return isRow(field) ? (valuesOf(field, claim)[0]?.words ?? null) : null;
}

function shownNow(field: string, claim: Claim): string {
  if (field === "hedged" || field === "background") return claim[field] ? "yes" : "no";
  if (field === "actor_basis") return basisInTelling(claim);
  if (field === "launched_from") return claim.launched_from?.text ?? "not told";
  if (!isRow(field)) return "not shown here";
  return (
    valuesOf(field, claim)
      .map((value) => [value.shown, value.note].filter(Boolean).join(" "))
      .join("; ") || "not told"
  );
}

function isRow(field: string): field is Row {
  return (ROWS as readonly string[]).includes(field);
}

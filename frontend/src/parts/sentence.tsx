import type { Mark } from "../pure/pieces";
import { piecesOf } from "../pure/pieces";
import { fieldText } from "../pure/terms";
import type { Words } from "../wire";

interface Shown {
  sentence: Words | null;
  marks: Mark[];
  /** The words that a value under the pointer rests on. */
  active: Words | null;
  language: string | null;
}

/** A report's sentence with the words that values rest on, each underlaid in its field's colour and named. */
export function Sentence({ sentence, marks, active, language }: Shown) {
  if (!sentence) return <p class="hint">The words are withheld.</p>;
  const outside = active && (active.start < sentence.start || active.end > sentence.end) ? active : null;
  return (
    <>
      <blockquote class="sentence" lang={language ?? undefined} dir="auto" data-active={active !== null && !outside}>
        {piecesOf(
          sentence.text,
          active && !outside ? [...marks, { ...active, field: "active" }] : marks,
          sentence.start,
        ).map((piece, index) => (
          <Piece key={index} text={piece.text} fields={piece.fields} />
        ))}
      </blockquote>
      {outside && (
        <p class="elsewhere" lang={language ?? undefined} dir="auto">
          Elsewhere in the report: <mark class="active">{outside.text}</mark>
        </p>
      )}
    </>
  );
}

function Piece({ text, fields }: { text: string; fields: string[] }) {
  const named = fields.filter((field) => field !== "active");
  const [field] = named;
  if (fields.length === 0) return <>{text}</>;
  const names = named.map((one) => (one === "trigger" ? "Kind" : fieldText(one))).join(", ");
  return (
    <mark class={`mark-${field ?? "trigger"}${fields.includes("active") ? " active" : ""}`} title={names}>
      {text}
    </mark>
  );
}

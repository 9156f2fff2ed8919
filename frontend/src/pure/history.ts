/** What changed from one version of an incident to the next, in words. */
import type { Place, Range, Version, When } from "../wire";
import { whenText } from "./days";
import { counted, figureText } from "./figures";
import { placeText } from "./places";
import { BASES, fieldText, GRADES, kindText, STATUSES } from "./terms";

export interface ChangeInWords {
  field: string;
  name: string;
  /** One line that says the change whole; where it is told, `before` and `after` are null. */
  line: string | null;
  before: string | null;
  after: string | null;
}

/** Fields that follow from others and would only say the same again. */
const FOLLOWING = new Set([
  "merge_reasons",
  "grade_reason",
  "updated",
  "version",
  "first_reported",
  "founding",
  "conflicts",
]);
const FIGURES = new Set(["killed", "injured", "captured", "munitions"]);
const NOTHING = "not told";

/** Write the changes of a version that mean something of their own. */
export function changesInWords(version: Version): ChangeInWords[] {
  return version.changes.filter((change) => !FOLLOWING.has(change.field)).flatMap((change) => inWords(change));
}

function inWords({ field, before, after }: Version["changes"][number]): ChangeInWords[] {
  const change = { field, name: fieldText(field), line: null, before: null, after: null };
  if (field === "claims" || field === "reports")
    return [{ ...change, line: cameAndWent(before, after, field === "claims" ? "claim" : "report") }];
  if (field === "relations") return [{ ...change, line: cameAndWent(before, after, "relation") }];
  if (field === "corrections") return [{ ...change, line: cameAndWent(before, after, "correction") }];
  if (Array.isArray(before) && Array.isArray(after) && before.length > 0 && after.length > 0)
    return ofLists(change, before, after);
  const words = [textOf(field, before), textOf(field, after)] as const;
  return words[0] === words[1] ? [] : [{ ...change, before: words[0], after: words[1] }]; // the same figure, told once more
}

/** Of two lists only what came and what went is told. */
function ofLists(change: ChangeInWords, before: unknown[], after: unknown[]): ChangeInWords[] {
  const had = before.map((one) => nameOf(one));
  const has = after.map((one) => nameOf(one));
  const came = has.filter((name) => !had.includes(name));
  const went = had.filter((name) => !has.includes(name));
  if (came.length + went.length === 0) return [];
  return [
    {
      ...change,
      line: [came.length ? `also ${came.join(", ")}` : "", went.length ? `no longer ${went.join(", ")}` : ""]
        .filter(Boolean)
        .join("; "),
    },
  ];
}

/** Write a value of that field, whatever its shape. */
export function textOf(field: string, value: unknown): string {
  if (value === null || value === undefined) return NOTHING;
  if (FIGURES.has(field)) return figureText(value as Range);
  if (field === "place" || field === "launched_from") return placeText(value as Place);
  if (field === "when") return whenText(value as When);
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map((one: unknown) => nameOf(one)).join(", ") || NOTHING;
  if (typeof value === "string") return term(field, value);
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

function term(field: string, value: string): string {
  if (field === "kind") return kindText(value);
  const terms: Record<string, string> =
    field === "status" ? STATUSES : field === "grade" ? GRADES : field === "actor_basis" ? BASES : {};
  return terms[value] ?? value;
}

function nameOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  const { name, basis, value: told, text } = value as Record<string, unknown>;
  const shown = [name, told, text].find((one) => typeof one === "string") ?? JSON.stringify(value);
  return typeof basis === "string" ? `${shown} (${BASES[basis as keyof typeof BASES]})` : shown;
}

function cameAndWent(before: unknown, after: unknown, noun: string): string {
  const had = new Set(keysOf(before));
  const has = new Set(keysOf(after));
  const came = [...has].filter((key) => !had.has(key)).length;
  const went = [...had].filter((key) => !has.has(key)).length;
  const parts = [came ? `${counted(came, noun)} more` : "", went ? `${counted(went, noun)} less` : ""].filter(Boolean);
  return `${parts.join(", ") || `a ${noun} changed`}, ${counted(has.size, noun)} in all`;
}

function keysOf(values: unknown): string[] {
  if (!Array.isArray(values)) return [];
  return values.map((one: unknown) =>
    typeof one === "string" ? one : JSON.stringify((one as { id?: unknown }).id ?? one),
  );
}

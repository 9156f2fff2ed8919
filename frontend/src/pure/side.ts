/** A claim as the cells of the table that puts tellings side by side. */
import type { Claim, Conflict, Entity, Incident, Place, SideBySide, Words } from "../wire";
import { basisInTelling } from "./basis";
import { stretchText } from "./days";
import { figureText } from "./figures";
import { countryText } from "./places";
import type { Mark } from "./pieces";
import { kindText, STATUSES } from "./terms";

/** Fields in the order of the table; those that stand on words of the report are drawn in the text. */
export const ROWS = [
  "kind",
  "status",
  "speaker",
  "actor",
  "target",
  "weapon",
  "munitions",
  "killed",
  "injured",
  "captured",
  "damage",
  "place",
  "when",
] as const;
export type Row = (typeof ROWS)[number];

export interface Value {
  shown: string;
  /** A note beside the value: the words it was read from, its basis. */
  note: string | null;
  words: Words | null;
}

/** The values that a claim has for a row; empty where it says nothing. */
export function valuesOf(row: Row, claim: Claim): Value[] {
  switch (row) {
    case "kind":
      return [{ shown: kindText(claim.kind), note: quoted(claim.trigger.text), words: claim.trigger }];
    case "status":
      return [
        {
          shown: STATUSES[claim.status],
          note: [claim.hedged ? "hedged" : "", claim.background ? "background" : ""].filter(Boolean).join(", ") || null,
          words: null,
        },
      ];
    case "speaker":
      return claim.speaker.map((one) => entity(one));
    case "actor":
      return claim.actor.map((one) => entity(one, basisInTelling(claim)));
    case "target":
      return claim.target.map((one) => entity(one));
    case "weapon":
      return claim.weapon.map((one) => entity(one));
    case "munitions":
    case "killed":
    case "injured":
    case "captured": {
      const figure = claim[row];
      return figure ? [{ shown: figureText(figure), note: quoted(figure.text), words: figure }] : [];
    }
    case "damage":
      return claim.damage
        ? [{ shown: claim.damage.none ? "none" : "damage", note: quoted(claim.damage.text), words: claim.damage }]
        : [];
    case "place":
      return claim.place.map(placed);
    case "when": {
      const { when } = claim;
      if (!when) return [];
      const days = when.start ? stretchText(when.start, when.end ?? when.start) : "day not told";
      const basis = when.basis === "publication" ? "day of publication" : when.text ? quoted(when.text) : null;
      const words =
        when.text && when.start_char !== null && when.end_char !== null
          ? { text: when.text, start: when.start_char, end: when.end_char }
          : null;
      return [{ shown: days, note: basis, words }];
    }
  }
}

export type Correction = Incident["corrections"][number];

/** A claim with what people set right in it, latest last, as the incident shows it. */
export function corrected(claim: Claim, corrections: readonly Correction[]): Claim {
  const own = corrections.filter((one) => one.claim === claim.id);
  return own.reduce<Claim>(
    (before, one) => (one.field in before ? { ...before, [one.field]: one.value } : before),
    claim,
  );
}

/** A claim with one value as a decision sends it: as it is, or as JSON text. */
export function correctedIn(claim: Claim, field: string, value: unknown): Claim {
  return field in claim ? { ...claim, [field]: typeof value === "string" ? parsed(value) : value } : claim;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // a term stands as it is
  }
}

/** The latest correction of a row of a claim; null where nobody set it right. */
export function correctionOf(row: Row, claim: string, corrections: readonly Correction[]): Correction | null {
  return corrections.filter((one) => one.claim === claim && sameField(one.field, row)).at(-1) ?? null;
}

/** All words of a claim that values rest on, by field. */
export function marksOf(claim: Claim): Mark[] {
  return ROWS.flatMap((row) =>
    valuesOf(row, claim).flatMap(({ words }) =>
      words ? [{ start: words.start, end: words.end, field: row === "kind" ? "trigger" : row }] : [],
    ),
  );
}

/** What others say where the sources differ: the values of other claims than this one; null where they agree. */
export function othersSay(row: Row, claim: string, conflicts: readonly Conflict[]): string[] | null {
  const conflict = conflicts.find((one) => sameField(one.field, row));
  if (!conflict) return null;
  const mine = conflict.values.find((value) => value.claims.includes(claim));
  if (!mine) return null;
  return conflict.values.filter((value) => value !== mine).map((value) => value.value);
}

/** Whether a field of an incident and a row of the table are about one thing: `actors` and `actor`. */
export function sameField(field: string, row: Row): boolean {
  return field === row || field === `${row}s` || (field === "actor_basis" && row === "actor");
}

/** Claims by the time of publication, save that copies of one text follow the first of them and stand together. */
export function bySource<T extends SideBySide>(claims: readonly T[], sources: ReadonlyMap<string, string | null>): T[] {
  const order: string[] = [];
  const groups = new Map<string, T[]>();
  for (const one of inTime(claims)) {
    const source = sources.get(one.report.id) ?? one.report.id;
    const group = groups.get(source);
    if (group) group.push(one);
    else {
      groups.set(source, [one]);
      order.push(source);
    }
  }
  return order.flatMap((source) => groups.get(source) ?? []);
}

function inTime<T extends SideBySide>(claims: readonly T[]): T[] {
  const moment = ({ report }: SideBySide): number => Date.parse(report.published_at ?? report.published);
  return [...claims].sort((a, b) => moment(a) - moment(b));
}

function entity(one: Entity, note: string | null = null): Value {
  const named = one.name && one.name !== one.text ? `known as ${one.name}` : null;
  return { shown: one.text, note: [note, named].filter(Boolean).join(", ") || null, words: one };
}

function placed(place: Place & Words): Value {
  if (!place.name) return { shown: place.text, note: "not found on the map", words: place };
  const parts = [
    place.admin1 === place.name ? null : place.admin1,
    place.country && place.precision !== 6 ? countryText(place.country) : null,
  ];
  const where = parts.filter(Boolean).join(", ");
  return {
    shown: place.text,
    note: [place.name === place.text ? "" : place.name, where].filter(Boolean).join(", ") || null,
    words: place,
  };
}

function quoted(words: string): string {
  return `“${words}”`;
}

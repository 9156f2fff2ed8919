/** Who says what, where tellings differ. */
import type { Incident, SideBySide } from "../wire";
import { named } from "./basis";
import { dayText, stretchText } from "./days";
import { differingText } from "./figures";
import { corrected } from "./side";
import { STATUSES } from "./terms";

/** Write a value of a contradiction as a person reads it. */
export function conflictValueText(field: string, value: string): string {
  if (field === "status") return (STATUSES as Record<string, string | undefined>)[value] ?? value;
  const [start, end] = value.split("/");
  if (field === "when" && start && end) return stretchText(start, end);
  return differingText(value);
}

export interface Teller {
  claim: string;
  /** `Northern Post · a police officer · 7 July 2021`. */
  words: string;
}

/** Who gives a value: outlet, speaker and day of each telling, earliest first; withheld ones are left out. */
export function tellersOf(
  claims: readonly string[],
  tellings: readonly SideBySide[],
  corrections: Incident["corrections"],
): Teller[] {
  const known = new Map(tellings.map((one) => [one.claim.id, one]));
  const told = claims.flatMap((id) => known.get(id) ?? []);
  const ordered = [...told].sort((a, b) => a.report.published.localeCompare(b.report.published));
  return ordered.map((telling) => {
    const { speaker } = corrected(telling.claim, corrections);
    const said = speaker.length ? named(speaker.map((one) => one.text)) : "in its own words";
    const outlet = telling.report.outlet ?? "outlet not told";
    return { claim: telling.claim.id, words: `${outlet} · ${said} · ${dayText(telling.report.published)}` };
  });
}

/** How far two incidents lie apart, in words, and whether that is far for one event. */
import type { Apart, Pair } from "../wire";
import { counted } from "./figures";
import { withNames } from "./naming";
import { kilometres } from "./places";

/** Beyond these two tellings are seldom of one event. */
const FAR_DAYS = 2;
const FAR_KM = 50;

/** `29 days apart · 310 km apart`; what is not known is said. */
export function apartText({ days, km }: Apart): string {
  return `${daysText(days)} · ${kmText(km)}`;
}

/** The same in as few words as a line of a list has room for; what is not known is left out. */
export function apartBriefly({ days, km }: Apart): string {
  const known = [days === null ? "" : daysText(days), km === null ? "" : kmText(km)].filter(Boolean);
  return known.join(", ");
}

export function isFar({ days, km }: Apart): boolean {
  return (days ?? 0) > FAR_DAYS || (km ?? 0) > FAR_KM;
}

/** What speaks most for one event and most against it, in the words of the comparison: at most three of each. */
export function grounds(
  { evidence }: Pick<Pair, "evidence">,
  names?: ReadonlyMap<string, string>,
): { pro: string[]; contra: string[] } {
  const weighed = evidence.filter((one) => one.name !== PRIOR && one.score !== 0);
  const strength = (score: number | null): number => (score === null ? Number.NEGATIVE_INFINITY : score);
  const ordered = [...weighed].sort((a, b) => strength(b.score) - strength(a.score));
  const said = (one: Pair["evidence"][number]): string => `${one.name} (${withNames(one.detail, names)})`;
  return {
    pro: ordered
      .filter((one) => (one.score ?? -1) > 0)
      .slice(0, MOST)
      .map(said),
    contra: ordered
      .filter((one) => (one.score ?? -1) < 0)
      .reverse()
      .slice(0, MOST)
      .map(said),
  };
}

/** What the comparison of the nearest two tellings comes to; no percentage where the two lie too far apart for one. */
export function likelihoodText(score: number | null, apart: Apart | null): string {
  if (score === null) return "By the comparison of their nearest tellings the two cannot be one event.";
  if (apart && isFar(apart))
    return "Their nearest tellings are alike in words, parties or figures; how far they lie apart is for you to weigh.";
  const likely = Math.round(100 / (1 + Math.exp(-score)));
  return `Put together, what their nearest tellings say gives ${likely} in 100 for one event.`;
}

/** Every comparison begins with it; it says nothing of these two. */
const PRIOR = "prior";
const MOST = 3;

function daysText(days: number | null): string {
  if (days === null) return "days apart not known";
  return days === 0 ? "same days" : `${counted(days, "day")} apart`;
}

function kmText(km: number | null): string {
  if (km === null) return "distance not known";
  return km < 1 ? "same place" : `${kilometres(km)} apart`;
}

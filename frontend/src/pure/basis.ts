/** On what it rests that somebody is named as having done it, in words: the codebook's basis, and whose it is. */
import type { Claim, Incident } from "../wire";
import { counted } from "./figures";
import { BASES } from "./terms";

type Actor = Incident["actors"][number];

const MOST_NAMES = 2;

/** On what it rests that somebody is named as having done it: `blamed by Kyiv`, `claimed by itself`. */
export function basisText(actor: Pick<Actor, "name" | "basis" | "said_by">): string {
  const sayers = actor.said_by.filter((one) => one !== actor.name);
  switch (actor.basis) {
    case "stated":
      return sayers.length ? `stated as fact by ${named(sayers)}` : "stated as fact";
    case "claimed":
      return sayers.length ? `claimed by itself, in the words of ${named(sayers)}` : "claimed by itself";
    case "blamed":
      return sayers.length ? `blamed by ${named(sayers)}` : "blamed, by whom is not told";
    case "suspected":
      return sayers.length ? `suspected by ${named(sayers)}` : "suspected";
    case "none":
      return "not named";
  }
}

/** The same in as few words as a line of a list has room for. */
export function basisBriefly(actor: Pick<Actor, "name" | "basis" | "said_by">): string {
  const accusers = actor.basis === "blamed" || actor.basis === "suspected";
  return accusers ? basisText({ ...actor, said_by: actor.said_by.slice(0, 1) }) : BASES[actor.basis];
}

/** The same within one telling, whose speakers are those who say it. */
export function basisInTelling({ actor_basis: basis, speaker }: Pick<Claim, "actor_basis" | "speaker">): string {
  const sayers = speaker.map((one) => one.text);
  switch (basis) {
    case "stated":
      return "stated as fact";
    case "claimed":
      return "claimed by itself";
    case "blamed":
      return sayers.length ? `blamed by ${named(sayers)}` : "blamed";
    case "suspected":
      return sayers.length ? `suspected by ${named(sayers)}` : "suspected";
    case "none":
      return "not named";
  }
}

/** Some names and how many more: `a, b and 2 others`. */
export function named(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  const shown = distinct.slice(0, MOST_NAMES);
  const more = distinct.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${counted(more, "other")}`;
  return shown.join(" and ");
}

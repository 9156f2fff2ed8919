/** The codebook's terms as the pages say and draw them. */
import type { Basis, Grade, Status } from "../wire";

/** Kinds that are drawn alike: one colour and one shape, so that colour alone never carries a meaning. */
export type GroupId = "afar" | "bombs" | "ground" | "control" | "other";

export interface Group {
  id: GroupId;
  label: string;
  kinds: readonly string[];
}

export const GROUPS: readonly Group[] = [
  { id: "afar", label: "Strikes and shelling", kinds: ["air_strike", "drone_strike", "shelling"] },
  { id: "bombs", label: "Bombs and grenades", kinds: ["bombing", "suicide_bombing", "grenade", "chemical"] },
  { id: "ground", label: "Fighting and shooting", kinds: ["armed_clash", "shooting", "assault"] },
  { id: "control", label: "Territory, raids, abductions", kinds: ["territory", "raid", "abduction", "destruction"] },
  { id: "other", label: "Interceptions and threats", kinds: ["interception", "threat"] },
];

/** What a kind is called at the head of a sentence. */
const KINDS: Record<string, string> = {
  armed_clash: "Armed clash",
  air_strike: "Air strike",
  drone_strike: "Drone strike",
  shelling: "Shelling",
  bombing: "Bombing",
  suicide_bombing: "Suicide bombing",
  grenade: "Grenade attack",
  chemical: "Chemical attack",
  shooting: "Shooting",
  assault: "Assault",
  abduction: "Abduction",
  interception: "Interception",
  raid: "Raid",
  territory: "Change of territory",
  destruction: "Destruction",
  threat: "Threat",
};

export const STATUSES: Record<Status, string> = {
  occurred: "Occurred",
  foiled: "Foiled",
  threatened: "Threatened",
  denied: "Denied",
  hypothetical: "Hypothetical",
};

export const GRADES: Record<Grade, string> = {
  confirmed: "Confirmed",
  corroborated: "Corroborated",
  "single source": "Single source",
  contested: "Contested",
  denied: "Denied",
};

/** What a grade says, in half a sentence. */
export const GRADE_MEANINGS: Record<Grade, string> = {
  confirmed: "the acting side says so, or both sides agree",
  corroborated: "two or more independent sources",
  "single source": "one original source, however many outlets carry it",
  contested: "sources contradict each other on whether it happened or who did it",
  denied: "denied, and nobody independent says otherwise",
};

export const BASES: Record<Basis, string> = {
  stated: "stated as fact",
  claimed: "claimed by itself",
  blamed: "blamed",
  suspected: "suspected",
  none: "not named",
};

export const FIELDS: Record<string, string> = {
  kind: "Kind",
  status: "Status",
  grade: "Grade",
  when: "When",
  place: "Where",
  actor: "Who did it",
  actors: "Who did it",
  speaker: "Said by",
  speakers: "Said by",
  target: "Target",
  targets: "Targets",
  weapon: "Weapon",
  weapons: "Weapons",
  munitions: "Munitions",
  killed: "Killed",
  injured: "Injured",
  captured: "Captured",
  damage: "Damage",
  claims: "Claims",
  reports: "Reports",
  sources: "Independent sources",
  conflicts: "Contradictions",
  relations: "Relations",
  corrections: "Corrections",
  hedged: "Hedged",
  background: "Told as background only",
  launched_from: "Launched from",
};

export function kindText(kind: string): string {
  return KINDS[kind] ?? capitalised(kind.replaceAll("_", " "));
}

export function groupOf(kind: string): Group {
  const group = GROUPS.find((one) => one.kinds.includes(kind)) ?? GROUPS.at(-1);
  if (!group) throw new Error("there is no group of kinds");
  return group;
}

export function fieldText(field: string): string {
  return FIELDS[field] ?? capitalised(field.replaceAll("_", " "));
}

export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The audit in words: what somebody did, and to what. */
import { aboutText, effectText, type Rule } from "./rules";
import { capitalised, fieldText } from "./terms";

export interface Audited {
  number: number;
  at: string;
  who: string;
  role: string;
  address: string;
  what: string;
  target: string;
  detail: Record<string, unknown>;
}

const DEEDS: Record<string, string> = {
  accept: "accepted an incident",
  reject: "rejected an incident",
  same: "said: the same event",
  different: "said: different events",
  undecided: "left it to the scores again",
  correct: "corrected a value",
  undo: "took a decision back",
  "rule made": "made a rule of discretion",
  "rule ended": "ended a rule of discretion",
  "token made": "made a token",
  "token renewed": "renewed a token",
  "token revoked": "ended a token",
  "signed in": "signed in",
  "two persons": "changed whether decisions take two people",
};

/** Details that stand in the line already, or say nothing to a person. */
const UNTOLD = new Set(["claims", "incidents", "undoes", "field"]);

const LONGEST = 160;

/** What was done, as one says of a person: `made a token for Amal`. */
export function deedText({ what, target, detail }: Pick<Audited, "what" | "target" | "detail">): string {
  const field = detail.field;
  if (what === "correct" && typeof field === "string") return `corrected ${fieldText(field).toLowerCase()}`;
  const deed = DEEDS[what] ?? what;
  if (what.startsWith("token")) return `${deed} for ${target}`;
  return what === "two persons" ? `${deed}: ${target}` : deed;
}

/** A sort of act as a choice of a list. */
export function kindOfDeedText(what: string): string {
  return capitalised(DEEDS[what] ?? what);
}

/** The further details of an act, one line each; a rule is told in words. */
export function detailsText({ what, detail }: Pick<Audited, "what" | "detail">): string[] {
  if (what.startsWith("rule")) {
    const rule = { kind: null, country: null, area: null, incident: null, delay_hours: null, blur_km: null, ...detail };
    const lines = [`${aboutText(rule as unknown as Rule)}: ${effectText(rule as unknown as Rule)}`];
    return typeof detail.reason === "string" ? [...lines, `“${detail.reason}”`] : lines;
  }
  return Object.entries(detail)
    .filter(([key, value]) => !UNTOLD.has(key) && value !== null && value !== "")
    .map(([key, value]) => (key === "reason" ? `“${said(value)}”` : `${capitalised(key)}: ${said(value)}`));
}

/** The incidents that an act names, for links. */
export function incidentsIn({ target, detail }: Pick<Audited, "target" | "detail">): string[] {
  const found = `${target} ${JSON.stringify(detail)}`.match(/\bi[0-9a-f]{16}\b/g) ?? [];
  return [...new Set(found)];
}

function said(value: unknown): string {
  const words = typeof value === "string" ? value : JSON.stringify(value);
  return words.length > LONGEST ? `${words.slice(0, LONGEST)} …` : words;
}

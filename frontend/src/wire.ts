/** The JSON shapes of the ledger, as docs/model.md tells them: what the API sends, unchanged. */

export type Status = "occurred" | "foiled" | "threatened" | "denied" | "hypothetical";
export type Grade = "confirmed" | "corroborated" | "single source" | "contested" | "denied";
export type Basis = "stated" | "claimed" | "blamed" | "suspected" | "none";
export type TimePrecision = "day" | "days" | "week" | "month" | "year" | "unknown";
export type TimeBasis = "stated" | "relative" | "publication";

export interface Words {
  text: string;
  start: number;
  end: number;
}

/** The ends of a figure; null is open, never 0. */
export interface Ends {
  min: number | null;
  max: number | null;
  approximate?: boolean;
}

export interface When {
  text: string | null;
  start_char: number | null;
  end_char: number | null;
  start: string | null;
  end: string | null;
  precision: TimePrecision;
  basis: TimeBasis;
  time?: string | null;
  reason?: string | null;
}

export interface Place {
  text: string | null;
  start: number | null;
  end: number | null;
  name: string | null;
  country: string | null;
  admin1: string | null;
  lat: number | null;
  lon: number | null;
  precision: number | null;
  radius_km: number | null;
  relation?: string | null;
  reason?: string | null;
}

export interface Sourced {
  name: string;
  claims: string[];
}

export interface ToldFigure extends Ends {
  value: string;
  told: string | null;
  claims: string[];
}

export interface Range extends Ends {
  rule: string;
  values: ToldFigure[];
}

export interface Relation {
  relation: string;
  incident: string | null;
  words: string | null;
  claim: string | null;
  ordinal: number | null;
}

/** A field on which the claims of an incident contradict each other. */
export interface Conflict {
  field: string;
  values: { value: string; claims: string[] }[];
}

export interface Incident {
  id: string;
  kind: string;
  status: Status;
  grade: Grade;
  grade_reason: string;
  hedged: boolean;
  background: boolean;
  when: When | null;
  place: Place | null;
  actors: { name: string; id: string | null; basis: Basis; said_by: string[]; claims: string[] }[];
  speakers: Sourced[];
  targets: Sourced[];
  weapons: Sourced[];
  munitions: Range | null;
  killed: Range | null;
  injured: Range | null;
  captured: Range | null;
  damage: string | null;
  conflicts: Conflict[];
  reports: {
    id: string;
    ref: string | null;
    outlet: string | null;
    published: string;
    url: string | null;
    background: boolean;
    source: string | null;
  }[];
  claims: string[];
  sources: number;
  relations: Relation[];
  merge_reasons: string[];
  corrections: { claim: string; field: string; value: unknown; by: string; at: string; reason: string }[];
  first_reported: string;
  version: number;
  updated: string;
}

export interface FigureWords extends Words, Ends {
  who?: string | null;
}

export interface Entity extends Words {
  name?: string | null;
  actor?: string | null;
  weapon?: string | null;
  reason?: string | null;
}

export interface Claim {
  id: string;
  report: string;
  kind: string;
  trigger: Words;
  status: Status;
  hedged: boolean;
  background: boolean;
  speaker: Entity[];
  actor: Entity[];
  actor_basis: Basis;
  target: Entity[];
  weapon: Entity[];
  munitions: FigureWords | null;
  place: (Place & Words)[];
  launched_from: (Place & Words) | null;
  when: When | null;
  killed: FigureWords | null;
  injured: FigureWords | null;
  captured: FigureWords | null;
  damage: (Words & { none: boolean }) | null;
  passages: Words[];
  confidence: number;
  steps: { field: string; reason: string }[];
}

export interface ToldReport {
  id: string;
  outlet: string | null;
  title: string | null;
  url: string | null;
  published: string;
  published_at: string | null;
  language: string | null;
  ref: string | null;
}

export interface SideBySide {
  claim: Claim;
  report: ToldReport;
  /** Null where the words are withheld. */
  sentence: Words | null;
  steps: { field: string; reason: string }[];
}

export interface Version {
  incident: string;
  number: number;
  at: string;
  cause: string;
  state: "present" | "merged" | "removed";
  successor: string | null;
  reason: string | null;
  changes: { field: string; before: unknown; after: unknown }[];
}

/** How two claims compare; a score of null rules them out as one event. */
export interface Pair {
  a: string;
  b: string;
  score: number | null;
  evidence: { name: string; level?: string | null; score: number | null; detail: string }[];
}

export interface Explained {
  grade: { name: string; detail: string }[];
  pairs: Pair[];
}

export interface MapPoint {
  id: string;
  kind: string;
  status: Status;
  grade: Grade;
  lat: number;
  lon: number;
  precision: number;
  radius_km: number | null;
  start: string | null;
  end: string | null;
  killed: Ends | null;
  place: string | null;
  sources: number;
  title: string;
}

export interface MapCell {
  lat: number;
  lon: number;
  count: number;
  killed_min: number;
  kinds: Record<string, number>;
  bbox: [number, number, number, number];
}

export interface MapAnswer {
  points: MapPoint[];
  cells: MapCell[];
  unplaced: number;
  /** What the filters would give and the map does not draw, each incident under one reason. */
  left_out: { background: number; no_place: number };
}

export interface TimeBin {
  start: string;
  end: string;
  incidents: number;
  killed_min: number;
  killed_max: number | null;
  kinds: Record<string, number>;
}

export interface Term {
  id: string;
  label: string;
  meaning: string;
}

/** A field that people may correct: it takes one of its terms, or else words or what is written like its examples. */
export interface CorrectableField {
  id: string;
  label: string;
  terms: Term[];
  examples: string[];
}

/** The lists of the codebook; a server that is older lacks some. */
export interface Codebook {
  kinds?: Term[];
  statuses?: Term[];
  grades?: Term[];
  precisions?: Term[];
  bases?: Term[];
  correctable?: CorrectableField[];
}

/** A side with the number of its incidents; the id is null where the lexicon has no such name. */
export interface SideCounted {
  id: string | null;
  name: string;
  incidents: number;
}

export interface CountryCounted {
  id: string;
  incidents: number;
}

export interface TallyRow {
  group: string;
  incidents: number;
  foiled: number;
  /** Null where no incident of the group has a number. */
  killed_min: number | null;
  killed_max: number | null;
  killed_open: boolean;
  injured_min: number | null;
  injured_max: number | null;
  injured_open: boolean;
  unknown_killed: number;
  unknown_injured: number;
}

export interface Reconciled {
  total: string;
  place: string | null;
  country: string | null;
  since: string | null;
  until: string | null;
  unresolved: string[];
  incidents: string[];
  undecided: string[];
  min: number | null;
  max: number | null;
  without_figure: number;
  words: string;
}

export interface Total extends Words, Ends {
  id: string;
  report: string;
  what: string;
  target: string | null;
  place: Place | null;
  since: string | null;
  until: string | null;
  reconciled: Reconciled | null;
}

/** A person's decision and what became of it. Readers see neither who nor why. */
export interface Judgement {
  id: string;
  verdict: "same" | "different" | "undecided" | "accept" | "reject" | "correct" | "undo";
  left: string;
  right: string | null;
  by: string | null;
  at: string;
  reason: string | null;
  field: string | null;
  value: unknown;
  state: "holding" | "waiting for a second person" | "undone" | "contradicted";
  incidents?: string[];
}

export interface Made {
  judgement: Judgement;
  incidents: string[];
}

export interface Queued {
  incident: Incident;
  why: { reason: string; detail: string; pair?: Pair }[];
  weight: number;
  other: string | null;
  /** How far the other lies from this one; null where there is no other. */
  apart: Apart | null;
  state: string;
}

/** Days and kilometres between two incidents; null is not known. */
export interface Apart {
  days: number | null;
  km: number | null;
}

export interface Session {
  name: string | null;
  role: "reader" | "reviewer" | "admin";
  csrf: string | null;
}

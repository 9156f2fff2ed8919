import type { Incident } from "../wire";
import { whenText } from "./days";
import { placeInSentence } from "./places";
import { kindText } from "./terms";

/** Write an incident as one line: kind, place, day, none of them narrower than told. */
export function headlineOf(incident: Pick<Incident, "kind" | "status" | "place" | "when">): string {
  return `${whatText(incident)}${placeInSentence(incident.place)}, ${whenText(incident.when)}`;
}

function whatText({ kind, status }: Pick<Incident, "kind" | "status">): string {
  const noun = kindText(kind);
  const small = noun.toLowerCase();
  switch (status) {
    case "foiled":
      return kind === "interception" ? noun : `${noun} foiled`;
    case "threatened":
      return kind === "threat" ? noun : `Threat of ${small}`;
    case "denied":
      return `${noun} (denied)`;
    case "hypothetical":
      return kind === "threat" ? "Warning" : `Possible ${small}`;
    case "occurred":
      return noun;
  }
}

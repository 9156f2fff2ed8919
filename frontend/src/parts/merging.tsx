import { useEffect } from "preact/hooks";
import { useAnswer } from "../answers";
import { apartText, isFar } from "../pure/apart";
import { capitalised, kindText, STATUSES } from "../pure/terms";
import { whenText } from "../pure/days";
import { counted, figureText } from "../pure/figures";
import { headlineOf } from "../pure/headline";
import { otherIn, refusalText } from "../pure/naming-other";
import { placeText } from "../pure/places";
import type { Apart, Incident } from "../wire";
import { AskReason } from "./ask-reason";
import { actorsText } from "./card";
import { Failed, Waiting } from "./notes";

interface Shown {
  incident: Incident;
  other: string;
  apart: Apart | null;
  done: (reason: string) => Promise<void>;
  close: () => void;
}

/** Asks before two incidents become one, with what both tell beside each other. */
export function MergeDialog({ incident, other: id, apart, done, close }: Shown) {
  const asked = useAnswer<Incident>(`incidents/${id}`);
  const other = asked.answer?.data ?? null;
  return (
    <AskReason
      title="Make these two one incident?"
      act="Merge them"
      again="s"
      ready={other !== null}
      done={done}
      close={close}
      wide
    >
      {asked.problem && <Failed again={asked.again}>The other incident could not be had. {asked.problem}</Failed>}
      {!other && !asked.problem && <Waiting>Loading the other incident …</Waiting>}
      {other && (
        <>
          {apart && <ApartNote apart={apart} />}
          <BothShown one={incident} other={other} />
          <p class="hint">
            All claims of both go into {keptText(incident, other)}. <kbd>Enter</kbd> or <kbd>s</kbd> merges,{" "}
            <kbd>Esc</kbd> leaves them as they are; it can be undone.
          </p>
        </>
      )}
    </AskReason>
  );
}

interface Named {
  incident: Incident;
  /** What somebody wrote: an id or its beginning, a link, or words to search for. */
  written: string;
  write: (written: string) => void;
  /** Gives the whole id of the other incident, or null while there is none that can be meant. */
  found: (id: string | null) => void;
}

/** The incident that somebody named beside this one, so that nobody joins it with another by a slip. */
export function NamedOther({ incident, written, write, found }: Named) {
  const named = otherIn(written);
  const id = named && "id" in named ? named.id : null;
  const path = id ? `incidents/${id}` : null;
  const asked = useAnswer<Incident>(path);
  // The answer for what was written before stays for a moment; it is not the one that is meant.
  const other = path && asked.of === path && !asked.problem ? (asked.answer?.data ?? null) : null;
  const refusal = other && refusalText(incident.id, other.id);
  const meant = other && !refusal ? other.id : null;
  useEffect(() => found(meant), [meant, found]);
  if (!named) return <p class="hint">Nothing is named yet: write an id, its first seven letters, a link, or words.</p>;
  if ("text" in named) return <Search incident={incident} text={named.text} write={write} />;
  if (asked.problem) return <Failed again={asked.again}>That incident could not be had. {asked.problem}</Failed>;
  if (refusal)
    return (
      <p class="note failed" role="alert">
        {refusal}
      </p>
    );
  return other ? <BothShown one={incident} other={other} /> : <Waiting>Loading the other incident …</Waiting>;
}

const MOST_FOUND = 6;

/** Incidents that hold the words, to choose the other one from. */
function Search({ incident, text, write }: { incident: Incident; text: string; write: (id: string) => void }) {
  const asked = useAnswer<Incident[]>(`incidents?text=${encodeURIComponent(text)}&limit=${MOST_FOUND + 1}`);
  const others = (asked.answer?.data ?? []).filter((one) => one.id !== incident.id).slice(0, MOST_FOUND);
  if (asked.problem) return <Failed again={asked.again}>The search failed. {asked.problem}</Failed>;
  if (!asked.answer) return <Waiting>Looking …</Waiting>;
  return (
    <>
      <p class="hint" role="status">
        {others.length
          ? "These hold the words. Choose the one that is meant."
          : "No other incident holds these words, and they are no id."}
      </p>
      <ul class="others-found">
        {others.map((one) => (
          <li key={one.id}>
            <button type="button" class="plain" onClick={() => write(one.id)}>
              <bdi>{headlineOf(one)}</bdi>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** How far two lie apart; striking where that is far for one event. */
export function ApartNote({ apart }: { apart: Apart }) {
  return (
    <p class="apart" data-far={isFar(apart)}>
      <b>{capitalised(apartText(apart))}</b>
      {isFar(apart) && " – far for one event"}
    </p>
  );
}

const LINES: readonly (readonly [string, (incident: Incident) => string])[] = [
  ["What", (one) => `${kindText(one.kind)}, ${STATUSES[one.status].toLowerCase()}`],
  ["When", (one) => capitalised(whenText(one.when))],
  ["Where", (one) => capitalised(placeText(one.place))],
  ["Killed", (one) => capitalised(figureText(one.killed))],
  ["Injured", (one) => capitalised(figureText(one.injured))],
  ["Who did it", (one) => actorsText(one) || "Nobody named"],
  ["Told by", (one) => outletsText(one)],
];

function BothShown({ one, other }: { one: Incident; other: Incident }) {
  return (
    <table class="both-shown">
      <thead>
        <tr>
          <td />
          <th scope="col">This incident</th>
          <th scope="col">The other</th>
        </tr>
      </thead>
      <tbody>
        {LINES.map(([name, say]) => (
          <tr key={name} data-differs={say(one) !== say(other)}>
            <th scope="row">{name}</th>
            <td>
              <bdi>{say(one)}</bdi>
            </td>
            <td>
              <bdi>{say(other)}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function outletsText(incident: Incident): string {
  const outlets = [...new Set(incident.reports.map((report) => report.outlet ?? "outlet not told"))];
  return `${outlets.slice(0, 3).join(", ")}${outlets.length > 3 ? ` and ${counted(outlets.length - 3, "other")}` : ""} (${counted(incident.claims.length, "telling")})`;
}

/** Which of the two lives on under its own id: the one told first as news; where that is not plain, one of them. */
function keptText(one: Incident, other: Incident): string {
  const order = (incident: Incident): string => `${incident.background ? 1 : 0} ${incident.first_reported}`;
  if (order(one) === order(other)) return "one of them; the address of the other will lead there";
  return order(one) < order(other)
    ? "the one under review; the address of the other will lead there"
    : "the other, which was told first; the address of the one under review will lead there";
}

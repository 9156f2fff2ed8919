import { useEffect } from "preact/hooks";
import { useAnswer } from "../answers";
import { apartText, isFar } from "../pure/apart";
import { capitalised, kindText, STATUSES } from "../pure/terms";
import { whenText } from "../pure/days";
import { counted, figureText } from "../pure/figures";
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
  /** What somebody wrote: the id of another incident, or a link to it. */
  written: string;
  found: (there: boolean) => void;
}

/** The incident that somebody named beside this one, so that nobody joins it with another by a slip. */
export function NamedOther({ incident, written, found }: Named) {
  const [id] = INCIDENT.exec(written) ?? [];
  const asked = useAnswer<Incident>(id ? `incidents/${id}` : null);
  const other = id ? (asked.answer?.data ?? null) : null;
  const there = other !== null && !asked.waiting;
  useEffect(() => found(there), [there, found]);
  if (!id) return null;
  if (asked.problem) return <Failed again={asked.again}>That incident could not be had. {asked.problem}</Failed>;
  return other ? <BothShown one={incident} other={other} /> : <Waiting>Loading the other incident …</Waiting>;
}

const INCIDENT = /i[0-9a-f]{16}/;

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

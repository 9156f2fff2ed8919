import { useCallback, useState } from "preact/hooks";
import { send, wordsOf } from "../api";
import { type Review, decisionText, latestToUndo, outcomeText } from "../pure/decisions";
import { momentText } from "../pure/days";
import type { Row } from "../pure/side";
import { fieldText } from "../pure/terms";
import { mayReview, useSession } from "../session";
import type { Incident, Judgement, Made, SideBySide as Telling } from "../wire";
import { AskReason } from "./ask-reason";
import { Correct } from "./correct";
import { NamedOther } from "./merging";

/** A way to correct each value of a table of tellings; readers have none. */
export function useCorrecting(changed: () => void) {
  const { session } = useSession();
  const [open, setOpen] = useState<{ telling: Telling; field: string } | null>(null);
  const [done, setDone] = useState<{ made: Made; now: string } | null>(null);
  const [undoing, setUndoing] = useState(false);
  const [said, setSaid] = useState("");
  const allowed = mayReview(session);
  const corrected = (made: Made, now: string): void => {
    setDone({ made, now });
    setSaid("");
    changed();
  };
  const tool = useCallback(
    (telling: Telling, row: Row) => (
      <button
        type="button"
        class="quiet correct"
        aria-label={`Correct ${fieldText(row).toLowerCase()} of ${telling.report.outlet ?? "this report"}`}
        onClick={() => setOpen({ telling, field: row })}
      >
        Correct
      </button>
    ),
    [],
  );
  const dialog = open && (
    <Correct telling={open.telling} field={open.field} close={() => setOpen(null)} corrected={corrected} />
  );
  const outcome = allowed && (
    <>
      <p class="said" role="status" data-empty={!done && !said}>
        {done ? correctedText(done.made, done.now) : said}
        {done && (
          <>
            {" "}
            <button type="button" onClick={() => setUndoing(true)}>
              Take it back
            </button>
          </>
        )}
      </p>
      {done && undoing && (
        <UndoDialog
          judgement={done.made.judgement}
          close={() => setUndoing(false)}
          changed={() => {
            setDone(null);
            changed();
          }}
          say={setSaid}
        />
      )}
    </>
  );
  return { tool: allowed ? tool : undefined, dialog, outcome, begin: setOpen };
}

export type Deed = "accept" | "reject" | "same" | "different" | "undo";

/** Send a decision about an incident, and give back what it made. */
export async function decide(
  deed: Exclude<Deed, "undo">,
  incident: Incident,
  other: string | null,
  reason: string,
): Promise<Made> {
  if (deed === "accept" || deed === "reject") {
    return (await send<Made>(`incidents/${incident.id}/${deed}`, "POST", { reason, version: incident.version })).data;
  }
  if (!other) throw new Error("There is no other incident to compare with.");
  return (await send<Made>("judgements", "POST", { left: incident.id, right: other, verdict: deed, reason })).data;
}

export async function undo(judgement: Judgement, reason: string): Promise<Made> {
  return (await send<Made>(`judgements/${judgement.id}/undo`, "POST", { reason })).data;
}

/** What a decision came to, in one line for the person who made it. */
export function madeText({ judgement }: Made): string {
  const words = `You ${decisionText(judgement)}.`;
  return judgement.state === "waiting for a second person"
    ? `${words} A second person has to agree before it holds.`
    : words;
}

/** What a correction came to: the value that was read. */
function correctedText(made: Made, now: string): string {
  return `${madeText(made)} It is read as: ${now}.`;
}

interface BarShown {
  incident: Incident;
  review: Review;
  changed: () => void;
}

/** What a reviewer can do on an incident's own page, and what was decided about it. */
export function ReviewBar({ incident, review, changed }: BarShown) {
  const { session } = useSession();
  const [asking, setAsking] = useState<Deed | null>(null);
  const [said, setSaid] = useState("");
  const last = latestToUndo(review.decisions);
  const accept = (): void => {
    decide("accept", incident, null, "").then(
      (made) => {
        setSaid(madeText(made));
        changed();
      },
      (error: unknown) => setSaid(wordsOf(error)),
    );
  };
  return (
    <section class="review-bar" aria-label="Review">
      <div class="row">
        <b>Review</b> <span class="tag">{review.state}</span>
        <button type="button" onClick={accept}>
          Accept
        </button>
        <button type="button" onClick={() => setAsking("reject")}>
          Reject
        </button>
        <button type="button" onClick={() => setAsking("same")}>
          Same as …
        </button>
        <button type="button" onClick={() => setAsking("different")}>
          Different from …
        </button>
        <button type="button" disabled={!last} onClick={() => setAsking("undo")}>
          Undo the last decision
        </button>
        <span role="status">{said}</span>
      </div>
      {review.decisions.length > 0 && <Decisions decisions={review.decisions} changed={changed} />}
      {asking === "reject" && (
        <AskReason
          title="Reject this incident"
          act="Reject"
          needed
          close={() => setAsking(null)}
          done={async (reason) => {
            setSaid(madeText(await decide("reject", incident, null, reason)));
            changed();
          }}
        />
      )}
      {(asking === "same" || asking === "different") && (
        <Comparing
          verdict={asking}
          incident={incident}
          close={() => setAsking(null)}
          done={async (other, reason) => {
            setSaid(madeText(await decide(asking, incident, other, reason)));
            changed();
          }}
        />
      )}
      {asking === "undo" && last && (
        <UndoDialog judgement={last} close={() => setAsking(null)} changed={changed} say={setSaid} />
      )}
      {session.role === "admin" && (
        <p class="hint">As administrator you see everything that is delayed or blurred for readers.</p>
      )}
    </section>
  );
}

interface ComparingShown {
  verdict: "same" | "different";
  incident: Incident;
  close: () => void;
  done: (other: string, reason: string) => Promise<void>;
}

/** Asks which other incident is meant, and shows it beside this one before anything is decided. */
function Comparing({ verdict, incident, close, done }: ComparingShown) {
  const [written, setWritten] = useState("");
  const [other, setOther] = useState<string | null>(null);
  const same = verdict === "same";
  return (
    <AskReason
      title={same ? "The same event as another incident" : "Another event than another incident"}
      act={same ? "Same event: merge them" : "Different events"}
      ready={other !== null}
      close={close}
      done={async (reason) => {
        if (other) await done(other, reason);
      }}
      wide
    >
      <label>
        Id or link of the other incident, or words to search for
        <input
          name="other"
          required
          autocomplete="off"
          value={written}
          onInput={(event) => setWritten(event.currentTarget.value)}
        />
      </label>
      <NamedOther incident={incident} written={written} write={setWritten} found={setOther} />
    </AskReason>
  );
}

interface UndoShown {
  judgement: Judgement;
  close: () => void;
  changed: () => void;
  say: (words: string) => void;
}

export function UndoDialog({ judgement, close, changed, say }: UndoShown) {
  return (
    <AskReason
      title="Take a decision back"
      act="Take it back"
      close={close}
      done={async (reason) => {
        say(madeText(await undo(judgement, reason)));
        changed();
      }}
    >
      <p>
        <DecisionLine judgement={judgement} />
      </p>
      <p class="hint">Nothing is deleted. A new decision takes its effect away, and both stay on record.</p>
    </AskReason>
  );
}

/** Decisions, latest first: who did what, why, and what became of it. */
export function Decisions({ decisions, changed }: { decisions: readonly Judgement[]; changed: () => void }) {
  const [undoing, setUndoing] = useState<Judgement | null>(null);
  const [said, setSaid] = useState("");
  return (
    <>
      <ol class="decisions">
        {decisions.map((judgement) => (
          <li key={judgement.id} data-state={judgement.state}>
            <DecisionLine judgement={judgement} />
            {(judgement.state === "holding" || judgement.state === "waiting for a second person") && (
              <button type="button" class="quiet" onClick={() => setUndoing(judgement)}>
                Undo
              </button>
            )}
          </li>
        ))}
      </ol>
      <p role="status" class="hint">
        {said}
      </p>
      {undoing && <UndoDialog judgement={undoing} close={() => setUndoing(null)} changed={changed} say={setSaid} />}
    </>
  );
}

function DecisionLine({ judgement }: { judgement: Judgement }) {
  const [incident] = judgement.incidents ?? [];
  return (
    <span>
      <bdi>{judgement.by ?? "A reviewer"}</bdi> {decisionText(judgement)}
      {incident && (
        <>
          {" "}
          <a href={`/incident/${incident}`}>{incident.slice(0, 8)}</a>
        </>
      )}
      {judgement.reason && (
        <>
          {" "}
          – “<bdi>{judgement.reason}</bdi>”
        </>
      )}{" "}
      <small>
        {momentText(judgement.at)}; {outcomeText(judgement.state)}
      </small>
    </span>
  );
}

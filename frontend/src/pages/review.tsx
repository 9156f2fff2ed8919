import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { wordsOf } from "../api";
import { useAnswer, usePages } from "../answers";
import { CardBody } from "../parts/card";
import { Failed, Nothing, Waiting } from "../parts/notes";
import { ApartNote, MergeDialog } from "../parts/merging";
import { PairShown } from "../parts/pair";
import { decide, Decisions, type Deed, madeText, UndoDialog } from "../parts/reviewing";
import { AskReason } from "../parts/ask-reason";
import { SignIn } from "../parts/sign-in";
import { apartBriefly, grounds, isFar, likelihoodText } from "../pure/apart";
import { withNames } from "../pure/naming";
import { counted } from "../pure/figures";
import { latestToUndo } from "../pure/decisions";
import { capitalised } from "../pure/terms";
import { triaged } from "../pure/triage";
import { tokenCommand } from "../pure/commands";
import { mayReview, useSession } from "../session";
import { calm } from "../theme";
import type { Apart, Incident, Judgement, Made, Pair, Queued, Session } from "../wire";
import { Tellings } from "./incident";

const REASONS = ["low confidence", "conflict", "high toll", "single source", "possible duplicate"] as const;

const KEYS: readonly (readonly [string, string])[] = [
  ["j", "next incident"],
  ["k", "incident before"],
  ["a", "accept it as it stands"],
  ["r", "reject it, with a reason"],
  ["c", "correct a value"],
  ["s", "the same event as the other; asks before the two become one"],
  ["d", "another event than the other"],
  ["u", "take your last decision back"],
  ["?", "this list of keys"],
];

/** The desk of those who may decide: what needs a look, both sides of a doubt, and every decision open to be undone. */
export function ReviewPage() {
  const { session } = useSession();
  const [signing, setSigning] = useState(false);
  if (mayReview(session)) return <Desk />;
  return (
    <section class="prose">
      <h1>Review</h1>
      <p>
        Reviewers accept or reject incidents, correct values by the words of the reports, and say which tellings are of
        one event. Every decision has a name and can be taken back.
      </p>
      <p>
        <button type="button" class="main" onClick={() => setSigning(true)}>
          Sign in to review
        </button>
      </p>
      <TokenHint />
      {signing && <SignIn close={() => setSigning(false)} />}
    </section>
  );
}

function TokenHint() {
  const told = useAnswer<Session>("session").answer?.meta.ledger;
  const ledger = typeof told === "string" ? told : null;
  return (
    <p class="hint">
      A token is made by whoever keeps the server{ledger && ", in the folder of the ledger"}:{" "}
      <code>{tokenCommand(ledger)}</code>
    </p>
  );
}

function Desk() {
  const { session } = useSession();
  const [why, setWhy] = useState<string[]>([]);
  const query = why.map((reason) => `why=${encodeURIComponent(reason)}`).join("&");
  const queue = usePages<Queued>(`review/queue${query ? `?${query}` : ""}`);
  const judgements = useAnswer<Judgement[]>("judgements?limit=30");
  const [at, setAt] = useState(0);
  const [asking, setAsking] = useState<"reject" | "undo" | "merge" | "help" | null>(null);
  const [said, setSaid] = useState("");
  const [made, setMade] = useState<Made | null>(null);
  const { doubts, singles } = triaged(queue.items);
  const items = [...doubts, ...singles];
  const index = Math.min(at, Math.max(0, items.length - 1));
  const current = items[index] ?? null;
  const decisions = judgements.answer?.data ?? [];
  const undoable = made?.judgement ?? latestToUndo(decisions, session.name);
  const changed = useCallback(() => {
    queue.again();
    judgements.again();
    // The two are as stable as the component.
  }, [queue.again, judgements.again]);

  const act = useCallback(
    (deed: Exclude<Deed, "undo">, reason = ""): Promise<void> => {
      if (!current) return Promise.resolve();
      setSaid("Deciding …");
      setMade(null);
      return decide(deed, current.incident, current.other, reason).then((done) => {
        setSaid(madeText(done));
        setMade(done);
        changed();
      });
    },
    [current, changed],
  );
  const tell = useCallback(
    (deed: Promise<void>): void => void deed.catch((error: unknown) => setSaid(wordsOf(error))),
    [],
  );
  const doors = useMemo(
    () => ({
      j: () => setAt(Math.min(index + 1, queue.items.length - 1)),
      k: () => setAt(Math.max(0, index - 1)),
      a: () => tell(act("accept")),
      r: () => current && setAsking("reject"),
      c: () => beginCorrecting(),
      s: () => current?.other && setAsking("merge"),
      d: () => current?.other && tell(act("different")),
      u: () => undoable && setAsking("undo"),
      "?": () => setAsking("help"),
    }),
    [index, queue.items.length, act, tell, current, undoable],
  );
  useKeys(doors);
  const total = queue.answer?.meta.total;
  const twoPersons = queue.answer?.meta.two_persons === true;

  return (
    <div class="desk">
      <header class="page-head">
        <h1>Review</h1>
        <p class="hint" aria-live="polite">
          {typeof total === "number" ? `${counted(total, "incident")} to look at, those that matter most first.` : ""}
          {twoPersons && " Here a decision holds when two people agree."} <kbd>?</kbd> shows the keys.
        </p>
      </header>
      <div class="said row" data-empty={said === ""}>
        <span role="status">{said}</span>
        {made && (
          <button type="button" onClick={() => setAsking("undo")}>
            Undo this <kbd aria-hidden="true">u</kbd>
          </button>
        )}
      </div>
      <Reasons why={why} setWhy={setWhy} />
      {queue.problem && <Failed again={queue.again}>The queue could not be had. {queue.problem}</Failed>}
      {queue.waiting && queue.items.length === 0 && <Waiting>Loading the queue …</Waiting>}
      {!queue.waiting && !queue.problem && queue.items.length === 0 && (
        <Nothing>Nothing waits for a look{why.length ? " for these reasons" : ""}.</Nothing>
      )}
      <div class="desk-columns">
        <QueueList doubts={doubts} singles={singles} at={index} choose={setAt} more={queue.more} />
        {current && (
          <section class="current" aria-label="Decide" key={current.incident.id}>
            <div class="desk-bar row">
              <Key letter="a" label="Accept" act={doors.a} />
              <Key letter="r" label="Reject" act={doors.r} />
              <Key letter="c" label="Correct" act={doors.c} />
              <Key letter="s" label="Same" act={doors.s} off={!current.other} />
              <Key letter="d" label="Different" act={doors.d} off={!current.other} />
              <Key letter="u" label="Undo" act={doors.u} off={!undoable} />
              <span class="grow" />
              <button
                type="button"
                class="quiet"
                onClick={doors.k}
                disabled={index === 0}
                aria-label="Incident before (k)"
              >
                ↑
              </button>
              <button
                type="button"
                class="quiet"
                onClick={doors.j}
                disabled={index >= queue.items.length - 1}
                aria-label="Next incident (j)"
              >
                ↓
              </button>
            </div>
            <Current queued={current} changed={changed} />
          </section>
        )}
      </div>
      <section aria-labelledby="decided">
        <h2 id="decided">Who did what</h2>
        {judgements.problem && (
          <Failed again={judgements.again}>The decisions could not be had. {judgements.problem}</Failed>
        )}
        {judgements.answer && decisions.length === 0 && <p class="hint">Nobody has decided anything yet.</p>}
        <Decisions decisions={decisions} changed={changed} />
      </section>
      {asking === "reject" && current && (
        <AskReason
          title="Reject this incident"
          act="Reject"
          needed
          close={() => setAsking(null)}
          done={(reason) => act("reject", reason)}
        />
      )}
      {asking === "merge" && current?.other && (
        <MergeDialog
          incident={current.incident}
          other={current.other}
          apart={current.apart}
          close={() => setAsking(null)}
          done={(reason) => act("same", reason)}
        />
      )}
      {asking === "undo" && undoable && (
        <UndoDialog
          judgement={undoable}
          close={() => setAsking(null)}
          changed={() => {
            setMade(null);
            changed();
          }}
          say={setSaid}
        />
      )}
      {asking === "help" && <Help close={() => setAsking(null)} />}
    </div>
  );
}

function Reasons({ why, setWhy }: { why: string[]; setWhy: (why: string[]) => void }) {
  return (
    <fieldset class="reasons">
      <legend class="unseen">Show incidents for these reasons</legend>
      {REASONS.map((reason) => (
        <label key={reason} class="inline">
          <input
            type="checkbox"
            checked={why.includes(reason)}
            onChange={() => setWhy(why.includes(reason) ? why.filter((one) => one !== reason) : [...why, reason])}
          />
          {capitalised(reason)}
        </label>
      ))}
    </fieldset>
  );
}

interface QueueShown {
  doubts: Queued[];
  singles: Queued[];
  at: number;
  choose: (at: number) => void;
  more: (() => void) | null;
}

/** What there is a doubt about, and folded below it what merely one source tells. */
function QueueList({ doubts, singles, at, choose, more }: QueueShown) {
  const inSingles = at >= doubts.length;
  const [open, setOpen] = useState(false);
  return (
    <nav class="queue" aria-label="Queue">
      <QueueCards queue={doubts} from={0} at={at} choose={choose} />
      {singles.length > 0 && (
        <details open={open || inSingles} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>
            {counted(singles.length, "incident")} told by a single source, without another doubt{more && ", so far"}
          </summary>
          <QueueCards queue={singles} from={doubts.length} at={at} choose={choose} />
        </details>
      )}
      {more && (
        <button type="button" class="more" onClick={more}>
          Show more
        </button>
      )}
    </nav>
  );
}

interface QueueCardsShown {
  queue: Queued[];
  /** How many of the whole queue stand before these. */
  from: number;
  at: number;
  choose: (at: number) => void;
}

function QueueCards({ queue, from, at, choose }: QueueCardsShown) {
  const chosen = useRef<HTMLLIElement>(null);
  useEffect(() => chosen.current?.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" }), [at]);
  return (
    <ol>
      {queue.map((queued, own) => {
        const index = from + own;
        return (
          <li key={queued.incident.id} ref={index === at ? chosen : null} class="card" data-chosen={index === at}>
            <CardBody incident={queued.incident} />
            <p class="why">
              {[...new Set(queued.why.map((one) => one.reason))].join(" · ")}
              {queued.apart && apartBriefly(queued.apart) && (
                <span class="tag apart" data-far={isFar(queued.apart)}>
                  {apartBriefly(queued.apart)}
                </span>
              )}
              {queued.state === "one decision" && <span class="tag">One decision made</span>}
            </p>
            <button type="button" class="quiet find" aria-pressed={index === at} onClick={() => choose(index)}>
              {index === at ? "Under review" : "Look at it"}
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function Current({ queued, changed }: { queued: Queued; changed: () => void }) {
  return (
    <>
      <ul class="why-list">
        {queued.why.map((one) => (
          <li key={`${one.reason} ${one.detail}`}>
            <b>{capitalised(one.reason)}</b>{" "}
            {!one.pair && <bdi>{withNames(one.detail, partiesOf(queued.incident))}</bdi>}
            {one.pair && <Suspicion pair={one.pair} apart={queued.apart} incident={queued.incident} />}
          </li>
        ))}
      </ul>
      {queued.state === "one decision" && (
        <p class="differences">One person has decided. A second one has to agree before it holds.</p>
      )}
      <div class={queued.other ? "both" : undefined}>
        <section class="one" aria-label="The incident under review">
          {queued.other && <CardBody incident={queued.incident} />}
          <Tellings incident={queued.incident} changed={changed} />
        </section>
        {queued.other && <Other id={queued.other} changed={changed} />}
      </div>
    </>
  );
}

interface SuspicionShown {
  pair: Pair;
  apart: Apart | null;
  incident: Incident;
}

/** Why two incidents may be one: how far they lie apart, what speaks for it and against, and the sum behind it. */
function Suspicion({ pair, apart, incident }: SuspicionShown) {
  const parties = partiesOf(incident);
  const { pro, contra } = grounds(pair, parties);
  return (
    <>
      {apart && <ApartNote apart={apart} />}
      <p>
        For one event: <bdi>{pro.join("; ") || "nothing told"}</bdi>.
        <br />
        Against it: <bdi>{contra.join("; ") || "nothing told"}</bdi>.
      </p>
      <p class="hint">{likelihoodText(pair.score, apart)}</p>
      <PairShown pair={pair} names={namesOf(pair, incident)} parties={parties} />
    </>
  );
}

/** The parties that an incident names, by their ids. */
function partiesOf({ actors }: Incident): ReadonlyMap<string, string> {
  return new Map(actors.flatMap(({ id, name }) => (id ? [[id, name] as const] : [])));
}

/** The two tellings of a doubt as a reviewer knows them. */
function namesOf({ a, b }: Pair, incident: Incident): ReadonlyMap<string, string> {
  const own = "A telling of this incident";
  const other = "one of the other";
  return incident.claims.includes(a)
    ? new Map([
        [a, own],
        [b, other],
      ])
    : new Map([
        [a, other],
        [b, own],
      ]);
}

/** The incident that may be the same, shown like the one under review. */
function Other({ id, changed }: { id: string; changed: () => void }) {
  const asked = useAnswer<Incident>(`incidents/${id}`);
  if (asked.problem) return <Failed again={asked.again}>The other incident could not be had. {asked.problem}</Failed>;
  if (!asked.answer) return <Waiting>Loading the other incident …</Waiting>;
  return (
    <section class="other" aria-label="Incident that may be the same">
      <CardBody incident={asked.answer.data} />
      <Tellings incident={asked.answer.data} changed={changed} title="Every telling of the other incident" />
    </section>
  );
}

function Key({ letter, label, act, off = false }: { letter: string; label: string; act: () => void; off?: boolean }) {
  return (
    <button type="button" onClick={act} disabled={off} aria-keyshortcuts={letter}>
      {label} <kbd aria-hidden="true">{letter}</kbd>
    </button>
  );
}

function Help({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="keys">
      <h2 id="keys">Keys</h2>
      <dl class="keys">
        {KEYS.map(([key, meaning]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <button type="button" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  );
}

/** Opens the correction of what the sources differ on, or of the first value. */
function beginCorrecting(): void {
  const conflicting = document.querySelector<HTMLButtonElement>('.current [data-conflict="true"] .correct');
  (conflicting ?? document.querySelector<HTMLButtonElement>(".current .correct"))?.click();
}

/** Single keys act while nobody types and no dialog is open. */
function useKeys(doors: Readonly<Record<string, () => unknown>>): void {
  const latest = useRef(doors);
  latest.current = doors;
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest("input:not([type=checkbox]), textarea, select"))
        return;
      if (document.querySelector("dialog[open]")) return;
      const door = latest.current[event.key];
      if (!door) return;
      event.preventDefault();
      door();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}

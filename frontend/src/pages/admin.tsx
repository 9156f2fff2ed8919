import { useState } from "preact/hooks";
import { send, wordsOf } from "../api";
import { useAnswer, usePages } from "../answers";
import { useCodebook } from "../codebook";
import { AskReason } from "../parts/ask-reason";
import { Failed, Nothing, Waiting } from "../parts/notes";
import { SignIn } from "../parts/sign-in";
import { type Audited, deedText, detailsText, incidentsIn, kindOfDeedText } from "../pure/audit";
import { momentText } from "../pure/days";
import { countryText } from "../pure/places";
import { aboutText, effectText, type KeptRule, NOTHING_WRITTEN, ruleOf, type Written } from "../pure/rules";
import { capitalised, kindText } from "../pure/terms";
import { useSession } from "../session";
import type { CountryCounted } from "../wire";

/** What readers are shown later or roughly, and who did what: for administrators alone. */
export function AdminPage() {
  const { session } = useSession();
  const [signing, setSigning] = useState(false);
  if (session.role === "admin") return <Rooms />;
  return (
    <section class="prose">
      <h1>Admin</h1>
      <p>
        Administrators set what readers are shown later or roughly, and read who did what.
        {session.name && ` You are signed in as ${session.role}; this page takes the role admin.`}
      </p>
      <p>
        <button type="button" class="main" onClick={() => setSigning(true)}>
          Sign in as administrator
        </button>
      </p>
      {signing && <SignIn close={() => setSigning(false)} />}
    </section>
  );
}

function Rooms() {
  const [round, setRound] = useState(0);
  return (
    <div class="admin">
      <header class="page-head">
        <h1>Admin</h1>
        <p class="hint">
          What is withheld here is withheld from readers everywhere: pages, search, counts, feeds and files. Reviewers
          and administrators see all. Names of private persons are always withheld from readers; that takes no rule.
        </p>
      </header>
      <Rules changed={() => setRound(round + 1)} />
      <Audit key={round} />
    </div>
  );
}

function Rules({ changed }: { changed: () => void }) {
  const rules = useAnswer<KeptRule[]>("discretion");
  const [ending, setEnding] = useState<KeptRule | null>(null);
  const [said, setSaid] = useState("");
  const done = (words: string): void => {
    setSaid(words);
    rules.again();
    changed();
  };
  return (
    <section aria-labelledby="rules">
      <h2 id="rules">Rules of discretion</h2>
      {rules.problem && <Failed again={rules.again}>The rules could not be had. {rules.problem}</Failed>}
      {rules.waiting && !rules.answer && <Waiting />}
      {rules.answer?.data.length === 0 && <Nothing>No rule holds: readers are shown every incident at once.</Nothing>}
      <ul class="rules">
        {rules.answer?.data.map((rule) => (
          <li key={rule.id}>
            <p>
              <b>{aboutText(rule)}</b>: {effectText(rule)}.
            </p>
            <p class="hint">
              “<bdi>{rule.reason}</bdi>” – <bdi>{rule.by}</bdi>, {momentText(rule.at)}
            </p>
            <button type="button" onClick={() => setEnding(rule)}>
              End this rule
            </button>
          </li>
        ))}
      </ul>
      <p role="status">{said}</p>
      <NewRule made={() => done("The rule holds from now on.")} />
      {ending && <EndRule rule={ending} close={() => setEnding(null)} ended={() => done("The rule has ended.")} />}
    </section>
  );
}

/** Ending a rule shows what it withheld at once, so it is asked for twice. */
function EndRule({ rule, close, ended }: { rule: KeptRule; close: () => void; ended: () => void }) {
  return (
    <AskReason
      title="End this rule?"
      act="End it"
      reasoned={false}
      close={close}
      done={async () => {
        await send(`discretion/${rule.id}`, "DELETE");
        ended();
      }}
    >
      <p>
        <b>{aboutText(rule)}</b>: {effectText(rule)}.
      </p>
      <p>What this rule alone withholds is shown to readers at once. What was seen cannot be taken back.</p>
    </AskReason>
  );
}

function NewRule({ made }: { made: () => void }) {
  const [written, setWritten] = useState<Written>(NOTHING_WRITTEN);
  const [failure, setFailure] = useState<string | null>(null);
  const [waiting, setWaiting] = useState(false);
  const kinds = useCodebook().codebook.kinds ?? [];
  const countries = useAnswer<CountryCounted[]>("countries").answer?.data ?? [];
  const rule = ruleOf(written);
  const field = (name: keyof Written) => ({
    value: written[name],
    onInput: (event: { currentTarget: HTMLInputElement | HTMLSelectElement }) => {
      setWritten({ ...written, [name]: event.currentTarget.value });
      setFailure(null);
    },
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (typeof rule === "string") {
      setFailure(rule);
      return;
    }
    setWaiting(true);
    send("discretion", "POST", rule)
      .then(
        () => {
          setWritten(NOTHING_WRITTEN);
          made();
        },
        (error: unknown) => setFailure(wordsOf(error)),
      )
      .finally(() => setWaiting(false));
  };
  return (
    <form class="new-rule stacked" onSubmit={submit} aria-labelledby="new-rule">
      <h3 id="new-rule">Add a rule</h3>
      <fieldset>
        <legend>What readers are told</legend>
        <label>
          Hours later
          <input inputMode="decimal" placeholder="48" {...field("delay")} />
        </label>
        <label>
          Place only within (km)
          <input inputMode="decimal" placeholder="30" {...field("blur")} />
        </label>
      </fieldset>
      <fieldset>
        <legend>Of which incidents; what is left empty does not narrow it</legend>
        <label>
          Kind
          <select {...field("kind")}>
            <option value="">any</option>
            {kinds.map((kind) => (
              <option key={kind.id} value={kind.id}>
                {kindText(kind.id)}
              </option>
            ))}
          </select>
        </label>
        <label>
          Country (two letters)
          <input list="rule-countries" autocomplete="off" maxLength={2} placeholder="any" {...field("country")} />
        </label>
        <datalist id="rule-countries">
          {countries.map((country) => (
            <option key={country.id} value={country.id}>
              {countryText(country.id)}
            </option>
          ))}
        </datalist>
        <label>
          Around: latitude
          <input inputMode="decimal" {...field("lat")} />
        </label>
        <label>
          longitude
          <input inputMode="decimal" {...field("lon")} />
        </label>
        <label>
          radius (km)
          <input inputMode="decimal" {...field("radius")} />
        </label>
        <label>
          One incident: id or link
          <input autocomplete="off" {...field("incident")} />
        </label>
      </fieldset>
      <label>
        Why
        <input required maxLength={1000} {...field("reason")} />
      </label>
      {typeof rule !== "string" && (
        <p class="hint" role="status">
          The rule will say: <b>{aboutText(rule)}</b>: {effectText(rule)}.
        </p>
      )}
      {failure && (
        <p class="note failed" role="alert">
          {failure}
        </p>
      )}
      <button type="submit" class="main" disabled={waiting}>
        Add the rule
      </button>
    </form>
  );
}

function Audit() {
  const [by, setBy] = useState("");
  const [what, setWhat] = useState("");
  const query = new URLSearchParams({ limit: "50", ...(by ? { by } : {}), ...(what ? { what } : {}) });
  const audit = usePages<Audited>(`audit?${query.toString()}`);
  const people = namesIn(audit.answer?.meta.people);
  const kinds = namesIn(audit.answer?.meta.kinds);
  return (
    <section aria-labelledby="audit">
      <h2 id="audit">Who did what</h2>
      <p class="hint">Every decision, rule, token and sign-in, latest first. Nothing is ever taken out of this list.</p>
      <div class="row">
        <label class="inline">
          Person{" "}
          <select value={by} onChange={(event) => setBy(event.currentTarget.value)}>
            <option value="">all</option>
            {people.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="inline">
          Deed{" "}
          <select value={what} onChange={(event) => setWhat(event.currentTarget.value)}>
            <option value="">all</option>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {kindOfDeedText(kind)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {audit.problem && <Failed again={audit.again}>The audit could not be had. {audit.problem}</Failed>}
      {audit.waiting && !audit.answer && <Waiting />}
      {audit.answer && audit.items.length === 0 && <Nothing>Nothing of that sort was done.</Nothing>}
      {audit.items.length > 0 && (
        <div class="table-scroll">
          <table class="figures audit-table">
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">What</th>
                <th scope="col">Details</th>
              </tr>
            </thead>
            <tbody>
              {audit.items.map((act) => (
                <AuditRow key={act.number} act={act} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {audit.more && (
        <button type="button" class="more" onClick={audit.more} disabled={audit.growing}>
          {audit.growing ? "Loading …" : "Show more"}
        </button>
      )}
    </section>
  );
}

function AuditRow({ act }: { act: Audited }) {
  return (
    <tr>
      <th scope="row">{momentText(act.at)}</th>
      <td>
        <bdi>{act.who}</bdi>
        <small class="block">
          {act.role}, from <bdi>{act.address}</bdi>
        </small>
      </td>
      <td>
        <bdi>{capitalised(deedText(act))}</bdi>
        {isId(act.target) && (
          <small class="block">
            <code>{act.target}</code>
          </small>
        )}
      </td>
      <td>
        {detailsText(act).map((line) => (
          <span key={line} class="block">
            <bdi>{line}</bdi>
          </span>
        ))}
        {incidentsIn(act).map((id) => (
          <a key={id} class="block" href={`/incident/${id}`}>
            {id}
          </a>
        ))}
      </td>
    </tr>
  );
}

/** Targets that are no ids, such as names, stand in the line already. */
function isId(target: string): boolean {
  return /^[a-z][0-9a-f]{16}$/.test(target);
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
}

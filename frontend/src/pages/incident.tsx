import { useEffect, useState } from "preact/hooks";
import { replaceAddress } from "../address";
import { useAnswer } from "../answers";
import { actorsText, GradeTag } from "../parts/card";
import { History } from "../parts/history";
import { Failed, Nothing, Waiting } from "../parts/notes";
import { PairShown } from "../parts/pair";
import { ReviewBar, useCorrecting } from "../parts/reviewing";
import { anchorOf, SideBySide } from "../parts/side-by-side";
import { Sign } from "../parts/sign";
import { dayText, whenBasisText, whenText } from "../pure/days";
import { conflictValueText, type Teller, tellersOf } from "../pure/attribution";
import { basisText } from "../pure/basis";
import { counted, figureText } from "../pure/figures";
import { headlineOf } from "../pure/headline";
import { withNames } from "../pure/naming";
import { placeText, precisionText } from "../pure/places";
import { capitalised, fieldText, GRADE_MEANINGS, GRADES, STATUSES } from "../pure/terms";
import { reviewOf } from "../pure/decisions";
import { mayReview, useSession } from "../session";
import type { Explained, Incident, Pair, Range, SideBySide as Telling } from "../wire";

/** One incident: what is told, by whom, how far they agree, and how the ledger came to it. */
export function IncidentPage({ id }: { id: string }) {
  const asked = useAnswer<Incident>(`incidents/${encodeURIComponent(id)}`);
  const incident = asked.answer?.data ?? null;
  const { session } = useSession();
  useEffect(() => {
    if (!incident) return;
    document.title = `${headlineOf(incident)} – Tocsin`;
    if (incident.id !== id) replaceAddress(`/incident/${incident.id}`); // a merged incident lives on under another id
  }, [incident, id]);
  if (asked.problem && !incident) return <Missing words={asked.problem} status={asked.status} again={asked.again} />;
  if (!incident) return <Waiting>Loading the incident …</Waiting>;
  const review = reviewOf(asked.answer?.meta);
  const { decisions } = review;
  return (
    <article class="incident">
      <Head incident={incident} />
      {mayReview(session) && <ReviewBar incident={incident} review={review} changed={asked.again} />}
      <Facts incident={incident} />
      <Differences incident={incident} />
      <Tellings incident={incident} changed={asked.again} />
      <div class="two-columns">
        <Why key={incident.version} incident={incident} />
        <div>
          <Relations incident={incident} />
          <History key={incident.version} incident={incident} decisions={decisions} />
        </div>
      </div>
    </article>
  );
}

const MISSING = new Map([
  [404, "No such incident"],
  [409, "More than one incident"],
  [410, "This incident was removed"],
  [422, "No such incident"],
]);

function Missing({ words, status, again }: { words: string; status: number | null; again: () => void }) {
  const title = MISSING.get(status ?? 0);
  if (!title) return <Failed again={again}>The incident could not be had. {words}</Failed>;
  return (
    <section class="prose">
      <h1>{title}</h1>
      <p>{words}</p>
      <p>
        <a href="/">Go to the map.</a>
      </p>
    </section>
  );
}

function Head({ incident }: { incident: Incident }) {
  const place = incident.place;
  const onMap = place?.lat !== null && place?.lat !== undefined && place.lon !== null;
  const background = incident.background ? "&background=also" : "";
  const address = `/api/v1/incidents/${incident.id}`;
  return (
    <header class="incident-head">
      <p class="kicker">
        <Sign kind={incident.kind} status={incident.status} grade={incident.grade} />
        <GradeTag grade={incident.grade} />
        <span class="tag">{STATUSES[incident.status]}</span>
        {incident.hedged && <span class="tag">Hedged: reportedly, allegedly</span>}
        {incident.background && <span class="tag">Told as background only</span>}
      </p>
      <h1>
        <bdi>{headlineOf(incident)}</bdi>
      </h1>
      <p class="lead">
        <bdi>{leadOf(incident)}</bdi>
      </p>
      <div class="row actions">
        <CopyLink id={incident.id} />
        {onMap && (
          <a
            class="button"
            href={`/?view=${place.lon?.toFixed(3) ?? ""},${place.lat?.toFixed(3) ?? ""},7.00&selected=${incident.id}${background}`}
          >
            On the map
          </a>
        )}
        <span class="downloads">
          Download{" "}
          {["json", "csv", "geojson"].map((format, index) => (
            <span key={format}>
              {index > 0 && " · "}
              <a href={`${address}?format=${format}`} download={`${incident.id}.${format}`}>
                {format === "geojson" ? "GeoJSON" : format.toUpperCase()}
              </a>
            </span>
          ))}
        </span>
        <code class="id">{incident.id}</code>
      </div>
    </header>
  );
}

function CopyLink({ id }: { id: string }) {
  const [said, setSaid] = useState("");
  const address = `${location.origin}/incident/${id}`;
  const copy = (): void => {
    navigator.clipboard.writeText(address).then(
      () => setSaid("Copied"),
      () => setSaid(address), // where copying is forbidden, the link is there to be selected
    );
  };
  return (
    <>
      <button type="button" onClick={copy}>
        Copy a link
      </button>
      <span role="status" class="hint">
        {said}
      </span>
    </>
  );
}

/** Who says so, in one sentence or two. */
function leadOf(incident: Incident): string {
  const outlets = [...new Set(incident.reports.map((report) => report.outlet).filter(Boolean))];
  const named =
    outlets.slice(0, 3).join(", ") + (outlets.length > 3 ? ` and ${counted(outlets.length - 3, "other outlet")}` : "");
  const told = `Told by ${named || "reports that name no outlet"} in ${counted(incident.reports.length, "report")} from ${counted(incident.sources, "independent source")}.`;
  const speakers = incident.speakers.slice(0, 4).map((speaker) => speaker.name);
  const said = speakers.length
    ? ` They name as their sources ${speakers.join(", ")}${incident.speakers.length > 4 ? " and others" : ""}.`
    : " They name no source of their own.";
  const who = incident.actors.length
    ? ` Who did it, as told: ${actorsText(incident)}.`
    : " Nobody is named as having done it.";
  return told + said + who;
}

function Facts({ incident }: { incident: Incident }) {
  const facts: [string, string, string | null][] = [
    ["When", capitalised(whenText(incident.when)), whenBasisText(incident.when)],
    ["Where", placeText(incident.place), precisionText(incident.place)],
    ["Killed", capitalised(figureText(incident.killed)), rule(incident.killed)],
    ["Injured", capitalised(figureText(incident.injured)), rule(incident.injured)],
    ["Captured", capitalised(figureText(incident.captured)), rule(incident.captured)],
    ["Munitions", capitalised(figureText(incident.munitions)), rule(incident.munitions)],
    ["Weapons", names(incident.weapons), null],
    ["Targets", names(incident.targets), null],
    ["Damage", incident.damage ?? "Not told", null],
  ];
  return (
    <section aria-label="What is told">
      <dl class="facts">
        {facts
          .filter(([name, shown]) => name !== "Captured" || shown !== "Not told")
          .map(([name, shown, note]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <bdi>{shown}</bdi>
                {note && <small>{note}</small>}
              </dd>
            </div>
          ))}
        <div>
          <dt>Who did it</dt>
          <dd>
            {incident.actors.length === 0 && "Nobody is named"}
            {incident.actors.map((actor) => (
              <span key={`${actor.name}-${actor.basis}`} class="block">
                <bdi>{actor.name}</bdi>{" "}
                <small>
                  <bdi>{basisText(actor)}</bdi>
                </small>
              </span>
            ))}
          </dd>
        </div>
      </dl>
    </section>
  );
}

function rule(range: Range | null): string | null {
  return range && range.values.length > 1 ? range.rule : null;
}

function names(values: { name: string }[]): string {
  return values.map((value) => value.name).join("; ") || "Not told";
}

function Differences({ incident }: { incident: Incident }) {
  const differ = incident.conflicts.length > 0;
  const asked = useAnswer<Telling[]>(differ ? `incidents/${incident.id}/claims` : null);
  if (!differ) return null;
  const tellings = asked.answer?.data ?? [];
  return (
    <section class="differences" aria-labelledby="differences">
      <h2 id="differences">Where the sources differ</h2>
      <ul>
        {incident.conflicts.map((conflict) => (
          <li key={conflict.field}>
            <h3>{fieldText(conflict.field)}</h3>
            <dl class="told-values">
              {conflict.values.map((value) => (
                <div key={value.value}>
                  <dt>
                    <bdi>{conflictValueText(conflict.field, value.value)}</bdi>
                  </dt>
                  <dd>
                    {asked.answer ? (
                      <Tellers tellers={tellersOf(value.claims, tellings, incident.corrections)} />
                    ) : (
                      counted(value.claims.length, "telling")
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
      <p class="hint">
        Nothing is settled or averaged here. A range goes from the lowest to the highest figure told; every value stands
        below with its words.
      </p>
    </section>
  );
}

const FIRST_TELLERS = 4;

/** Those who give a value, each with a link to its words. */
function Tellers({ tellers }: { tellers: Teller[] }) {
  const [all, setAll] = useState(false);
  if (tellers.length === 0) return <span class="hint">The tellings are withheld.</span>;
  const shown = all ? tellers : tellers.slice(0, FIRST_TELLERS);
  return (
    <ul>
      {shown.map((teller) => (
        <li key={teller.claim}>
          <a href={`#${anchorOf(teller.claim)}`}>
            <bdi>{teller.words}</bdi>
          </a>
        </li>
      ))}
      {shown.length < tellers.length && (
        <li>
          <button type="button" class="plain" onClick={() => setAll(true)}>
            and {counted(tellers.length - shown.length, "more telling")}
          </button>
        </li>
      )}
    </ul>
  );
}

/** The tellings of an incident; a reviewer finds a way to correct each value beside it. */
export function Tellings({
  incident,
  changed,
  title = "Every telling, side by side",
}: {
  incident: Incident;
  changed: () => void;
  title?: string;
}) {
  const asked = useAnswer<Telling[]>(`incidents/${incident.id}/claims`);
  const correcting = useCorrecting(() => {
    asked.again();
    changed();
  });
  return (
    <section aria-labelledby={`tellings-${incident.id}`}>
      <h2 id={`tellings-${incident.id}`}>{title}</h2>
      <p class="hint">
        Point at a value, or reach it with the Tab key, to see its words in the sentence. Colours follow the fields
        named at the left.
      </p>
      {correcting.outcome}
      {asked.problem && <Failed again={asked.again}>The tellings could not be had. {asked.problem}</Failed>}
      {asked.waiting && !asked.answer && <Waiting>Loading the tellings …</Waiting>}
      {asked.answer?.data.length === 0 && <Nothing>No telling may be shown.</Nothing>}
      {asked.answer && asked.answer.data.length > 0 && (
        <SideBySide
          label={`${title}: table`}
          incident={incident}
          tellings={asked.answer.data}
          tools={correcting.tool}
        />
      )}
      {correcting.dialog}
    </section>
  );
}

/** An edge between two incidents, as a report tells it; `from` is said to answer, follow or count on `to`. */
interface Edge {
  relation: string;
  from: string;
  to: string | null;
  words: string | null;
  ordinal: number | null;
}

function Relations({ incident }: { incident: Incident }) {
  const asked = useAnswer<Edge[]>(`relations?incident=${incident.id}`);
  const edges = [
    ...new Map(
      (asked.answer?.data ?? []).map((edge) => [`${edge.relation} ${edge.from} ${edge.to ?? ""}`, edge]),
    ).values(),
  ];
  return (
    <section aria-labelledby="relations">
      <h2 id="relations">Relations</h2>
      {asked.problem && <Failed again={asked.again}>The relations could not be had. {asked.problem}</Failed>}
      {asked.answer && edges.length === 0 && <p class="hint">No report relates it to another incident.</p>}
      <ul class="relations">
        {edges.map((edge) => {
          const other = edge.from === incident.id ? edge.to : edge.from;
          return (
            <li key={`${edge.relation} ${edge.from}`}>
              {relationText(edge, incident.id)}{" "}
              {other ? <RelatedIncident id={other} /> : "an incident that is not in the ledger"}
              {edge.words && (
                <small>
                  {" "}
                  “<bdi>{edge.words}</bdi>”
                </small>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function RelatedIncident({ id }: { id: string }) {
  const { answer } = useAnswer<Incident>(`incidents/${id}`);
  return <a href={`/incident/${id}`}>{answer ? headlineOf(answer.data) : id}</a>;
}

function relationText({ relation, from, ordinal }: Edge, id: string): string {
  const told = from === id;
  if (relation === "retaliation") return told ? "Said to answer" : "Said to be answered by";
  if (relation === "follows") return told ? "Said to follow" : "Said to be followed by";
  const number = ordinal ? `number ${ordinal} of ` : "";
  return told
    ? capitalised(`${number}a series with`)
    : `In a series with${ordinal ? `, as its number ${ordinal},` : ""}`;
}

function Why({ incident }: { incident: Incident }) {
  const asked = useAnswer<Explained>(`incidents/${incident.id}/explain`);
  const pairs = asked.answer?.data.pairs ?? [];
  const steps = (asked.answer?.data.grade ?? []).filter((step) => step.detail !== incident.grade_reason);
  return (
    <section aria-labelledby="why">
      <h2 id="why">How this came about</h2>
      <h3>
        Grade: {GRADES[incident.grade].toLowerCase()} – {GRADE_MEANINGS[incident.grade]}
      </h3>
      <p>
        <bdi>{capitalised(incident.grade_reason)}</bdi>
      </p>
      {steps.length > 0 && (
        <ul class="steps">
          {steps.map((step) => (
            <li key={step.name}>
              <b>{step.name}</b> <bdi>{step.detail}</bdi>
            </li>
          ))}
        </ul>
      )}
      <h3>Why these tellings were joined</h3>
      {incident.claims.length === 1 && <p class="hint">There is one telling, so nothing was joined.</p>}
      {incident.claims.length > 1 && (
        <p class="hint">
          Any two tellings begin with a score against their being one event; what speaks for it has to outweigh that.
          People's decisions go before scores.
        </p>
      )}
      {asked.problem && incident.merge_reasons.length > 0 && (
        <ul class="steps">
          {incident.merge_reasons.map((reason) => (
            <li key={reason}>
              <bdi>{withNames(reason)}</bdi>
            </li>
          ))}
        </ul>
      )}
      <Pairs incident={incident} pairs={pairs} />
    </section>
  );
}

const FIRST_PAIRS = 6;

/** The comparisons of tellings, those that speak most for one event first; named by their outlets. */
function Pairs({ incident, pairs }: { incident: Incident; pairs: Pair[] }) {
  const [all, setAll] = useState(false);
  const tellings = useAnswer<Telling[]>(pairs.length ? `incidents/${incident.id}/claims` : null);
  const names = new Map(
    (tellings.answer?.data ?? []).map(({ claim, report }) => [
      claim.id,
      `${report.outlet ?? report.id}, ${dayText(report.published)}`,
    ]),
  );
  const ordered = [...pairs].sort(
    (a, b) => (b.score ?? Number.NEGATIVE_INFINITY) - (a.score ?? Number.NEGATIVE_INFINITY),
  );
  const shown = all ? ordered : ordered.slice(0, FIRST_PAIRS);
  return (
    <>
      {shown.map((pair) => (
        <PairShown key={`${pair.a}-${pair.b}`} pair={pair} names={names} />
      ))}
      {shown.length < ordered.length && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {ordered.length} comparisons
        </button>
      )}
    </>
  );
}

import { useState } from "preact/hooks";
import { useAnswer } from "../answers";
import { momentText } from "../pure/days";
import { changesInWords } from "../pure/history";
import { decisionText } from "../pure/decisions";
import type { Incident, Judgement, Version } from "../wire";
import { Failed, Waiting } from "./notes";

const FIRST_SHOWN = 5;

/** The versions of an incident as one reads a diary: what changed, when, and through whom. */
export function History({ incident, decisions }: { incident: Incident; decisions: Judgement[] }) {
  const asked = useAnswer<Version[]>(`incidents/${incident.id}/history`);
  const decided = new Map(decisions.map((one) => [one.id, one]));
  const [all, setAll] = useState(false);
  const versions = [...(asked.answer?.data ?? [])].reverse();
  const shown = all ? versions : versions.slice(0, FIRST_SHOWN);
  return (
    <section aria-labelledby="history">
      <h2 id="history">History</h2>
      {asked.problem && <Failed again={asked.again}>The history could not be had. {asked.problem}</Failed>}
      {asked.waiting && !asked.answer && <Waiting>Loading the history …</Waiting>}
      <ol class="history" reversed>
        {shown.map((version) => (
          <li key={version.number} id={`version-${version.number}`}>
            <p>
              <b>Version {version.number}</b> <time dateTime={version.at}>{momentText(version.at)}</time>
            </p>
            <p class="hint">
              <Cause version={version} incident={incident} decided={decided} />
            </p>
            <Changes version={version} />
          </li>
        ))}
      </ol>
      {shown.length < versions.length && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {versions.length} versions
        </button>
      )}
    </section>
  );
}

function Changes({ version }: { version: Version }) {
  if (version.state === "merged") {
    return (
      <p>
        Merged into <a href={`/incident/${version.successor ?? ""}`}>{version.successor}</a>.
      </p>
    );
  }
  if (version.state === "removed") return <p>Removed: {version.reason ?? "no reason was given"}</p>;
  if (version.number === 1) return <p>The incident was made.</p>;
  const changes = changesInWords(version);
  if (changes.length === 0) return <p>Only the reasons for its grade or its links changed.</p>;
  return (
    <ul class="changes">
      {changes.map((change) => (
        <li key={change.field}>
          {change.name}:{" "}
          {change.line ?? (
            <>
              <del>
                <bdi>{change.before}</bdi>
              </del>{" "}
              <span aria-hidden="true">→</span>
              <span class="unseen"> became </span>{" "}
              <ins>
                <bdi>{change.after}</bdi>
              </ins>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function Cause({
  version,
  incident,
  decided,
}: {
  version: Version;
  incident: Incident;
  decided: Map<string, Judgement>;
}) {
  const [sort = "", id = ""] = version.cause.split(" ");
  if (sort === "report") {
    const report = incident.reports.find((one) => one.id === id);
    return (
      <>
        through a report
        {report && (
          <>
            {" "}
            of <bdi>{report.outlet ?? report.ref ?? id}</bdi>
          </>
        )}
      </>
    );
  }
  if (sort !== "judgement") return <>by the {version.cause}</>;
  const judgement = decided.get(id);
  if (!judgement) return <>by a person's decision</>;
  return (
    <>
      <bdi>{judgement.by ?? "a reviewer"}</bdi>: {decisionText(judgement)}
      {judgement.reason && (
        <>
          {" – "}
          <bdi>{judgement.reason}</bdi>
        </>
      )}
    </>
  );
}

import { basisBriefly } from "../pure/basis";
import { counted, tollText } from "../pure/figures";
import { headlineOf } from "../pure/headline";
import { fieldText, GRADE_MEANINGS, GRADES, STATUSES } from "../pure/terms";
import type { Grade, Incident } from "../wire";
import { Sign } from "./sign";

/** Who did it, on what basis: `al-Shabaab (claimed by itself)`. */
export function actorsText(incident: Pick<Incident, "actors">): string {
  const shown = incident.actors.slice(0, 2).map((actor) => `${actor.name} (${basisBriefly(actor)})`);
  const more = incident.actors.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${counted(more, "other")}` : "");
}

export function GradeTag({ grade }: { grade: Grade }) {
  return (
    <span class={`tag grade grade-${grade.replace(" ", "-")}`} title={GRADE_MEANINGS[grade]}>
      {GRADES[grade]}
    </span>
  );
}

/** The lines of an incident that every list of them shows. */
export function CardBody({ incident }: { incident: Incident }) {
  const toll = [tollText(incident.killed, "killed"), tollText(incident.injured, "injured")].filter(Boolean).join(", ");
  const who = actorsText(incident);
  return (
    <>
      <p class="card-title">
        <Sign kind={incident.kind} status={incident.status} grade={incident.grade} />
        <a href={`/incident/${incident.id}`}>
          <bdi>{headlineOf(incident)}</bdi>
        </a>
      </p>
      <p class="card-facts">
        {toll ? <b>{toll}</b> : <span class="faint">toll not told</span>}
        {who && (
          <>
            {" · "}
            <bdi>{who}</bdi>
          </>
        )}
      </p>
      <p class="card-tags">
        <GradeTag grade={incident.grade} />
        <span class="tag">{counted(incident.reports.length, "report")}</span>
        {incident.status !== "occurred" && <span class="tag status">{STATUSES[incident.status]}</span>}
        {incident.hedged && <span class="tag">Hedged</span>}
        {incident.background && <span class="tag">Background</span>}
        {incident.conflicts.length > 0 && (
          <span class="tag conflict">
            Sources differ: {incident.conflicts.map((one) => fieldText(one.field).toLowerCase()).join(", ")}
          </span>
        )}
      </p>
    </>
  );
}

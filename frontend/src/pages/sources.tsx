import { useAnswer } from "../answers";
import { Failed, Nothing, Waiting } from "../parts/notes";
import { dayText, momentText } from "../pure/days";
import { counted, numberText } from "../pure/figures";
import { countryText } from "../pure/places";
import {
  anyWatched,
  lengthText,
  type OutletShown,
  outletsOf,
  type SourceTold,
  type SourcesTold,
  stateText,
} from "../pure/sources";

/** Where the reports come from, and whether they still come. */
export function SourcesPage() {
  const asked = useAnswer<SourcesTold>("sources");
  const outlets = outletsOf(asked.answer?.data);
  const watched = anyWatched(outlets);
  const dark = outlets.filter((one) =>
    one.sources.some((source) => source.state === "dark" || source.state === "silent" || source.state === "failing"),
  );
  return (
    <div class="sources">
      <header class="page-head">
        <h1>Sources</h1>
        <p class="hint">
          The map shows what these outlets report, and nothing else. When one goes dark, its part of the map goes quiet;
          that is not peace.
        </p>
      </header>
      {asked.problem && <Failed again={asked.again}>The sources could not be had. {asked.problem}</Failed>}
      {asked.waiting && !asked.answer && <Waiting>Loading the sources …</Waiting>}
      {asked.answer && outlets.length === 0 && (
        <Nothing>
          The ledger has no reports yet. <code>tocsin watch</code> reads feeds again and again; <code>tocsin add</code>{" "}
          reads files.
        </Nothing>
      )}
      {dark.length > 0 && (
        <p class="differences" role="status">
          <b>{counted(dark.length, "outlet")} in trouble:</b> {dark.map((one) => one.outlet.name).join(", ")}. What they
          published since is missing here.
        </p>
      )}
      {outlets.length > 0 && (
        <div class="table-scroll">
          <table class="figures sources-table">
            <thead>
              <tr>
                <th scope="col">Outlet</th>
                <th scope="col">State</th>
                {watched && (
                  <>
                    <th scope="col">Last read</th>
                    <th scope="col">Behind by</th>
                    <th scope="col">Failures in a row</th>
                  </>
                )}
                <th scope="col">Reports</th>
                <th scope="col">Claims</th>
                <th scope="col">Incidents</th>
                <th scope="col">First report</th>
                <th scope="col">Last report</th>
              </tr>
            </thead>
            <tbody>
              {outlets.map((one) => (
                <OutletRows key={one.outlet.name} shown={one} watched={watched} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function OutletRows({ shown: { outlet, sources }, watched }: { shown: OutletShown; watched: boolean }) {
  const about = [outlet.country ? countryText(outlet.country) : null, outlet.language, outlet.ownership, outlet.side]
    .filter(Boolean)
    .join(", ");
  const lines: (SourceTold | null)[] = sources.length ? sources : [null];
  return (
    <>
      {lines.map((source, index) => (
        <tr key={source?.source ?? "none"} data-state={source?.state ?? "unwatched"}>
          <th scope="row">
            {index === 0 && (
              <>
                <a href={`/?outlet=${encodeURIComponent(outlet.name)}`}>
                  <bdi>{outlet.name}</bdi>
                </a>
                {about && <small class="block">{about}</small>}
              </>
            )}
            {source && (
              <small class="block">
                <bdi>{source.source}</bdi>
              </small>
            )}
          </th>
          <td>
            <span class="state">{stateText(source?.state)}</span>
            {source?.reason && (
              <small class="block">
                <bdi>{source.reason}</bdi>
              </small>
            )}
          </td>
          {watched && <Reading source={source} />}
          <td class="number" data-name="Reports">
            {index === 0 ? numberText(outlet.reports) : ""}
          </td>
          <td class="number" data-name="Claims">
            {index === 0 ? numberText(outlet.claims) : ""}
          </td>
          <td class="number" data-name="Incidents">
            {index === 0 ? (outlet.incidents === undefined ? "–" : numberText(outlet.incidents)) : ""}
          </td>
          <td data-name="First report">{index === 0 ? (outlet.first ? dayText(outlet.first) : "–") : ""}</td>
          <td data-name="Last report">{index === 0 ? (outlet.last ? dayText(outlet.last) : "–") : ""}</td>
        </tr>
      ))}
    </>
  );
}

/** How it goes with reading a source. */
function Reading({ source }: { source: SourceTold | null }) {
  return (
    <>
      <td class={source ? undefined : "empty"} data-name="Last read">
        {source ? (source.succeeded ? momentText(source.succeeded) : "never") : "–"}
      </td>
      <td class={source ? "number" : "number empty"} data-name="Behind by">
        {source ? lengthText(source.lag_seconds) : "–"}
      </td>
      <td class={source ? "number" : "number empty"} data-name="Failures">
        {source ? numberText(source.failures) : "–"}
      </td>
    </>
  );
}

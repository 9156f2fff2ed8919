import { useCodebook } from "../codebook";
import { Sign } from "../parts/sign";
import { kindText } from "../pure/terms";
import type { Term } from "../wire";

/** How the ledger is made, and what it cannot know. */
export function MethodPage() {
  const { codebook } = useCodebook();
  return (
    <article class="prose">
      <h1>Method and limits</h1>
      <p>
        Tocsin reads published reports of attacks, writes down who claims what with the very words, and puts the
        tellings of one event side by side. It settles nothing that the sources have not settled.
      </p>

      <h2>What it cannot know</h2>
      <ul>
        <li>
          <b>Quiet is not peace.</b> Where nobody reports, nothing is counted: no access, no network, fear, or no outlet
          among the sources. A quiet place on the map may be the worst one.
        </li>
        <li>
          <b>The sources are not everybody.</b> What is here is what the outlets on the{" "}
          <a href="/sources">sources page</a> chose to tell. One that goes dark takes its part of the map with it.
        </li>
        <li>
          <b>Recent days are never complete.</b> Many events are reported days late; <a href="/tallies">the tallies</a>{" "}
          show how late.
        </li>
        <li>
          <b>A program read the reports.</b> It misses events, reads some wrongly, joins what is two and parts what is
          one. Each value therefore shows its words; check them. People correct it, and every correction stays on
          record.
        </li>
        <li>
          <b>A grade is no verdict on truth.</b> It says how a telling is borne out by other tellings. Two outlets can
          repeat one mistake.
        </li>
        <li>
          <b>Places are as narrow as told.</b> “Somewhere in a province” is drawn as a disc, never as a point. Borders
          and names on the map take no side.
        </li>
        <li>
          <b>Some things are held back.</b> Where showing could harm people, an incident may be shown later, or with a
          wider place, or without names of private persons.
        </li>
      </ul>

      <h2>From report to incident</h2>
      <ol>
        <li>
          A <b>report</b> is kept with its outlet and day. Copies of one text count as one source, whoever prints them.
        </li>
        <li>
          Each event told in it becomes a <b>claim</b>: kind, status, who says so, who did it and on what basis, target,
          weapon, figures, place and time, each with the words it was read from. What is not told stays not told; it is
          never nought.
        </li>
        <li>
          Claims of one event – the same kind, sides, place and local day – become an <b>incident</b>. Every comparison
          has a score and a reason, to be seen on the incident's page.
        </li>
        <li>
          The incident keeps all values. A figure is shown from the lowest to the highest told. Contradictions are
          listed, never averaged.
        </li>
        <li>
          <b>Totals</b> (“the fortieth attack this year”) are no incidents. They stand beside the own count and are
          never added to it.
        </li>
        <li>Every version of every incident can be had again, with what changed it.</li>
      </ol>

      <Terms title="Kinds" terms={codebook.kinds} sign />
      <Terms title="Status: did it happen?" terms={codebook.statuses} />
      <Terms title="Grades: how well is it borne out?" terms={codebook.grades} />
      <Terms title="Basis: why is somebody named as having done it?" terms={codebook.bases} />
      <Terms title="How narrow a place is" terms={codebook.precisions} />

      <h2>Where the ground comes from</h2>
      <p>
        Names and positions of towns:{" "}
        <a href="https://www.geonames.org/" rel="noreferrer">
          GeoNames
        </a>
        , CC BY 4.0. Coasts and borders: Natural Earth, public domain. All of it comes with these pages; looking at them
        asks nothing of any other server.
      </p>
    </article>
  );
}

function Terms({ title, terms, sign = false }: { title: string; terms: Term[] | undefined; sign?: boolean }) {
  if (!terms?.length) return null;
  return (
    <section>
      <h2>{title}</h2>
      <dl class="terms">
        {terms.map((term) => (
          <div key={term.id}>
            <dt>
              {sign && <Sign kind={term.id} />} {sign ? kindText(term.id) : term.label}
            </dt>
            <dd>{term.meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

import { withNames } from "../pure/naming";
import type { Pair } from "../wire";

/** Two tellings, and what speaks for one event and what against it. */
export function PairShown({
  pair,
  names,
  parties,
  open = false,
}: {
  pair: Pair;
  /** What the tellings are called, by their ids. */
  names?: ReadonlyMap<string, string>;
  /** What parties are called, by their ids. */
  parties?: ReadonlyMap<string, string>;
  open?: boolean;
}) {
  const telling = pair.evidence.filter((one) => one.score !== 0);
  const silent = pair.evidence.filter((one) => one.score === 0);
  return (
    <details class="pair" open={open}>
      <summary>
        <bdi>{names?.get(pair.a) ?? pair.a.slice(0, 8)}</bdi> with <bdi>{names?.get(pair.b) ?? pair.b.slice(0, 8)}</bdi>{" "}
        <b>{scoreText(pair.score)}</b>
      </summary>
      <table>
        <tbody>
          {telling.map((one) => (
            <tr key={one.name}>
              <th scope="row">{one.name}</th>
              <td class="number">{scoreText(one.score)}</td>
              <td>
                <bdi>{withNames(one.detail, parties)}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {silent.length > 0 && <p class="hint">Says nothing either way: {silent.map((one) => one.name).join(", ")}.</p>}
    </details>
  );
}

function scoreText(score: number | null): string {
  if (score === null) return "ruled out";
  return `${score > 0 ? "+" : ""}${score.toFixed(1).replace("-", "−")}`;
}

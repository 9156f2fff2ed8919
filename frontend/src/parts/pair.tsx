import type { Pair } from "../wire";

/** Two tellings, and what speaks for one event and what against it. */
export function PairShown({ pair, open = false }: { pair: Pair; open?: boolean }) {
  return (
    <details class="pair" open={open}>
      <summary>
        <code>{pair.a.slice(0, 8)}</code> with <code>{pair.b.slice(0, 8)}</code> <b>{scoreText(pair.score)}</b>
      </summary>
      <table>
        <tbody>
          {pair.evidence.map((one) => (
            <tr key={one.name}>
              <th scope="row">{one.name}</th>
              <td class="number">{scoreText(one.score)}</td>
              <td>
                <bdi>{one.detail}</bdi>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function scoreText(score: number | null): string {
  if (score === null) return "ruled out";
  return `${score > 0 ? "+" : ""}${score.toFixed(1).replace("-", "−")}`;
}

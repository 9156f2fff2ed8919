import { GROUPS } from "../pure/terms";
import { Sign } from "./sign";

const SIZES = [
  [5, "none told"],
  [8, "10 dead"],
  [12, "100"],
  [16, "1000"],
] as const;

/** What the signs of the map mean, in pictures and words. */
export function Legend() {
  return (
    <details class="legend" open={innerWidth > 900}>
      <summary>Legend</summary>
      <div class="legend-body">
        <ul>
          {GROUPS.map((group) => (
            <li key={group.id}>
              <Sign kind={group.kinds[0] ?? ""} />
              {group.label}
            </li>
          ))}
        </ul>
        <ul>
          <li>
            <Sign kind="shelling" status="foiled" /> Foiled
          </li>
          <li>
            <Sign kind="shelling" status="threatened" /> Threatened, possible
          </li>
          <li>
            <Sign kind="shelling" status="denied" /> Denied
          </li>
          <li>
            <Sign kind="shelling" grade="corroborated" /> Two or more sources
          </li>
          <li>
            <Sign kind="shelling" grade="confirmed" /> Confirmed by a side
          </li>
          <li>
            <Sign kind="shelling" grade="contested" /> Contested
          </li>
        </ul>
        <ul>
          <li>
            <svg class="sizes" viewBox="0 0 112 34" width="112" height="34" aria-hidden="true">
              {SIZES.map(([radius], index) => (
                <circle key={radius} cx={[8, 28, 54, 90][index]} cy="17" r={radius} />
              ))}
            </svg>
          </li>
          <li class="hint">Size: the lowest number of dead told, from none or not told to 10, 100, 1000</li>
          <li>
            <svg class="disc" viewBox="0 0 22 22" width="22" height="22" aria-hidden="true">
              <circle cx="11" cy="11" r="9.5" />
            </svg>
            Somewhere within this disc
          </li>
          <li>
            <svg class="ring-count" viewBox="0 0 22 22" width="22" height="22" aria-hidden="true">
              <circle cx="11" cy="11" r="8.5" />
              <text x="11" y="14.5">
                3
              </text>
            </svg>
            Several; press to come closer
          </li>
        </ul>
      </div>
    </details>
  );
}

import { useEffect, useRef, useState } from "preact/hooks";
import type { MapView } from "../pure/filters";
import { calm, useTheme } from "../theme";
import type { MapAnswer } from "../wire";
import { Failed, Waiting } from "../parts/notes";
import { loadGround, type Tiles } from "./basemap";
import type { Drawing, Pointing } from "./drawing";
import { boundsOf } from "./shapes";

interface Shown {
  found: MapAnswer | null;
  view: MapView | null;
  tiles: Tiles | null;
  hovered: string | null;
  selected: string | null;
  /** Changes whenever the map is to be fitted to what is found; null while less than all of that is at hand. */
  fitting: string | null;
  pointing: Pointing;
  label: string;
}

const LEAST_WIDTH_BESIDE_LEGEND = 600;

/** Holds the map and keeps it in step with what the page knows. */
export function MapCanvas({ found, view, tiles, hovered, selected, fitting, pointing, label }: Shown) {
  const holder = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const theme = useTheme();
  const [state, setState] = useState<"loading" | "there" | "failed">("loading");
  const [round, setRound] = useState(0);
  const latest = useRef(pointing);
  latest.current = pointing;
  const begin = useRef({ theme, view, tiles });
  begin.current = { theme, view, tiles };

  useEffect(() => {
    let gone = false;
    setState("loading");
    const draw = async (): Promise<void> => {
      const [{ Drawing: Drawn }, ground] = await Promise.all([import("./drawing"), loadGround()]);
      if (gone || !holder.current) return;
      drawing.current = new Drawn({
        container: holder.current,
        ground,
        ...begin.current,
        calm: calm(),
        covered: coveredByLegend,
        pointing: {
          hovered: (ids) => latest.current.hovered(ids),
          chosen: (ids) => latest.current.chosen(ids),
          moved: (where, bounds, byPerson) => latest.current.moved(where, bounds, byPerson),
        },
      });
      setState("there");
      if (begin.current.view) {
        // A map that begins where the address says does not move, and would tell nobody what it shows.
        const { view: where, bounds } = drawing.current.view();
        latest.current.moved(where, bounds, false);
      }
    };
    draw().catch(() => {
      if (!gone) setState("failed");
    });
    return () => {
      gone = true;
      drawing.current?.remove();
      drawing.current = null;
    };
  }, [round]);

  const fitted = useRef<string | null>(null);
  useEffect(() => {
    if (state !== "there" || !found || !drawing.current) return;
    drawing.current.show(found);
    if (fitting !== null && fitted.current !== fitting) {
      fitted.current = fitting;
      const bounds = boundsOf(found);
      if (bounds && !begin.current.view) drawing.current.fit(bounds);
    }
  }, [state, found, fitting]);
  useEffect(() => drawing.current?.mark(hovered, selected), [state, hovered, selected]);
  useEffect(() => drawing.current?.paint(theme), [state, theme]);
  useEffect(() => {
    const point = selected ? found?.points.find((one) => one.id === selected) : undefined;
    if (point && state === "there") drawing.current?.reveal(point.lon, point.lat);
    // Only a new selection moves the map; new answers must not.
  }, [selected, state]);

  return (
    <div class="map" role="region" aria-label={label}>
      <div ref={holder} class="map-holder" data-state={state} />
      {state === "loading" && <Waiting>Drawing the map …</Waiting>}
      {state === "failed" && (
        <Failed again={() => setRound((before) => before + 1)}>
          The map cannot be drawn here. It needs WebGL. The list has every incident that the map has.
        </Failed>
      )}
    </div>
  );
}

function coveredByLegend(): number {
  const legend = document.querySelector<HTMLDetailsElement>(".legend");
  const beside = legend?.open && (legend.parentElement?.clientWidth ?? 0) > LEAST_WIDTH_BESIDE_LEGEND;
  return beside ? legend.offsetWidth : 0;
}

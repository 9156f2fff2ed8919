import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { replaceAddress, useAddress } from "../address";
import { useAnswer, usePages } from "../answers";
import { MapCanvas } from "../map/canvas";
import type { Tiles } from "../map/basemap";
import type { Bounds } from "../map/drawing";
import { CardBody } from "../parts/card";
import { FilterBar } from "../parts/filters";
import { Legend } from "../parts/legend";
import { Failed, Nothing, Waiting } from "../parts/notes";
import { Timeline } from "../parts/timeline";
import { calm } from "../theme";
import { counted, numberText } from "../pure/figures";
import {
  addressOf,
  apiQueryOf,
  type Asked,
  askedOf,
  type Filters,
  howMany,
  type MapView,
  NO_FILTERS,
} from "../pure/filters";
import { type Suggestion, suggestionsIn } from "../pure/suggestions";
import type { Incident, MapAnswer } from "../wire";

const WHOLE_WORLD: Bounds = [-180, -90, 180, 90];
const ROOM = 0.25; // of the view on each side, asked for beforehand so that small moves show no gap

/** Map, timeline and list of the incidents that the address asks for, in step with each other. */
export function MapPage() {
  const { query } = useAddress();
  const asked = useMemo(() => askedOf(query), [query]);
  const change = useCallback((next: Partial<Asked>) => {
    if (location.pathname !== "/") return; // the map may come to rest when the page is left already
    replaceAddress(pageAddress({ ...askedOf(location.search.slice(1)), ...next }));
  }, []);
  const changeFilters = useCallback((filters: Filters) => change({ filters }), [change]);
  const [hovered, setHovered] = useState<string[]>([]);
  const [chosen, setChosen] = useState<string[]>([]);
  const [seen, setSeen] = useState<{ bounds: Bounds; zoom: number } | null>(null);
  const [inView, setInView] = useState(false);
  const { filters, selected } = asked;
  const filterKey = apiQueryOf(filters).toString();
  const [fits, setFits] = useState(0);
  const found = useAnswer<MapAnswer>(mapPath(filterKey, seen));
  // The map fits itself to what the filters find in the whole world, and to nothing less.
  const fitting = found.of === mapPath(filterKey, null) ? `${fits} ${filterKey}` : null;
  const free = asked.view === null;
  useEffect(() => {
    if (free) setSeen(null);
    // Other filters and the wish to fit ask for the whole world again; moving the map does not.
  }, [filterKey, fits]);
  const fit = useCallback(() => {
    change({ view: null });
    setFits((before) => before + 1);
  }, [change]);
  const tiles = useTiles();

  const pointing = useMemo(
    () => ({
      hovered: (ids: string[]) => setHovered((before) => (before.join() === ids.join() ? before : ids)),
      chosen: (ids: string[]) => {
        setChosen(ids);
        change({ selected: ids[0] ?? null });
      },
      moved: (view: MapView, bounds: Bounds, byPerson: boolean) => {
        setSeen({ bounds, zoom: view.zoom });
        if (byPerson) change({ view });
      },
    }),
    [change],
  );
  const choose = useCallback(
    (id: string | null) => {
      setChosen(id ? [id] : []);
      change({ selected: id });
    },
    [change],
  );

  return (
    <div class="map-page">
      <h1 class="unseen">Incidents on the map</h1>
      <FilterBar filters={filters} change={changeFilters} />
      <div class="map-side">
        <div class="map-frame">
          {tiles !== undefined && (
            <MapCanvas
              found={found.answer?.data ?? null}
              view={asked.view}
              tiles={tiles}
              hovered={hovered[0] ?? null}
              selected={selected}
              fitting={fitting}
              pointing={pointing}
              label="Map of incidents; the list beside it holds the same"
            />
          )}
          <Legend />
          {asked.view && (
            <button type="button" class="refit" onClick={fit}>
              Fit to what is found
            </button>
          )}
          {found.problem && <Failed again={found.again}>The map's incidents could not be had. {found.problem}</Failed>}
        </div>
        <Timeline filters={filters} change={(days) => change({ filters: { ...filters, ...days } })} />
      </div>
      <List
        filters={filters}
        bounds={inView ? (seen?.bounds ?? null) : null}
        inView={inView}
        setInView={setInView}
        leftOut={found.answer?.data.left_out ?? null}
        view={asked.view && seen ? seen.bounds : null}
        fit={fit}
        hovered={hovered}
        chosen={chosen.length ? chosen : selected ? [selected] : []}
        hover={(id) => setHovered(id ? [id] : [])}
        choose={choose}
        changeFilters={changeFilters}
      />
    </div>
  );
}

function pageAddress(asked: Asked): string {
  const query = addressOf(asked);
  return query ? `/?${query}` : "/";
}

/** What is found for the map: first in the whole world, to fit it; then for what it shows. */
function mapPath(filterKey: string, seen: { bounds: Bounds; zoom: number } | null): string {
  const query = new URLSearchParams(filterKey);
  const [west, south, east, north] = seen ? widened(seen.bounds) : WHOLE_WORLD;
  query.set("bbox", [west, south, east, north].map((degree) => degree.toFixed(3)).join(","));
  query.set("zoom", String(Math.max(0, Math.round(seen?.zoom ?? 2))));
  return `map?${query.toString().replaceAll("%2C", ",")}`;
}

/** The tiles that the server's keeper chose; null where there are none, undefined until that is known. */
function useTiles(): Tiles | null | undefined {
  const codebook = useAnswer<unknown>("codebook");
  return useMemo(() => {
    if (codebook.problem) return null;
    if (!codebook.answer) return undefined;
    const { tiles, tiles_credit: credit } = codebook.answer.meta;
    return typeof tiles === "string" ? { address: tiles, credit: typeof credit === "string" ? credit : "" } : null;
  }, [codebook.answer, codebook.problem]);
}

function widened([west, south, east, north]: Bounds): Bounds {
  const wide = (east - west) * ROOM;
  const tall = (north - south) * ROOM;
  return [
    Math.max(-180, west - wide),
    Math.max(-90, south - tall),
    Math.min(180, east + wide),
    Math.min(90, north + tall),
  ];
}

interface ListShown {
  filters: Filters;
  bounds: Bounds | null;
  inView: boolean;
  setInView: (inView: boolean) => void;
  /** What the filters would give and the map does not draw. */
  leftOut: MapAnswer["left_out"] | null;
  /** What the map shows, where somebody chose that; null where it shows all that is found. */
  view: Bounds | null;
  fit: () => void;
  hovered: string[];
  chosen: string[];
  hover: (id: string | null) => void;
  choose: (id: string | null) => void;
  changeFilters: (filters: Filters) => void;
}

function List(shown: ListShown) {
  const { filters, bounds } = shown;
  const [order, setOrder] = useState<"newest" | "oldest" | "updated">("newest");
  const query = apiQueryOf(filters);
  query.set("order", order);
  if (bounds) query.set("bbox", bounds.map((degree) => degree.toFixed(3)).join(","));
  const pages = usePages<Incident>(`incidents?${query.toString()}`);
  const total = pages.answer?.meta.total;
  return (
    <section class="list" aria-label="List of incidents">
      <div class="list-head">
        <h2 aria-live="polite">
          {typeof total === "number" ? counted(total, "incident") : pages.waiting ? "Counting …" : "Incidents"}
        </h2>
        <label class="inline">
          <span class="unseen">Order</span>
          <select value={order} onChange={(event) => setOrder(event.currentTarget.value as typeof order)}>
            <option value="newest">Newest first</option>
            <option value="oldest">Oldest first</option>
            <option value="updated">Last changed first</option>
          </select>
        </label>
        <label class="inline">
          <input
            type="checkbox"
            checked={shown.inView}
            onChange={(event) => shown.setInView(event.currentTarget.checked)}
          />
          only what the map shows
        </label>
      </div>
      <p class="quiet-note">
        Quiet is not peace: what nobody reports is not here. <a href="/method">Limits</a>
      </p>
      <NotDrawn {...shown} />
      {filters.text && <Sought text={filters.text} />}
      {pages.problem && <Failed again={pages.again}>The list could not be had. {pages.problem}</Failed>}
      {pages.waiting && pages.items.length === 0 && <Waiting>Looking through the ledger …</Waiting>}
      {!pages.waiting && !pages.problem && pages.items.length === 0 && (
        <Empty {...shown} suggestions={suggestionsIn(pages.answer?.meta)} />
      )}
      <ol class="cards" aria-busy={pages.waiting}>
        {pages.items.map((incident) => (
          <Card key={incident.id} incident={incident} {...shown} />
        ))}
      </ol>
      {pages.items.length > 0 && <PassOn filters={filters} />}
      {pages.more && (
        <button type="button" class="more" onClick={pages.more} disabled={pages.growing}>
          {pages.growing ? "Loading …" : "Show more"}
        </button>
      )}
    </section>
  );
}

/** How many incidents the map does not draw, and why; each number leads to them. */
function NotDrawn({ filters, leftOut, view, fit, changeFilters }: ListShown) {
  const beyond = useBeyond(filters, view);
  if (!leftOut) return null;
  const { background, no_place: placeless } = leftOut;
  if (background + placeless + beyond === 0) return null;
  return (
    <section class="not-drawn" aria-label="Not on the map">
      <b>Not drawn on the map:</b>
      <ul>
        {background > 0 && (
          <li>
            <a href={pageAddress({ filters: { ...filters, background: "only" }, view: null, selected: null })}>
              {numberText(background)} told as background only
            </a>{" "}
            <small>– older events that a report recalls; not in the list either</small>
          </li>
        )}
        {placeless > 0 && !filters.placeless && (
          <li>
            <a href={pageAddress({ filters: { ...filters, placeless: true }, view: null, selected: null })}>
              {numberText(placeless)} with no place shown
            </a>{" "}
            <small>– none is told, or a rule withholds it; in the list alone</small>
          </li>
        )}
        {placeless > 0 && filters.placeless && (
          <li>
            all {numberText(placeless)} here, as no place of them is shown –{" "}
            <button type="button" class="plain" onClick={() => changeFilters({ ...filters, placeless: false })}>
              all incidents again
            </button>
          </li>
        )}
        {beyond > 0 && (
          <li>
            <button type="button" class="plain" onClick={fit}>
              {numberText(beyond)} beyond the edge of the map
            </button>{" "}
            <small>– in the list, unless it is narrowed to the map</small>
          </li>
        )}
      </ul>
    </section>
  );
}

/** How many incidents with a place lie beyond what the map shows; 0 where it shows all. */
function useBeyond(filters: Filters, view: Bounds | null): number {
  const query = apiQueryOf(filters);
  query.set("limit", "1");
  if (!filters.placeless) query.set("placed", "true");
  const wanted = view !== null && !filters.placeless;
  const all = useAnswer<Incident[]>(wanted ? `incidents?${query.toString()}` : null);
  if (view) query.set("bbox", view.map((degree) => degree.toFixed(3)).join(","));
  const within = useAnswer<Incident[]>(wanted ? `incidents?${query.toString()}` : null);
  const [total, seen] = [all.answer?.meta.total, within.answer?.meta.total];
  return typeof total === "number" && typeof seen === "number" ? Math.max(0, total - seen) : 0;
}

/** What is found, for other programs. */
function PassOn({ filters }: { filters: Filters }) {
  const query = apiQueryOf(filters).toString();
  const address = `/api/v1/incidents?${query}${query ? "&" : ""}format=`;
  return (
    <p class="pass-on hint">
      All that is found:{" "}
      <a href={`${address}csv`} download="incidents.csv">
        CSV
      </a>{" "}
      ·{" "}
      <a href={`${address}geojson`} download="incidents.geojson">
        GeoJSON
      </a>{" "}
      · <a href={`/api/v1/feed.atom?${query}`}>Atom feed</a>
    </p>
  );
}

function Card({ incident, hovered, chosen, hover, choose }: ListShown & { incident: Incident }) {
  const element = useRef<HTMLLIElement>(null);
  const isChosen = chosen.includes(incident.id);
  useEffect(() => {
    if (isChosen && chosen[0] === incident.id)
      element.current?.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  }, [isChosen, chosen, incident.id]);
  const hasPlace = incident.place?.lat !== null && incident.place?.lat !== undefined;
  return (
    <li
      ref={element}
      class="card"
      data-id={incident.id}
      data-hovered={hovered.includes(incident.id)}
      data-chosen={isChosen}
      onPointerEnter={() => hover(incident.id)}
      onPointerLeave={() => hover(null)}
      onFocusCapture={() => hover(incident.id)}
      onBlurCapture={() => hover(null)}
    >
      <CardBody incident={incident} />
      {hasPlace ? (
        <button
          type="button"
          class="quiet find"
          aria-pressed={isChosen}
          onClick={() => choose(isChosen ? null : incident.id)}
        >
          {isChosen ? "Chosen on the map" : "Show on the map"}
        </button>
      ) : (
        <span class="find hint">No place shown</span>
      )}
    </li>
  );
}

/** Where the words are looked for. */
function Sought({ text }: { text: string }) {
  return (
    <p class="quiet-note">
      Looked for “<bdi>{text}</bdi>” in places, sides, targets, weapons and titles of reports, not in their texts; names
      also in other spellings.
    </p>
  );
}

function Empty({ filters, inView, setInView, changeFilters, suggestions }: ListShown & { suggestions: Suggestion[] }) {
  return (
    <Nothing>
      <p>Nothing is found. That does not say that nothing happened.</p>
      {suggestions.length > 0 && (
        <>
          <p>Spelled almost so:</p>
          <ul class="suggestions">
            {suggestions.map(({ text, incidents }) => (
              <li key={text}>
                <button type="button" class="plain" onClick={() => changeFilters({ ...filters, text })}>
                  <bdi>{text}</bdi>
                </button>{" "}
                <small>{counted(incidents, "incident")}</small>
              </li>
            ))}
          </ul>
        </>
      )}
      {inView && (
        <button type="button" onClick={() => setInView(false)}>
          Look beyond the map's edge
        </button>
      )}
      {howMany(filters) > 0 ? (
        <button type="button" onClick={() => changeFilters(NO_FILTERS)}>
          Clear all filters
        </button>
      ) : (
        <p>
          The ledger may be empty: <code>tocsin add</code> reads reports into it.
        </p>
      )}
    </Nothing>
  );
}

/** What is asked of the ledger, and how it stands in the address bar: a link shows somebody else the same view. */

export interface Filters {
  since: string | null;
  until: string | null;
  kind: string[];
  status: string[];
  grade: string[];
  country: string[];
  side: string[];
  outlet: string[];
  text: string;
  /** Incidents told only as background: left out, shown too, or shown alone. */
  background: "without" | "also" | "only";
  /** Only incidents whose claims contradict each other. */
  conflicts: boolean;
  /** Only incidents without a point, which the map cannot draw. */
  placeless: boolean;
}

export interface MapView {
  lon: number;
  lat: number;
  zoom: number;
}

export interface Asked {
  filters: Filters;
  /** Where the map looks; null fits it to what is found. */
  view: MapView | null;
  selected: string | null;
}

export const LISTS = ["kind", "status", "grade", "country", "side", "outlet"] as const;
export type ListFilter = (typeof LISTS)[number];

export const NO_FILTERS: Filters = {
  since: null,
  until: null,
  kind: [],
  status: [],
  grade: [],
  country: [],
  side: [],
  outlet: [],
  text: "",
  background: "without",
  conflicts: false,
  placeless: false,
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const FURTHEST_NORTH = 90;
const FURTHEST_EAST = 180;
const CLOSEST_ZOOM = 22;

/** Read filters, view and selection out of the query of an address; what makes no sense is passed over. */
export function askedOf(query: string): Asked {
  const given = new URLSearchParams(query);
  const lists = Object.fromEntries(LISTS.map((name) => [name, distinct(given.getAll(name))])) as Record<
    ListFilter,
    string[]
  >;
  const background = given.get("background");
  return {
    filters: {
      ...lists,
      since: day(given.get("since")),
      until: day(given.get("until")),
      text: given.get("text")?.trim() ?? "",
      background: background === "also" || background === "only" ? background : "without",
      conflicts: given.get("conflicts") === "true",
      placeless: given.get("placed") === "false",
    },
    view: viewOf(given.get("view")),
    selected: given.get("selected") ?? null,
  };
}

/** Write the query of the page's address, without a question mark; empty where nothing is asked. */
export function addressOf(asked: Asked): string {
  const query = common(asked.filters);
  if (asked.filters.background !== "without") query.set("background", asked.filters.background);
  if (asked.view)
    query.set("view", [asked.view.lon.toFixed(3), asked.view.lat.toFixed(3), asked.view.zoom.toFixed(2)].join(","));
  if (asked.selected) query.set("selected", asked.selected);
  return readable(query);
}

/** Write the query that the API understands. */
export function apiQueryOf(filters: Filters): URLSearchParams {
  const query = common(filters);
  if (filters.background !== "also") query.set("background", filters.background === "only" ? "true" : "false");
  return query;
}

/** How many filters are set, days and text included. */
export function howMany(filters: Filters): number {
  const lists = LISTS.reduce((sum, name) => sum + filters[name].length, 0);
  const others = [filters.since, filters.until, filters.text, filters.conflicts, filters.placeless].filter(
    Boolean,
  ).length;
  return lists + others + (filters.background === "without" ? 0 : 1);
}

/** Add the value to the list filter, or take it away where it is there. */
export function toggled(filters: Filters, name: ListFilter, value: string): Filters {
  const there = filters[name].includes(value);
  return { ...filters, [name]: there ? filters[name].filter((one) => one !== value) : [...filters[name], value] };
}

function common(filters: Filters): URLSearchParams {
  const query = new URLSearchParams();
  if (filters.since) query.set("since", filters.since);
  if (filters.until) query.set("until", filters.until);
  for (const name of LISTS) for (const value of filters[name]) query.append(name, value);
  if (filters.text.trim()) query.set("text", filters.text.trim());
  if (filters.conflicts) query.set("conflicts", "true");
  if (filters.placeless) query.set("placed", "false");
  return query;
}

function readable(query: URLSearchParams): string {
  return query.toString().replaceAll("%2C", ",").replaceAll("%3A", ":");
}

function distinct(values: string[]): string[] {
  return [...new Set(values.filter(Boolean))];
}

function day(value: string | null): string | null {
  if (!value || !DAY.test(value)) return null;
  const read = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(value) ? value : null;
}

function viewOf(value: string | null): MapView | null {
  if (!value) return null;
  const parts = value.split(",");
  const [lon, lat, zoom] = parts.map((part) => (part.trim() ? Number(part) : Number.NaN));
  if (parts.length !== 3 || lon === undefined || lat === undefined || zoom === undefined) return null;
  if (!(Math.abs(lon) <= FURTHEST_EAST) || !(Math.abs(lat) <= FURTHEST_NORTH)) return null;
  return zoom >= 0 && zoom <= CLOSEST_ZOOM ? { lon, lat, zoom } : null;
}

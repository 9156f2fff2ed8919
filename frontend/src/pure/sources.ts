/** Outlets and the sources they are read from, put together for the page. */

export interface OutletTold {
  name: string;
  country?: string | null;
  language?: string | null;
  ownership?: string | null;
  side?: string | null;
  onset?: string | null;
  outages?: {
    from?: string | null;
    until?: string | null;
    start?: string | null;
    end?: string | null;
    reason?: string | null;
  }[];
  reports: number;
  claims: number;
  incidents?: number | undefined;
  /** The days of the first and the last report; null where there is none. */
  first?: string | null | undefined;
  last?: string | null | undefined;
}

/** A source that is read again and again, with its outlet. */
export interface SourceTold {
  source: string;
  type: string;
  address: string;
  state: string;
  attempted: string | null;
  succeeded: string | null;
  newest: string | null;
  lag_seconds: number | null;
  failures: number;
  reason: string | null;
  outlet: OutletTold;
}

/** What the server knows of where its reports come from: watched sources, and every outlet that has reports. */
export interface SourcesTold {
  sources: SourceTold[];
  outlets: {
    name: string | null;
    reports: number;
    claims: number;
    incidents?: number | undefined;
    first?: string | null | undefined;
    last?: string | null | undefined;
    watched: boolean;
  }[];
}

export interface OutletShown {
  outlet: OutletTold;
  sources: SourceTold[];
}

export const UNNAMED = "Outlet not told";

const GRAVEST = ["dark", "failing", "silent", "outage", "not yet read", "ok"];
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Outlets with their sources: those in trouble first, then those that are watched, then by name. */
export function outletsOf(told: SourcesTold | null | undefined): OutletShown[] {
  const outlets = new Map<string, OutletShown>();
  for (const source of told?.sources ?? []) {
    const shown = outlets.get(source.outlet.name) ?? { outlet: source.outlet, sources: [] };
    shown.sources.push(source);
    outlets.set(source.outlet.name, shown);
  }
  for (const { name, reports, claims, incidents, first, last } of told?.outlets ?? []) {
    const shown = outlets.get(name ?? UNNAMED);
    outlets.set(name ?? UNNAMED, {
      outlet: { ...shown?.outlet, name: name ?? UNNAMED, reports, claims, incidents, first, last },
      sources: shown?.sources ?? [],
    });
  }
  return [...outlets.values()].sort((a, b) => gravity(a) - gravity(b) || a.outlet.name.localeCompare(b.outlet.name));
}

/** Whether any outlet is read again and again; without one nothing can be said of reading it. */
export function anyWatched(outlets: readonly OutletShown[]): boolean {
  return outlets.some((one) => one.sources.length > 0);
}

/** What a state means for somebody who reads the map. */
export function stateText(state: string | null | undefined): string {
  switch (state) {
    case "ok":
      return "Read as usual";
    case "failing":
      return "Could not be read lately";
    case "dark":
      return "Dark: not read for a day or more; what it published since is missing here";
    case "silent":
      return "Silent: it published nothing for much longer than usual";
    case "outage":
      return "Outage, as its keeper says";
    case "not yet read":
      return "Not read yet";
    default:
      return "Not watched: its reports were added by hand";
  }
}

/** Write a length of time in its largest fitting unit: `3 hours`. */
export function lengthText(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return "never";
  const [size, noun] = seconds >= 2 * DAY ? [DAY, "day"] : seconds >= 2 * HOUR ? [HOUR, "hour"] : [MINUTE, "minute"];
  const count = Math.max(0, Math.floor(seconds / size));
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function gravity({ sources }: OutletShown): number {
  if (sources.length === 0) return GRAVEST.length;
  return Math.min(...sources.map((source) => Math.max(0, GRAVEST.indexOf(source.state))));
}

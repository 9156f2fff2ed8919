/** Days from an event to its first report, in bins that widen as reports come later. */

export interface DelayTold {
  group: number;
  incidents: number;
}

export interface DelayBin {
  label: string;
  incidents: number;
}

const BINS: readonly (readonly [label: string, from: number, to: number])[] = [
  ["before", Number.NEGATIVE_INFINITY, -1],
  ["same day", 0, 0],
  ["1", 1, 1],
  ["2", 2, 2],
  ["3", 3, 3],
  ["4–7", 4, 7],
  ["8–30", 8, 30],
  ["over 30", 31, Number.POSITIVE_INFINITY],
];

/** Count delays by bin; every bin is there, so that charts can be compared. */
export function delayBins(told: readonly DelayTold[]): DelayBin[] {
  return BINS.map(([label, from, to]) => ({
    label,
    incidents: told
      .filter(({ group }) => group >= from && group <= to)
      .reduce((sum, { incidents }) => sum + incidents, 0),
  }));
}

/** The review queue in two: what there is a doubt about, and what merely one source tells. */
import type { Queued } from "../wire";

const SINGLE = "single source";

/** Whether nothing speaks for a look at an incident but that one source tells it. */
export function isSingleOnly({ why }: Pick<Queued, "why">): boolean {
  return why.length > 0 && why.every((one) => one.reason === SINGLE);
}

/** The queue with its doubts first and what merely one source tells last, each in the order it came. */
export function triaged<T extends Pick<Queued, "why">>(queue: readonly T[]): { doubts: T[]; singles: T[] } {
  return { doubts: queue.filter((one) => !isSingleOnly(one)), singles: queue.filter(isSingleOnly) };
}

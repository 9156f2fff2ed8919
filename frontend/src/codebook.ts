import { type Asking, useAnswer } from "./answers";
import type { Codebook } from "./wire";

let known: Codebook | null = null;

/** The lists of the codebook. They do not change while a server runs, so that they are asked for once. */
export function useCodebook(): Pick<Asking<Codebook>, "problem" | "again"> & { codebook: Codebook } {
  const { answer, problem, again } = useAnswer<Codebook>(known ? null : "codebook");
  known ??= answer?.data ?? null;
  return { codebook: known ?? {}, problem, again };
}

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { type Answer, ask, wordsOf, Problem } from "./api";

/** How far an answer is: the last good one stays while a new one is on its way, so that pages do not jump. */
export interface Asking<T> {
  answer: Answer<T> | null;
  /** What the answer at hand was asked with; null before the first. */
  of: string | null;
  waiting: boolean;
  problem: string | null;
  /** The status of the answer that said what is wrong; 0 where the server was not reached. */
  status: number | null;
  again: () => void;
}

/** Ask for `path` whenever it changes; null asks nothing. */
export function useAnswer<T>(path: string | null): Asking<T> {
  const [round, setRound] = useState(0);
  const [held, setHeld] = useState<{ of: string; answer: Answer<T> } | null>(null);
  const [waiting, setWaiting] = useState(path !== null);
  const [problem, setProblem] = useState<{ words: string; status: number } | null>(null);
  useEffect(() => {
    if (path === null) {
      setHeld(null);
      setWaiting(false);
      return;
    }
    const stop = new AbortController();
    setWaiting(true);
    ask<T>(path, stop.signal).then(
      (found) => {
        if (stop.signal.aborted) return;
        setHeld({ of: path, answer: found });
        setProblem(null);
        setWaiting(false);
      },
      (error: unknown) => {
        if (stop.signal.aborted) return;
        setProblem({ words: wordsOf(error), status: error instanceof Problem ? error.status : 0 });
        setWaiting(false);
      },
    );
    return () => stop.abort();
  }, [path, round]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  return {
    answer: held?.answer ?? null,
    of: held?.of ?? null,
    waiting,
    problem: problem?.words ?? null,
    status: problem?.status ?? null,
    again,
  };
}

/** A list that grows by pages: `more` asks for the next one, until `rest` says that there is none. */
export function usePages<T>(
  path: string | null,
): Asking<T[]> & { items: T[]; more: (() => void) | null; growing: boolean } {
  const first = useAnswer<T[]>(path);
  const [further, setFurther] = useState<{ of: Answer<T[]>; items: T[]; next: string | null } | null>(null);
  const [growing, setGrowing] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const current = useRef(first.answer);
  current.current = first.answer;
  const grown = further && further.of === first.answer ? further : null;
  const next = grown ? grown.next : (first.answer?.next ?? null);
  const grow = async (address: string): Promise<void> => {
    const of = first.answer;
    if (!of) return;
    setGrowing(true);
    try {
      const page = await ask<T[]>(address);
      if (current.current === of) setFurther({ of, items: [...(grown?.items ?? []), ...page.data], next: page.next });
      setFailure(null);
    } catch (error) {
      setFailure(wordsOf(error));
    } finally {
      setGrowing(false);
    }
  };
  return {
    ...first,
    problem: first.problem ?? failure,
    items: [...(first.answer?.data ?? []), ...(grown?.items ?? [])],
    more: next ? () => void grow(next) : null,
    growing,
  };
}

/** People's decisions in words, and how far people have come with an incident. */
import type { Judgement } from "../wire";
import { fieldText } from "./terms";

export interface Review {
  state: string;
  decisions: Judgement[];
}

/** The review that stands beside an incident in the server's answer. */
export function reviewOf(meta: Record<string, unknown> | undefined): Review {
  const review = meta?.review as Partial<Review> | undefined;
  return { state: review?.state ?? "open", decisions: review?.decisions ?? [] };
}

/** What was decided, as one says of a person: `accepted it`. */
export function decisionText({ verdict, field }: Pick<Judgement, "verdict" | "field">): string {
  switch (verdict) {
    case "accept":
      return "accepted it";
    case "reject":
      return "rejected it";
    case "correct":
      return `corrected ${field ? fieldText(field).toLowerCase() : "a value"}`;
    case "same":
      return "said: the same event";
    case "different":
      return "said: different events";
    case "undecided":
      return "left it to the scores again";
    case "undo":
      return "took a decision back";
  }
}

/** What became of a decision, for the line beside it. */
export function outcomeText(state: Judgement["state"]): string {
  switch (state) {
    case "holding":
      return "holds";
    case "waiting for a second person":
      return "waits for a second person";
    case "undone":
      return "taken back";
    case "contradicted":
      return "another decision holds in its place";
  }
}

/** The latest decision that can still be taken back; of one person alone where a name is given. */
export function latestToUndo(decisions: readonly Judgement[], by?: string | null): Judgement | null {
  const open = decisions.filter(
    (one) => (one.state === "holding" || one.state === "waiting for a second person") && one.verdict !== "undo",
  );
  const own = by ? open.filter((one) => one.by === by) : open;
  return [...own].sort((a, b) => b.at.localeCompare(a.at))[0] ?? null;
}

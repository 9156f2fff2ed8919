import { describe, expect, it } from "vitest";
import { triaged } from "../src/pure/triage";

const queued = (id: string, ...reasons: string[]) => ({ id, why: reasons.map((reason) => ({ reason, detail: "" })) });

describe("the review queue", () => {
  it("puts what merely one source tells apart, and keeps the order of the rest", () => {
    const { doubts, singles } = triaged([
      queued("a", "single source"),
      queued("b", "conflict"),
      queued("c", "high toll", "single source"),
      queued("d", "single source"),
    ]);
    expect(doubts.map((one) => one.id)).toEqual(["b", "c"]);
    expect(singles.map((one) => one.id)).toEqual(["a", "d"]);
  });

  it("keeps an incident without any reason among the doubts", () => {
    expect(triaged([queued("a")]).singles).toEqual([]);
  });
});

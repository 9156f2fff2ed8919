import { describe, expect, it } from "vitest";
import { decisionText, latestToUndo, reviewOf } from "../src/pure/decisions";
import type { Judgement } from "../src/wire";

const ACCEPT: Judgement = {
  id: "j1",
  verdict: "accept",
  left: "c1",
  right: null,
  by: "Amal",
  at: "2026-03-01T10:00:00+00:00",
  reason: "",
  field: null,
  value: null,
  state: "holding",
};

describe("decisions", () => {
  it("are told as one says them of a person", () => {
    expect(decisionText(ACCEPT)).toBe("accepted it");
    expect(decisionText({ verdict: "correct", field: "killed" })).toBe("corrected killed");
  });

  it("are taken back latest first, one's own alone", () => {
    const later: Judgement = { ...ACCEPT, id: "j2", at: "2026-03-02T10:00:00+00:00", by: "Ben" };
    expect(latestToUndo([ACCEPT, later])?.id).toBe("j2");
    expect(latestToUndo([ACCEPT, later], "Amal")?.id).toBe("j1");
  });

  it("are taken back once", () => {
    expect(
      latestToUndo([
        { ...ACCEPT, state: "undone" },
        { ...ACCEPT, verdict: "undo" },
      ]),
    ).toBeNull();
  });

  it("may be missing from an answer", () => {
    expect(reviewOf({})).toEqual({ state: "open", decisions: [] });
  });
});

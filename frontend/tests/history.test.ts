import { describe, expect, it } from "vitest";
import { changesInWords } from "../src/pure/history";
import type { Version } from "../src/wire";

function version(field: string, before: unknown, after: unknown): Version {
  return {
    incident: "i1",
    number: 2,
    at: "2026-11-25T14:51:01+00:00",
    cause: "report r1",
    state: "present",
    successor: null,
    reason: null,
    changes: [{ field, before, after }],
  };
}

const TWO = {
  min: 2,
  max: 2,
  approximate: false,
  rule: "",
  values: [{ value: "2", min: 2, max: 2, told: null, claims: ["c1"] }],
};
const TWO_TO_FIVE = { ...TWO, max: 5 };

describe("changes of a version", () => {
  it("write a figure before and after", () => {
    expect(changesInWords(version("injured", TWO, TWO_TO_FIVE))).toEqual([
      { field: "injured", name: "Injured", line: null, before: "2", after: "2–5" },
    ]);
  });

  it("pass over a figure that another report tells too", () => {
    expect(changesInWords(version("injured", TWO, { ...TWO, values: [] }))).toEqual([]);
  });

  it("say of lists what came and what went", () => {
    const [change] = changesInWords(
      version("targets", [{ name: "base" }, { name: "airport" }], [{ name: "base" }, { name: "school" }]),
    );
    expect(change?.line).toBe("also school; no longer airport");
  });

  it("count claims", () => {
    expect(changesInWords(version("claims", ["c1"], ["c1", "c2", "c3"]))[0]?.line).toBe(
      "2 claims more, 3 claims in all",
    );
    expect(changesInWords(version("claims", ["c1", "c2"], ["c1"]))[0]?.line).toBe("1 claim less, 1 claim in all");
  });

  it("use the words of the codebook", () => {
    expect(changesInWords(version("grade", "single source", "confirmed"))[0]).toMatchObject({
      before: "Single source",
      after: "Confirmed",
    });
    expect(changesInWords(version("actors", [], [{ name: "Obscure", basis: "claimed" }]))[0]).toMatchObject({
      before: "not told",
      after: "Obscure (claimed by itself)",
    });
  });

  it("leave out what only follows from other changes", () => {
    expect(changesInWords(version("merge_reasons", [], ["a with b"]))).toEqual([]);
  });
});

import { describe, expect, it } from "vitest";
import { bySource, corrected, correctedIn, correctionOf, marksOf, othersSay, valuesOf } from "../src/pure/side";
import type { Claim, SideBySide } from "../src/wire";

const CLAIM: Claim = {
  id: "c1",
  report: "r1",
  kind: "shelling",
  trigger: { text: "hit", start: 10, end: 13 },
  status: "occurred",
  hedged: true,
  background: false,
  speaker: [],
  actor: [{ text: "Iran-backed militia", start: 30, end: 49, name: "Iran-backed militias" }],
  actor_basis: "blamed",
  target: [],
  weapon: [{ text: "rockets", start: 0, end: 7 }],
  munitions: null,
  place: [],
  launched_from: null,
  when: {
    text: null,
    start_char: null,
    end_char: null,
    start: "2021-07-07",
    end: "2021-07-07",
    precision: "unknown",
    basis: "publication",
  },
  killed: null,
  injured: { text: "two people", start: 20, end: 30, min: 2, max: 2 },
  captured: null,
  damage: null,
  passages: [],
  confidence: 0.9,
  steps: [],
};
const CONFLICTS = [
  {
    field: "injured",
    values: [
      { value: "2", claims: ["c1"] },
      { value: "5", claims: ["c2"] },
    ],
  },
];

describe("a claim in the table", () => {
  it("shows a value with its words", () => {
    expect(valuesOf("injured", CLAIM)).toEqual([{ shown: "2", note: "“two people”", words: CLAIM.injured }]);
    expect(valuesOf("killed", CLAIM)).toEqual([]);
  });

  it("says on what the naming of an actor rests, and what is hedged", () => {
    expect(valuesOf("actor", CLAIM)[0]?.note).toBe("blamed, known as Iran-backed militias");
    expect(valuesOf("status", CLAIM)[0]?.note).toBe("hedged");
  });

  it("says where the day is that of publication alone", () => {
    expect(valuesOf("when", CLAIM)).toEqual([{ shown: "7 July 2021", note: "day of publication", words: null }]);
  });

  it("marks the words of every value", () => {
    expect(marksOf(CLAIM).map((mark) => mark.field)).toEqual(["trigger", "actor", "weapon", "injured"]);
  });

  it("tells what others say, and nothing where it says nothing itself", () => {
    expect(othersSay("injured", "c1", CONFLICTS)).toEqual(["5"]);
    expect(othersSay("injured", "c3", CONFLICTS)).toBeNull();
    expect(othersSay("killed", "c1", CONFLICTS)).toBeNull();
  });
});

describe("corrections", () => {
  const right = {
    claim: "c1",
    field: "injured",
    value: { text: "three people", start: 50, end: 62, min: 3, max: 3 },
    by: "Amal",
    at: "2026-03-01",
    reason: "",
  };

  it("take the place of what was read", () => {
    expect(valuesOf("injured", corrected(CLAIM, [right]))[0]?.shown).toBe("3");
    expect(valuesOf("injured", corrected(CLAIM, [{ ...right, value: null }]))).toEqual([]);
  });

  it("touch no other claim and no unknown field", () => {
    expect(
      corrected(CLAIM, [
        { ...right, claim: "c2" },
        { ...right, field: "colour" },
      ]),
    ).toEqual(CLAIM);
  });

  it("are found for their row, the latest", () => {
    expect(correctionOf("injured", "c1", [right, { ...right, by: "Ben" }])?.by).toBe("Ben");
    expect(correctionOf("killed", "c1", [right])).toBeNull();
  });
});

function told(id: string, published = "2021-07-07", published_at: string | null = null): SideBySide {
  return {
    claim: { ...CLAIM, id },
    report: { id: `r-${id}`, outlet: id, title: null, url: null, published, published_at, language: "en", ref: null },
    sentence: null,
    steps: [],
  };
}

describe("copies", () => {
  it("stand beside the text they are copies of", () => {
    const sources = new Map([
      ["r-a", "A"],
      ["r-b", "B"],
      ["r-c", "A"],
    ]);
    expect(bySource([told("a"), told("b"), told("c")], sources).map((one) => one.claim.id)).toEqual(["a", "c", "b"]);
  });

  it("and all others come in the order of publication", () => {
    const late = told("a", "2021-07-09");
    const timed = told("c", "2021-07-08", "2021-07-08T20:00:00+00:00");
    expect(bySource([late, timed, told("b", "2021-07-08")], new Map()).map((one) => one.claim.id)).toEqual([
      "b",
      "c",
      "a",
    ]);
  });
});

describe("a value as a decision sends it", () => {
  it("is read from JSON text and from what is no text", () => {
    const figure = { text: "Fourteen", start: 0, end: 8, min: 14, max: 14 };
    for (const value of [figure, JSON.stringify(figure)])
      expect(valuesOf("injured", correctedIn(CLAIM, "injured", value)).map((one) => one.shown)).toEqual(["14"]);
  });

  it("is a term as it stands, and no field that a claim lacks", () => {
    expect(correctedIn(CLAIM, "kind", "bombing").kind).toBe("bombing");
    expect(correctedIn(CLAIM, "colour", "red")).toBe(CLAIM);
  });
});

import { describe, expect, it } from "vitest";
import { deedText, detailsText, incidentsIn, kindOfDeedText } from "../src/pure/audit";

describe("the audit in words", () => {
  it.each([
    ["correct", "j1", { field: "killed" }, "corrected killed"],
    ["token made", "Amal", { role: "reviewer" }, "made a token for Amal"],
    ["two persons", "on", {}, "changed whether decisions take two people: on"],
    ["accept", "j1", {}, "accepted an incident"],
    ["something new", "x", {}, "something new"],
  ])("says what was done: %s", (what, target, detail, words) => {
    expect(deedText({ what, target, detail })).toBe(words);
  });

  it("names a sort of act as a choice", () => {
    expect(kindOfDeedText("undo")).toBe("Took a decision back");
    expect(kindOfDeedText("something new")).toBe("Something new");
  });

  it("tells a rule in words, with its reason", () => {
    const [line, reason] = detailsText({ what: "rule made", detail: { country: "IQ", blur_km: 30, reason: "raids" } });
    expect(line).toMatch(/^All incidents in Iraq: .*30 km/);
    expect(reason).toBe("“raids”");
  });

  it("tells reasons and values, and passes over what the line or a link says", () => {
    const detail = {
      claims: ["c1"],
      incidents: ["i8b2d1a0eec972d95"],
      field: "killed",
      value: "x".repeat(200),
      reason: "by the words",
    };
    const lines = detailsText({ what: "correct", detail });
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^Value: x{160} …$/);
    expect(lines[1]).toBe("“by the words”");
    expect(incidentsIn({ target: "j0000000000000000", detail })).toEqual(["i8b2d1a0eec972d95"]);
  });
});

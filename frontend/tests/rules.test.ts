import { describe, expect, it } from "vitest";
import { aboutText, effectText, NOTHING_WRITTEN, type Rule, ruleOf, type Written } from "../src/pure/rules";

const ALL: Rule = {
  kind: null,
  country: null,
  area: null,
  incident: null,
  delay_hours: null,
  blur_km: null,
  reason: "witnesses",
};

describe("a rule in words", () => {
  it.each([
    [ALL, "All incidents"],
    [{ ...ALL, kind: "drone_strike", country: "IQ" }, "All incidents of the kind “Drone strike” in Iraq"],
    [{ ...ALL, area: { lat: 36.2, lon: 44, radius_km: 20 } }, "All incidents within 20 km of 36.2, 44"],
    [{ ...ALL, incident: "i8b2d1a0eec972d95" }, "Incident i8b2d1a0eec972d95"],
  ])("says which incidents it is about", (rule, words) => {
    expect(aboutText(rule)).toBe(words);
  });

  it("says what readers notice", () => {
    expect(effectText({ ...ALL, delay_hours: 48 })).toContain("only 2 days after the end of the day");
    expect(effectText({ ...ALL, delay_hours: 5 })).toContain("only 5 hours after");
    expect(effectText({ ...ALL, blur_km: 30 })).toContain("only within 30 km");
    expect(effectText({ ...ALL, delay_hours: 24, blur_km: 30 })).toMatch(/1 day after .*; their place/);
  });
});

describe("a rule from a form", () => {
  const written = (some: Partial<Written>): Written => ({ ...NOTHING_WRITTEN, reason: " witnesses ", ...some });

  it("holds what was written, and nothing for what was left empty", () => {
    expect(ruleOf(written({ delay: "48" }))).toEqual({ ...ALL, delay_hours: 48 });
    expect(
      ruleOf(
        written({
          blur: " 2.5",
          country: "iq",
          kind: "raid",
          lat: "36.2",
          lon: "-4",
          radius: "20",
          incident: "https://example.org/incident/i8b2d1a0eec972d95",
        }),
      ),
    ).toEqual({
      ...ALL,
      blur_km: 2.5,
      country: "IQ",
      kind: "raid",
      area: { lat: 36.2, lon: -4, radius_km: 20 },
      incident: "i8b2d1a0eec972d95",
    });
  });

  it.each([
    [{}, "hours later"],
    [{ delay: "two" }, "hours are no number"],
    [{ blur: "1e" }, "blur are no number"],
    [{ delay: "5", lat: "36" }, "An area has"],
    [{ delay: "5", lat: "36", lon: "x", radius: "5" }, "An area has"],
    [{ delay: "5", incident: "the one at Erbil" }, "by its id"],
    [{ delay: "5", country: "Iraq" }, "two letters"],
  ])("is refused in words: %j", (some, words) => {
    expect(ruleOf(written(some))).toContain(words);
  });
});

import { describe, expect, it } from "vitest";
import { apartBriefly, apartText, grounds, isFar, likelihoodText } from "../src/pure/apart";

describe("how far two incidents lie apart", () => {
  it.each([
    [{ days: 29, km: 310.4 }, "29 days apart · 310 km apart", true],
    [{ days: 1, km: 4.04 }, "1 day apart · 4 km apart", false],
    [{ days: 0, km: 0 }, "same days · same place", false],
    [{ days: 0, km: 51 }, "same days · 51 km apart", true],
    [{ days: 3, km: null }, "3 days apart · distance not known", true],
    [{ days: null, km: null }, "days apart not known · distance not known", false],
  ])("is told: %j", (apart, words, far) => {
    expect(apartText(apart)).toBe(words);
    expect(isFar(apart)).toBe(far);
  });

  it("is told briefly without what is not known", () => {
    expect(apartBriefly({ days: 29, km: 12 })).toBe("29 days apart, 12 km apart");
    expect(apartBriefly({ days: null, km: 12 })).toBe("12 km apart");
    expect(apartBriefly({ days: null, km: null })).toBe("");
  });
});

describe("why two are suspected to be one", () => {
  const evidence = [
    { name: "prior", score: -6.4, detail: "any two claims that meet" },
    { name: "kind", score: 1.6, detail: "both shelling" },
    { name: "day", score: -4, detail: "29 days apart" },
    { name: "place", score: 3, detail: "one town" },
    { name: "status", score: null, detail: "denied" },
    { name: "weapon", score: 0, detail: "not told" },
  ];

  it("names what weighs most first, and what rules it out before all else that speaks against it", () => {
    expect(grounds({ evidence })).toEqual({
      pro: ["place (one town)", "kind (both shelling)"],
      contra: ["status (denied)", "day (29 days apart)"],
    });
  });

  it("says nothing where nothing is known", () => {
    expect(grounds({ evidence: [] })).toEqual({ pro: [], contra: [] });
  });
});

describe("what a comparison comes to", () => {
  it("is a share of a hundred where the two are near", () => {
    expect(likelihoodText(3.9, { days: 1, km: 4 })).toBe(
      "Put together, what their nearest tellings say gives 98 in 100 for one event.",
    );
  });

  it("is no number where the two lie far apart, nor where they cannot be one", () => {
    expect(likelihoodText(3.9, { days: 30, km: 310 })).not.toMatch(/\d/);
    expect(likelihoodText(null, { days: 1, km: 4 })).not.toMatch(/\d/);
  });
});

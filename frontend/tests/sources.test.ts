import { describe, expect, it } from "vitest";
import { anyWatched, lengthText, outletsOf, type SourceTold, stateText } from "../src/pure/sources";

function source(name: string, state: string, outlet: string): SourceTold {
  return {
    source: name,
    type: "feed",
    address: "",
    state,
    attempted: null,
    succeeded: null,
    newest: null,
    lag_seconds: null,
    failures: 0,
    reason: null,
    outlet: { name: outlet, reports: 1, claims: 1, country: "IQ" },
  };
}

const held = (name: string | null) => ({ name, reports: 3, claims: 5, watched: false });

describe("outlets and their sources", () => {
  it("come with those in trouble first and those not watched last", () => {
    const shown = outletsOf({
      sources: [source("b", "ok", "Beta"), source("g", "dark", "Gamma"), source("g2", "ok", "Gamma")],
      outlets: [held("Alpha"), held("Beta"), held(null)],
    });
    expect(shown.map((one) => [one.outlet.name, one.sources.length, one.outlet.reports])).toEqual([
      ["Gamma", 2, 1],
      ["Beta", 1, 3],
      ["Alpha", 0, 3],
      ["Outlet not told", 0, 3],
    ]);
    expect(shown[1]?.outlet.country).toBe("IQ");
  });

  it("keep their incidents and the days of their first and last report", () => {
    const days = { incidents: 2, first: "2026-03-02", last: "2026-03-09" };
    const [shown] = outletsOf({ sources: [], outlets: [{ ...held("Alpha"), ...days }] });
    expect(shown?.outlet).toMatchObject(days);
  });

  it("are watched where a source is read again and again", () => {
    expect(anyWatched(outletsOf({ sources: [], outlets: [held("Alpha")] }))).toBe(false);
    expect(anyWatched(outletsOf({ sources: [source("b", "ok", "Beta")], outlets: [] }))).toBe(true);
  });

  it("are none where nothing is known", () => {
    expect(outletsOf(undefined)).toEqual([]);
  });

  it("say that a dark source is no quiet", () => {
    expect(stateText("dark")).toMatch(/missing/);
    expect(stateText(null)).toMatch(/Not watched/);
  });

  it.each([
    [null, "never"],
    [30, "0 minutes"],
    [90, "1 minute"],
    [7200, "2 hours"],
    [3 * 86400, "3 days"],
  ])("write %s seconds as %s", (seconds, words) => {
    expect(lengthText(seconds)).toBe(words);
  });
});

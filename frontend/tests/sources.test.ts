import { describe, expect, it } from "vitest";
import { lengthText, outletsOf, stateText } from "../src/pure/sources";

const outlet = (name: string) => ({ name, reports: 3, claims: 5 });

describe("outlets and their sources", () => {
  it("come with those in trouble first and those not watched last", () => {
    const shown = outletsOf([
      { source: null, outlet: outlet("Alpha") },
      { source: "b", state: "ok", outlet: outlet("Beta") },
      { source: "g", state: "dark", outlet: outlet("Gamma") },
      { source: "g2", state: "ok", outlet: outlet("Gamma") },
    ]);
    expect(shown.map((one) => [one.outlet.name, one.sources.length])).toEqual([
      ["Gamma", 2],
      ["Beta", 1],
      ["Alpha", 0],
    ]);
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

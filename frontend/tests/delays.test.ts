import { describe, expect, it } from "vitest";
import { delayBins } from "../src/pure/delays";

describe("delays", () => {
  it("fall each into one bin", () => {
    const told = [-6, -1, 0, 1, 2, 3, 4, 7, 8, 30, 31, 400].map((group) => ({ group, incidents: 1 }));
    expect(delayBins(told).map((bin) => bin.incidents)).toEqual([2, 1, 1, 1, 1, 2, 2, 2]);
  });

  it("leave empty bins standing", () => {
    expect(delayBins([]).map((bin) => bin.incidents)).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });
});

import { describe, expect, it } from "vitest";
import { otherIn, refusalText } from "../src/pure/naming-other";

describe("another incident that somebody names", () => {
  it.each([
    ["i0123456789abcdef", { id: "i0123456789abcdef" }],
    ["i012345", { id: "i012345" }],
    [" https://a.example/incident/i0123456789abcdef ", { id: "i0123456789abcdef" }],
    ["market in Mogadishu", { text: "market in Mogadishu" }],
    ["i01", { text: "i01" }],
    ["i0", null],
    ["", null],
  ])("is read from %j", (written, read) => {
    expect(otherIn(written)).toEqual(read);
  });

  it("is not the one that is looked at", () => {
    expect(refusalText("i0123456789abcdef", "i0123456789abcdef")).toContain("itself");
    expect(refusalText("i0123456789abcdef", "i0123456789abcde0")).toBeNull();
  });
});

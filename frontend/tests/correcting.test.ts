import { describe, expect, it } from "vitest";
import { writingHint } from "../src/pure/correcting";

describe("how a value is written", () => {
  it("is told by the codebook's examples", () => {
    expect(writingHint(["5", "20+", "-30", "none"])).toBe("5, 20+, -30; “none” where it is not told");
    expect(writingHint(["2021-07-05"])).toBe("2021-07-05");
    expect(writingHint(["none"])).toBe("“none” where it is not told");
    expect(writingHint([])).toBe("");
  });
});

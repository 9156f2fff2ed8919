import { describe, expect, it } from "vitest";
import { suggestionsIn } from "../src/pure/suggestions";

describe("suggestions beside an empty list", () => {
  it("are read, and nothing else that stands there", () => {
    expect(
      suggestionsIn({ total: 0, suggestions: [{ text: "Mogadishu", incidents: 5 }, "x", null, { text: "y" }] }),
    ).toEqual([{ text: "Mogadishu", incidents: 5 }]);
  });

  it("are none where there are none", () => {
    expect(suggestionsIn(undefined)).toEqual([]);
    expect(suggestionsIn({ total: 3 })).toEqual([]);
    expect(suggestionsIn({ suggestions: "many" })).toEqual([]);
  });
});

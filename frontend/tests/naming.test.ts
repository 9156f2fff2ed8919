import { describe, expect, it } from "vitest";
import { grounds } from "../src/pure/apart";
import { withNames } from "../src/pure/naming";

const NAMES = new Map([
  ["group:al-shabaab", "Al-Shabaab"],
  ["fatah-al-islam", "Fatah al-Islam"],
]);

describe("ids of parties in words of the ledger", () => {
  it.each([
    ["both hit state:SO", "both hit Somalia"],
    ["both hit group:al-shabaab, state:UA", "both hit Al-Shabaab, Ukraine"],
    ["both hit group:some-militia", "both hit some militia"],
    ["both hit fatah-al-islam, ucdp:160", "both hit Fatah al-Islam, a party that is not named here"],
    ["at 10:30, see https://a.example", "at 10:30, see https://a.example"],
  ])("give way to names: %s", (words, shown) => {
    expect(withNames(words, NAMES)).toBe(shown);
  });

  it("give way to names in the grounds of a doubt", () => {
    const evidence = [{ name: "target", score: 1.2, detail: "both hit state:SO" }];
    expect(grounds({ evidence }).pro).toEqual(["target (both hit Somalia)"]);
  });
});

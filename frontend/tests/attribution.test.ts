import { describe, expect, it } from "vitest";
import { conflictValueText, tellersOf } from "../src/pure/attribution";
import { basisInTelling, basisText } from "../src/pure/basis";
import type { Claim, SideBySide } from "../src/wire";

describe("the basis on which somebody is named", () => {
  it.each([
    ["blamed", ["Kyiv"], "blamed by Kyiv"],
    ["blamed", ["the governor", "police"], "blamed by the governor and police"],
    ["blamed", ["a", "b", "c", "d"], "blamed by a, b and 2 others"],
    ["blamed", [], "blamed, by whom is not told"],
    ["claimed", ["Ukraine"], "claimed by itself"],
    ["claimed", ["Ukraine", "a police spokesman"], "claimed by itself, in the words of a police spokesman"],
    ["suspected", ["officials"], "suspected by officials"],
    ["suspected", [], "suspected"],
    ["stated", ["Northern Post"], "stated as fact by Northern Post"],
    ["none", [], "not named"],
  ] as const)("%s, said by %j", (basis, said_by, words) => {
    expect(basisText({ name: "Ukraine", basis, said_by: [...said_by] })).toBe(words);
  });

  it("is that of the speakers within one telling", () => {
    const speaker = [{ text: "the governor", start: 0, end: 12 }];
    expect(basisInTelling({ actor_basis: "blamed", speaker })).toBe("blamed by the governor");
    expect(basisInTelling({ actor_basis: "blamed", speaker: [] })).toBe("blamed");
    expect(basisInTelling({ actor_basis: "claimed", speaker })).toBe("claimed by itself");
  });
});

describe("a value on which tellings differ", () => {
  it.each([
    ["status", "foiled", "Foiled"],
    ["when", "2021-07-05/2021-07-06", "5–6 July 2021"],
    ["when", "2021-07-05/2021-07-05", "5 July 2021"],
    ["injured", '"were injured"', "“were injured” without a number"],
    ["killed", "12 or more", "12 or more"],
    ["weapon", "rockets/missiles", "rockets/missiles"],
  ])("%s %s", (field, value, words) => {
    expect(conflictValueText(field, value)).toBe(words);
  });

  const telling = (id: string, outlet: string | null, speakers: string[], published = "2021-07-07"): SideBySide =>
    ({
      claim: { id, speaker: speakers.map((text) => ({ text, start: 0, end: text.length })) } as unknown as Claim,
      report: { id: "r1", outlet, published },
    }) as unknown as SideBySide;

  it("has its outlet, speaker and day, and what people set right of them", () => {
    const tellings = [telling("c1", "Northern Post", ["a police officer"]), telling("c2", null, [], "2021-07-05")];
    expect(tellersOf(["c1", "c2", "c9"], tellings, [])).toEqual([
      { claim: "c2", words: "outlet not told · in its own words · 5 July 2021" },
      { claim: "c1", words: "Northern Post · a police officer · 7 July 2021" },
    ]);
    const set = { claim: "c2", field: "speaker", value: [{ text: "a nurse" }], by: "Amal", at: "", reason: "" };
    expect(tellersOf(["c2"], tellings, [set])[0]?.words).toContain("a nurse");
  });
});

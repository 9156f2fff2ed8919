import { describe, expect, it } from "vitest";
import { addressOf, apiQueryOf, type Asked, askedOf, howMany, NO_FILTERS, toggled } from "../src/pure/filters";

const FULL: Asked = {
  filters: {
    since: "2021-07-05",
    until: "2021-07-11",
    kind: ["shelling", "drone_strike"],
    status: ["occurred"],
    grade: ["single source"],
    country: ["IQ", "SY"],
    side: ["al-shabaab"],
    outlet: ["The Levant Courier (sample)"],
    text: "Ain al-Asad & Erbil",
    background: "also",
    conflicts: true,
    placeless: true,
  },
  view: { lon: 44.01, lat: 36.19, zoom: 6.5 },
  selected: "i8b2d1a0eec972d95",
};

describe("filters in the address", () => {
  it("come back as they were written", () => {
    expect(askedOf(addressOf(FULL))).toEqual(FULL);
  });

  it("leave no trace where nothing is asked", () => {
    expect(addressOf({ filters: NO_FILTERS, view: null, selected: null })).toBe("");
    expect(askedOf("")).toEqual({ filters: NO_FILTERS, view: null, selected: null });
  });

  it.each([
    ["since=yesterday", "since"],
    ["since=2021-02-30", "since"],
    ["until=2021-7-1", "until"],
    ["until=", "until"],
  ] as const)("passes over a day that is none: %s", (query, name) => {
    expect(askedOf(query).filters[name]).toBeNull();
  });

  it.each(["view=1,2", "view=a,b,c", "view=200,0,3", "view=0,95,3", "view=0,0,99", "view=,,", "view=1,2,3,4"])(
    "passes over a view that is none: %s",
    (query) => {
      expect(askedOf(query).view).toBeNull();
    },
  );

  it("names each value once", () => {
    expect(askedOf("kind=raid&kind=raid&kind=").filters.kind).toEqual(["raid"]);
  });

  it("tells the server to leave background out unless it is wanted", () => {
    expect(apiQueryOf(NO_FILTERS).toString()).toBe("background=false");
    expect(apiQueryOf({ ...NO_FILTERS, background: "also" }).toString()).toBe("");
    expect(apiQueryOf({ ...NO_FILTERS, background: "only" }).toString()).toBe("background=true");
  });

  it("asks for incidents on which sources differ, and for those without a point, by the API's own names", () => {
    expect(apiQueryOf({ ...NO_FILTERS, conflicts: true }).toString()).toBe("conflicts=true&background=false");
    expect(apiQueryOf({ ...NO_FILTERS, placeless: true }).toString()).toBe("placed=false&background=false");
    expect(askedOf("conflicts=perhaps&placed=true").filters).toEqual(NO_FILTERS);
    expect(howMany({ ...NO_FILTERS, conflicts: true, placeless: true })).toBe(2);
  });

  it("never sends the server what is the page's own", () => {
    expect(apiQueryOf(FULL.filters).has("view")).toBe(false);
    expect(apiQueryOf(FULL.filters).getAll("country")).toEqual(["IQ", "SY"]);
  });

  it("counts each value that is set", () => {
    expect(howMany(NO_FILTERS)).toBe(0);
    expect(howMany(FULL.filters)).toBe(14);
  });

  it("puts a value in and takes it out again", () => {
    const once = toggled(NO_FILTERS, "country", "IQ");
    expect(once.country).toEqual(["IQ"]);
    expect(toggled(once, "country", "IQ")).toEqual(NO_FILTERS);
  });
});

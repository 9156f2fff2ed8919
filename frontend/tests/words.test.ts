import { describe, expect, it } from "vitest";
import { momentText, stretchText, whenText } from "../src/pure/days";
import { counted, figureText, tollText } from "../src/pure/figures";
import { headlineOf } from "../src/pure/headline";
import { isPoint, placeInSentence, placeText, precisionText } from "../src/pure/places";
import { groupOf, kindText } from "../src/pure/terms";
import type { Place, When } from "../src/wire";

const DAY: When = {
  text: "on Wednesday",
  start_char: 0,
  end_char: 12,
  start: "2021-07-07",
  end: "2021-07-07",
  precision: "day",
  basis: "stated",
};
const BASE: Place = {
  text: "Ain al-Asad air base",
  start: 0,
  end: 20,
  name: "Ain al-Asad air base",
  country: "IQ",
  admin1: "Al Anbar",
  lat: 33.786,
  lon: 42.441,
  precision: 1,
  radius_km: 5,
};

describe("figures", () => {
  it.each([
    [null, "not told"],
    [{ min: 0, max: 0 }, "none"],
    [{ min: 4, max: 4 }, "4"],
    [{ min: 4, max: 9 }, "4–9"],
    [{ min: 20, max: null }, "20 or more"],
    [{ min: null, max: 30 }, "up to 30"],
    [{ min: null, max: null }, "some, number not told"],
    [{ min: 0, max: null }, "number not told"],
    [{ min: 50, max: 50, approximate: true }, "about 50"],
    [{ min: 1202, max: null }, "1,202 or more"],
    [{ min: 0, max: 5 }, "0–5"],
  ])("%j is written %s", (figure, words) => {
    expect(figureText(figure)).toBe(words);
  });

  it("does not make a nought of what is not told", () => {
    expect(tollText(null, "killed")).toBe("");
    expect(tollText({ min: 0, max: 0 }, "killed")).toBe("nobody killed");
    expect(tollText({ min: null, max: null }, "killed")).toBe("some killed");
  });

  it("puts the noun into its number", () => {
    expect(counted(1, "report")).toBe("1 report");
    expect(counted(0, "country", "countries")).toBe("0 countries");
  });
});

describe("days", () => {
  it.each<[Partial<When>, string]>([
    [{}, "on 7 July 2021"],
    [{ precision: "month", start: "2021-02-01", end: "2021-02-28" }, "in February 2021"],
    [{ precision: "month", start: "2021-02-01", end: "2021-04-30" }, "between February 2021 and April 2021"],
    [{ precision: "year", start: "2017-01-01", end: "2017-12-31" }, "in 2017"],
    [{ precision: "week", start: "2022-10-31", end: "2022-11-06" }, "in the week of 31 October – 6 November 2022"],
    [{ precision: "days", start: "2023-01-01", end: "2023-01-02" }, "between 1 January 2023 and 2 January 2023"],
    [{ precision: "unknown", basis: "publication" }, "on or before 7 July 2021, when it was published"],
    [{ start: null, end: null }, "on a day not told"],
  ])("%j is written %s", (changed, words) => {
    expect(whenText({ ...DAY, ...changed })).toBe(words);
  });

  it("says so where there is no time at all", () => {
    expect(whenText(null)).toBe("on a day not told");
  });

  it.each([
    ["2023-01-01", "2023-01-02", "1–2 January 2023"],
    ["2022-12-31", "2023-01-01", "31 December 2022 – 1 January 2023"],
    ["2021-07-07", "2021-07-07", "7 July 2021"],
  ])("%s to %s is written %s", (start, end, words) => {
    expect(stretchText(start, end)).toBe(words);
  });

  it("writes a moment in UTC", () => {
    expect(momentText("2026-11-25T14:51:01.714046+00:00")).toBe("25 November 2026, 14:51 UTC");
  });
});

describe("places", () => {
  it.each<[number | null, string]>([
    [1, " at Ain al-Asad air base, Al Anbar, Iraq"],
    [2, " near Ain al-Asad air base, Al Anbar, Iraq"],
    [4, " somewhere in Ain al-Asad air base, Al Anbar, Iraq"],
    [6, " somewhere in Ain al-Asad air base, Al Anbar, Iraq"],
    [7, " over or off Ain al-Asad air base, Al Anbar, Iraq"],
  ])("of precision %s stands in a sentence as %s", (precision, words) => {
    expect(placeInSentence({ ...BASE, precision })).toBe(words);
  });

  it("shows nothing wider than a site as a point", () => {
    expect([1, 2, 3, 4, 5, 6, 7, null].map(isPoint)).toEqual([true, false, false, false, false, false, false, false]);
  });

  it("says where a name is not found", () => {
    expect(placeText({ ...BASE, name: null, text: "the border" })).toBe("“the border”, not found on the map");
    expect(placeText(null)).toBe("place not told");
  });

  it("says nothing twice", () => {
    expect(placeText({ ...BASE, name: "Iraq", admin1: null })).toBe("Iraq");
    expect(placeText({ ...BASE, name: "Kherson", admin1: "Kherson Oblast", country: "UA" })).toBe("Kherson, Ukraine");
  });

  it("names the radius with the precision", () => {
    expect(precisionText(BASE)).toBe("a site or town, within 5 km");
    expect(precisionText({ ...BASE, precision: 6, radius_km: 401.7 })).toBe("somewhere in a country, within 402 km");
  });
});

describe("headlines", () => {
  it("say what, where and when, no narrower than told", () => {
    expect(headlineOf({ kind: "shelling", status: "occurred", place: BASE, when: DAY })).toBe(
      "Shelling at Ain al-Asad air base, Al Anbar, Iraq, on 7 July 2021",
    );
    expect(headlineOf({ kind: "drone_strike", status: "foiled", place: BASE, when: DAY })).toMatch(
      /^Drone strike foiled at/,
    );
    expect(headlineOf({ kind: "air_strike", status: "threatened", place: null, when: null })).toBe(
      "Threat of air strike, place not told, on a day not told",
    );
    expect(headlineOf({ kind: "threat", status: "threatened", place: null, when: null })).toMatch(/^Threat, place/);
  });
});

describe("terms", () => {
  it("draws every kind in a group, also one that is new", () => {
    expect(groupOf("suicide_bombing").id).toBe("bombs");
    expect(groupOf("something_new").id).toBe("other");
    expect(kindText("something_new")).toBe("Something new");
  });
});

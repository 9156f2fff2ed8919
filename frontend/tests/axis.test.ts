import { describe, expect, it } from "vitest";
import { around, binFor, dayAt, daysIn, joined, positionOf, ticksOf, spacedTicks } from "../src/pure/axis";

const JULY = { start: "2021-07-01", end: "2021-07-31" };

describe("the axis of time", () => {
  it("counts both ends of a stretch", () => {
    expect(daysIn(JULY)).toBe(31);
    expect(daysIn({ start: "2024-02-29", end: "2024-02-29" })).toBe(1);
  });

  it("takes wider bins for longer stretches", () => {
    expect([
      binFor(JULY),
      binFor({ start: "2021-01-01", end: "2022-06-30" }),
      binFor({ start: "2017-01-01", end: "2023-01-31" }),
    ]).toEqual(["day", "week", "month"]);
  });

  it("finds the day that stands at a position, for each day", () => {
    for (let index = 0; index < 31; index += 1) {
      const day = `2021-07-${String(index + 1).padStart(2, "0")}`;
      expect(dayAt(positionOf(day, JULY, 620) + 1, JULY, 620)).toBe(day);
    }
  });

  it("stays within the stretch", () => {
    expect(dayAt(-50, JULY, 620)).toBe("2021-07-01");
    expect(dayAt(9999, JULY, 620)).toBe("2021-07-31");
  });

  it("leaves room around what is chosen", () => {
    expect(around({ start: "2021-07-05", end: "2021-07-11" })).toEqual({ start: "2021-07-01", end: "2021-07-15" });
  });

  it("joins two stretches", () => {
    expect(joined({ start: "2021-07-05", end: "2021-07-11" }, { start: "2021-07-01", end: "2021-07-06" })).toEqual({
      start: "2021-07-01",
      end: "2021-07-11",
    });
  });

  it("sets few ticks, in order and within the stretch", () => {
    for (const stretch of [
      JULY,
      { start: "2021-05-31", end: "2023-01-31" },
      { start: "1990-03-04", end: "2026-01-01" },
    ]) {
      const days = ticksOf(stretch, 8).map((tick) => tick.day);
      expect(days.length).toBeGreaterThan(2);
      expect(days.length).toBeLessThan(12);
      expect([...days].sort()).toEqual(days);
      expect(days.every((day) => day >= stretch.start && day <= stretch.end)).toBe(true);
    }
  });
});

describe("ticks of a square-root scale", () => {
  it("stand apart, from 0 to the greatest that fits", () => {
    const ticks = spacedTicks([0, 1, 2, 5, 10, 50, 100, 250, 500, 1000], 300, 140, 16);
    const places = ticks.map((tick) => Math.sqrt(tick / 300) * 140);
    expect(ticks[0]).toBe(0);
    expect(ticks.at(-1)).toBe(250);
    for (const [index, place] of places.slice(1).entries())
      expect(place - (places[index] ?? 0)).toBeGreaterThanOrEqual(16);
  });

  it("leave 0 alone where there is no room for more", () => {
    expect(spacedTicks([0, 1, 2], 1, 10, 16)).toEqual([0]);
  });
});

import { describe, expect, it } from "vitest";
import { codePointsBefore, piecesOf, unitsBefore } from "../src/pure/pieces";

describe("pieces of a text", () => {
  it("gives the text alone where nothing is marked", () => {
    expect(piecesOf("quiet day", [])).toEqual([{ text: "quiet day", fields: [] }]);
    expect(piecesOf("", [])).toEqual([]);
  });

  it("keeps marks that overlap visible in each piece", () => {
    const pieces = piecesOf("Ten rockets fell", [
      { start: 0, end: 11, field: "munitions" },
      { start: 4, end: 11, field: "weapon" },
    ]);
    expect(pieces).toEqual([
      { text: "Ten ", fields: ["munitions"] },
      { text: "rockets", fields: ["munitions", "weapon"] },
      { text: " fell", fields: [] },
    ]);
  });

  it("counts code points, so that an emoji before the words moves nothing", () => {
    const pieces = piecesOf("🚀🚀 four dead", [{ start: 3, end: 7, field: "killed" }]);
    expect(pieces.find((piece) => piece.fields.includes("killed"))?.text).toBe("four");
  });

  it("shifts by where the sentence begins and cuts what reaches beyond it", () => {
    const pieces = piecesOf(
      "two hurt",
      [
        { start: 98, end: 103, field: "injured" },
        { start: 400, end: 410, field: "killed" },
      ],
      100,
    );
    expect(pieces).toEqual([
      { text: "two", fields: ["injured"] },
      { text: " hurt", fields: [] },
    ]);
  });

  it("passes over marks without words", () => {
    expect(
      piecesOf("abc", [
        { start: 1, end: 1, field: "x" },
        { start: 2, end: 1, field: "y" },
      ]),
    ).toEqual([{ text: "abc", fields: [] }]);
  });

  it("names a field once, however many marks of it meet", () => {
    const pieces = piecesOf("Erbil", [
      { start: 0, end: 5, field: "place" },
      { start: 0, end: 5, field: "place" },
    ]);
    expect(pieces).toEqual([{ text: "Erbil", fields: ["place"] }]);
  });

  it("loses and doubles nothing, for any marks", () => {
    const text = "عين الأسد 🚀 was hit";
    for (let start = -3; start < 25; start += 1) {
      for (let end = start; end < 26; end += 3) {
        const pieces = piecesOf(text, [
          { start, end, field: "a" },
          { start: end - 2, end: start + 9, field: "b" },
        ]);
        expect(pieces.map((piece) => piece.text).join("")).toBe(text);
      }
    }
  });

  it("counts the code points before a place in a string", () => {
    expect(codePointsBefore("🚀 four", 3)).toBe(2);
    expect(unitsBefore("🚀 four", 2)).toBe(3);
  });
});

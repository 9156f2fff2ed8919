/** Words of a text that values were read from, as pieces to be drawn one after the other. */

export interface Mark {
  /** Offsets in code points of the whole text, the end not included. */
  start: number;
  end: number;
  field: string;
}

export interface Piece {
  text: string;
  /** The fields read from these words, in the order of the marks; empty for words that none was read from. */
  fields: string[];
}

/**
 * Cut a text wherever a mark begins or ends, so that overlapping marks stay visible in each piece.
 *
 * `from` is where the text given begins in the whole text. Marks that reach beyond the text are cut to it, and marks
 * that lie outside are passed over. The pieces put together give the text.
 */
export function piecesOf(text: string, marks: readonly Mark[], from = 0): Piece[] {
  const points = Array.from(text); // offsets count code points, strings count UTF-16 units
  const inside = marks
    .map((mark) => ({
      field: mark.field,
      start: Math.max(0, mark.start - from),
      end: Math.min(points.length, mark.end - from),
    }))
    .filter((mark) => mark.start < mark.end);
  const cuts = [...new Set([0, points.length, ...inside.flatMap((mark) => [mark.start, mark.end])])].sort(
    (a, b) => a - b,
  );
  const pieces: Piece[] = [];
  for (const [index, start] of cuts.entries()) {
    const end = cuts[index + 1];
    if (end === undefined) break;
    const fields = inside.filter((mark) => mark.start <= start && mark.end >= end).map((mark) => mark.field);
    pieces.push({ text: points.slice(start, end).join(""), fields: [...new Set(fields)] });
  }
  return pieces;
}

/** How many code points stand before the UTF-16 offset of a string. */
export function codePointsBefore(text: string, offset: number): number {
  return Array.from(text.slice(0, offset)).length;
}

/** The UTF-16 offset in a string of what stands after so many code points. */
export function unitsBefore(text: string, codePoints: number): number {
  return Array.from(text).slice(0, codePoints).join("").length;
}

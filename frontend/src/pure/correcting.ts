/** What a form says of a value that somebody writes. */

const NOT_TOLD = "none";

/** `5, 20+, -30; “none” where it is not told`: the ways in which a field's value is written. */
export function writingHint(examples: readonly string[]): string {
  const values = examples.filter((one) => one !== NOT_TOLD).join(", ");
  const without = examples.includes(NOT_TOLD) ? `“${NOT_TOLD}” where it is not told` : "";
  return [values, without].filter(Boolean).join("; ");
}

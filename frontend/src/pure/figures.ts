import type { Ends } from "../wire";

const NUMBER = new Intl.NumberFormat("en");

/** Write a figure as its ends: `4`, `4–9`, `20 or more`, `up to 30`, `about 50`; null is "not told", never 0. */
export function figureText(figure: Ends | null): string {
  if (!figure) return "not told";
  const { min, max } = figure;
  const about = figure.approximate ? "about " : "";
  if (min === null && max === null) return "some, number not told";
  if (max === null) return min === 0 ? "number not told" : `${about}${numberText(min ?? 0)} or more`;
  if (min === null) return `up to ${about}${numberText(max)}`;
  if (min === max) return min === 0 ? "none" : `${about}${numberText(min)}`;
  return `${about}${numberText(min)}–${numberText(max)}`;
}

/** Write a count with the noun that fits it: `1 report`, `2 reports`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${numberText(count)} ${count === 1 ? one : many}`;
}

export function numberText(value: number): string {
  return NUMBER.format(value);
}

/** Write "killed" of an incident for a line of a list; empty where nobody says anything. */
export function tollText(figure: Ends | null, verb: string): string {
  if (!figure) return "";
  if (figure.min === 0 && figure.max === 0) return `nobody ${verb}`;
  return `${figureText(figure).replace(", number not told", "")} ${verb}`;
}

/** Write a value of a contradiction; words alone, which stand in quotes, are told without a number. */
export function differingText(value: string): string {
  const [, words] = /^"(.*)"$/.exec(value) ?? [];
  return words === undefined ? value : `“${words}” without a number`;
}

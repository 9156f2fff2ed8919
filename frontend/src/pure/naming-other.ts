/** How somebody names another incident: by its id, by the beginning of it, by a link to it, or by words to search for. */

export type Other = { id: string } | { text: string };

const ID = /(?:^|[^0-9a-z])(i[0-9a-f]{6,16})(?![0-9a-z])/i;
const FEWEST_LETTERS = 3;

/** Read what somebody wrote; null where it is too little to look for anything. */
export function otherIn(written: string): Other | null {
  const [, id] = ID.exec(written) ?? [];
  if (id) return { id: id.toLowerCase() };
  const text = written.trim();
  return text.length >= FEWEST_LETTERS ? { text } : null;
}

/** Why the other incident cannot be the one that is looked at; null where it can. */
export function refusalText(own: string, other: string): string | null {
  return own === other ? "That is this incident itself: name another one." : null;
}

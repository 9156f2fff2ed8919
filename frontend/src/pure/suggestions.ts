/** Names that are spelled almost like what was looked for in vain. */

export interface Suggestion {
  text: string;
  incidents: number;
}

/** Read the suggestions that stand beside an empty list; none where there are none. */
export function suggestionsIn(meta: Record<string, unknown> | undefined): Suggestion[] {
  const told: unknown = meta?.suggestions;
  return Array.isArray(told) ? told.filter(isSuggestion) : [];
}

function isSuggestion(value: unknown): value is Suggestion {
  if (typeof value !== "object" || value === null) return false;
  const { text, incidents } = value as Partial<Suggestion>;
  return typeof text === "string" && typeof incidents === "number";
}

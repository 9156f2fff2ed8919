/** Names in place of the ids that the ledger gives to parties: nobody reads `state:SO`. */
import { countryText } from "./places";

const TOKEN = /[A-Za-z0-9][A-Za-z0-9:_-]*/g;
const ID = /^([a-z]{3,}):([A-Za-z0-9][A-Za-z0-9_-]*)$/;

/** Words of the ledger with names for the ids of parties; `names` holds those that are known by id. */
export function withNames(words: string, names: ReadonlyMap<string, string> = new Map()): string {
  return words.replace(TOKEN, (token) => names.get(token) ?? nameOf(token));
}

function nameOf(token: string): string {
  const [, sort, own] = ID.exec(token) ?? [];
  if (!sort || !own) return token;
  if (sort === "state") return countryText(own);
  return /^\d+$/.test(own) ? "a party that is not named here" : own.replace(/[_-]+/g, " ");
}

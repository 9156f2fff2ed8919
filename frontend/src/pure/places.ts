import type { Place } from "../wire";

const COUNTRIES = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });

/** How narrow a place is: 1 site, 2 near, 3 district, 4 province, 5 vague, 6 country, 7 water or air. */
const SITE = 1;
const NEAR = 2;
const VAGUE = 5;
const COUNTRY = 6;
const WATER_OR_AIR = 7;

/** Whether a place may be shown as a point: a site or a town. Everything wider is an area, never a point. */
export function isPoint(precision: number | null): boolean {
  return precision === SITE;
}

/** Name the country of an ISO code; a code that nobody knows stays as it is. */
export function countryText(code: string): string {
  try {
    return COUNTRIES.of(code.toUpperCase()) ?? code;
  } catch {
    return code; // not of the form of a code
  }
}

/** Write a place with what it lies in: `Ain al-Asad air base, Al Anbar, Iraq`. */
export function placeText(place: Place | null): string {
  if (!place) return "place not told";
  if (!place.name) return place.text ? `“${place.text}”, not found on the map` : "place not told";
  const country = place.country ? countryText(place.country) : null;
  const within = place.admin1?.startsWith(place.name) ? null : place.admin1; // "Kherson, Kherson Oblast" says it twice
  const parts = [place.name, within, country].filter((part): part is string => Boolean(part));
  return parts.filter((part, index) => parts.indexOf(part) === index).join(", ");
}

/** Write a place as it follows upon a noun, no narrower than it is told: ` near Kyiv, Ukraine`. */
export function placeInSentence(place: Place | null): string {
  if (!place?.name) return place?.text ? ` at “${place.text}”` : ", place not told";
  return ` ${preposition(place.precision)} ${placeText(place)}`;
}

/** Say how narrowly the place is known. */
export function precisionText(place: Place | null): string {
  if (!place || place.precision === null) return "not found on the map";
  const within = place.radius_km === null ? "" : `, within ${kilometres(place.radius_km)}`;
  return `${wideness(place.precision)}${within}`;
}

export function kilometres(radius: number): string {
  return `${radius < 10 ? radius.toFixed(1).replace(/\.0$/, "") : Math.round(radius).toString()} km`;
}

function preposition(precision: number | null): string {
  if (precision === NEAR) return "near";
  if (precision === VAGUE) return "somewhere along or around";
  if (precision === WATER_OR_AIR) return "over or off";
  return precision === SITE || precision === null ? "at" : "somewhere in";
}

function wideness(precision: number): string {
  switch (precision) {
    case SITE:
      return "a site or town";
    case NEAR:
      return "near a known point";
    case 3:
      return "somewhere in a district";
    case 4:
      return "somewhere in a province";
    case VAGUE:
      return "a border or other vague feature";
    case COUNTRY:
      return "somewhere in a country";
    case WATER_OR_AIR:
      return "at sea or in the air";
    default:
      return "of unknown precision";
  }
}

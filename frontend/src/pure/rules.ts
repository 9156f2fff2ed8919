/** Rules of discretion in words, and what a form says made into one. */
import { counted } from "./figures";
import { countryText, kilometres } from "./places";
import { kindText } from "./terms";

/** What is withheld from readers, of which incidents; null does not narrow it. */
export interface Rule {
  kind: string | null;
  country: string | null;
  area: { lat: number; lon: number; radius_km: number } | null;
  incident: string | null;
  delay_hours: number | null;
  blur_km: number | null;
  reason: string;
}

export interface KeptRule extends Rule {
  id: string;
  by: string;
  at: string;
}

/** What a person has written into the form, as it stands there. */
export interface Written {
  kind: string;
  country: string;
  lat: string;
  lon: string;
  radius: string;
  incident: string;
  delay: string;
  blur: string;
  reason: string;
}

export const NOTHING_WRITTEN: Written = {
  kind: "",
  country: "",
  lat: "",
  lon: "",
  radius: "",
  incident: "",
  delay: "",
  blur: "",
  reason: "",
};

const HOURS_A_DAY = 24;

/** Which incidents a rule is about: `Drone strikes … in Iraq`, `All incidents`. */
export function aboutText({ kind, country, area, incident }: Rule): string {
  if (!kind && !country && !area && !incident) return "All incidents";
  const parts = [
    incident ? `Incident ${incident}` : "All incidents",
    kind ? `of the kind “${kindText(kind)}”` : "",
    country ? `in ${countryText(country)}` : "",
    area ? `within ${kilometres(area.radius_km)} of ${area.lat}, ${area.lon}` : "",
  ];
  return parts.filter(Boolean).join(" ");
}

/** What readers notice of a rule. */
export function effectText({ delay_hours: delay, blur_km: blur }: Rule): string {
  const parts = [
    delay === null
      ? ""
      : `shown to readers only ${lengthText(delay)} after the end of the day on which they were first reported`,
    blur === null
      ? ""
      : `their place is told only within ${kilometres(blur)}, and words that could give it away not at all`,
  ];
  return parts.filter(Boolean).join("; ") || "nothing is withheld yet";
}

/** Make a rule of what was written; what cannot be read is said in words. */
export function ruleOf(written: Written): Rule | string {
  const delay = numberIn(written.delay);
  const blur = numberIn(written.blur);
  if (delay === undefined) return "The hours are no number.";
  if (blur === undefined) return "The kilometres of the blur are no number.";
  if (delay === null && blur === null) return "Say how many hours later, or within how many kilometres.";
  const area = areaOf(written);
  if (typeof area === "string") return area;
  const country = written.country.trim().toUpperCase();
  if (country && !/^[A-Z]{2}$/.test(country)) return "The country is named by two letters, such as IQ.";
  const incident = written.incident.trim() ? (/i[0-9a-f]{16}/.exec(written.incident)?.[0] ?? undefined) : null;
  if (incident === undefined) return "The incident is named by its id or a link to it.";
  return {
    kind: written.kind || null,
    country: country || null,
    area,
    incident,
    delay_hours: delay,
    blur_km: blur,
    reason: written.reason.trim(),
  };
}

function areaOf({ lat, lon, radius }: Written): Rule["area"] | string {
  const numbers = [lat, lon, radius].map(numberIn);
  if (numbers.every((one) => one === null)) return null;
  const [north, east, km] = numbers;
  if (typeof north !== "number" || typeof east !== "number" || typeof km !== "number")
    return "An area has a latitude, a longitude and a radius, all of them numbers.";
  return { lat: north, lon: east, radius_km: km };
}

/** Null where nothing is written, undefined where it is no number. */
function numberIn(written: string): number | null | undefined {
  if (!written.trim()) return null;
  const number = Number(written.trim());
  return Number.isFinite(number) ? number : undefined;
}

function lengthText(hours: number): string {
  const days = hours / HOURS_A_DAY;
  return Number.isInteger(days) && days > 0 ? counted(days, "day") : counted(hours, "hour");
}

import { isFilled, outlineOf, polygonPoints, ringOf } from "../map/symbols";
import { groupOf, kindText, STATUSES } from "../pure/terms";
import type { Grade, Status } from "../wire";

const BODY = 5.6;

interface Shown {
  kind: string;
  status?: Status;
  grade?: Grade;
  /** Where the sign stands alone it needs a name; beside words it is decoration. */
  named?: boolean;
}

/** The sign of an incident as the map draws it. */
export function Sign({ kind, status = "occurred", grade = "single source", named = false }: Shown) {
  const group = groupOf(kind);
  const outline = outlineOf(group.id);
  const ring = ringOf(grade);
  const names = named
    ? { role: "img" as const, "aria-label": `${kindText(kind)}, ${STATUSES[status].toLowerCase()}` }
    : { "aria-hidden": true as const };
  const body = `body ${isFilled(status) ? "filled" : "hollow"} ${status}`;
  return (
    <svg class={`sign group-${group.id}`} viewBox="-13 -13 26 26" width="22" height="22" {...names}>
      {ring !== "none" && <circle class={`ring ${ring}`} r="9.2" />}
      {ring === "double" && <circle class="ring double" r="11.8" />}
      {outline ? <polygon class={body} points={polygonPoints(outline, BODY)} /> : <circle class={body} r={BODY} />}
      {status === "foiled" && <line class="stroke" x1="-5" y1="5" x2="5" y2="-5" />}
      {status === "denied" && <path class="stroke" d="M-3.4-3.4 3.4 3.4M-3.4 3.4 3.4-3.4" />}
    </svg>
  );
}

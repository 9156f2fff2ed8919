/** The signs of the map as shapes: the map's canvas and the legend's pictures draw from the same outlines. */
import type { GroupId } from "../pure/terms";
import type { Grade, Status } from "../wire";

export type Theme = "light" | "dark";

/** Okabe and Ito's colours, told apart with every common colour blindness, each a little lighter on dark ground. */
export const COLOURS: Record<Theme, Record<GroupId, string>> = {
  light: { afar: "#0072b2", bombs: "#c94f00", ground: "#a6477f", control: "#007a5a", other: "#5d6673" },
  dark: { afar: "#56b4e9", bombs: "#f08a3c", ground: "#e08fc0", control: "#2fbf94", other: "#a3acb8" },
};

type Point = readonly [number, number];

const TURN = 2 * Math.PI;

/** The outline of a group's sign in a square from -1 to 1; null is a circle. */
const OUTLINES: Record<GroupId, readonly Point[] | null> = {
  afar: null,
  bombs: polygon(4, 0, 1.18),
  ground: polygon(4, TURN / 8, 1.18),
  control: polygon(3, 0, 1.22),
  other: polygon(6, 0, 1.05),
};

/** How a status is drawn: what occurred is filled, everything else is hollow. */
export function isFilled(status: Status): boolean {
  return status === "occurred";
}

/** How a grade is drawn around the sign. */
export function ringOf(grade: Grade): "double" | "full" | "none" | "broken" {
  if (grade === "confirmed") return "double";
  if (grade === "corroborated") return "full";
  return grade === "single source" ? "none" : "broken";
}

export function outlineOf(group: GroupId): readonly Point[] | null {
  return OUTLINES[group];
}

/** The outline as the points of an SVG polygon, scaled to `size` around 0. */
export function polygonPoints(outline: readonly Point[], size: number): string {
  return outline.map(([x, y]) => `${(x * size).toFixed(2)},${(y * size).toFixed(2)}`).join(" ");
}

function polygon(corners: number, turned: number, reach: number): readonly Point[] {
  return Array.from({ length: corners }, (_, corner) => {
    const angle = turned - TURN / 4 + (corner * TURN) / corners;
    return [Math.cos(angle) * reach, Math.sin(angle) * reach] as const;
  });
}

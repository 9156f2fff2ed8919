/** Draws signs and clusters onto canvases for the map, on demand, by the name that the map asks for. */
import { GROUPS, type GroupId } from "../pure/terms";
import type { Grade, Status } from "../wire";
import { COLOURS, isFilled, outlineOf, ringOf, type Theme } from "./symbols";

export const PIXELS = 2; // of the picture for each of the page

const SIGN_SIZE = 40;
const BODY = 9.5;
const INNER_RING = 14;
const OUTER_RING = 17.5;
const TURN = 2 * Math.PI;
const GROUNDS: Record<Theme, { paper: string; ink: string }> = {
  light: { paper: "#ffffff", ink: "#1b232d" },
  dark: { paper: "#1a212b", ink: "#eef1f4" },
};

/** The name of a sign's picture. */
export function signName(group: GroupId, status: Status, grade: Grade): string {
  return ["sign", group, status, ringOf(grade)].join("/");
}

/** The name of a cluster's picture: how many of each group, and how wide. */
export function clusterName(counts: readonly number[], width: number): string {
  return `cluster/${counts.join("-")}/${width}`;
}

/** Draw the picture of that name; null for a name that is none of ours. */
export function picture(name: string, theme: Theme): ImageData | null {
  const [sort, ...rest] = name.split("/");
  if (sort === "sign") return sign(rest, theme);
  return sort === "cluster" ? cluster(rest, theme) : null;
}

function sign([group, status, ring]: string[], theme: Theme): ImageData | null {
  const context = canvas(SIGN_SIZE);
  if (!context || !group) return null;
  const colour = COLOURS[theme][group as GroupId];
  const { paper } = GROUNDS[theme];
  rings(context, ring ?? "none", colour, paper);
  trace(context, group as GroupId);
  const filled = isFilled(status as Status);
  context.lineJoin = "round";
  context.lineWidth = filled ? 3 : 6;
  context.strokeStyle = paper; // a halo, so that signs upon each other stay apart
  context.stroke();
  context.fillStyle = filled ? colour : paper;
  context.fill();
  if (!filled) hollow(context, group as GroupId, status as Status, colour);
  return context.getImageData(0, 0, SIGN_SIZE * PIXELS, SIGN_SIZE * PIXELS);
}

function rings(context: CanvasRenderingContext2D, ring: string, colour: string, paper: string): void {
  if (ring === "none") return;
  const radii = ring === "double" ? [INNER_RING, OUTER_RING] : [INNER_RING];
  for (const [width, style] of [
    [3.6, paper],
    [1.6, colour],
  ] as const) {
    context.setLineDash(ring === "broken" ? [4, 3.4] : []);
    context.lineWidth = width;
    context.strokeStyle = style;
    for (const radius of radii) {
      context.beginPath();
      context.arc(0, 0, radius, 0, TURN);
      context.stroke();
    }
  }
  context.setLineDash([]);
}

function hollow(context: CanvasRenderingContext2D, group: GroupId, status: Status, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 2.4;
  context.setLineDash(status === "threatened" || status === "hypothetical" ? [2.6, 2.6] : []);
  trace(context, group);
  context.stroke();
  context.setLineDash([]);
  if (status === "foiled" || status === "denied") {
    context.beginPath();
    context.moveTo(-6, 6);
    context.lineTo(6, -6);
    if (status === "denied") {
      context.moveTo(-6, -6);
      context.lineTo(6, 6);
    }
    context.stroke();
  }
}

function trace(context: CanvasRenderingContext2D, group: GroupId): void {
  const outline = outlineOf(group);
  context.beginPath();
  if (!outline) {
    context.arc(0, 0, BODY, 0, TURN);
    return;
  }
  for (const [index, [x, y]] of outline.entries()) {
    if (index === 0) context.moveTo(x * BODY, y * BODY);
    else context.lineTo(x * BODY, y * BODY);
  }
  context.closePath();
}

function cluster([counts = "", width = ""]: string[], theme: Theme): ImageData | null {
  const radius = Number(width);
  const size = Math.ceil(radius * 2 + 6);
  const context = canvas(size);
  if (!context) return null;
  const shares = counts.split("-").map(Number);
  const all = shares.reduce((sum, share) => sum + share, 0);
  const { paper, ink } = GROUNDS[theme];
  disc(context, radius + 1.5, paper);
  let from = -TURN / 4;
  for (const [index, group] of GROUPS.entries()) {
    const to = from + (TURN * (shares[index] ?? 0)) / Math.max(1, all);
    context.beginPath();
    context.moveTo(0, 0);
    context.arc(0, 0, radius, from, to);
    context.closePath();
    context.fillStyle = COLOURS[theme][group.id];
    context.fill();
    from = to;
  }
  disc(context, radius - 4.5, paper);
  context.fillStyle = ink;
  context.font = `600 ${all > 999 ? 10 : 12}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(String(all), 0, 0.5);
  return context.getImageData(0, 0, size * PIXELS, size * PIXELS);
}

function disc(context: CanvasRenderingContext2D, radius: number, colour: string): void {
  context.beginPath();
  context.arc(0, 0, radius, 0, TURN);
  context.fillStyle = colour;
  context.fill();
}

/** A canvas of that many page pixels, with the origin in its middle. */
function canvas(size: number): CanvasRenderingContext2D | null {
  const element = document.createElement("canvas");
  element.width = size * PIXELS;
  element.height = size * PIXELS;
  const context = element.getContext("2d", { willReadFrequently: true });
  context?.scale(PIXELS, PIXELS);
  context?.translate(size / 2, size / 2);
  return context;
}

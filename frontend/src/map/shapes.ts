/** What the map draws, from what the server found: points, discs for areas, and bounds around them. */
import type { Feature, FeatureCollection, Point, Polygon } from "geojson";
import { clusterName, signName } from "./pictures";
import { isPoint } from "../pure/places";
import { GROUPS, groupOf } from "../pure/terms";
import type { MapAnswer, MapCell, MapPoint } from "../wire";

const KM_PER_DEGREE = 111.32;
const CORNERS = 72;
const LEAST_RADIUS_KM = 5; // an area that nobody gave a radius is still no point
const DEGREES = 180 / Math.PI;
const EARTH_KM = 6371;

export interface Area {
  lat: number;
  lon: number;
  radiusKm: number;
  incidents: MapPoint[];
}

/** Sort what was found into points and areas; incidents of one and the same area share a disc. */
export function split(points: readonly MapPoint[]): { sites: MapPoint[]; areas: Area[] } {
  const areas = new Map<string, Area>();
  const sites: MapPoint[] = [];
  for (const point of points) {
    if (isPoint(point.precision)) {
      sites.push(point);
      continue;
    }
    const radiusKm = Math.max(LEAST_RADIUS_KM, point.radius_km ?? 0);
    const key = `${point.lat},${point.lon},${radiusKm}`;
    const area = areas.get(key) ?? { lat: point.lat, lon: point.lon, radiusKm, incidents: [] };
    area.incidents.push(point);
    areas.set(key, area);
  }
  return { sites, areas: [...areas.values()].sort((a, b) => b.radiusKm - a.radiusKm) };
}

export function siteFeatures(sites: readonly MapPoint[]): FeatureCollection<Point> {
  return collection(
    sites.map((point) => {
      const group = groupOf(point.kind).id;
      const dead = point.killed?.min ?? 0;
      const properties: Record<string, unknown> = {
        id: point.id,
        dead,
        sign: signName(group, point.status, point.grade),
      };
      for (const one of GROUPS) properties[one.id] = one.id === group ? 1 : 0;
      return feature(point.lon, point.lat, properties);
    }),
  );
}

export function areaDiscs(areas: readonly Area[]): FeatureCollection<Polygon> {
  return collection(
    areas.map((area, index) => ({
      type: "Feature" as const,
      id: index,
      properties: {
        index,
        group: mostCommonGroup(area),
        ids: area.incidents.map((one) => one.id).join(" "),
        wide: area.radiusKm > 150 ? 1 : 0,
      },
      geometry: { type: "Polygon" as const, coordinates: [circle(area.lon, area.lat, area.radiusKm)] },
    })),
  );
}

export function areaLabels(areas: readonly Area[]): FeatureCollection<Point> {
  return collection(
    areas.map((area, index) => {
      const name = area.incidents[0]?.place?.split(",")[0] ?? "area";
      return feature(area.lon, area.lat, {
        index,
        label: `${area.incidents.length} ${within(area)} ${name}`,
        count: area.incidents.length,
      });
    }),
  );
}

export function cellFeatures(cells: readonly MapCell[]): FeatureCollection<Point> {
  return collection(
    cells.map((cell) => {
      const counts = GROUPS.map((group) => group.kinds.reduce((sum, kind) => sum + (cell.kinds[kind] ?? 0), 0));
      return feature(cell.lon, cell.lat, {
        count: cell.count,
        picture: clusterName(counts, clusterWidth(cell.killed_min)),
        bbox: cell.bbox.join(","),
      });
    }),
  );
}

/** How wide a cluster is drawn by the dead in it, in page pixels; the steps are those of `CLUSTER_STEPS`. */
export function clusterWidth(dead: number): number {
  let width: number = CLUSTER_STEPS[0][1];
  for (const [from, wide] of CLUSTER_STEPS) if (dead >= from) width = wide;
  return width;
}

export const CLUSTER_STEPS = [
  [0, 13],
  [1, 15],
  [10, 18],
  [100, 23],
  [1000, 29],
] as const;

/** How large a sign is drawn by the dead: the scale at 0, 1, 10, 100 and 1000. */
export const SIGN_STEPS = [
  [0, 0.62],
  [1, 0.76],
  [10, 1],
  [100, 1.4],
  [1000, 1.9],
] as const;

/** West, south, east, north around everything found; null where nothing was. */
export function boundsOf(answer: MapAnswer): [number, number, number, number] | null {
  const boxes = [...answer.points.map(boxOf), ...answer.cells.map((cell) => cell.bbox)];
  if (boxes.length === 0) return null;
  return boxes.reduce((all, box) => [
    Math.min(all[0], box[0]),
    Math.min(all[1], box[1]),
    Math.max(all[2], box[2]),
    Math.max(all[3], box[3]),
  ]);
}

/** A disc on the globe as a ring of longitude and latitude. */
export function circle(lon: number, lat: number, radiusKm: number): [number, number][] {
  const reach = radiusKm / EARTH_KM;
  const north = lat / DEGREES;
  return Array.from({ length: CORNERS + 1 }, (_, corner) => {
    const bearing = (2 * Math.PI * (corner % CORNERS)) / CORNERS;
    const there = Math.asin(Math.sin(north) * Math.cos(reach) + Math.cos(north) * Math.sin(reach) * Math.cos(bearing));
    const aside = Math.atan2(
      Math.sin(bearing) * Math.sin(reach) * Math.cos(north),
      Math.cos(reach) - Math.sin(north) * Math.sin(there),
    );
    return [lon + aside * DEGREES, there * DEGREES];
  });
}

function boxOf(point: MapPoint): [number, number, number, number] {
  const tall = (isPoint(point.precision) ? 0 : (point.radius_km ?? 0)) / KM_PER_DEGREE;
  const wide = tall / Math.max(0.2, Math.cos(point.lat / DEGREES));
  return [point.lon - wide, point.lat - tall, point.lon + wide, point.lat + tall];
}

function within(area: Area): string {
  const precision = area.incidents[0]?.precision;
  if (precision === 2) return "near";
  if (precision === 5) return "along";
  return precision === 7 ? "over or off" : "in";
}

function mostCommonGroup(area: Area): string {
  const counts = new Map<string, number>();
  for (const { kind } of area.incidents) counts.set(groupOf(kind).id, (counts.get(groupOf(kind).id) ?? 0) + 1);
  return [...counts.entries()].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "other";
}

function feature(lon: number, lat: number, properties: Record<string, unknown>): Feature<Point> {
  return { type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } };
}

function collection<G extends Point | Polygon>(features: Feature<G>[]): FeatureCollection<G> {
  return { type: "FeatureCollection", features };
}

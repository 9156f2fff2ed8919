/** The ground of the map: coasts, borders and names that come with the pages; nothing is fetched from elsewhere. */
import countriesAddress from "world-atlas/countries-50m.json?url";
import type { Feature, FeatureCollection, Geometry, MultiLineString, Point, Position } from "geojson";
import type { LayerSpecification, SourceSpecification } from "maplibre-gl";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import townsAddress from "../generated/towns.json?url";
import type { Theme } from "./symbols";

type Town = [name: string, lon: number, lat: number, inhabitants: number];
type World = Topology<{ countries: GeometryCollection<{ name: string }>; land: GeometryCollection }>;

/** Pictures of the ground that another server gives, where the keeper of this one chose them. */
export interface Tiles {
  address: string;
  credit: string;
}

export interface Ground {
  land: FeatureCollection;
  borders: Feature<MultiLineString>;
  countries: FeatureCollection<Point>;
  towns: FeatureCollection<Point>;
}

const PAINTS: Record<
  Theme,
  { sea: string; land: string; border: string; coast: string; country: string; town: string; halo: string }
> = {
  light: {
    sea: "#dfe6ea",
    land: "#f8f6f1",
    border: "#b9b4a8",
    coast: "#c3cbcf",
    country: "#7d786c",
    town: "#6a675f",
    halo: "#f8f6f1",
  },
  dark: {
    sea: "#11161d",
    land: "#202833",
    border: "#46505e",
    coast: "#323c49",
    country: "#8b95a3",
    town: "#9aa4b1",
    halo: "#202833",
  },
};

/** Label fonts; glyphs are drawn by the browser from its own, none is fetched. */
export const FONT = ["Noto Sans Regular", "system-ui", "sans-serif"];
const ITALIC = ["Noto Sans Italic", "system-ui", "sans-serif"];

let ground: Promise<Ground> | null = null;

/** Load what the ground is drawn from, once for all maps of the page. */
export function loadGround(): Promise<Ground> {
  ground ??= Promise.all([read<World>(countriesAddress), read<Town[]>(townsAddress)]).then(([world, towns]) =>
    groundOf(world, towns),
  );
  ground.catch(() => {
    ground = null; // another map may try again
  });
  return ground;
}

export function groundSources(ground: Ground, tiles: Tiles | null): Record<string, SourceSpecification> {
  const sources: Record<string, SourceSpecification> = {
    land: { type: "geojson", data: ground.land },
    borders: { type: "geojson", data: ground.borders },
    countries: { type: "geojson", data: ground.countries },
    towns: { type: "geojson", data: ground.towns },
  };
  if (tiles)
    sources.tiles = { type: "raster", tiles: [tiles.address], tileSize: 256, attribution: escaped(tiles.credit) };
  return sources;
}

export function groundLayers(theme: Theme, tiles: Tiles | null): LayerSpecification[] {
  const paint = PAINTS[theme];
  const shapes: LayerSpecification[] = [
    { id: "sea", type: "background", paint: { "background-color": paint.sea } },
    { id: "land", type: "fill", source: "land", paint: { "fill-color": paint.land } },
    { id: "coast", type: "line", source: "land", paint: { "line-color": paint.coast, "line-width": 0.8 } },
    {
      id: "borders",
      type: "line",
      source: "borders",
      paint: { "line-color": paint.border, "line-width": ["interpolate", ["linear"], ["zoom"], 2, 0.6, 7, 1.4] },
    },
  ];
  return tiles ? [...shapes.slice(0, 1), { id: "tiles", type: "raster", source: "tiles" }] : shapes;
}

/** Names of countries and towns; tiles bring their own. */
export function groundLabels(theme: Theme, tiles: Tiles | null): LayerSpecification[] {
  if (tiles) return [];
  const paint = PAINTS[theme];
  return [
    {
      id: "towns",
      type: "symbol",
      source: "towns",
      minzoom: 4,
      filter: [">=", ["get", "inhabitants"], ["step", ["zoom"], 1_000_000, 5, 400_000, 6, 150_000, 7, 60_000, 8, 0]],
      layout: {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": ["interpolate", ["linear"], ["zoom"], 4, 10, 9, 12],
        "text-anchor": "top",
        "text-offset": [0, 0.5],
        "symbol-sort-key": ["-", 0, ["get", "inhabitants"]],
        "text-padding": 6,
      },
      paint: { "text-color": paint.town, "text-halo-color": paint.halo, "text-halo-width": 1.2 },
    },
    {
      id: "countries",
      type: "symbol",
      source: "countries",
      maxzoom: 8,
      layout: {
        "text-field": ["upcase", ["get", "name"]],
        "text-font": ITALIC,
        "text-size": ["interpolate", ["linear"], ["zoom"], 2, 9, 6, 13],
        "text-letter-spacing": 0.12,
        "text-max-width": 8,
        "symbol-sort-key": ["-", 0, ["get", "size"]],
        "text-padding": 8,
      },
      paint: { "text-color": paint.country, "text-halo-color": paint.halo, "text-halo-width": 1.2 },
    },
  ];
}

function escaped(words: string): string {
  const element = document.createElement("i");
  element.textContent = words;
  return element.innerHTML;
}

async function read<T>(address: string): Promise<T> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the ground of the map could not be loaded: ${response.status}`);
  return (await response.json()) as T;
}

function groundOf(world: World, towns: readonly Town[]): Ground {
  const countries = feature(world, world.objects.countries);
  const land = feature(world, world.objects.land);
  return {
    land: "features" in land ? land : { type: "FeatureCollection", features: [land] },
    borders: {
      type: "Feature",
      properties: {},
      geometry: mesh(world, world.objects.countries, (one, other) => one !== other),
    },
    countries: {
      type: "FeatureCollection",
      features: countries.features.flatMap((one) => labelOf(one.geometry, one.properties.name)),
    },
    towns: {
      type: "FeatureCollection",
      features: towns.map(([name, lon, lat, inhabitants]) => pointOf(lon, lat, { name, inhabitants })),
    },
  };
}

/** A country's name stands in the middle of its largest part. */
function labelOf(geometry: Geometry, name: string): Feature<Point>[] {
  const polygons =
    geometry.type === "Polygon" ? [geometry.coordinates] : geometry.type === "MultiPolygon" ? geometry.coordinates : [];
  const rings = polygons.flatMap((polygon) => (polygon[0] ? [centreOf(polygon[0])] : []));
  const [largest] = rings.sort((a, b) => b.size - a.size);
  return largest ? [pointOf(largest.lon, largest.lat, { name, size: largest.size })] : [];
}

function centreOf(ring: readonly Position[]): { lon: number; lat: number; size: number } {
  let doubled = 0;
  let lon = 0;
  let lat = 0;
  for (const [index, [x = 0, y = 0]] of ring.entries()) {
    const [nextX = 0, nextY = 0] = ring[(index + 1) % ring.length] ?? [];
    const cross = x * nextY - nextX * y;
    doubled += cross;
    lon += (x + nextX) * cross;
    lat += (y + nextY) * cross;
  }
  if (doubled === 0) return { lon: ring[0]?.[0] ?? 0, lat: ring[0]?.[1] ?? 0, size: 0 };
  return { lon: lon / (3 * doubled), lat: lat / (3 * doubled), size: Math.abs(doubled) };
}

function pointOf(lon: number, lat: number, properties: Record<string, unknown>): Feature<Point> {
  return { type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } };
}

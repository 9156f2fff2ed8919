/** The map itself: it draws what it is given and says what a person points at. It knows nothing of the server. */
import "maplibre-gl/dist/maplibre-gl.css";
import type { Feature, FeatureCollection } from "geojson";
import {
  AttributionControl,
  type ExpressionSpecification,
  type GeoJSONSource,
  type LayerSpecification,
  Map as Library,
  type MapMouseEvent,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type StyleSpecification,
} from "maplibre-gl";
import workerAddress from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { MapView } from "../pure/filters";
import { GROUPS } from "../pure/terms";
import type { MapAnswer, MapPoint } from "../wire";
import { FONT, type Ground, groundLabels, groundLayers, groundSources, type Tiles } from "./basemap";
import { picture, PIXELS } from "./pictures";
import {
  type Area,
  areaDiscs,
  areaLabels,
  cellFeatures,
  CLUSTER_STEPS,
  SIGN_STEPS,
  siteFeatures,
  split,
} from "./shapes";
import { COLOURS, type Theme } from "./symbols";

setWorkerUrl(workerAddress);

export interface Pointing {
  /** Incidents under the pointer, the narrowest first; empty where there is none. */
  hovered: (ids: string[]) => void;
  /** Incidents at the place that was chosen; several where they share it. */
  chosen: (ids: string[]) => void;
  /** The map came to rest; `byPerson` is false where the page itself moved it. */
  moved: (view: MapView, bounds: Bounds, byPerson: boolean) => void;
}

export type Bounds = [west: number, south: number, east: number, north: number];

export interface MapOptions {
  container: HTMLElement;
  ground: Ground;
  theme: Theme;
  view: MapView | null;
  tiles: Tiles | null;
  calm: boolean;
  /** How many pixels at the left edge lie under the legend. */
  covered: () => number;
  pointing: Pointing;
}

const WORLD: MapView = { lon: 25, lat: 25, zoom: 1.6 };
const CLOSEST = 13;
const CLUSTER_RADIUS = 26;
const NOTHING: FeatureCollection = { type: "FeatureCollection", features: [] };
const TOUCH = 5; // pixels around the pointer that count as touched

export class Drawing {
  readonly #map: Library;
  readonly #options: MapOptions;
  #theme: Theme;
  #found: Pick<MapAnswer, "points" | "cells"> = { points: [], cells: [] };
  #areas: Area[] = [];
  #sites: MapPoint[] = [];
  #marked: { hovered: string | null; selected: string | null } = { hovered: null, selected: null };
  #ready = false;

  constructor(options: MapOptions) {
    this.#options = options;
    this.#theme = options.theme;
    const { lon, lat, zoom } = options.view ?? WORLD;
    this.#map = new Library({
      container: options.container,
      style: this.#style(),
      center: [lon, lat],
      zoom,
      maxZoom: CLOSEST,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      fadeDuration: options.calm ? 0 : 200,
      canvasContextAttributes: { preserveDrawingBuffer: true },
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.#map.addControl(new ScaleControl({ maxWidth: 90 }), "bottom-left");
    this.#map.addControl(
      new AttributionControl({ compact: false, customAttribution: "Natural Earth · GeoNames (CC BY 4.0)" }),
      "bottom-right",
    );
    this.#listen();
  }

  show(found: MapAnswer): void {
    this.#found = found;
    const { sites, areas } = split(found.points);
    this.#sites = sites;
    this.#areas = areas;
    delete this.#options.container.dataset.settled;
    this.#fill();
  }

  mark(hovered: string | null, selected: string | null): void {
    this.#marked = { hovered, selected };
    this.#fillMarks();
  }

  paint(theme: Theme): void {
    if (theme === this.#theme) return;
    this.#theme = theme;
    this.#map.setStyle(this.#style(), { diff: false });
  }

  fit(bounds: Bounds): void {
    const edge = Math.min(60, this.#options.container.clientWidth / 8);
    const padding = { top: edge, right: edge, bottom: edge, left: edge + this.#options.covered() };
    this.#map.fitBounds(bounds, { padding, maxZoom: 8, animate: false });
  }

  /** Bring a place into view where it is out of it. */
  reveal(lon: number, lat: number): void {
    if (!this.#map.getBounds().contains([lon, lat]))
      this.#map.easeTo({ center: [lon, lat], animate: !this.#options.calm });
  }

  view(): { view: MapView; bounds: Bounds } {
    const { lng, lat } = this.#map.getCenter();
    const bounds = this.#map.getBounds();
    return {
      view: { lon: lng, lat, zoom: this.#map.getZoom() },
      bounds: [
        Math.max(-180, bounds.getWest()),
        Math.max(-90, bounds.getSouth()),
        Math.min(180, bounds.getEast()),
        Math.min(90, bounds.getNorth()),
      ],
    };
  }

  remove(): void {
    this.#map.remove();
  }

  #style(): StyleSpecification {
    const { ground, tiles } = this.#options;
    return {
      version: 8,
      sources: {
        ...groundSources(ground, tiles),
        areas: { type: "geojson", data: NOTHING },
        "area-labels": { type: "geojson", data: NOTHING },
        sites: {
          type: "geojson",
          data: NOTHING,
          maxzoom: CLOSEST + 2,
          cluster: true,
          clusterRadius: CLUSTER_RADIUS,
          clusterMaxZoom: CLOSEST + 1, // incidents at one place stay together however close one looks
          clusterProperties: Object.fromEntries([
            ["dead", ["+", ["get", "dead"]]],
            ...GROUPS.map((group) => [group.id, ["+", ["get", group.id]]]),
          ]) as Record<string, unknown>,
        },
        cells: { type: "geojson", data: NOTHING },
        marks: { type: "geojson", data: NOTHING },
      },
      layers: [
        ...groundLayers(this.#theme, tiles),
        ...areaLayers(this.#theme),
        ...groundLabels(this.#theme, tiles),
        ...markLayers(this.#theme),
        ...signLayers(this.#theme),
      ],
    };
  }

  #listen(): void {
    const map = this.#map;
    const { pointing } = this.#options;
    map.setMissingStyleImageResolver((id) => {
      const drawn = picture(id, this.#theme);
      if (drawn && !map.hasImage(id)) map.addImage(id, drawn, { pixelRatio: PIXELS });
    });
    map.on("style.load", () => {
      this.#ready = true;
      this.#fill();
    });
    map.on("idle", () => {
      // For whoever waits for the picture: everything found so far is drawn.
      if (this.#found.points.length + this.#found.cells.length > 0) this.#options.container.dataset.settled = "yes";
    });
    map.on("moveend", (event) => {
      const { view, bounds } = this.view();
      pointing.moved(view, bounds, "originalEvent" in event || "byPerson" in event); // a new size moves nothing
    });
    map.on("mousemove", (event) => {
      const ids = this.#under(event);
      map.getCanvas().style.cursor = ids.length ? "pointer" : "";
      pointing.hovered(ids);
    });
    map.on("mouseout", () => pointing.hovered([]));
    map.on("click", (event) => void this.#choose(event));
  }

  /** What the pointer touches: signs before discs, small discs before wide ones. */
  #under(event: MapMouseEvent): string[] {
    if (!this.#ready) return [];
    const [top] = this.#touched(event, ["signs"]);
    if (top) return [String(top.properties.id)];
    if (this.#touched(event, ["clusters", "cells"]).length) return [];
    return this.#areasUnder(event).flatMap((area) => area.incidents.map((one) => one.id));
  }

  #areasUnder(event: MapMouseEvent): Area[] {
    const touched = this.#map.queryRenderedFeatures(event.point, { layers: ["areas", "area-labels"] });
    const indexes = new Set(touched.map((one) => Number(one.properties.index)));
    const [narrowest] = [...indexes]
      .map((index) => this.#areas[index])
      .filter((area): area is Area => Boolean(area))
      .sort((a, b) => a.radiusKm - b.radiusKm);
    return narrowest ? [narrowest] : [];
  }

  #touched(event: MapMouseEvent, layers: string[]) {
    const { x, y } = event.point;
    return this.#map.queryRenderedFeatures(
      [
        [x - TOUCH, y - TOUCH],
        [x + TOUCH, y + TOUCH],
      ],
      { layers },
    );
  }

  async #choose(event: MapMouseEvent): Promise<void> {
    const [sign] = this.#touched(event, ["signs"]);
    if (sign) {
      this.#options.pointing.chosen([String(sign.properties.id)]);
      return;
    }
    const [cell] = this.#touched(event, ["cells"]);
    if (cell) {
      const [west = 0, south = 0, east = 0, north = 0] = String(cell.properties.bbox).split(",").map(Number);
      this.#map.fitBounds(
        [west, south, east, north],
        { padding: 40, maxZoom: this.#map.getZoom() + 3, animate: !this.#options.calm },
        { byPerson: true },
      );
      return;
    }
    const [cluster] = this.#touched(event, ["clusters"]);
    if (cluster) return this.#open(Number(cluster.properties.cluster_id));
    this.#options.pointing.chosen(this.#areasUnder(event).flatMap((area) => area.incidents.map((one) => one.id)));
  }

  /** Come closer to a cluster; where its incidents share one place, that is no help, and they are listed instead. */
  async #open(cluster: number): Promise<void> {
    const source = this.#map.getSource<GeoJSONSource>("sites");
    if (!source) return;
    const leaves = await source.getClusterLeaves(cluster, 500, 0);
    const ids = leaves.map((leaf) => String(leaf.properties?.id));
    const places = this.#sites.filter((site) => ids.includes(site.id));
    const lons = places.map((place) => place.lon);
    const lats = places.map((place) => place.lat);
    const box: Bounds = [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
    const wide = Math.max(box[2] - box[0], box[3] - box[1]);
    if (wide < 0.005 || this.#map.getZoom() >= CLOSEST - 0.5) {
      this.#options.pointing.chosen(ids);
      return;
    }
    this.#map.fitBounds(box, { padding: 90, maxZoom: CLOSEST, animate: !this.#options.calm }, { byPerson: true });
  }

  #fill(): void {
    if (!this.#ready) return;
    this.#data("sites", siteFeatures(this.#sites));
    this.#data("areas", areaDiscs(this.#areas));
    this.#data("area-labels", areaLabels(this.#areas));
    this.#data("cells", cellFeatures(this.#found.cells));
    this.#fillMarks();
  }

  #fillMarks(): void {
    if (!this.#ready) return;
    const { hovered, selected } = this.#marked;
    const features = [hovered, selected].flatMap((id, index): Feature[] => {
      const point = id ? this.#found.points.find((one) => one.id === id) : undefined;
      if (!point) return [];
      const site = this.#sites.includes(point);
      const properties = { strong: index === 1 ? 1 : 0 };
      return site
        ? [
            {
              type: "Feature" as const,
              properties,
              geometry: { type: "Point" as const, coordinates: [point.lon, point.lat] },
            },
          ]
        : areaDiscs(this.#areas.filter((area) => area.incidents.includes(point))).features.map((disc) => ({
            ...disc,
            properties,
          }));
    });
    this.#data("marks", { type: "FeatureCollection", features });
  }

  #data(source: string, data: FeatureCollection): void {
    void this.#map.getSource<GeoJSONSource>(source)?.setData(data);
  }
}

function groupColour(theme: Theme): ExpressionSpecification {
  const cases = GROUPS.flatMap((group) => [group.id, COLOURS[theme][group.id]]);
  return ["match", ["get", "group"], ...cases, COLOURS[theme].other] as unknown as ExpressionSpecification;
}

function areaLayers(theme: Theme): LayerSpecification[] {
  const colour = groupColour(theme);
  return [
    {
      id: "areas",
      type: "fill",
      source: "areas",
      paint: { "fill-color": colour, "fill-opacity": ["match", ["get", "wide"], 1, 0.06, 0.13] },
    },
    {
      id: "area-edges",
      type: "line",
      source: "areas",
      paint: { "line-color": colour, "line-opacity": 0.75, "line-width": 1.2, "line-dasharray": [3, 3] },
    },
  ];
}

function markLayers(theme: Theme): LayerSpecification[] {
  const ink = theme === "dark" ? "#ffd166" : "#111111";
  const strong: ExpressionSpecification = ["match", ["get", "strong"], 1, 3, 2];
  return [
    {
      id: "marked-areas",
      type: "line",
      source: "marks",
      filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "line-color": ink, "line-width": strong },
    },
    {
      id: "marked-sites",
      type: "circle",
      source: "marks",
      filter: ["==", ["geometry-type"], "Point"],
      paint: {
        "circle-radius": 20,
        "circle-color": ink,
        "circle-opacity": 0.08,
        "circle-stroke-color": ink,
        "circle-stroke-width": strong,
      },
    },
  ];
}

function signLayers(theme: Theme): LayerSpecification[] {
  const dark = theme === "dark";
  const width = ["step", ["get", "dead"], CLUSTER_STEPS[0][1], ...CLUSTER_STEPS.slice(1).flat()];
  const counts = GROUPS.flatMap((group, index) =>
    index ? ["-", ["to-string", ["get", group.id]]] : [["to-string", ["get", group.id]]],
  );
  const always = { "icon-allow-overlap": true } as const;
  return [
    {
      id: "area-labels",
      type: "symbol",
      source: "area-labels",
      layout: {
        "text-field": ["get", "label"],
        "text-font": FONT,
        "text-size": 11.5,
        "text-max-width": 10,
        "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
        "text-radial-offset": 1.9, // beside a sign that stands in the middle of the disc
        "text-justify": "auto",
        "symbol-sort-key": ["-", 0, ["get", "count"]],
      },
      paint: {
        "text-color": dark ? "#e6e9ee" : "#25303c",
        "text-halo-color": dark ? "#1a212b" : "#ffffff",
        "text-halo-width": 1.6,
      },
    },
    {
      id: "signs",
      type: "symbol",
      source: "sites",
      filter: ["!", ["has", "point_count"]],
      layout: {
        "icon-image": ["get", "sign"],
        "icon-size": [
          "interpolate",
          ["linear"],
          ["get", "dead"],
          ...SIGN_STEPS.flat(),
        ] as unknown as ExpressionSpecification,
        "symbol-sort-key": ["get", "dead"],
        ...always,
      },
    },
    {
      id: "clusters",
      type: "symbol",
      source: "sites",
      filter: ["has", "point_count"],
      layout: {
        "icon-image": [
          "concat",
          "cluster/",
          ...counts,
          "/",
          ["to-string", width],
        ] as unknown as ExpressionSpecification,
        "symbol-sort-key": ["get", "point_count"],
        ...always,
      },
    },
    { id: "cells", type: "symbol", source: "cells", layout: { "icon-image": ["get", "picture"], ...always } },
  ];
}

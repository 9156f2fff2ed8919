"""What readers do: find, look closer, compare, pass on."""

from __future__ import annotations

import re

import pytest
from page_visits import DESKTOP, PHONE, Visit, asked, cards, violations
from playwright.sync_api import expect

JULY = "since=2021-07-01&until=2021-07-31"
#: Ain al-Asad on 5 July 2021: rockets in most reports, missiles in one, Katyushas in another.
ROCKETS_OR_MISSILES = "i6efe0cbee1d5282e"
#: The colour of strikes and shelling on light ground.
BLUE = "0072b2"

PAGES = ("/", "/incident/" + ROCKETS_OR_MISSILES, "/tallies", "/sources", "/method", "/review", "/admin")


def test_the_incidents_of_july_2021_are_found_on_the_map_and_in_the_list(visit: Visit, served: str) -> None:
    page = visit.go(served, f"/?{JULY}")
    visit.map_is_drawn()
    total = asked(served, f"incidents?{JULY}&background=false")["meta"]["total"]
    assert total > 10
    expect(page.get_by_role("heading", name=f"{total} incidents")).to_be_visible()
    expect(cards(page)).to_have_count(total)
    expect(cards(page).filter(has_text="Ain al-Asad air base").first).to_contain_text("on 7 July 2021")
    page.wait_for_function("() => document.querySelector('.map-holder canvas') !== null")
    assert visit.pixels(BLUE) > 200, "signs of shelling are drawn"
    visit.picture("map-july")


def test_the_map_says_how_many_incidents_it_does_not_draw_and_leads_to_them(visit: Visit, served: str) -> None:
    page = visit.go(served, "/")
    visit.map_is_drawn()
    left_out = asked(served, "map?background=false")["data"]["left_out"]
    listed = asked(served, "incidents?background=false")["meta"]["total"]
    drawn = len(asked(served, "map?background=false")["data"]["points"])
    assert left_out["background"] + left_out["no_place"] + drawn == asked(served, "incidents")["meta"]["total"]
    assert listed == drawn + left_out["no_place"]
    note = page.get_by_role("region", name="Not on the map")
    note.get_by_role("link", name=f"{left_out['no_place']} with no place shown").click()
    expect(page).to_have_url(re.compile(r"[?&]placed=false"))
    expect(cards(page)).to_have_count(left_out["no_place"])
    expect(cards(page).filter(has_text="No place shown")).to_have_count(left_out["no_place"])
    page.get_by_role("button", name="Clear all").click()
    note.get_by_role("link", name=f"{left_out['background']} told as background only").click()
    expect(page.get_by_role("heading", name=f"{left_out['background']} incidents")).to_be_visible()
    expect(cards(page).filter(has_text="Background")).to_have_count(left_out["background"])

    visit.go(served, "/?view=44.000,36.200,7.00")
    beyond = note.get_by_role("button", name=re.compile(r"^\d+ beyond the edge of the map"))
    page.get_by_label("only what the map shows").check()
    heading = page.get_by_role("heading", name=re.compile(r"^\d+ incidents?$"))
    expect(heading).not_to_have_text(re.compile(f"^{listed} "))
    within = int(heading.inner_text().split()[0])
    expect(beyond).to_have_text(f"{drawn - within} beyond the edge of the map")
    visit.picture("map-not-drawn")
    beyond.click()
    expect(beyond).to_have_count(0)
    expect(page).to_have_url(f"{served}/")


def test_what_lies_at_one_place_is_chosen_together_on_map_and_list(visit: Visit, served: str) -> None:
    page = visit.go(served, f"/?{JULY}&view=42.441,33.786,9.00")
    visit.map_is_drawn()
    page.wait_for_function("() => document.querySelectorAll('.list .card').length > 10")
    here = asked(served, f"incidents?{JULY}&background=false&near=33.786,42.441&radius_km=1")["meta"]["total"]
    assert here > 1
    box = page.locator(".map-holder canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".list .card[data-chosen=true]")).to_have_count(here)
    expect(page).to_have_url(re.compile(r"selected=i[0-9a-f]{16}"))


def test_a_place_chosen_in_the_list_is_marked_on_the_map(visit: Visit, served: str) -> None:
    page = visit.go(served, f"/?{JULY}")
    visit.map_is_drawn()
    card = cards(page).filter(has_text="Al-Omar oil field").first
    card.get_by_role("button", name="Show on the map").click()
    expect(card).to_have_attribute("data-chosen", "true")
    card.hover()
    expect(card).to_have_attribute("data-hovered", "true")
    page.mouse.move(5, 5)
    expect(card).to_have_attribute("data-hovered", "false")


def test_a_week_drawn_on_the_timeline_becomes_the_filter(visit: Visit, served: str) -> None:
    page = visit.go(served, f"/?{JULY}")
    axis = page.locator(".axis")
    axis.wait_for()
    page.get_by_role("button", name="All days").click()
    expect(page.locator(".axis .brush")).to_have_count(0)
    box = axis.bounding_box()
    assert box is not None
    first, days = 15, 63  # the axis goes from 16 days before July to 16 days after it: from 15 June, 63 days

    def at(day_of_july: float) -> float:
        return box["x"] + box["width"] * (30 - first + day_of_july) / days

    page.mouse.move(at(5.5), box["y"] + 20)
    page.mouse.down()
    page.mouse.move(at(8), box["y"] + 25, steps=4)
    page.mouse.move(at(11.5), box["y"] + 20, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile("since=2021-07-05&until=2021-07-11"))
    total = asked(served, "incidents?since=2021-07-05&until=2021-07-11&background=false")["meta"]["total"]
    expect(page.get_by_role("heading", name=f"{total} incidents")).to_be_visible()
    page.get_by_role("slider", name="Last day").press("ArrowLeft")
    expect(page).to_have_url(re.compile("until=2021-07-10"))
    visit.picture("map-week")


def test_a_link_shows_somebody_else_the_same_view(visit: Visit, served: str) -> None:
    page = visit.go(served, "/")
    page.locator("summary", has_text="Kind").click()
    page.get_by_label("Drone strike").check()
    page.keyboard.press("Escape")
    page.locator("summary", has_text="Country").click()
    page.get_by_role("group", name="Country").get_by_label("Iraq").check()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"kind=drone_strike&country=IQ"))
    total = asked(served, "incidents?kind=drone_strike&country=IQ&background=false")["meta"]["total"]
    expect(page.get_by_role("heading", name=re.compile(rf"^{total} incident"))).to_be_visible()
    again = visit.go(served, page.url.removeprefix(served))
    expect(again.get_by_role("heading", name=re.compile(rf"^{total} incident"))).to_be_visible()
    expect(again.get_by_role("button", name="Take away Kind: Drone strike")).to_be_visible()


def test_incidents_on_which_sources_differ_are_found_alone(visit: Visit, served: str) -> None:
    page = visit.go(served, "/")
    page.get_by_label("Sources differ").check()
    expect(page).to_have_url(re.compile(r"[?&]conflicts=true"))
    total = asked(served, "incidents?conflicts=true&background=false")["meta"]["total"]
    assert 0 < total < asked(served, "incidents?background=false")["meta"]["total"]
    expect(page.get_by_role("heading", name=f"{total} incidents")).to_be_visible()
    expect(cards(page).filter(has_text="Sources differ:")).to_have_count(total)
    in_time = sum(
        one["incidents"] for one in asked(served, "timeline?conflicts=true&background=false&by=month")["data"]
    )
    expect(page.get_by_role("img", name=re.compile(f"^{in_time} incidents?,"))).to_be_visible()
    points = asked(served, "map?conflicts=true&background=false")["data"]["points"]
    assert {one["id"] for one in points} < {
        one["id"] for one in asked(served, "map?background=false")["data"]["points"]
    }
    visit.map_is_drawn()
    page.get_by_role("button", name="Take away Sources differ").click()
    expect(page).to_have_url(f"{served}/")


def test_rockets_and_missiles_stand_side_by_side_with_their_words(visit: Visit, served: str) -> None:
    page = visit.go(served, f"/?{JULY}")
    cards(page).filter(has_text="Sources differ: weapon").filter(has_text="on 5 July 2021").get_by_role("link").click()
    expect(page).to_have_url(f"{served}/incident/{ROCKETS_OR_MISSILES}")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Shelling at Ain al-Asad air base, Al Anbar, Iraq, on 5 July 2021"
    )
    weapons = page.locator("td[data-field=Weapon]")
    missiles = weapons.filter(has=page.get_by_role("button", name="Missiles"))
    expect(missiles).to_have_attribute("data-conflict", "true")
    expect(missiles).to_contain_text("others say rockets")
    expect(weapons.filter(has=page.get_by_role("button", name=re.compile("^rockets"))).first).to_contain_text(
        "others say Missiles"
    )
    shown = page.locator("td[data-field=Weapon] button.value", has_text="rockets").first
    shown.focus()
    expect(page.locator("mark.active")).to_have_text("rockets")
    expect(page.locator("mark.active")).to_have_attribute("title", re.compile("Weapon"))
    missiles.get_by_role("button", name="Missiles").hover()
    expect(page.locator("mark.active").first).to_have_text(re.compile("issiles"))
    visit.picture("incident-side-by-side")


def test_every_value_on_which_sources_differ_has_its_outlet_speaker_and_day(visit: Visit, served: str) -> None:
    page = visit.go(served, f"/incident/{ROCKETS_OR_MISSILES}")
    differences = page.get_by_role("region", name="Where the sources differ")
    conflict = asked(served, f"incidents/{ROCKETS_OR_MISSILES}")["data"]["conflicts"][0]
    told = {one["claim"]["id"]: one for one in asked(served, f"incidents/{ROCKETS_OR_MISSILES}/claims")["data"]}
    for value in conflict["values"]:
        earliest = sorted(value["claims"], key=lambda claim: told[claim]["report"]["published"])
        for claim in earliest[:4]:
            report, speakers = told[claim]["report"], told[claim]["claim"]["speaker"]
            link = differences.locator(f"a[href='#telling-{claim}']")
            expect(link).to_contain_text(report["outlet"])
            expect(link).to_contain_text(speakers[0]["text"] if speakers else "in its own words")
            expect(link).to_contain_text(re.compile(r"\d July 2021"))
    claim = next(value["claims"][0] for value in conflict["values"] if value["value"] == "Missiles")
    differences.locator(f"a[href='#telling-{claim}']").click()
    head = page.locator("th[data-aimed=true]")
    expect(head).to_be_in_viewport()
    expect(head).to_contain_text(told[claim]["report"]["outlet"])
    visit.picture("incident-differences")


def test_whoever_is_blamed_is_blamed_by_somebody(visit: Visit, served: str) -> None:
    incidents = asked(served, "incidents?limit=200")["data"]
    blamed = next(
        (one["id"], actor) for one in incidents for actor in one["actors"]
        if actor["basis"] == "blamed" and len(actor["said_by"]) == 1
    )  # fmt: skip
    page = visit.go(served, f"/incident/{blamed[0]}")
    facts = page.get_by_role("region", name="What is told")
    expect(facts).to_contain_text(f"{blamed[1]['name']} blamed by {blamed[1]['said_by'][0]}")
    expect(page.locator("main")).not_to_contain_text("blamed, says")


def test_an_incident_can_be_passed_on_and_downloaded(visit: Visit, served: str) -> None:
    visit.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=served)
    page = visit.go(served, f"/incident/{ROCKETS_OR_MISSILES}")
    page.get_by_role("button", name="Copy a link").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == f"{served}/incident/{ROCKETS_OR_MISSILES}"
    for name, holds in (("JSON", '"shelling"'), ("CSV", "shelling"), ("GeoJSON", '"Feature')):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        assert holds in download.value.path().read_text(encoding="utf-8")


def test_history_and_grounds_are_told_in_words(visit: Visit, served: str) -> None:
    page = visit.go(served, f"/incident/{ROCKETS_OR_MISSILES}")
    versions = len(asked(served, f"incidents/{ROCKETS_OR_MISSILES}/history")["data"])
    history = page.get_by_role("region", name="History")
    history.get_by_role("button", name=f"Show all {versions} versions").click()
    expect(history.locator("ol.history > li")).to_have_count(versions)
    expect(history).to_contain_text("The incident was made.")
    expect(history).to_contain_text("through a report of")
    grounds = page.get_by_role("region", name="How this came about")
    grounds.locator("summary").first.click()
    expect(grounds.get_by_role("rowheader", name="place").first).to_be_visible()


def test_tallies_show_bands_and_never_add_totals(visit: Visit, served: str) -> None:
    page = visit.go(served, "/tallies")
    expect(page.get_by_text("A claimed total and the ledger's own count are never added.")).to_be_visible()
    expect(page.locator("svg.plot")).to_have_count(6)
    weeks = page.locator("figure", has_text="Dead by week")
    weeks.locator("summary").click()
    row = next(one for one in asked(served, "tally?by=week&background=false")["data"] if one["group"] == "2022-10-24")
    assert row["killed_min"] < row["killed_max"]
    expect(weeks.get_by_role("row", name=re.compile("2022-10-24"))).to_contain_text(
        f"{row['killed_min']}\N{EN DASH}{row['killed_max']}"
    )
    visit.picture("tallies", full=True)


def test_every_outlet_stands_on_the_page_of_sources(visit: Visit, served: str) -> None:
    page = visit.go(served, "/sources")
    outlets = asked(served, "sources")["data"]["outlets"]
    expect(page.locator(".sources-table tbody tr")).to_have_count(len(outlets))
    expect(page.get_by_role("row", name=re.compile("Rivers Wire"))).to_contain_text("Not watched")


def test_what_is_empty_or_missing_is_said_in_words(visit: Visit, served: str) -> None:
    page = visit.go(served, "/?text=zzzyx")
    expect(page.get_by_text("Nothing is found. That does not say that nothing happened.")).to_be_visible()
    page.get_by_role("button", name="Clear all filters").click()
    expect(cards(page).first).to_be_visible()
    assert visit.complaints == []
    visit.go(served, "/incident/i0000000000000000")
    expect(page.get_by_role("heading", name="No such incident")).to_be_visible()
    assert all("404" in one for one in visit.complaints), (
        "the browser itself notes the missing incident, and nothing else"
    )
    visit.complaints.clear()


def test_a_name_spelled_otherwise_is_found_or_the_nearest_is_offered(visit: Visit, served: str) -> None:
    page = visit.go(served, "/?text=Ain+al+Assad")
    expect(page.get_by_text("Looked for “Ain al Assad” in places, sides, targets, weapons and titles")).to_be_visible()
    expect(cards(page).first).to_contain_text("Ain al-Asad")
    page = visit.go(served, "/?text=Kherzon")
    expect(page.get_by_text("Spelled almost so:")).to_be_visible()
    nearest = asked(served, "incidents?text=Kherzon&background=false")["meta"]["suggestions"][0]
    page.get_by_role("button", name=nearest["text"], exact=True).click()
    expect(cards(page)).not_to_have_count(0)
    expect(page.get_by_role("searchbox", name=re.compile("^Words in place"))).to_have_value(nearest["text"])


def test_the_pages_are_used_by_keyboard_alone(visit: Visit, served: str) -> None:
    page = visit.go(served, f"/?{JULY}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.get_by_role("link", name="Tallies").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tallies", level=1)).to_be_visible()
    expect(page.locator("main")).to_be_focused()
    page.go_back()
    menu = page.locator("summary", has_text="Grade")
    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("grade=confirmed"))
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_has_no_fault_that_an_accessibility_checker_finds(
    visit: Visit, served: str, path: str, theme: str
) -> None:
    visit.page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    page = visit.go(served, path)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert violations(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_a_phone_and_a_desk(visit: Visit, served: str, path: str) -> None:
    for size, name in ((PHONE, "phone"), (DESKTOP, "desktop")):
        visit.page.set_viewport_size(size)  # type: ignore[arg-type]
        for theme in ("light", "dark"):
            visit.page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
            page = visit.go(served, path)
            expect(page.get_by_role("heading", level=1)).to_have_count(1)
            if path == "/":
                visit.map_is_drawn()
            assert page.evaluate("() => document.documentElement.scrollWidth") <= size["width"], (path, name)
            visit.picture(f"{path.strip('/').partition('/')[0] or 'map'}-{name}-{theme}")


def test_the_switch_of_colours_is_remembered(visit: Visit, served: str) -> None:
    page = visit.go(served, "/method")
    page.get_by_role("button", name="Change to dark colours").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page = visit.go(served, "/sources")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Change to light colours")).to_be_visible()

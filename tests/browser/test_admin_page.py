"""What administrators do: set what readers are shown later or roughly, and read who did what."""

from __future__ import annotations

import re

from page_visits import PHONE, Visit, asked, violations
from playwright.sync_api import expect


def test_a_rule_is_added_in_words_and_ended_again(visit: Visit, office: tuple[str, str, str]) -> None:
    served, admin, _ = office
    page = visit.go(served, "/admin")
    visit.signs_in_with(admin)
    expect(page.get_by_role("link", name="Admin")).to_have_attribute("aria-current", "page")
    expect(page.get_by_text("No rule holds")).to_be_visible()
    shown = asked(served, "incidents?country=IQ")["meta"]["total"]
    assert shown > 0

    form = page.get_by_role("form", name="Add a rule")
    form.get_by_label("Country").fill("IQ")
    form.get_by_label("Why").fill("an operation under way")
    form.get_by_role("button", name="Add the rule").click()
    expect(form.get_by_role("alert")).to_contain_text("Say how many hours later")
    form.get_by_label("Hours later").fill("87840")
    expect(form).to_contain_text("The rule will say: All incidents in Iraq: shown to readers only 3,660 days after")
    form.get_by_role("button", name="Add the rule").click()
    rules = page.get_by_role("region", name="Rules of discretion")
    expect(rules.get_by_role("listitem")).to_contain_text("All incidents in Iraq: shown to readers only")
    expect(rules).to_contain_text("an operation under way")
    assert asked(served, "incidents?country=IQ")["meta"]["total"] < shown
    audit = page.get_by_role("region", name="Who did what")
    expect(audit.get_by_role("row", name=re.compile("Made a rule of discretion"))).to_contain_text(
        "All incidents in Iraq"
    )
    assert violations(page) == []
    visit.picture("admin-desktop-light", full=True)

    rules.get_by_role("button", name="End this rule").click()
    dialog = page.get_by_role("dialog", name="End this rule?")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(rules.get_by_role("listitem")).to_have_count(1)
    rules.get_by_role("button", name="End this rule").click()
    dialog.get_by_role("button", name="End it").click()
    expect(page.get_by_text("No rule holds")).to_be_visible()
    assert asked(served, "incidents?country=IQ")["meta"]["total"] == shown
    expect(audit.get_by_role("row", name=re.compile("Ended a rule of discretion"))).to_be_visible()


def test_the_audit_is_narrowed_to_a_person_and_a_deed(visit: Visit, office: tuple[str, str, str]) -> None:
    served, admin, _ = office
    page = visit.go(served, "/admin")
    visit.signs_in_with(admin)
    audit = page.get_by_role("region", name="Who did what")
    rows = audit.locator("tbody").get_by_role("row")
    expect(rows).to_have_count(3)
    audit.get_by_label("Deed").select_option("token made")
    expect(rows).to_have_count(2)
    expect(rows.filter(has_text="Made a token for Amal")).to_have_count(1)
    audit.get_by_label("Person").select_option("Ada")
    expect(audit).to_contain_text("Nothing of that sort was done.")
    audit.get_by_label("Deed").select_option("")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Signed in")
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert page.evaluate("() => document.documentElement.scrollWidth") <= PHONE["width"]
    visit.picture("admin-phone-dark", full=True)


def test_a_reviewer_is_told_that_the_page_is_not_for_reviewers(visit: Visit, office: tuple[str, str, str]) -> None:
    served, _, reviewer = office
    page = visit.go(served, "/admin")
    expect(page.get_by_role("button", name="Sign in as administrator")).to_be_visible()
    visit.signs_in_with(reviewer)
    expect(page.get_by_text("You are signed in as reviewer; this page takes the role admin.")).to_be_visible()
    expect(page.get_by_role("link", name="Admin")).to_have_count(0)
    expect(page.get_by_role("region", name="Who did what")).to_have_count(0)

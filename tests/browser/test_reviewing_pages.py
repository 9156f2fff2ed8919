"""What reviewers do: correct by the words, take back, merge, see who did what."""

from __future__ import annotations

import json
import re

from page_visits import Visit, asked, violations
from playwright.sync_api import Page, expect

#: Ain al-Asad on 7 July 2021: 2, 3 or 5 injured.
INJURED_DIFFER = "i8b2d1a0eec972d95"

#: Selects words in the box with the report, as somebody does with the mouse.
_SELECT = """([words]) => {
  const box = document.querySelector('textarea.report-text');
  const start = box.value.indexOf(words);
  if (start < 0) throw new Error('the report does not say so');
  box.focus();
  box.setSelectionRange(start, start + words.length);
  box.dispatchEvent(new Event('select', { bubbles: true }));
}"""


def _injured(served: str) -> tuple[int | None, int | None]:
    shown = asked(served, f"incidents/{INJURED_DIFFER}")["data"]["injured"]
    return shown["min"], shown["max"]


def _history(page: Page) -> str:
    return page.get_by_role("region", name="History").inner_text()


def test_a_figure_is_corrected_by_its_words_and_taken_back(visit: Visit, desk: tuple[str, str]) -> None:
    served, token = desk
    page = visit.go(served, f"/incident/{INJURED_DIFFER}")
    expect(page.get_by_role("button", name=re.compile("^Correct injured"))).to_have_count(0)
    visit.signs_in_with(token)
    assert _injured(served) == (2, 5)

    page.get_by_role("button", name="Correct injured of Harbour Bulletin (sample)").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("textarea.report-text")).to_be_visible()
    page.evaluate(_SELECT, ["Fourteen rockets"])
    expect(dialog).to_contain_text("Selected: “Fourteen rockets”")
    dialog.get_by_label(re.compile("^Reason")).fill("try of the desk")
    visit.picture("correct-dialog")
    dialog.get_by_role("button", name="Correct").click()
    expect(dialog).to_have_count(0)
    set_right = page.locator("td[data-field=Injured]").filter(has_text="Corrected by Amal; read as 2")
    expect(set_right.get_by_role("button", name="14")).to_be_visible()
    assert _injured(served) == (2, 14)
    expect(page.get_by_role("region", name="History")).to_contain_text(
        re.compile("Amal: corrected injured .{1,3}try of the desk")
    )
    assert "2\N{EN DASH}5 → became 2\N{EN DASH}14" in re.sub(r"\s+", " ", _history(page))
    visit.picture("history-of-a-correction", full=True)

    page.get_by_role("button", name="Undo the last decision").click()
    dialog.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("region", name="History")).to_contain_text("Amal: took a decision back")
    assert _injured(served) == (2, 5)


def test_a_correction_offers_what_the_codebook_says_that_a_field_takes(visit: Visit, desk: tuple[str, str]) -> None:
    served, token = desk
    page = visit.go(served, f"/incident/{INJURED_DIFFER}")
    visit.signs_in_with(token)
    page.get_by_role("button", name="Correct kind of Harbour Bulletin (sample)").first.click()
    dialog = page.get_by_role("dialog")
    codebook = asked(served, "codebook")["data"]
    offered = dialog.get_by_role("combobox", name="Field").get_by_role("option")
    expect(offered).to_have_count(len(codebook["correctable"]))
    expect(dialog.get_by_role("combobox", name="Field")).to_have_value("kind")
    expect(dialog.get_by_role("combobox", name="Right is").get_by_role("option")).to_have_count(len(codebook["kinds"]))
    dialog.get_by_role("combobox", name="Field").select_option("launched_from")
    expect(dialog).to_contain_text("36.24,43.96")
    dialog.get_by_role("combobox", name="Field").select_option("status")
    dialog.get_by_role("combobox", name="Right is").select_option("foiled")
    expect(dialog).to_contain_text("It was tried and stopped.")
    dialog.get_by_role("button", name="Correct").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("region", name="Where the sources differ")).to_contain_text("Foiled")


def test_two_incidents_are_merged_and_parted_again(visit: Visit, desk: tuple[str, str]) -> None:
    served, token = desk
    page = visit.go(served, "/review")
    page.get_by_role("main").get_by_role("button", name="Sign in to review").click()
    page.get_by_label("Token").fill(token)
    page.get_by_role("dialog").get_by_role("button", name="Sign in").click()
    expect(page.locator(".desk-bar")).to_be_visible()
    page.get_by_label("Possible duplicate").check()
    other = page.get_by_role("region", name="Incident that may be the same")
    expect(other).to_be_visible()
    left = page.locator(".queue .card[data-chosen=true] .card-title a").get_attribute("href") or ""
    right = other.locator(".card-title a").get_attribute("href") or ""
    assert left
    assert left != right
    claims = sum(len(asked(served, f"incidents/{one.rpartition('/')[2]}")["data"]["claims"]) for one in (left, right))
    visit.picture("review-desk")

    page.keyboard.press("s")
    dialog = page.get_by_role("dialog", name="Make these two one incident?")
    for name in ("When", "Where", "Killed"):
        expect(dialog.get_by_role("row", name=re.compile(f"^{name} ")).get_by_role("cell")).to_have_count(2)
    expect(dialog).to_contain_text(re.compile("All claims of both go into"))
    expect(dialog).to_contain_text(re.compile("apart|same days", re.IGNORECASE))
    visit.picture("merge-dialog")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    ids = {asked(served, f"incidents/{one.rpartition('/')[2]}")["data"]["id"] for one in (left, right)}
    assert len(ids) == 2, "nothing is merged by one key"

    page.get_by_role("button", name="Same").click()
    expect(dialog.get_by_role("button", name="Merge them")).to_be_focused()
    page.keyboard.press("s")
    expect(page.get_by_role("status").filter(has_text="You said: the same event.")).to_be_visible()
    expect(page.get_by_role("region", name="Who did what")).to_contain_text("Amal said: the same event")
    ids = {asked(served, f"incidents/{one.rpartition('/')[2]}")["data"]["id"] for one in (left, right)}
    assert len(ids) == 1, "the one lives on under the id of the other"
    survivor = ids.pop()
    assert len(asked(served, f"incidents/{survivor}")["data"]["claims"]) == claims

    page.get_by_role("button", name="Undo this").click()
    page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("region", name="Who did what")).to_contain_text("taken back")
    expect(page.get_by_role("button", name="Undo this")).to_have_count(0)
    parted = [len(asked(served, f"incidents/{one.rpartition('/')[2]}")["data"]["claims"]) for one in (left, right)]
    assert sum(parted) == claims
    assert min(parted) > 0


def test_a_pair_that_lies_far_apart_is_seen_to_at_a_glance(visit: Visit, desk: tuple[str, str]) -> None:
    served, token = desk
    page = visit.go(served, "/review")
    visit.signs_in_with(token)
    page.get_by_label("Possible duplicate").check()
    other = page.get_by_role("region", name="Incident that may be the same")
    expect(other).to_be_visible()
    request = visit.context.request
    queue = request.get(
        f"{served}/api/v1/review/queue?why=possible%20duplicate", headers={"Authorization": f"Bearer {token}"}
    ).json()["data"]
    far = next(one for one in queue if (one["apart"]["days"] or 0) > 2)
    words = f"{far['apart']['days']} days apart"
    card = page.locator(".queue .card").filter(has=page.locator(f"a[href='/incident/{far['incident']['id']}']"))
    expect(card).to_contain_text(words)
    waiting = card.get_by_role("button", name="Look at it")
    if waiting.count():  # the first of the queue is under review already
        waiting.click()
    told = page.get_by_role("region", name="Decide")
    expect(told).to_contain_text(words)
    expect(told).to_contain_text("far for one event")
    expect(told).to_contain_text(re.compile(r"For one event: \w+ \("))
    expect(told).to_contain_text(re.compile(r"Against it: \w+ \("))
    visit.picture("review-far-apart")


def test_a_rejected_incident_says_who_did_so_and_why(visit: Visit, desk: tuple[str, str]) -> None:
    served, token = desk
    page = visit.go(served, "/review")
    visit.signs_in_with(token)
    expect(page.locator(".desk-bar")).to_be_visible()
    before = page.locator(".queue .card-title a").first.get_attribute("href") or ""
    page.keyboard.press("r")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("a parade, no attack")
    dialog.get_by_role("button", name="Reject").click()
    expect(page.locator(".queue .card-title a").first).not_to_have_attribute("href", before)
    expect(page.get_by_role("region", name="Who did what")).to_contain_text("a parade, no attack")
    visit.go(served, before)
    expect(page.get_by_role("heading", name="This incident was removed")).to_be_visible()
    assert all("410" in one for one in visit.complaints), "the browser itself notes what is gone, and nothing else"
    visit.complaints.clear()


def test_the_keys_move_through_the_queue_and_are_listed(visit: Visit, desk: tuple[str, str]) -> None:
    served, token = desk
    page = visit.go(served, "/review")
    visit.signs_in_with(token)
    titles = page.locator(".queue .card")
    expect(titles.first).to_have_attribute("data-chosen", "true")
    page.keyboard.press("j")
    expect(titles.nth(1)).to_have_attribute("data-chosen", "true")
    page.keyboard.press("k")
    expect(titles.first).to_have_attribute("data-chosen", "true")
    assert violations(page) == []
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("the same event as the other")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.get_by_role("status").filter(has_text="You accepted it.")).to_be_visible()


def test_one_of_two_people_sees_that_another_has_to_agree(visit: Visit, strict_desk: tuple[str, str]) -> None:
    served, token = strict_desk
    page = visit.go(served, "/review")
    visit.signs_in_with(token)
    expect(page.get_by_text("Here a decision holds when two people agree.")).to_be_visible()
    first = page.locator(".queue .card").first
    expect(first).to_have_attribute("data-chosen", "true")
    page.keyboard.press("a")
    expect(page.get_by_role("status").filter(has_text="A second person has to agree before it holds.")).to_be_visible()
    expect(page.locator(".queue .card", has_text="One decision made")).to_have_count(1)
    expect(page.get_by_role("region", name="Who did what")).to_contain_text("waits for a second person")


def test_a_wrong_token_is_refused_in_words(visit: Visit, desk: tuple[str, str]) -> None:
    served, _ = desk
    page = visit.go(served, "/review")
    page.get_by_role("main").get_by_role("button", name="Sign in to review").click()
    page.get_by_label("Token").fill("tocsin_nobody")
    page.get_by_role("dialog").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    assert "token" in page.get_by_role("dialog").get_by_role("alert").inner_text().lower()
    assert all(re.search("40[13]", one) for one in visit.complaints), json.dumps(visit.complaints)
    visit.complaints.clear()

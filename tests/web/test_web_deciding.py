"""What reviewers decide over the API: it is linked at once, audited, undone, and still there after a rebuild."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from review_desk import ROOT, Desk

from tocsin.ledger import Ledger
from tocsin.pipeline import Coding, rebuild, require_two_persons


@pytest.fixture
def two_persons(served: Desk, coding: Coding) -> Desk:
    with served.ledger() as opened:
        require_two_persons(opened, coding, required=True, by=ROOT)
    return served


def seen(served: Desk) -> list[Any]:
    return [{**one, "version": 0} for one in served.reads("Ann", "/incidents")["data"]]


def test_two_incidents_are_made_one_and_two_again(served: Desk) -> None:
    first, second = served.incidents()
    before = seen(served)
    made = served.writes("Ann", "/judgements", {"left": first.id, "right": second.id, "verdict": "same", "reason": "r"})
    assert {first.id, second.id} <= set(made["incidents"])
    assert (made["judgement"]["by"], made["judgement"]["state"], made["judgement"]["reason"]) == ("Ann", "holding", "r")
    (merged,) = [one for one in served.incidents() if {first.founding, second.founding} <= set(one.claims)]
    assert merged.id in made["incidents"]
    back = served.writes("Bob", f"/judgements/{made['judgement']['id']}/undo", {"reason": "two towns"})
    assert back["judgement"]["undoes"] == made["judgement"]["id"]
    assert seen(served) == before
    assert served.audit()[:2] == [
        ("Bob", "undo", back["judgement"]["id"]),
        ("Ann", "same", made["judgement"]["id"]),
    ]


def test_claims_are_told_apart_by_their_ids(served: Desk) -> None:
    first, _ = served.incidents()
    left, right = first.claims
    made = served.writes("Ann", "/judgements", {"left": left, "right": right, "verdict": "different"})
    assert len(served.incidents()) == 3
    assert len(made["incidents"]) == 2


def test_a_rejected_incident_says_who_and_why_and_comes_back(served: Desk) -> None:
    first, _ = served.incidents()
    made = served.writes("Ann", f"/incidents/{first.id}/reject", {"reason": "a drill"})
    assert made["incidents"] == [first.id]
    gone = served.asks("Bob", "GET", f"/incidents/{first.id}")
    why = f"the incident {first.id} was removed: rejected by Ann: a drill"
    assert (gone.status_code, gone.json()["detail"]) == (410, why)
    assert "Ann" not in served.asks(None, "GET", f"/incidents/{first.id}").text, "readers are told no names"
    assert served.reads("Ann", f"/judgements?incident={first.id}")["data"][0]["id"] == made["judgement"]["id"]
    served.writes("Bob", f"/incidents/{first.id}/accept", {"reason": "no drill"})
    assert served.incidents()[0].id == first.id


def test_an_accepted_incident_leaves_the_queue_until_it_says_something_else(served: Desk) -> None:
    first, second = served.incidents()

    def queued(query: str = "") -> dict[str, str]:
        return {one["incident"]["id"]: one["state"] for one in served.reads("Ann", f"/review/queue{query}")["data"]}

    assert queued() == {first.id: "open", second.id: "open"}
    made = served.writes("Ann", f"/incidents/{first.id}/accept", {"reason": "checked", "version": first.version})
    assert made["incidents"] == [first.id]
    assert queued() == {second.id: "open"}
    assert queued("?state=done") == {first.id: "done"}
    assert served.reads("Ann", f"/incidents/{first.id}")["meta"]["review"]["state"] == "done"
    corrected = served.writes("Bob", f"/claims/{first.founding}/corrections", {"field": "killed", "value": "20"})
    assert queued() == {first.id: "open", second.id: "open"}
    served.writes("Bob", f"/judgements/{corrected['judgement']['id']}/undo")
    assert queued() == {second.id: "open"}


def test_an_incident_that_went_is_not_settled_but_the_one_it_went_into(served: Desk) -> None:
    first, second = served.incidents()
    served.writes("Ann", "/judgements", {"left": first.id, "right": second.id, "verdict": "same"})
    (merged,) = served.incidents()
    (gone,) = {first.id, second.id} - {merged.id}
    before = served.dump()
    for what in ("accept", "reject"):
        refused = served.asks("Bob", "POST", f"/incidents/{gone}/{what}", {})
        assert (refused.status_code, refused.json()["detail"]) == (
            409,
            f"{gone} has become part of {merged.id}: settle that one",
        )
    assert served.dump() == before
    served.writes("Bob", f"/incidents/{merged.id}/reject", {"reason": "a film set"})
    assert served.incidents() == []
    assert served.asks("Bob", "POST", f"/incidents/{merged.id}/reject", {}).status_code == 410
    assert served.asks("Bob", "POST", f"/incidents/{merged.id}/accept", {}).status_code == 200
    assert [one.id for one in served.incidents()] == [merged.id]


def test_an_incident_that_changed_since_it_was_looked_at_is_not_settled(served: Desk) -> None:
    first, _ = served.incidents()
    served.writes("Bob", f"/claims/{first.founding}/corrections", {"field": "killed", "value": "20"})
    before = served.dump()
    for what in ("accept", "reject"):
        stale = served.asks("Ann", "POST", f"/incidents/{first.id}/{what}", {"version": first.version})
        assert stale.status_code == 409
        assert f"has changed since version {first.version}" in stale.json()["detail"]
    assert served.dump() == before


# --- corrections ---------------------------------------------------------------------------------------------------


def claim_and_text(served: Desk, outlet: str) -> tuple[str, str]:
    with served.ledger() as opened:
        report = next(one for one in opened.reports() if one.outlet == outlet)
        claim = next(one for one in opened.claims() if one.report == report.id)
    return claim.id, report.text


def span_of(text: str, words: str) -> dict[str, int]:
    return {"start": text.index(words), "end": text.index(words) + len(words)}


@pytest.mark.parametrize(
    ("field", "words", "expected"),
    [
        ("killed", "four people", {"min": 4, "max": 4, "who": "people"}),
        ("injured", " four ", {"min": 4, "max": 4, "text": "four"}),
        ("when", "on Wednesday", {"start": "2022-06-08", "end": "2022-06-08", "basis": "stated"}),
        ("place", "Somalia", [{"name": "Somalia", "country": "SO"}]),
        ("place", "Kismayo", [{"country": "SO"}]),
        ("launched_from", "Kismayo, Somalia", {"country": "SO"}),
        ("actor", "police", [{"text": "police"}]),
        ("weapon", "A car bomb", [{"weapon": "car-bomb"}]),
        ("damage", "A car bomb", {"none": False}),
    ],
)
def test_a_value_is_read_out_of_the_selected_words(served: Desk, field: str, words: str, expected: Any) -> None:
    claim, text = claim_and_text(served, "Coast Times")
    made = served.writes("Ann", f"/claims/{claim}/corrections", {"field": field, "span": span_of(text, words)})
    value = json.loads(made["judgement"]["value"])
    found = value if isinstance(value, list) else [value]
    wanted = expected if isinstance(expected, list) else [expected]
    assert len(found) == len(wanted)
    for one, asked in zip(found, wanted, strict=True):
        assert {key: one[key] for key in asked} == asked
        start, end = (one["start_char"], one["end_char"]) if field == "when" else (one["start"], one["end"])
        assert text[start:end] == words.strip()
    incident = next(one for one in served.incidents() if claim in one.claims)
    assert [(one.field, one.by) for one in incident.corrections] == [(field, "Ann")]


@pytest.mark.parametrize(
    ("field", "words", "why"),
    [
        ("killed", "on Wednesday", "counts nobody"),
        ("when", "four people", "gives no day"),
        ("place", "four people", "names no place that is known"),
        ("weapon", "on Wednesday", "names no weapon that is known"),
        ("actor", "on Wednesday", "is a time and names nobody"),
        ("munitions", "A car bomb", "is no count of munitions"),
        ("kind", "car bomb", "is not read out of words"),
        ("killed", ", ", "are no words"),
    ],
)
def test_words_that_say_no_value_are_named_with_the_reason(served: Desk, field: str, words: str, why: str) -> None:
    claim, text = claim_and_text(served, "Coast Times")
    before = served.dump()
    body = {"field": field, "span": span_of(text, words)}
    refused = served.asks("Ann", "POST", f"/claims/{claim}/corrections", body)
    assert refused.status_code == 422
    assert why in refused.json()["detail"]
    assert served.dump() == before


def test_a_value_that_is_written_stands_on_the_selected_words(served: Desk) -> None:
    claim, text = claim_and_text(served, "Coast Times")
    body = {"field": "killed", "value": "5+", "span": span_of(text, "police said"), "reason": "they said more"}
    value = json.loads(served.writes("Ann", f"/claims/{claim}/corrections", body)["judgement"]["value"])
    assert (value["min"], value["max"], value["text"]) == (5, None, "police said")


@pytest.mark.parametrize(
    "body",
    [
        {"field": "killed"},
        {"field": "trigger", "value": "x"},
        {"field": "killed", "value": "many"},
        {"field": "killed", "value": [5]},
        {"field": "killed", "value": 5.5},
        {"field": "killed", "value": "9" * 401},
        {"field": "killed", "span": {"start": 5, "end": 5}},
        {"field": "killed", "span": {"start": 5, "end": 10**6}},
        {"field": "killed", "span": {"start": -1, "end": 5}},
        {"field": "killed", "span": {"start": "1", "end": 5}},
        {"field": "killed", "span": {"start": 1}},
        {"field": "killed", "span": [1, 5]},
        {"field": "killed", "value": "5", "extra": 1},
        {"field": "place", "value": "Qqqzzzx"},
    ],
)
def test_an_unfit_correction_changes_nothing(served: Desk, body: Any) -> None:
    claim, _ = claim_and_text(served, "Coast Times")
    before = served.dump()
    refused = served.asks("Ann", "POST", f"/claims/{claim}/corrections", body)
    assert (refused.status_code, refused.headers["content-type"]) == (422, "application/problem+json")
    assert served.dump() == before


# --- two persons ---------------------------------------------------------------------------------------------------


def test_with_two_persons_the_second_settles_and_all_is_visible(two_persons: Desk) -> None:
    served = two_persons
    first, second = served.incidents()
    path = f"/incidents/{first.id}/accept"
    assert served.writes("Ann", path)["judgement"]["state"] == "waiting for a second person"
    review = served.reads("Ann", f"/incidents/{first.id}")["meta"]["review"]
    assert review["state"] == "one decision"
    assert [(one["by"], one["state"]) for one in review["decisions"]] == [("Ann", "waiting for a second person")]
    public = served.reads(None, f"/incidents/{first.id}")["meta"]["review"]
    assert [(one["by"], one["reason"]) for one in public["decisions"]] == [(None, None)]
    queued = served.reads("Bob", "/review/queue")
    assert queued["meta"]["two_persons"] is True
    waiting = {one["incident"]["id"]: [(w["by"], w["verdict"]) for w in one["waiting"]] for one in queued["data"]}
    assert waiting == {first.id: [("Ann", "accept")], second.id: []}
    assert {one["incident"]["id"]: one["state"] for one in queued["data"]} == {
        first.id: "one decision",
        second.id: "open",
    }
    assert served.writes("Ann", path)["judgement"]["state"] == "waiting for a second person", "one person twice"
    assert served.writes("Bob", path)["judgement"]["state"] == "holding"
    assert {one["incident"]["id"] for one in served.reads("Bob", "/review/queue")["data"]} == {second.id}


def test_with_two_persons_an_undo_needs_two_but_for_who_stands_alone(two_persons: Desk) -> None:
    served = two_persons
    first, _ = served.incidents()
    alone = served.writes("Ann", f"/incidents/{first.id}/reject")["judgement"]["id"]
    assert served.writes("Ann", f"/judgements/{alone}/undo")["judgement"]["state"] == "holding"
    again = served.asks("Bob", "POST", f"/judgements/{alone}/undo", {})
    assert (again.status_code, again.json()["detail"]) == (409, f"the judgement {alone} is undone already")
    made = [served.writes(name, f"/incidents/{first.id}/reject")["judgement"]["id"] for name in ("Ann", "Bob")]
    assert len(served.incidents()) == 1
    assert served.writes("Ann", f"/judgements/{made[0]}/undo")["judgement"]["state"] == "waiting for a second person"
    assert len(served.incidents()) == 1
    assert served.writes("Ada", f"/judgements/{made[1]}/undo")["judgement"]["state"] == "holding"
    assert len(served.incidents()) == 2


# --- at the same time ----------------------------------------------------------------------------------------------


def test_of_decisions_that_contradict_each_other_at_the_same_time_one_is_kept(served: Desk, coding: Coding) -> None:
    first, second = served.incidents()
    third = first.claims[1]
    served.writes("Ann", "/judgements", {"left": first.founding, "right": second.founding, "verdict": "same"})
    bodies = [
        ("Ann", {"left": second.founding, "right": third, "verdict": "different"}),
        ("Bob", {"left": first.founding, "right": third, "verdict": "same"}),
    ]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda one: served.asks(one[0], "POST", "/judgements", one[1]), bodies))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    refused = next(answer for answer in answers if answer.status_code == 409)
    assert "judged" in refused.json()["detail"]
    with served.ledger() as opened:
        assert len(list(opened.judgements())) == 2
        before = list(opened.dump())
        rebuild(opened, coding, lambda _: None)
        assert list(opened.dump()) == before


def test_many_decisions_at_the_same_time_are_all_kept_in_one_order(served: Desk, coding: Coding) -> None:
    first, second = served.incidents()
    asked: list[tuple[str, str, Any]] = [
        request
        for number, name in enumerate(("Ann", "Bob", "Ada"))
        for incident in (first, second)
        for request in (
            (name, f"/incidents/{incident.id}/accept", {"reason": name}),
            (name, f"/claims/{incident.founding}/corrections", {"field": "killed", "value": str(20 + number)}),
        )
    ]
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda one: served.asks(one[0], "POST", one[1], one[2]), asked))
    assert {answer.status_code for answer in answers} == {200}
    with served.ledger() as opened:
        made = list(opened.judgements())
        assert len({one.at for one in made}) == len(made) == len(asked)
        before = list(opened.dump())
        rebuild(opened, coding, lambda _: None)
        assert list(opened.dump()) == before
    assert len([one for one in served.audit() if one[1] in {"accept", "correct"}]) == len(asked)


def test_decisions_survive_recoding(served: Desk, coding: Coding) -> None:
    first, second = served.incidents()
    claim, text = claim_and_text(served, "Coast Times")
    served.writes("Ann", f"/claims/{claim}/corrections", {"field": "killed", "span": span_of(text, "four people")})
    served.writes("Ann", f"/incidents/{second.id}/accept")
    one = served.writes(
        "Bob", "/judgements", {"left": first.claims[0], "right": first.claims[1], "verdict": "different"}
    )
    served.writes("Ann", f"/judgements/{one['judgement']['id']}/undo")
    before, listed = seen(served), served.reads("Ann", "/judgements")
    queue = served.reads("Ann", "/review/queue")
    with served.ledger() as opened:
        rebuild(opened, coding, lambda _: None)
    assert (seen(served), served.reads("Ann", "/judgements"), served.reads("Ann", "/review/queue")) == (
        before,
        listed,
        queue,
    )


# --- hostile inputs ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "status"),
    [
        ("fine: „Zoë” 🕊 \u0645\u06cc\u200c\u0634\u0648\u062f\nand a second line", 200),
        ("x" * 1000, 200),
        ("x" * 1001, 422),
        ("\x00", 422),
        ("\x1b[31mred", 422),
        ("\u202egnp.exe", 422),
        ("\ud800", 422),
        (5, 422),
        (None, 422),
        ({"a": 1}, 422),
    ],
)
def test_a_reason_is_words_that_show(served: Desk, reason: Any, status: int) -> None:
    first, _ = served.incidents()
    body = json.dumps({"reason": reason})
    carried = {"Authorization": f"Bearer {served.tokens['Ann']}", "Content-Type": "application/json"}
    answer = served.client.post(f"/api/v1/incidents/{first.id}/accept", content=body, headers=carried)
    assert answer.status_code == status, answer.text
    if status == 200:
        assert answer.json()["data"]["judgement"]["reason"] == reason


@pytest.mark.parametrize(
    ("content", "kind", "statuses"),
    [
        (b"{" * 50_000, "application/json", {422}),
        (b'{"reason":' + b"[" * 50_000, "application/json", {400}),
        (b'{"reason": "\xff"}', "application/json", {400}),
        (b"reason=x", "application/x-www-form-urlencoded", {415, 422}),
        (b'{"reason": "x"}', "text/plain", {415, 422}),
        (b'{"reason": NaN}', "application/json", {422}),
        (b"", "application/json", {422}),
        (b"null", "application/json", {422}),
        (b'{"reason": "' + b"x" * 70_000 + b'"}', "application/json", {413}),
    ],
    ids=["braces", "brackets", "no utf-8", "a form", "plain text", "NaN", "empty", "null", "too long"],
)
def test_a_body_that_is_none_is_a_problem(served: Desk, content: bytes, kind: str, statuses: set[int]) -> None:
    first, _ = served.incidents()
    before = served.dump()
    carried = {"Authorization": f"Bearer {served.tokens['Ann']}", "Content-Type": kind}
    answer = served.client.post(f"/api/v1/incidents/{first.id}/accept", content=content, headers=carried)
    assert answer.status_code in statuses, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert served.dump() == before


def test_ids_of_other_things_are_no_ids(served: Desk) -> None:
    first, second = served.incidents()
    with served.ledger() as opened:
        report = next(iter(opened.reports())).id
    before = served.dump()
    same = {"verdict": "same", "right": second.id}
    asked: list[tuple[str, Any, int]] = [
        (f"/incidents/{first.founding}/accept", {}, 422),
        (f"/incidents/{report}/reject", {}, 422),
        (f"/incidents/i{'0' * 16}/reject", {}, 404),
        (f"/claims/{first.id}/corrections", {"field": "killed", "value": "1"}, 422),
        (f"/claims/c{'0' * 16}/corrections", {"field": "killed", "value": "1"}, 404),
        (f"/judgements/{first.id}/undo", {}, 422),
        (f"/judgements/j{'0' * 16}/undo", {}, 404),
        ("/judgements", {**same, "left": report}, 422),
        ("/judgements", {**same, "left": "i" + "0" * 16}, 404),
        ("/judgements", {**same, "left": second.id}, 422),
        ("/judgements", {**same, "left": second.founding}, 422),
        ("/judgements", {**same, "left": first.id[:8]}, 422),
        ("/judgements", {**same, "left": first.id + "\n"}, 422),
        ("/judgements", {**same, "left": first.id, "verdict": "correct"}, 422),
        ("/judgements", {**same, "left": first.id, "by": "Bob"}, 422),
    ]
    for path, body, status in asked:
        answer = served.asks("Ann", "POST", path, body)
        assert answer.status_code == status, (path, body, answer.text)
        assert served.path.name not in answer.text, "the ledger's name is nobody's business"
    assert served.dump() == before


# --- lists ---------------------------------------------------------------------------------------------------------


def test_decisions_are_listed_page_by_page_of_an_incident_or_somebody(served: Desk) -> None:
    first, second = served.incidents()
    made = [
        served.writes(name, f"/incidents/{incident.id}/accept")["judgement"]["id"]
        for name, incident in (("Ann", first), ("Bob", first), ("Ann", second))
    ]
    found, link = [], "/judgements?limit=2"
    while link:
        page = served.reads("Ann", link.removeprefix("/api/v1"))
        found += [one["id"] for one in page["data"]]
        link = page["links"]["next"]
    assert found == made[::-1]

    def listed(query: str) -> list[str]:
        return [one["id"] for one in served.reads("Ann", f"/judgements?{query}")["data"]]

    assert listed("by=Ann") == [made[2], made[0]]
    assert listed(f"incident={first.id}") == [made[1], made[0]]
    assert listed(f"incident={first.id}&by=Bob") == [made[1]]
    assert listed("by=nobody") == []


def test_the_queue_says_why_and_is_read_page_by_page(served: Desk) -> None:
    first, second = served.incidents()
    whole = served.reads("Ann", "/review/queue")
    assert [one["incident"]["id"] for one in whole["data"]] == [first.id, second.id]
    assert whole["meta"]["total"] == 2
    assert whole["data"][0]["weight"] > whole["data"][1]["weight"] > 0
    assert [(one["reason"], one["detail"]) for one in whole["data"][0]["why"]] == [
        ("high toll", "11 to 13 killed"),
        ("conflict", "killed: 11 (1) or 13 (1)"),
    ]
    assert [one["reason"] for one in whole["data"][1]["why"]] == ["single source"]
    page = served.reads("Ann", "/review/queue?limit=1")
    after = served.reads("Ann", page["links"]["next"].removeprefix("/api/v1"))
    assert [*page["data"], *after["data"]] == whole["data"]
    assert after["links"]["next"] is None
    for query, expected in (
        ("why=conflict", [first.id]),
        ("why=single%20source&why=conflict", [first.id, second.id]),
        ("why=low%20confidence", []),
        ("state=done", []),
    ):
        found = served.reads("Ann", f"/review/queue?{query}")
        assert [one["incident"]["id"] for one in found["data"]] == expected, query
    for wrong in ("why=boredom", "state=lost", "limit=0", "cursor=x", "limit=201"):
        assert served.asks("Ann", "GET", f"/review/queue?{wrong}").status_code == 422, wrong


def test_two_told_apart_may_be_one_and_a_person_says_which(served: Desk) -> None:
    first, _ = served.incidents()
    left, right = first.claims
    served.writes("Ann", "/judgements", {"left": left, "right": right, "verdict": "different"})
    duplicates = "/review/queue?why=possible%20duplicate"
    assert served.reads("Ann", duplicates)["data"] == [], "who was told that they are two is not asked again"
    (made,) = served.reads("Ann", "/judgements")["data"]
    assert made["verdict"] == "different"


def test_the_audit_is_read_page_by_page(served: Desk) -> None:
    first, _ = served.incidents()
    served.writes("Ann", f"/incidents/{first.id}/accept", {"reason": "checked"})
    whole = served.reads("Ada", "/audit?limit=200")["data"]
    assert [one["what"] for one in whole] == ["accept", *["token made"] * 4]
    assert (whole[0]["who"], whole[0]["role"], whole[0]["address"]) == ("Ann", "reviewer", "testclient")
    assert whole[0]["detail"]["reason"] == "checked"
    found, link = [], "/audit?limit=2"
    while link:
        page = served.reads("Ada", link.removeprefix("/api/v1"))
        found += page["data"]
        link = page["links"]["next"]
    assert found == whole


def test_the_audit_is_narrowed_to_a_person_and_a_sort_of_act(served: Desk) -> None:
    first, second = served.incidents()
    for name, incident in (("Ann", first), ("Bob", second), ("Bob", first)):
        served.writes(name, f"/incidents/{incident.id}/accept")
    served.asks("Ada", "POST", "/discretion", {"blur_km": 5, "reason": "witnesses"})

    def read(query: str) -> list[tuple[str, str]]:
        found, link = [], f"/audit?limit=1&{query}"
        while link:
            page = served.reads("Ada", link.removeprefix("/api/v1"))
            assert page["meta"] == {
                "people": ["Ada", "Ann", "Bob", "root"],
                "kinds": ["accept", "rule made", "token made"],
            }
            found += [(one["who"], one["what"]) for one in page["data"]]
            link = page["links"]["next"]
        return found

    assert read("by=Bob") == [("Bob", "accept")] * 2
    assert read("what=accept") == [("Bob", "accept"), ("Bob", "accept"), ("Ann", "accept")]
    assert read("by=Ada&what=rule%20made") == [("Ada", "rule made")]
    assert read("by=Ada&what=accept") == []
    assert read("by=nobody") == []
    for name in ("Rea", "Ann"):
        assert served.asks(name, "GET", "/audit?by=Bob").status_code == 403, name
    assert served.asks(None, "GET", "/audit?by=Bob").status_code == 401


def test_the_ledger_being_written_to_for_long_is_told(served: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from tocsin.ledger import LedgerError  # noqa: PLC0415 - only here

    def busy(_ledger: Ledger) -> None:
        raise LedgerError("t.db: database is locked")

    monkeypatch.setattr(Ledger, "change", busy)
    first = served.incidents()[0]
    answer = served.asks("Ann", "POST", f"/incidents/{first.id}/accept", {})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")

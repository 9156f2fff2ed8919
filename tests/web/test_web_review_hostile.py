"""Whatever an admin's client sends: a right answer with its audit, or a problem and nothing changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from review_desk import Desk, desk
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tocsin.codebook import Kind
from tocsin.link import CORRECTABLE
from tocsin.web.limits import Limiter

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def served(tmp_path: Path, made: Path) -> Iterator[Desk]:
    shutil.copy(made, tmp_path / "t.db")
    with desk(tmp_path / "t.db") as opened:
        opened.client.app.state.gate.writes = Limiter(10**6, 0.001)  # type: ignore[attr-defined]  # Starlette's own
        yield opened


def test_whatever_the_description_allows_is_answered_as_it_says(served: Desk) -> None:
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", served.client.app, headers={"Host": "localhost"})
    carried = {"Host": "localhost", "Authorization": f"Bearer {served.tokens['Ada']}"}
    parts = ("/review", "/judgements", "/accept", "/reject", "/corrections", "/discretion", "/audit")
    operations = [found.ok() for found in schema.get_all_operations()]
    ours = [one for one in operations if any(part in one.path for part in parts)]
    assert len(ours) == 11
    for operation in ours:

        @settings(max_examples=15, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy())
        def answered(case: schemathesis.Case) -> None:
            case.validate_response(case.call(headers=carried), checks=CHECKS)

        answered()


_WORDS = st.text(max_size=30) | st.sampled_from(["5", "20+", "none", "2022-06-09", "yes", "bombing", "Kismayo", "14,0"])
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | _WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
_FIELDS = st.sampled_from([*CORRECTABLE, "trigger"]) | _JSON
_SPAN = st.fixed_dictionaries({"start": st.integers(0, 120), "end": st.integers(0, 120)})
_REASON = {"reason": _WORDS | _JSON}


@st.composite
def requests(draw: st.DrawFn) -> tuple[str, str, Any]:
    """Draw a write: right ids and fields as often as others; {0} and the like stand for ids there are."""
    identifier = st.sampled_from(["{0}", "{1}", "{2}", "{3}", "i" + "0" * 16]) | st.text(max_size=20)
    body: dict[str, Any] | Any
    match draw(st.integers(0, 5)):
        case 0:
            what = draw(st.sampled_from(["accept", "reject"]))
            body = draw(st.fixed_dictionaries({}, optional={**_REASON, "version": st.integers(-1, 9) | _JSON}))
            return "POST", f"/incidents/{draw(st.sampled_from(['{0}', '{1}', '{2}']))}/{what}", body
        case 1 | 2:
            fields = {"field": _FIELDS}
            more = {**_REASON, "value": _WORDS | _JSON, "span": _SPAN | _JSON}
            body = draw(st.fixed_dictionaries(fields, optional=more))
            return "POST", f"/claims/{draw(st.sampled_from(['{2}', '{3}', '{0}']))}/corrections", body
        case 3:
            verdict = st.sampled_from(["same", "different", "undecided", "undo"]) | _JSON
            body = draw(
                st.fixed_dictionaries({"left": identifier, "right": identifier, "verdict": verdict}, optional=_REASON)
            )
            return "POST", "/judgements", body
        case 4:
            return "POST", "/judgements/{4}/undo", draw(st.fixed_dictionaries({}, optional=_REASON))
        case _:
            fields = {
                "kind": st.sampled_from(Kind) | _JSON, "country": st.just("SO") | _JSON, "incident": identifier,
                "delay_hours": st.integers(-1, 9) | _JSON, "blur_km": st.integers(-1, 9) | _JSON,
                "area": st.fixed_dictionaries({"lat": st.floats(-99, 99), "lon": st.floats(-200, 200), "radius_km": st.just(5.0)}) | _JSON,
            }  # fmt: skip
            return "POST", "/discretion", draw(st.fixed_dictionaries({}, optional={**fields, **_REASON}))


def filled(value: Any, ids: list[str]) -> Any:
    """Put ids that there are in their places."""
    if isinstance(value, str):
        for number, one in enumerate(ids):
            value = value.replace(f"{{{number}}}", one)
        return value
    return {key: filled(one, ids) for key, one in value.items()} if isinstance(value, dict) else value


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(request=requests())
def test_a_write_is_done_and_audited_or_changes_nothing(served: Desk, request: tuple[str, str, Any]) -> None:
    with served.ledger() as opened:
        incidents = [one.id for one in opened.incidents()][:2]
        claims = [one.id for one in opened.claims()][:2]
        judgements = [one.id for one in opened.judgements()][-1:] or ["j" + "0" * 16]
    ids = [*(incidents + ["i" + "1" * 16] * 2)[:2], *claims, *judgements]
    method, path, body = request
    before, audited = served.dump(), served.audit()
    rules = served.reads("Ada", "/discretion")["data"]
    try:
        answer = served.asks("Ada", method, filled(path, ids), filled(body, ids))
    except ValueError:  # NaN and lone surrogates are no JSON, which no client sends
        return
    assert answer.status_code in {200, 404, 409, 410, 422}, answer.text
    if answer.status_code == 200:
        assert len(served.audit()) == len(audited) + 1
        return
    assert answer.headers["content-type"] == "application/problem+json"
    after = served.dump(), served.audit(), served.reads("Ada", "/discretion")["data"]
    assert after == (before, audited, rules)

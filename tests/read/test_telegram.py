from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, BinaryIO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.model import Report
from tocsin.read.canonical import canonical
from tocsin.read.found import Defaults, Notice, Outcome, Refusal
from tocsin.read.json import read_json

NIGHT = 1625783400  # 22:30 on 8 July 2021 in UTC, half past one on the 9th in Karsk


def message(number: int, text: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "type": "message",
        "date": "2021-07-09T01:30:00",
        "date_unixtime": str(NIGHT),
        "from": "Karsk Watch",
        "from_id": "channel77",
        "text": text,
        "text_entities": [],
    } | more


def chat(*messages: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "Karsk Watch", "type": "public_channel", "id": 77} | more | {"messages": list(messages)}


def everything(*chats: dict[str, Any], left: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {
        "about": "Here is what you asked for.",
        "personal_information": {"user_id": 1, "first_name": "Ann"},
        "contacts": {"about": "", "list": [{"first_name": "Bo", "date": "2020-01-01T00:00:00"}]},
        "chats": {"about": "", "list": list(chats)},
        "left_chats": {"about": "", "list": list(left)},
    }


def read(export: Any, defaults: Defaults | None = None) -> list[Outcome]:
    data = export if isinstance(export, bytes) else json.dumps(export, ensure_ascii=False, indent=1).encode()
    return list(read_json(io.BytesIO(data), "result.json", defaults or Defaults()))


def reports(outcomes: list[Outcome]) -> list[Report]:
    return [each for each in outcomes if isinstance(each, Report)]


def test_a_message_is_a_report_of_its_channel() -> None:
    said = ["Two shells hit the ", {"type": "bold", "text": "mill"}, " in Karsk.\n\n", {"type": "link", "text": "Map"}]
    (report,) = read(chat(message(5, said, edited="2021-07-09T03:00:00", edited_unixtime=str(NIGHT + 5400))))
    assert isinstance(report, Report)
    assert report.text == "Two shells hit the mill in Karsk.\n\nMap"
    assert (report.outlet, report.ref, report.url) == ("Karsk Watch", "Karsk Watch/5", None)
    assert (report.published, report.published_basis) == (date(2021, 7, 8), "message")
    assert report.published_at == datetime(2021, 7, 8, 22, 30, tzinfo=UTC)
    assert report.updated_at == datetime(2021, 7, 9, 0, 0, tzinfo=UTC)


def test_an_edited_message_is_another_version_of_the_same_document() -> None:
    (first,), (second,), (other,) = (
        read(chat(message(number, text))) for number, text in ((5, "Two hit."), (5, "Three hit."), (6, "Two hit."))
    )
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert isinstance(other, Report)
    assert first.document == second.document is not None
    assert first.id != second.id
    assert first.document != other.document


def test_who_said_it_first_is_kept() -> None:
    (report,) = reports(read(chat(message(5, "Two hit.", forwarded_from="Mill Street Monitor"))))
    assert report.text == "Forwarded from Mill Street Monitor\n\nTwo hit."
    assert (report.outlet, report.author) == ("Karsk Watch", "Mill Street Monitor")
    (signed,) = reports(read(chat(message(5, "Two hit.", author="A. Roe"))))
    assert (signed.text, signed.author) == ("Two hit.", "A. Roe")


@pytest.mark.parametrize(
    "stated", [{"username": "karskwatch"}, {"username": "@karskwatch"}, {"link": "https://t.me/karskwatch"}]
)
def test_an_address_only_where_the_export_states_one(stated: dict[str, str]) -> None:
    (report,) = reports(read(chat(message(5, "Two hit."), **stated)))
    assert (report.url, report.ref) == ("https://t.me/karskwatch/5", "karskwatch/5")


def test_what_tells_nothing_is_counted() -> None:
    service = {"id": 1, "type": "service", "date_unixtime": str(NIGHT), "action": "create_channel", "text": ""}
    outcomes = read(
        chat(service, message(2, "", photo="photos/1.jpg"), {"id": 3, "type": "unsupported"}, message(4, "Hit."))
    )
    assert [each.ref for each in reports(outcomes)] == ["Karsk Watch/4"]
    assert outcomes[-1] == Notice(
        "result.json", "not read: 1 messages of other kinds, 1 messages without text, 1 service messages"
    )


def test_all_chats_of_an_account_are_read_but_not_what_persons_wrote_to_each_other() -> None:
    private = chat(message(1, "See you at eight."), name="Bo", type="personal_chat", id=3)
    saved = chat(message(1, "Buy milk."), type="saved_messages")
    left = chat(message(9, "Bridge closed."), name="Old Bridge", id=78)
    outcomes = read(everything(private, chat(message(5, "Two hit.")), saved, left=(left,)))
    assert [(each.outlet, each.text) for each in reports(outcomes)] == [
        ("Karsk Watch", "Two hit."),
        ("Old Bridge", "Bridge closed."),
    ]
    assert outcomes[-1] == Notice(
        "result.json", "chats that are not published are not read: 1 personal_chat, 1 saved_messages"
    )


def test_a_chat_that_is_not_published_is_refused() -> None:
    (refusal,) = read(chat(message(1, "See you at eight."), type="private_group"))
    assert refusal == Refusal("result.json", "chats that are not published are not read: 1 private_group")


def test_controls_as_telegram_writes_them() -> None:
    data = json.dumps(chat(message(5, "Two?hit \\x0B it."))).encode().replace(b"?", rb"\x0B")
    (report,) = reports(read(data))
    assert report.text == canonical("Two\x0bhit \\x0B it.")


@pytest.mark.parametrize("shift", range(8))
def test_controls_at_the_edge_of_what_is_read_at_once(shift: int) -> None:
    texts = [f"{'.' * (shift + n % 7)}Two\x0bhit\\ it {n}." for n in range(3000)]
    data = json.dumps(chat(*(message(n, text) for n, text in enumerate(texts, start=1)))).encode()
    data = data.replace(rb"\u000b", rb"\x0B")
    assert len(data) > 5 * 65536
    assert [each.text for each in reports(read(data))] == [canonical(text) for text in texts]


def test_a_message_without_a_time_is_refused_and_named() -> None:
    timeless = message(7, "Two hit.")
    del timeless["date_unixtime"], timeless["date"]
    refusal, report = read(chat(timeless, message(8, "Three hit.")))
    assert isinstance(refusal, Refusal)
    assert refusal.name == "result.json:7"
    assert isinstance(report, Report)


def test_an_export_that_breaks_off_keeps_what_came_before() -> None:
    data = json.dumps(chat(message(5, "Two hit."), message(6, "Three hit."))).encode()
    report, refusal = read(data[: data.index(b"Three")])
    assert isinstance(report, Report)
    assert refusal == Refusal(
        "result.json", "reading ends after message 5: not valid JSON: Unterminated string starting at"
    )


class Made(io.RawIOBase):
    """An export of so many messages, made as it is read."""

    def __init__(self, count: int) -> None:
        self._pieces = self._made(count)
        self._left = b""

    @staticmethod
    def _made(count: int) -> Iterator[bytes]:
        yield json.dumps(chat())[:-2].encode()
        for n in range(count):
            yield (b"," if n else b"") + json.dumps(message(n + 1, f"{n} hit. " * 50)).encode()
        yield b"]}"

    def read(self, size: int = -1) -> bytes:
        while len(self._left) < size and (piece := next(self._pieces, b"")):
            self._left += piece
        data, self._left = self._left[:size], self._left[size:]
        return data


def test_memory_stays_flat_over_a_large_export() -> None:
    tracemalloc.start()
    outcomes = read_json(cast("BinaryIO", Made(5_000)), "result.json", Defaults(language="en"))
    assert sum(isinstance(each, Report) for each in outcomes) == 5_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_bytes_that_are_no_letters_spoil_one_message_only() -> None:
    data = json.dumps(chat(message(5, "Two ? hit."), message(6, "Three hit."))).encode().replace(b"?", b"\xff")
    assert [each.text for each in reports(read(data))] == ["Two \ufffd hit.", "Three hit."]


def test_a_message_larger_than_a_report_may_be_ends_the_reading() -> None:
    data = json.dumps(chat(message(5, "Two hit."), message(6, "x" * 25_000_000))).encode()
    report, refusal = read(data)
    assert isinstance(report, Report)
    assert refusal == Refusal(
        "result.json", "reading ends after message 5: not valid JSON, or a value of more than 10,000,000 characters"
    )


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=3), max_size=5), st.booleans())
def test_messages_are_read_back(said: list[list[str]], whole: bool) -> None:
    messages = [
        message(n, ["At Karsk: ", *(({"type": "bold", "text": each}) for each in pieces)])
        for n, pieces in enumerate(said, start=1)
    ]
    export = everything(chat(*messages)) if whole else chat(*messages)
    assert [each.text for each in reports(read(export))] == [canonical("At Karsk: " + "".join(each)) for each in said]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "id", "type", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.sampled_from(["id", "type", "date", "date_unixtime", "text", "text_entities", "forwarded_from"]), VALUES)
def test_values_of_any_shape_never_crash(key: str, value: Any) -> None:
    for export in (chat(message(5, "Two hit.") | {key: value}), chat(message(5, "Two hit."), **{key: value})):
        for outcome in read(export):
            assert isinstance(outcome, Report | Refusal | Notice)


@given(st.data())
def test_mutated_exports_never_crash(data: st.DataObject) -> None:
    export = bytearray(json.dumps(everything(chat(message(5, ["Two ", {"type": "bold", "text": "hit"}])))).encode())
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(export) - 1))
        export[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    for outcome in read(bytes(export)):
        assert isinstance(outcome, Report | Refusal | Notice)

from __future__ import annotations

import io
import mailbox
import os
import time
from datetime import UTC, date, datetime
from email.message import EmailMessage, Message
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.model import Report
from tocsin.read import mail
from tocsin.read.canonical import canonical
from tocsin.read.found import Defaults, Notice, Outcome, Refusal
from tocsin.read.mail import in_maildir, read_mail, read_mbox

NEWS = "Two shells hit the mill in Karsk on Thursday. Nobody was hurt, the mayor said."


def letter(text: str = NEWS, **headers: str) -> EmailMessage:
    message = EmailMessage()
    stated = {
        "From": '"The Karsk Siren" <news@siren.example>',
        "Subject": "Shells hit the mill",
        "Date": "Thu, 08 Jul 2021 23:30:00 +0300",
        "Message-ID": "<1@siren.example>",
    }
    for name, value in (stated | {key.replace("_", "-"): value for key, value in headers.items()}).items():
        if value:
            message[name] = value
    message.set_content(text)
    return message


def raw(headers: str, body: str | bytes = NEWS) -> bytes:
    body = body if isinstance(body, bytes) else body.encode()
    stated = "From: Siren <news@siren.example>\nDate: Thu, 08 Jul 2021 23:30:00 +0300\n"
    kept = "".join(f"{line}\n" for line in stated.splitlines() if line.partition(":")[0] + ":" not in headers)
    return (kept + headers).encode("utf-8", "surrogateescape") + b"\n" + body


def read(message: Message | bytes, defaults: Defaults | None = None) -> list[Outcome]:
    data = message if isinstance(message, bytes) else message.as_bytes()
    return list(read_mail(data, "a.eml", defaults or Defaults()))


def one(message: Message | bytes) -> Report:
    (report,) = (each for each in read(message) if isinstance(each, Report))
    return report


def test_a_newsletter() -> None:
    (report,) = read(letter())
    assert isinstance(report, Report)
    assert report.text == f"Shells hit the mill\n\n{NEWS}"
    assert (report.outlet, report.author, report.ref) == ("The Karsk Siren", None, "1@siren.example")
    assert (report.published, report.published_basis) == (date(2021, 7, 8), "header")
    assert report.published_at == datetime(2021, 7, 8, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "outlet", "author"),
    [
        ({"From": "news@siren.example"}, "siren.example", None),
        ({"From": "news@siren.example", "List_Id": "Karsk Letters <karsk.lists.example>"}, "Karsk Letters", None),
        ({"From": "Ann Roe <a@roe.example>", "List_Id": "Karsk Letters <k.lists.example>"}, "Ann Roe", None),
        (
            {
                "From": "Ann Roe <a@roe.example>",
                "List_Id": "Karsk Letters <k.lists.example>",
                "List_Post": "<mailto:k@lists.example>",
            },
            "Karsk Letters",
            "Ann Roe",
        ),
        (
            {"From": "Ann Roe <a@roe.example>", "List_Id": "<k.lists.example>", "List_Post": "<mailto:k@l.example>"},
            "k.lists.example",
            "Ann Roe",
        ),
        ({"From": ""}, None, None),
    ],
)
def test_whose_word_a_mail_is(headers: dict[str, str], outlet: str | None, author: str | None) -> None:
    report = one(letter(**headers))
    assert (report.outlet, report.author) == (outlet, author)


@pytest.mark.parametrize(
    ("line", "day", "moment"),
    [
        ("Thu, 08 Jul 2021 23:30:00 -0500", date(2021, 7, 8), datetime(2021, 7, 9, 4, 30, tzinfo=UTC)),
        ("8 Jul 2021 23:30 GMT", date(2021, 7, 8), datetime(2021, 7, 8, 23, 30, tzinfo=UTC)),
        ("8 Jul 2021 23:30 -0000", date(2021, 7, 8), datetime(2021, 7, 8, 23, 30, tzinfo=UTC)),
        ("8 Jul 2021 23:30", date(2021, 7, 8), None),
    ],
)
def test_the_day_is_that_of_the_zone_that_stands_there(line: str, day: date, moment: datetime | None) -> None:
    report = one(raw(f"Date: {line}\n"))
    assert (report.published, report.published_at) == (day, moment)


@pytest.mark.parametrize(
    "line", ["never", "99 Foo 2021", "Thu, 08 Jul 2021 23:30:00 +999999999", "1 Jan 99999 0:0", "x" * 9999]
)
def test_dates_that_are_none_are_refused(line: str) -> None:
    (refusal,) = read(raw(f"Date: {line}\n"))
    assert isinstance(refusal, Refusal)
    assert "date" in refusal.reason


def test_a_mail_without_a_date_takes_the_day_given() -> None:
    (refusal,) = read(letter(Date=""))
    assert isinstance(refusal, Refusal)
    (report,) = read(letter(Date=""), Defaults(published=date(2020, 1, 1)))
    assert isinstance(report, Report)
    assert (report.published, report.published_basis) == (date(2020, 1, 1), "given")


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("=?utf-8?q?=C3=9Cberfall_in?= =?utf-8?q?_Karsk?=", "Überfall in Karsk"),
        ("=?iso-8859-1?Q?=DCberfall?=", "Überfall"),
        ("=?utf-8?b?w5w=?= here", "Ü here"),
        ("=?no-such-charset?q?a=20b?=", "a b"),
        ("=?utf-8?b?!!!?=", None),
        ("Überfall", "Überfall"),
        ("Re: Fwd: RE: Mill", "Mill"),
        ("=?utf-8?b?" * 3000, None),
    ],
)
def test_subjects(subject: str, title: str | None) -> None:
    report = one(raw(f"Subject: {subject}\n"))
    assert title is None or report.title == title


def test_charsets_that_lie() -> None:
    for charset, body in (("us-ascii", "Café hit."), ("iso-8859-1", "Café hit."), ("no-such", "Café hit.")):
        assert one(raw(f"Content-Type: text/plain; charset={charset}\n", body)).text == "Café hit."
    assert (
        one(raw("Content-Type: text/plain; charset=utf-8\n", f"{NEWS} Café.".encode("cp1252"))).text == f"{NEWS} Café."
    )


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "7bit", "8bit"])
def test_transfer_codings(coding: str) -> None:
    message = EmailMessage()
    message["From"], message["Date"] = "Siren <n@siren.example>", "8 Jul 2021 10:00 +0000"
    text = NEWS if coding == "7bit" else f"{NEWS} Café."
    message.set_content(text, cte=coding)
    assert one(message).text == text


PAGE = """<html><head><title>no</title><style>p {}</style></head><body>
<div style="display:none">See what happened</div><table><tr><td><a href="#">View this email in your browser</a></td></tr>
<tr><td><h1>Morning letter</h1><p>Two shells hit the <b>mill</b> in
Karsk on Thursday.</p><p>Nobody was hurt,<br>the mayor said.</p></td></tr>
<tr><td>You are receiving this because you asked. <a href="#">Unsubscribe</a></td></tr></table></body></html>"""
PAGE_TEXT = "Morning letter\n\nTwo shells hit the mill in Karsk on Thursday.\n\nNobody was hurt,\nthe mayor said."


def test_a_page_of_tables() -> None:
    message = letter("a", Subject="")
    message.set_content(PAGE, subtype="html")
    assert one(message).text == PAGE_TEXT


@pytest.mark.parametrize(
    ("plain", "text"),
    [
        ("Read this mail in your browser: https://siren.example/1\n", PAGE_TEXT),
        (
            (
                "** Morning letter\n------------------\n\nTwo shells hit the mill (https://siren.example/click?a=1) in\n"
                "Karsk on Thursday.\n\nNobody was hurt, the mayor said.\n\nhttps://siren.example/all\n\nUnsubscribe <https://x.example/u>\n"
            ),
            "Morning letter\n\nTwo shells hit the mill in\nKarsk on Thursday.\n\nNobody was hurt, the mayor said.",
        ),
    ],
)
def test_of_alternatives_the_plain_text_unless_it_is_a_stub(plain: str, text: str) -> None:
    message = letter(plain, Subject="")
    message.add_alternative(PAGE, subtype="html")
    assert one(message).text == text


def test_what_others_wrote_and_signatures_are_left_out() -> None:
    text = f"{NEWS}\n\nOn 7 July 2021 Bo Doe wrote:\n> The bridge\n> was shelled.\n\nMore follows.\n-- \nSiren, Karsk\n"
    assert one(letter(text, Subject="")).text == f"{NEWS}\n\nMore follows."


def test_flowed_lines_are_joined() -> None:
    flowed = "Two shells hit \nthe mill.\n\n From the mayor: \nnobody hurt.\n"
    report = one(raw("Content-Type: text/plain; format=flowed\n", flowed))
    assert report.text == "Two shells hit the mill.\n\nFrom the mayor: nobody hurt."


def test_attachments_are_counted_and_pictures_of_the_layout_are_not() -> None:
    message = letter()
    message.add_attachment(b"x", maintype="image", subtype="jpeg", filename="a.jpg")
    message.add_attachment("notes of a killing", filename="a.txt")
    message.add_attachment(b"x", maintype="image", subtype="png", cid="<logo>")
    report, notice = read(message)
    assert isinstance(report, Report)
    assert report.text == f"Shells hit the mill\n\n{NEWS}"
    assert notice == Notice("a.eml", "attachments not read: 2 (1 image/jpeg, 1 text/plain)")


def test_messages_in_messages_are_reports_of_their_own_to_a_depth() -> None:
    message = letter("Innermost news of the bridge.", Message_ID="<0@x.example>")
    for depth in range(1, 7):
        outer = letter(f"Forwarded at depth {depth}.", Message_ID=f"<{depth}@x.example>")
        outer.add_attachment(message)
        message = outer
    outcomes = read(message)
    assert [each.ref for each in outcomes if isinstance(each, Report)] == [f"{n}@x.example" for n in (6, 5, 4, 3)]
    assert outcomes[-1] == Notice("a.eml", "attachments not read: 1 (1 message too deep in others)")


def test_a_forward_without_words_of_its_own() -> None:
    outer = EmailMessage()
    outer["From"], outer["Date"] = "a@b.example", "8 Jul 2021 10:00 +0000"
    outer.make_mixed()
    outer.add_attachment(letter())
    assert one(outer).ref == "1@siren.example"


def test_only_an_address_of_the_message_tells_its_document() -> None:
    archived = one(letter(Archived_At="<https://siren.example/letters/7>"))
    assert (archived.url, archived.document is not None) == ("https://siren.example/letters/7", True)
    listed = one(letter(List_Archive="<https://lists.example/karsk/>"))
    assert (listed.url, listed.document) == ("https://lists.example/karsk/", None)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a mail: it has no header"),
        (b"just some words\n", "not a mail: it has no header"),
        (raw("Content-Type: multipart/encrypted; boundary=b\n", "--b\n\nx\n--b--"), "encrypted or sealed"),
        (raw("Content-Type: application/pkcs7-mime\n", "x"), "encrypted or sealed"),
        (raw("Content-Type: text/html\n", "<style>p</style>"), "no text in it"),
        (raw("Content-Type: image/png\n", "x"), "no text in it"),
        (raw("", b"\x00\x01\x02" * 99), "binary data"),
    ],
)
def test_mails_that_are_refused(data: bytes, reason: str) -> None:
    refusals = [each for each in read(data) if isinstance(each, Refusal)]
    assert len(refusals) == 1
    assert refusals[0].reason.startswith(reason)


@pytest.mark.parametrize(
    "header",
    [
        "From: " + "(" * 1900,
        'From: "',
        "From: (c):",
        "From: ,,,,<>,@",
        "From: =?utf-8?q?a=2C_b?= <a@b.example>",
        "Content-Type: text/plain; name*",
        "Content-Type: text/plain; name*0*=a'b",
        f"Content-Type: text/plain; name*{'9' * 5000}=x",
        f"Content-Type: multipart/mixed; boundary*{'9' * 5000}=x",
        "Content-Type: multipart/mixed",
        'Content-Type: multipart/mixed; boundary=""',
        "Content-Type: text/plain; charset*=x''%FF",
        "Content-Transfer-Encoding: base64",
        "Content-Transfer-Encoding: x-uuencode",
        "Content-Disposition: =?utf-8?b?!?=",
        "Message-ID: <[a@b]>",
        "List-Id: <<<<<",
        "Subject: \udcff\udcfe",
        "Content-Type: \udcff",
        "Content-Language: \udcff",
    ],
)
def test_hostile_headers_never_crash(header: str) -> None:
    for outcome in read(raw(f"{header}\n")):
        assert isinstance(outcome, Report | Refusal | Notice)


def test_parts_without_number_or_bottom_take_no_long_time() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))
    many = raw("Content-Type: multipart/mixed; boundary=b\n", b"--b\n\nx\n" * 100_000)
    blank = raw("", b"\n" * 30_000_000)
    began = time.monotonic()
    for data in (raw("", b"")[:-1] + nested, many, blank):
        for outcome in read(data):
            assert isinstance(outcome, Report | Refusal | Notice)
    assert time.monotonic() - began < 60


def test_lines_without_end_take_no_long_time() -> None:
    began = time.monotonic()
    for line in (
        "http://" + "/" * 500_000 + " x",
        "<https://" * 100_000,
        "(" * 500_000,
        "> " * 500_000,
        "On " * 300_000,
    ):
        for kind in ("plain", "html"):
            list(read(raw(f"Content-Type: text/{kind}\n", f"{NEWS}\n{line}\n")))
    assert time.monotonic() - began < 60


def mbox_of(path: Path, messages: list[Message]) -> bytes:
    box = mailbox.mbox(str(path))
    for message in messages:
        box.add(message)
    box.close()
    return path.read_bytes()


def read_box(data: bytes) -> list[Outcome]:
    return list(read_mbox(io.BytesIO(data), "a.mbox", Defaults()))


def test_a_mailbox_of_the_standard_library(tmp_path: Path) -> None:
    tricky = "From the front, at 10:30 on 8 July 2021, came this.\n\nFrom Karsk Thu Jul 8 10:30:00 2021 more."
    data = mbox_of(tmp_path / "a", [letter(), letter(tricky, Message_ID="<2@x.example>"), letter(Date="")])
    first, second, refusal = read_box(data)
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.ref, second.ref) == ("1@siren.example", "2@x.example")
    assert second.text == f"Shells hit the mill\n\n{tricky}"
    assert isinstance(refusal, Refusal)
    assert refusal.name == "a.mbox:3"


def test_a_paragraph_that_begins_with_from_is_no_message() -> None:
    body = b"Two hit.\n\nFrom the mill nothing is left.\n"
    (report,) = read_box(b"From a@b Thu Jul  8 10:30:00 2021\n" + raw("", body))
    assert isinstance(report, Report)
    assert report.text == "Two hit.\n\nFrom the mill nothing is left."


@pytest.mark.parametrize("data", [b"", b"Subject: a\n\nb"])
def test_files_that_are_no_mailbox(data: bytes) -> None:
    (refusal,) = read_box(data)
    assert isinstance(refusal, Refusal)


def test_a_message_too_large_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "MESSAGE_LIMIT", 10_000)
    begin = b"From a@b Thu Jul  8 10:30:00 2021\n"
    box = begin + raw("", b"x" * 20_000 + b"\n\n") + begin + raw("", b"Two hit.\n")
    taken: list[int] = []
    refusal, report = read_mbox(io.BytesIO(box), "a.mbox", Defaults(), taken.append)
    assert refusal == Refusal("a.mbox:1", "larger than 10,000 bytes")
    assert isinstance(report, Report)
    assert sum(taken) == len(box)


@pytest.mark.parametrize("joint", [b"; ", b";\n "])
def test_a_part_that_says_too_much_of_itself_is_refused(joint: bytes) -> None:
    said = b"Content-Type: text/plain" + joint + joint.join(b"a%d=b" % n for n in range(20_000)) + b"\n\nTwo hit.\n"
    (refusal,) = read_mail(b"From: a@b\nDate: 8 Jul 2021 10:00 +0000\n" + said, "a.eml", Defaults())
    assert refusal == Refusal("a.eml", "what a part says of itself is longer than 50,000 bytes")


def test_messages_of_a_maildir_are_told_by_where_they_stand(tmp_path: Path) -> None:
    box = mailbox.Maildir(str(tmp_path / "box"))
    box.add(letter())
    box.close()
    paths = [Path(folder, name) for folder, _, names in os.walk(tmp_path) for name in names]
    (report,) = (outcome for path in paths if in_maildir(path) for outcome in read(path.read_bytes()))
    assert isinstance(report, Report)
    assert report.outlet == "The Karsk Siren"
    assert not in_maildir(tmp_path / "cur" / "a")


MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1))  # noqa: DTZ001 - as Hypothesis wants them
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=60)


@given(
    st.lists(
        st.tuples(WORDS, st.lists(WORDS, min_size=1, max_size=4), MOMENTS),
        max_size=4,
    )
)
def test_mailboxes_of_the_standard_library_are_read_back(tmp_path_factory: Any, said: list[Any]) -> None:
    path = tmp_path_factory.mktemp("box") / "a"
    messages: list[Message] = []
    for number, (outlet, paragraphs, sent) in enumerate(said):
        message = EmailMessage(policy=SMTP)
        message["From"] = f"Outlet {number} <a@b.example>"
        message["Subject"] = canonical(f"News {number} {outlet}")
        message["Date"] = sent.replace(tzinfo=UTC)
        message.set_content("\n\n".join(f"At Karsk: {each}" for each in paragraphs))
        messages.append(message)
    found = [each for each in read_box(mbox_of(path, messages)) if isinstance(each, Report)] if messages else []
    assert [each.outlet for each in found] == [f"Outlet {number}" for number in range(len(said))]
    assert [each.published for each in found] == [sent.date() for _, _, sent in said]
    for report, (_, paragraphs, _) in zip(found, said, strict=True):
        assert report.text.count("At Karsk:") >= len(paragraphs)


@given(st.data())
def test_mutated_mails_never_crash(data: st.DataObject) -> None:
    message = letter(Subject="Überfall")
    message.add_alternative(PAGE, subtype="html")
    message.add_attachment(letter())
    bytes_ = bytearray(message.as_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(bytes_) - 1))
        bytes_[at : at + data.draw(st.integers(0, 8))] = data.draw(
            st.binary(max_size=8) | st.sampled_from([b"=?", b"\n", b'"', b";"])
        )
    for outcome in (*read(bytes(bytes_)), *read_box(b"From a\n" + bytes(bytes_))):
        assert isinstance(outcome, Report | Refusal | Notice)

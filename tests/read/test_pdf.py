from __future__ import annotations

import io
import os
import threading
import time
import zlib
from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printed import Placed, file_of, page_of, pdf_of
from tocsin.model import Report
from tocsin.read import pdf, pdf_worker
from tocsin.read.found import Defaults, Notice, Outcome, Refusal
from tocsin.read.mail import read_mail
from tocsin.read.paragraphs import Line, text_of_pages
from tocsin.read.pdf import read_pdf

GIVEN = Defaults(published=date(2021, 7, 9), outlet="Karsk Council")
FIRST = "Two shells hit the mill in Karsk at dawn on Thursday and set\nfire to the roof, which fell in."
SECOND = "Nobody was hurt, the mayor said."


def read(data: bytes, defaults: Defaults = GIVEN) -> list[Outcome]:
    return list(read_pdf(data, "a.pdf", defaults))


def text(*pages: list[Placed]) -> str:
    (report,) = (each for each in read(pdf_of(pages)) if isinstance(each, Report))
    return report.text


def test_lines_are_joined_to_paragraphs() -> None:
    assert text(page_of(FIRST, SECOND)) == f"{FIRST.replace(chr(10), ' ')}\n\n{SECOND}"


def test_headings_and_dates_stand_alone() -> None:
    assert (
        text(page_of(f"8 July 2021\nThe mill\n{FIRST}")) == f"8 July 2021\n\nThe mill\n\n{FIRST.replace(chr(10), ' ')}"
    )
    assert text(page_of("8 July 2021", FIRST)).startswith("8 July 2021\n\nTwo shells")


def test_a_paragraph_goes_on_over_the_page() -> None:
    pages = page_of(FIRST, "The shells came from the north, where the"), page_of("army has its guns, he said.", SECOND)
    assert text(*pages) == (
        f"{FIRST.replace(chr(10), ' ')}\n\nThe shells came from the north, where the army has its guns, he said.\n\n{SECOND}"
    )


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (
            "A bomb went off near the sta-\ntion on Thursday evening.",
            "A bomb went off near the station on Thursday evening.",
        ),
        (
            "The town is held by Russian-\nbacked forces since May.",
            "The town is held by Russian-backed forces since May.",
        ),
        (
            "Fighting went on near Al-\nRasa for a second day now.",
            "Fighting went on near Al-Rasa for a second day now.",
        ),
        ("It was the second three-\nday siege of the town.", "It was the second three-day siege of the town."),
        ("They said so late on Thurs-\nday evening in the town.", "They said so late on Thursday evening in the town."),
        ("A car-bomb went off. The car-\nbomb hit two houses.", "A car-bomb went off. The car-bomb hit two houses."),
    ],
)
def test_words_broken_at_the_end_of_a_line(lines: str, joined: str) -> None:
    assert text(page_of(lines)) == joined


def test_what_stands_on_every_page_is_left_out() -> None:
    def page(number: int, *paragraphs: str) -> list[Placed]:
        head, foot = (50, 815, f"Karsk Weekly, issue {number + 40}"), (290, 30, f"Page {number} of 4")
        return [head, *page_of(*paragraphs), foot]

    told = [f"The {which} quarter was hit at dawn." for which in ("old", "new", "mill", "river")]
    pages = (page(number, words, f"{words} Again.") for number, words in enumerate(told, start=1))
    assert text(*pages) == "\n\n".join(f"{words}\n\n{words} Again." for words in told)


def test_pages_that_are_no_print_take_no_long_time() -> None:
    long_word = [(50.0, 700.0, "endobj" * 20_000)]
    many_lines = [(50.0, 800.0 - number / 100, f"word{number}-") for number in range(30_000)]
    quotes = [(50.0, 700.0, "." + "'" * 100_000), (50.0, 690.0, " " * 100_000 + "x")]
    for page in (long_word, many_lines, quotes):
        lines = [Line(words, x, y, x + 100, 0.005) for x, y, words in page]
        began = time.monotonic()
        assert text_of_pages([lines] * 2)
        assert time.monotonic() - began < 10


def test_columns_are_read_as_they_follow_each_other() -> None:
    left = [(x, y, words) for x, y, words in page_of("Two shells hit the\nmill in Karsk at\ndawn on Thursday.")]
    right = [(320.0, y, words) for _, y, words in page_of("Nobody was hurt,\nthe mayor said.")]
    assert (
        text([*left, *right])
        == "Two shells hit the mill in Karsk at dawn on Thursday.\n\nNobody was hurt, the mayor said."
    )


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("8 July 2021", date(2021, 7, 8)),
        ("Thursday, July 8th, 2021", date(2021, 7, 8)),
        ("Published: 2021-07-08", date(2021, 7, 8)),
        ("Karsk, 8 Jul. 2021", date(2021, 7, 8)),
        ("FOR IMMEDIATE RELEASE - 8 July 2021", date(2021, 7, 8)),
        ("08/07/2021", None),
        ("31 June 2021", None),
        ("The mill was hit on 8 July 2021", None),
        ("8 July 2021 was a bad day", None),
        ("Two hit, 8 July 2021, mill", None),
    ],
)
def test_a_date_in_a_line_of_its_own_is_that_of_publication(line: str, day: date | None) -> None:
    (report,) = (each for each in read(pdf_of([page_of(line, FIRST)])) if isinstance(each, Report))
    expected = (day, "page") if day else (date(2021, 7, 9), "given")
    assert (report.published, report.published_basis) == expected


def test_the_day_a_file_was_made_is_taken_only_where_no_other_is_told() -> None:
    data = pdf_of([page_of(FIRST)], "/CreationDate (D:20210801120000+03'00')")
    (report,) = read(data)
    assert isinstance(report, Report)
    assert (report.published, report.published_basis) == (date(2021, 7, 9), "given")
    notice, report = read(data, Defaults())
    assert isinstance(report, Report)
    assert (report.published, report.published_basis) == (date(2021, 8, 1), "created")
    assert notice == Notice("a.pdf", "published on 2021-08-01, the day its file was made: no other day is told")


def test_two_dates_at_the_top_are_none() -> None:
    (refusal,) = read(pdf_of([page_of("8 July 2021", "9 July 2021", FIRST)]), Defaults())
    assert isinstance(refusal, Refusal)
    assert refusal.reason.startswith("no date of publication")


@pytest.mark.parametrize(
    ("facts", "title", "author"),
    [
        ("/Title (Mill hit) /Author (Ann Roe)", "Mill hit", "Ann Roe"),
        ("/Title (Microsoft Word - a.docx) /Author (Administrator)", None, None),
        ("/Title (report-final2.pdf) /Author (user1)", None, None),
        ("/Title (untitled) /Author ()", None, None),
        ("", None, None),
    ],
)
def test_facts_of_the_file(facts: str, title: str | None, author: str | None) -> None:
    (report,) = read(pdf_of([page_of(FIRST)], facts))
    assert isinstance(report, Report)
    assert (report.title, report.author) == (title, author)


def test_pages_without_text_are_counted() -> None:
    notice, report = read(pdf_of([page_of(FIRST, SECOND), [], []]))
    assert notice == Notice("a.pdf", "2 of 3 pages have no text layer and are not read")
    assert isinstance(report, Report)


def encrypted() -> bytes:
    locked = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -44 >> /ID [(a) (a)]" % (b"o" * 32, b"u" * 32)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>", b"<< >>"]
    return file_of(objects, locked)


def bomb() -> bytes:
    packed = zlib.compress(b"q " * 50_000_000 + b"BT ET", 9)
    return file_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
            b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed),
            b"<< >>",
        ]
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not a PDF that can be opened"),
        (b"%PDF-1.4\n" + b"x" * 1000, "not a PDF that can be opened"),
        (pdf_of([[], []]), "no text layer: scanned, or pictures only"),
        (pdf_of([[(50, 700, "7")]]), "no text layer: scanned, or pictures only"),
        (pdf_of([[]] * 501), "more than 500 pages"),
        (encrypted(), "encrypted: it opens with a password only"),
    ],
)
def test_files_that_are_refused(data: bytes, reason: str) -> None:
    assert read(data) == [Refusal("a.pdf", reason)]


def test_a_bomb_is_no_more_than_a_refusal() -> None:
    began = time.monotonic()
    (refusal,) = read(bomb())
    assert isinstance(refusal, Refusal)
    assert time.monotonic() - began < 90
    assert isinstance(read(pdf_of([page_of(FIRST)]))[0], Report)


def test_a_process_serves_many_and_is_replaced_when_it_breaks() -> None:
    good = pdf_of([page_of(FIRST)])
    read(good)
    process = pdf._worker()._process
    assert process is not None
    read(good)
    assert pdf._worker()._process is process
    process.kill()
    process.wait()
    assert isinstance(read(good)[0], Report)
    assert pdf._worker()._process is not process


def test_a_document_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    read(pdf_of([page_of(FIRST)]))
    monkeypatch.setattr(pdf, "SECONDS_AT_MOST", 0.2)
    pages = [page_of(*[FIRST] * 15)] * 400
    (refusal,) = read(pdf_of(pages))
    assert refusal == Refusal("a.pdf", "it took longer than 0.2 seconds: broken or hostile")
    monkeypatch.undo()
    assert isinstance(read(pdf_of([page_of(FIRST)]))[0], Report)


def test_a_process_that_lies_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    for answer in (b"[]", b"{}", b'{"pages": [[1]]}', b'{"pages": [], "facts": {}}', b"x", b"[" * 100_000):
        sent = io.BytesIO()
        pdf_worker.send(sent, answer)
        monkeypatch.setattr(pdf_worker, "receive", lambda _, __, answer=answer: answer)
        (refusal,) = read(pdf_of([page_of(FIRST)]))
        assert isinstance(refusal, Refusal)
    monkeypatch.undo()
    assert isinstance(read(pdf_of([page_of(FIRST)]))[0], Report)


def test_threads_share_a_process_and_forked_processes_do_not() -> None:
    good = [pdf_of([page_of(f"Shell number {n} hit the mill in Karsk at dawn.")]) for n in range(20)]
    found: dict[int, str] = {}

    def one(number: int) -> None:
        (report,) = read(good[number])
        assert isinstance(report, Report)
        found[number] = report.text

    threads = [threading.Thread(target=one, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: f"Shell number {n} hit the mill in Karsk at dawn." for n in range(20)}
    child = os.fork()
    if child == 0:
        (report,) = read(good[3])
        pdf._worker().stop()
        os._exit(0 if isinstance(report, Report) and "number 3" in report.text else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    one(4)


def test_a_pdf_in_a_mail_is_dated_and_published_by_it() -> None:
    message = EmailMessage()
    message["From"], message["Date"] = "Karsk Council <c@karsk.example>", "8 Jul 2021 10:00 +0000"
    message.set_content("Please find our report attached to this mail.")
    message.add_attachment(pdf_of([page_of(FIRST)]), maintype="application", subtype="pdf", filename="a.pdf")
    outer, inner = read_mail(message.as_bytes(), "a.eml", Defaults())
    assert isinstance(outer, Report)
    assert isinstance(inner, Report)
    assert (inner.outlet, inner.published, inner.published_basis) == ("Karsk Council", date(2021, 7, 8), "given")
    assert inner.ref == "a.eml#1.pdf"


@settings(max_examples=200)
@given(st.data())
def test_mutated_files_never_crash(data: st.DataObject) -> None:
    file = bytearray(pdf_of([page_of(FIRST, SECOND), page_of(FIRST)], "/Title (a)"))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(file) - 1))
        file[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    for outcome in read(bytes(file)):
        assert isinstance(outcome, Report | Refusal | Notice)

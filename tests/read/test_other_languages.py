"""Reports in other languages are recognised in every format, so that they can be counted and kept for coders to come."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage

import pytest

from printed import page_of, pdf_of
from tocsin.model import Report
from tocsin.pipeline import state_of
from tocsin.read.found import Defaults, Outcome
from tocsin.read.json import read_json
from tocsin.read.mail import read_mail
from tocsin.read.pdf import read_pdf
from tocsin.read.table import read_table

TEXTS = {
    "uk": "Уночі дві ракети влучили у млин на околиці міста. Мер повідомив, що ніхто з мешканців не постраждав.",  # noqa: RUF001 - Cyrillic it is
    "ar": "سقطت قذيفتان على المطحنة في ضواحي المدينة فجر الخميس، وقال رئيس البلدية إن أحدا من السكان لم يصب بأذى.",
    "es": "Dos proyectiles cayeron en la madrugada sobre el molino del pueblo. El alcalde dijo que no hubo heridos.",
    "he": "שני פגזים נפלו לפנות בוקר על הטחנה בפאתי העיר, וראש העירייה אמר כי איש מן התושבים לא נפגע.",
}
Reader = Callable[[str], list[Outcome]]


def table(text: str) -> list[Outcome]:
    written = io.StringIO()
    csv.writer(written).writerows([["text", "date"], [text, "2021-07-08"]])
    return list(read_table(io.BytesIO(written.getvalue().encode("utf-16")), "a.csv", Defaults()))


def mail(text: str) -> list[Outcome]:
    message = EmailMessage()
    message["From"], message["Date"] = "Outlet <a@b.example>", "8 Jul 2021 10:00 +0000"
    message.set_content(f"<table><tr><td>{text}</td></tr></table>", subtype="html")
    return list(read_mail(message.as_bytes(), "a.eml", Defaults()))


def telegram(text: str) -> list[Outcome]:
    message = {"id": 1, "type": "message", "date_unixtime": "1625783400", "text": text, "forwarded_from": "Mill Watch"}
    chat = {"name": "Channel", "type": "public_channel", "id": 7, "messages": [message]}
    return list(read_json(io.BytesIO(json.dumps(chat).encode()), "result.json", Defaults()))


def printed(text: str) -> list[Outcome]:
    return list(read_pdf(pdf_of([page_of(text)]), "a.pdf", Defaults(published=date(2021, 7, 8))))


@pytest.mark.parametrize("reader", [table, mail, telegram])
@pytest.mark.parametrize("language", TEXTS)
def test_the_language_is_recognised(reader: Reader, language: str) -> None:
    (report,) = (each for each in reader(TEXTS[language]) if isinstance(each, Report))
    assert report.language == language
    assert state_of(report) == f"not coded: language {language}"


def test_the_language_of_a_pdf_is_recognised() -> None:
    (report,) = (each for each in printed(TEXTS["es"]) if isinstance(each, Report))
    assert report.language == "es"


@pytest.mark.parametrize("language", TEXTS)
def test_what_a_template_declares_is_not_believed_against_the_text(language: str) -> None:
    (report,) = (
        each for each in read_json(told(TEXTS[language], "en"), "a.json", Defaults()) if isinstance(each, Report)
    )
    assert report.language == language


@pytest.mark.parametrize(
    ("declared", "read"),
    [
        ("ar", "en"),  # an English article in an Arabic template
        ("tig", "tig"),  # of what the model does not know it is believed
        ("en-NG", "en"),
    ],
)
def test_an_english_text_is_read_whatever_its_template_declares(declared: str, read: str) -> None:
    text = "Two shells fell on the mill at the edge of the town early on Thursday. The mayor said that nobody was hurt."
    (report,) = (each for each in read_json(told(text, declared), "a.json", Defaults()) if isinstance(each, Report))
    assert report.language == read


def told(text: str, language: str) -> io.BytesIO:
    return io.BytesIO(json.dumps([{"text": text, "date": "2021-07-08", "language": language}]).encode())

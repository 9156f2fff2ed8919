from __future__ import annotations

import subprocess
import sys

import pytest

from tocsin.read.language import language_code, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Gunmen attacked a police post near the border on Monday, killing four officers.", "en"),
        (
            "Suspected Boko Haram gunmen kill nine farmers in Shiroro, Niger State, Nigeria.",
            "en",
        ),  # names are no Pidgin
        ("Gunmen don kill eleven pipo for Benue state, na wetin police tok dis morning be dat.", "pcm"),
        ("Une explosion a tu\u00e9 au moins vingt personnes \u00e0 Kaboul, selon la police locale.", "fr"),
        ("Bei einem Anschlag in Kabul sind mindestens zwanzig Menschen get\u00f6tet worden.", "de"),
        ("Dua belas tentara tewas dalam serangan di Papua, kata polisi pada hari Senin.", "id"),
        (
            "\u0412 \u0440\u0435\u0437\u0443\u043b\u044c\u0442\u0430\u0442\u0435 \u0432\u0437\u0440\u044b\u0432\u0430 \u043f\u043e\u0433\u0438\u0431\u043b\u0438 \u0434\u0432\u0430\u0434\u0446\u0430\u0442\u044c \u0447\u0435\u043b\u043e\u0432\u0435\u043a, \u0441\u043e\u043e\u0431\u0449\u0438\u043b\u0430 \u043f\u043e\u043b\u0438\u0446\u0438\u044f",
            "ru",
        ),
        ("Kabul, 12 killed", None),  # too short
        ("1234567890 " * 20, None),  # no letters
        ("", None),
    ],
)
def test_language_of(text: str, language: str | None) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "en"),
        ("EN-gb", "en"),
        ("pt_BR", "pt"),
        ("eng", "en"),
        ("English", "en"),
        (" fr ", "fr"),
        ("", None),
        ("the language", None),
        ("x", None),
        ("12", None),
    ],
)
def test_language_code(tag: str, code: str | None) -> None:
    assert language_code(tag) == code


def test_models_are_not_loaded_before_they_are_needed() -> None:
    code = "import sys, tocsin.read; print([m for m in ('py3langid', 'trafilatura', 'lxml') if m in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"

"""Which texts the larger tagger reads to the small one: none that is labelled, and always the same."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from training.pool import unlabelled_texts

ARTICLE = "Two were killed and three wounded when a bomb exploded; troops shot at the attackers."


@pytest.fixture
def bench(tmp_path: Path) -> Path:
    violent = [{"id": f"v{n}", "text": f"Gunmen killed {n} people in Gao."} for n in range(9)]
    quiet = [{"id": "q", "text": "The minister opened a bridge."}]
    with gzip.open(tmp_path / "current_events_unlabelled.jsonl.gz", "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(one) + "\n" for one in [*violent, *quiet])
    (tmp_path / "claims_train.jsonl").write_text(json.dumps({**violent[0], "claims": []}) + "\n", "utf-8")
    (tmp_path / "claims_dev.jsonl").write_text(json.dumps({"id": "other", "text": violent[1]["text"]}) + "\n", "utf-8")
    (tmp_path / "places").mkdir()
    for name in ("TR-News", "lgl"):
        packed = f"<articles><article><text>{ARTICLE}</text></article><article><text>Rain.</text></article></articles>"
        (tmp_path / "places" / f"{name}.xml.gz").write_bytes(gzip.compress(packed.encode()))
    return tmp_path


def test_nothing_labelled_is_read_to_it(bench: Path) -> None:
    texts = dict(unlabelled_texts(bench))
    assert "v0" not in texts, "labelled to train with"
    assert "v1" not in texts, "the same words are scored under another id"
    assert {"v2", "v8", "q", "TR-News:0", "lgl:0"} <= texts.keys()
    assert "TR-News:1" not in texts, "no article of violence"
    told = [text for name, text in texts.items() if name.startswith("round-up:")]
    assert sum(text.count("Gunmen") for text in told) == 7, "each of the violent reports once"


def test_it_is_the_same_each_time(bench: Path) -> None:
    assert unlabelled_texts(bench) == unlabelled_texts(bench)

"""Train spaCy's blank English pipeline with an entity recogniser on the labels that the networks learn from.

usage: PYTHONPATH=. python bench/spacy_yardstick.py BENCH OUT [--epochs N]

A yardstick of plain tooling: every labelled value is an entity named after its role, the event word among them; of
values that overlap the longer is kept, for an entity recogniser knows no overlap, no events, and no links between
them. Trained without the reports held out, and scored on these by span: an entity is right when its role and at least
half of the words agree. Needs ``pip install spacy``; nothing of it is part of the product.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from pathlib import Path

import spacy
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import filter_spans, minibatch
from training.build import gather
from training.folds import fold_of
from training.labels import Labelled
from training.wording import alike


def gold_spans(item: Labelled) -> list[tuple[int, int, str]]:
    """Return every labelled value of a text once."""
    named = {(event.trigger[0], event.trigger[1], "event") for event in item.events}
    return sorted(named | {(start, end, str(role)) for event in item.events for role, start, end in event.arguments})


def example(nlp: spacy.Language, item: Labelled) -> Example:
    """Return a text with its entities."""
    doc = nlp.make_doc(item.text)
    spans = [doc.char_span(a, b, label=role, alignment_mode="expand") for a, b, role in gold_spans(item)]
    told = Doc(nlp.vocab, words=[token.text for token in doc], spaces=[bool(token.whitespace_) for token in doc])
    kept = filter_spans([span for span in spans if span is not None])
    told.ents = [told.char_span(span.start_char, span.end_char, label=span.label_) for span in kept]
    return Example(doc, told)


def scored(nlp: spacy.Language, items: list[Labelled]) -> dict[str, float]:
    """Return F1 by role over the held-out texts."""
    hits: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for item, doc in zip(items, nlp.pipe([item.text for item in items]), strict=True):
        gold = [(role, item.text[start:end]) for start, end, role in gold_spans(item)]
        told.update(role for role, _ in gold)
        for entity in doc.ents:
            told[entity.label_] += 1
            match = next((one for one in gold if one[0] == entity.label_ and alike(one[1], entity.text)), None)
            if match:
                gold.remove(match)
                hits[entity.label_] += 1
    return {role: 2 * hits[role] / told[role] for role in sorted(told)}


def main() -> None:
    """Train, score, keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=12)
    given = parser.parse_args()
    random.seed(5)
    spacy.util.fix_random_seed(5)
    items = gather(given.bench)
    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    made = [example(nlp, item) for item in items if fold_of(item.id) != 0]
    optimizer = nlp.initialize(lambda: made)
    began = time.perf_counter()
    for _ in range(given.epochs):
        random.shuffle(made)
        losses: dict[str, float] = {}
        for batch in minibatch(made, size=64):
            nlp.update(batch, sgd=optimizer, drop=0.2, losses=losses)
    print(f"{len(made)} texts, {given.epochs} epochs in {time.perf_counter() - began:.0f} s, loss {losses['ner']:.0f}")
    for role, figure in scored(nlp, [item for item in items if fold_of(item.id) == 0]).items():
        print(f"{role:10} F1 {figure:.3f}")
    nlp.to_disk(given.out)


if __name__ == "__main__":
    main()

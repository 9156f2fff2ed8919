"""From labels to the networks in the package, in one go.

    python -m training.build BENCH WORK [--epochs N] [--share S] [--teacher]

``BENCH`` holds the texts and the training labels that others made; ``WORK`` keeps what lies between (joined labels, the
further trained encoder, the weights) and what is there already is not made again. One report in ten, by a hash of its
id, is never trained with: thresholds and curves are fitted on these. With ``--teacher`` a larger tagger is trained first,
and what it makes of texts that nobody labelled is learned from beside the labels (see :mod:`training.distil`).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import torch
from torch import Tensor

from tocsin.code.neural.calibration import Calibration
from tocsin.code.neural.networks import OnnxNetworks
from tocsin.code.neural.tagger import NeuralTagger
from tocsin.pipeline import Coding
from training.calibrate import fit, reliability, see
from training.distil import Taught, loss_of_taught, taught, unlabelled
from training.encoder import load_encoder
from training.examples import Example, examples
from training.export import export
from training.folds import fold_of, share_of
from training.labels import Json, Labelled, labelled, read_lines
from training.model import TaggerModel
from training.pool import unlabelled_texts
from training.pretrain import pretrain, read_texts
from training.sources import PARTS, joined
from training.train import Course, Source, loss_of, train

#: Longer passages, lists for the most part, are not taught with.
LONGEST_TAUGHT = 420
PACKAGE = Path(__file__).parent.parent / "src" / "tocsin" / "code" / "neural"


def gather(bench: Path) -> list[Labelled]:
    """Return all labelled texts: those that came with the bench folder and those of this project."""
    items: list[Json] = list(read_lines(bench / "claims_train.jsonl"))
    for part in PARTS[:3]:
        items += joined(part, bench)
    return [labelled(item) for item in items]


def build(bench: Path, work: Path, epochs: float, share: float, *, teacher: bool = False) -> None:
    """Make the networks and their calibration, and write them into the package."""
    work.mkdir(parents=True, exist_ok=True)
    items = gather(bench)
    kept = [one for one in items if fold_of(one.id) != 0 and share_of(one.id) < share]
    held = [one for one in items if fold_of(one.id) == 0]
    kind = "taught" if teacher else "tagger"
    encoder, weights = work / "encoder.pt", work / f"{kind}-{_mark(kept, epochs)}.pt"
    if not encoder.exists():
        _keep(pretrain(read_texts([bench / "current_events_unlabelled.jsonl.gz"]), 2.0), encoder)
    spotters = Coding.rules().spotters
    if not weights.exists():
        made = examples(kept, spotters)
        print(f"{len(kept)} texts, {len(made)} passages, {sum(one.length for one in made)} pieces", flush=True)
        sources = [Source(made, loss_of)]
        if teacher:
            sources.append(Source(_lessons(made, bench, work / f"teacher-{_mark(kept, epochs)}.pt"), loss_of_taught))
        course = Course(epochs)
        torch.manual_seed(course.seed)
        _keep(train(sources, TaggerModel(load_encoder(encoder)), course).state_dict(), weights)
    export(weights, PACKAGE)
    seen = see(held, NeuralTagger(OnnxNetworks(), spotters, Calibration("unfitted")))
    calibration = fit(seen, "unfitted")
    made_of = [(PACKAGE / name).read_bytes() for name in ("finder.onnx", "reader.onnx")]
    version = sha256(b"".join([*made_of, json.dumps(calibration.to_json()).encode()])).hexdigest()[:8]
    calibration = replace(calibration, version=version)
    (PACKAGE / "calibration.json").write_text(json.dumps(calibration.to_json(), indent=1) + "\n", "utf-8")
    print(f"version {version}; fitted on {len(held)} texts held out")
    print(reliability(seen))


def _lessons(made: Sequence[Example], bench: Path, weights: Path) -> list[Taught]:
    """Train the teacher where its weights are not there yet, and return what it reads in unlabelled texts."""
    from training.teacher import COURSE, load_teacher  # noqa: PLC0415 - its packages are large and needed here alone

    teacher = TaggerModel(load_teacher())
    if not weights.exists():
        torch.manual_seed(COURSE.seed)
        _keep(train([Source(made, loss_of)], teacher, COURSE).state_dict(), weights)
    teacher.load_state_dict(torch.load(weights, weights_only=True))
    texts = unlabelled(unlabelled_texts(bench), Coding.rules().spotters)
    return list(taught([one for one in texts if one.length <= LONGEST_TAUGHT], teacher))


def _mark(kept: list[Labelled], epochs: float) -> str:
    """Return a mark of what is trained with, so that other labels or another course make other weights."""
    told = json.dumps([epochs, *sorted([one.id, len(one.events)] for one in kept)])
    return sha256(told.encode()).hexdigest()[:8]


def _keep(state: dict[str, Tensor], path: Path) -> None:
    """Write weights whole or not at all."""
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def main() -> None:
    """Read the arguments and build."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--epochs", type=float, default=8.0)
    parser.add_argument("--share", type=float, default=1.0, help="train with this share of the labels only")
    parser.add_argument("--teacher", action="store_true", help="let a larger encoder teach on unlabelled texts")
    args = parser.parse_args()
    build(args.bench, args.work, args.epochs, args.share, teacher=args.teacher)


if __name__ == "__main__":
    main()

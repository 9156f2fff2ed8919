"""From labels to the networks in the package, in one go.

    python -m training.build BENCH WORK [--epochs N] [--share S]

``BENCH`` holds the texts and the training labels that others made; ``WORK`` keeps what lies between (joined labels, the
further trained encoder, the weights) and what is there already is not made again. One report in ten, by a hash of its
id, is never trained with: thresholds and curves are fitted on these.
"""

from __future__ import annotations

import argparse
import json
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
from training.encoder import load_encoder
from training.examples import examples
from training.export import export
from training.folds import fold_of, share_of
from training.labels import Json, Labelled, labelled, read_lines
from training.model import TaggerModel
from training.pretrain import pretrain, read_texts
from training.sources import PARTS, joined
from training.train import Course, train

PACKAGE = Path(__file__).parent.parent / "src" / "tocsin" / "code" / "neural"


def gather(bench: Path) -> list[Labelled]:
    """Return all labelled texts: those that came with the bench folder and those of this project."""
    items: list[Json] = list(read_lines(bench / "claims_train.jsonl"))
    for part in PARTS[:3]:
        items += joined(part, bench)
    return [labelled(item) for item in items]


def build(bench: Path, work: Path, epochs: float, share: float) -> None:
    """Make the networks and their calibration, and write them into the package."""
    work.mkdir(parents=True, exist_ok=True)
    items = gather(bench)
    kept = [one for one in items if fold_of(one.id) != 0 and share_of(one.id) < share]
    held = [one for one in items if fold_of(one.id) == 0]
    encoder, weights = work / "encoder.pt", work / f"tagger-{_mark(kept, epochs)}.pt"
    if not encoder.exists():
        _keep(pretrain(read_texts([bench / "current_events_unlabelled.jsonl.gz"]), 2.0), encoder)
    spotters = Coding.rules().spotters
    if not weights.exists():
        made = examples(kept, spotters)
        print(f"{len(kept)} texts, {len(made)} passages, {sum(one.length for one in made)} pieces", flush=True)
        course = Course(epochs)
        torch.manual_seed(course.seed)
        _keep(train(made, TaggerModel(load_encoder(encoder)), course).state_dict(), weights)
    export(weights, PACKAGE)
    seen = see(held, NeuralTagger(OnnxNetworks(), spotters, Calibration("unfitted")))
    calibration = fit(seen, "unfitted")
    made_of = [(PACKAGE / name).read_bytes() for name in ("finder.onnx", "reader.onnx")]
    version = sha256(b"".join([*made_of, json.dumps(calibration.to_json()).encode()])).hexdigest()[:8]
    calibration = replace(calibration, version=version)
    (PACKAGE / "calibration.json").write_text(json.dumps(calibration.to_json(), indent=1) + "\n", "utf-8")
    print(f"version {version}; fitted on {len(held)} texts held out")
    print(reliability(seen))


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
    args = parser.parse_args()
    build(args.bench, args.work, args.epochs, args.share)


if __name__ == "__main__":
    main()

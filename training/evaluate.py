"""Code labelled reports with networks just trained, or with those packaged, and write what the scorers read.

python -m training.evaluate GOLD.jsonl OUT.jsonl [--model MODEL.pt] [--calibration FILE.json]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from tocsin.code.neural.calibration import Calibration, packaged
from tocsin.code.neural.networks import Networks, OnnxNetworks
from tocsin.code.neural.tagger import NeuralTagger
from tocsin.model import Report
from tocsin.pipeline import Coding, code
from tocsin.read import read_sources
from tocsin.read.found import Defaults
from tocsin.wire import coded_json
from training.encoder import load_encoder
from training.model import TaggerModel
from training.networks import TorchNetworks


def networks(model: Path | None) -> Networks:
    """Return the packaged networks, or those of torch weights."""
    if model is None:
        return OnnxNetworks()
    loaded = TaggerModel(load_encoder())
    loaded.load_state_dict(torch.load(model, weights_only=True))
    return TorchNetworks(loaded)


def main() -> None:
    """Code and write, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--calibration", type=Path)
    args = parser.parse_args()
    kept = Calibration.from_json(json.loads(args.calibration.read_text("utf-8"))) if args.calibration else None
    if kept is None:
        kept = packaged() if args.model is None else Calibration("unfitted")
    base = Coding.rules()
    coding = Coding(
        NeuralTagger(networks(args.model), base.spotters, kept, workers=None if args.model is None else 1),
        base.resolvers,
        base.spotters,
    )
    with args.out.open("w", encoding="utf-8") as out:
        for found in read_sources([str(args.gold)], Defaults()):
            if isinstance(found, Report):
                out.write(json.dumps(coded_json(code(found, coding)), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()

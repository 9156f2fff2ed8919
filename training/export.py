"""Write the trained networks as 8-bit ONNX files into the package.

python -m training.export MODEL.pt FOLDER
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from tocsin.code.neural.outputs import CHOICES
from training.encoder import load_encoder
from training.model import TaggerModel

OPSET = 17


class FinderGraph(nn.Module):
    """The finder with probabilities for scores; what is padding it sees by id 0."""

    def __init__(self, model: TaggerModel) -> None:
        super().__init__()
        self.finder = model.finder

    def forward(self, ids: Tensor, shapes: Tensor, hints: Tensor) -> tuple[Tensor, Tensor]:
        """Return tag probabilities and shared states."""
        scores, shared = self.finder(ids, shapes, hints, ids > 0)
        return scores.softmax(-1), shared


class ReaderGraph(nn.Module):
    """The reader with probabilities for scores."""

    def __init__(self, model: TaggerModel) -> None:
        super().__init__()
        self.reader = model.reader

    def forward(self, shared: Tensor, marked: Tensor, present: Tensor) -> tuple[Tensor, ...]:
        """Return role and choice probabilities."""
        return tuple(one.softmax(-1) for one in self.reader(shared, marked, present))


def export(weights: Path, folder: Path) -> None:
    """Write ``finder.onnx`` and ``reader.onnx``."""
    model = TaggerModel(load_encoder())
    model.load_state_dict(torch.load(weights, weights_only=True))
    model.eval()
    ids = torch.randint(1000, 2000, (3, 24))
    ids[0, 20:] = 0
    marked = torch.zeros(3, 24, dtype=torch.bool)
    marked[:, 4:6] = True
    shared = torch.randn(3, 24, model.finder.encoder.width)
    _write(
        FinderGraph(model),
        (ids, ids % 7, ids % 16),
        ["ids", "shapes", "hints"],
        ["tags", "shared"],
        folder / "finder.onnx",
    )
    _write(
        ReaderGraph(model),
        (shared, marked, ids > 0),
        ["shared", "marked", "present"],
        ["roles", *CHOICES],
        folder / "reader.onnx",
    )


def _write(graph: nn.Module, given: tuple[Tensor, ...], names: list[str], outputs: list[str], path: Path) -> None:
    axes = {name: {0: "rows", 1: "pieces"} for name in [*names, *outputs]}
    for name in CHOICES:
        if name in axes:
            axes[name] = {0: "rows"}
    with tempfile.TemporaryDirectory() as folder, torch.inference_mode():
        plain, shaped = Path(folder) / "plain.onnx", Path(folder) / "shaped.onnx"
        torch.onnx.export(
            graph,
            given,
            str(plain),
            input_names=names,
            output_names=outputs,
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
        quant_pre_process(str(plain), str(shaped), skip_symbolic_shape=True)
        quantize_dynamic(str(shaped), str(path), per_channel=True, weight_type=QuantType.QInt8)
    print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Export, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("folder", type=Path)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    export(args.model, args.folder)


if __name__ == "__main__":
    main()

"""The networks as torch computes them, for measuring what was just trained."""

from __future__ import annotations

import numpy as np
import torch

from tocsin.code.neural.networks import Flags, Floats, Found, Reading, Whole
from training.model import TaggerModel


class TorchNetworks:
    """See :class:`tocsin.code.neural.networks.Networks`."""

    def __init__(self, model: TaggerModel) -> None:
        self.model = model.eval()

    @torch.inference_mode()
    def find(self, ids: Whole, shapes: Whole, hints: Whole) -> Found:
        """See :class:`Networks`."""
        given = torch.from_numpy(ids)
        scores, shared = self.model.finder(given, torch.from_numpy(shapes), torch.from_numpy(hints), given > 0)
        return Found(scores.float().softmax(-1).numpy(), shared.float().numpy())

    @torch.inference_mode()
    def read(self, shared: Floats, marked: Flags, present: Flags) -> Reading:
        """See :class:`Networks`."""
        read = self.model.reader.read(torch.from_numpy(shared), torch.from_numpy(marked), torch.from_numpy(present))
        choices = {name: value.float().softmax(-1).numpy().astype(np.float32) for name, value in read.choices.items()}
        return Reading(read.roles.float().softmax(-1).numpy(), choices)

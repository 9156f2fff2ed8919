"""Train the tagger on labelled passages. Every random choice is seeded; one machine gives the same weights again."""

from __future__ import annotations

import copy
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from training.examples import IGNORED, Batch, EventTags, Example, batch, groups_of
from training.model import TaggerModel

#: What is learned from at once: about thirty short reports, or three articles.
PIECES_A_BATCH = 1100
#: Of an article with many events, so many are read in one step; another time others.
EVENTS_A_PASSAGE = 3
#: The weights kept are a running mean of those of all steps, the last few hundred counting.
AVERAGING = 0.996
#: How much the parts weigh in the loss: finding (a passage), roles (an event), choices (an event).
FINDING, ROLES_OF, CHOICES_OF = 0.25, 0.12, 0.6
#: A piece that the finder takes for an event with so much certainty is a lesson in what is none.
TEMPTING = 0.1
#: Of passages without such a piece, a share gives one all the same.
UNTEMPTED = 0.05
#: Neighbours of a tempting piece belong to it from so much certainty on.
AS_TEMPTING = 0.3
#: How often only one of an event's words is marked: what is found later is cut otherwise than by people.
ONE_WORD = 0.4
#: Steps in which the rate rises to its height, and the share of it that is left at the end.
RISING, AT_END = 100, 0.05


@dataclass(frozen=True)
class Course:
    """How long and how hard is learned; the rates are those of the encoder's layers and of the layers added."""

    epochs: float = 8.0
    encoder_rate: float = 2.0e-4
    head_rate: float = 1.0e-3
    seed: int = 5


#: How far a model is from what is right of a batch; the dice choose among lessons.
Loss = Callable[[TaggerModel, Batch, random.Random], Tensor]


@dataclass(frozen=True)
class Source:
    """Passages to learn from, and how it is told how far a model is from what is right of them."""

    made: Sequence[Example]
    loss: Loss


@dataclass(frozen=True)
class Lesson:
    """One event of a batch: its passage's row, the pieces marked, its labels; none where it only looks like one."""

    row: int
    marked: Tensor
    labels: EventTags | None


def loss_of(model: TaggerModel, batch: Batch, dice: random.Random) -> Tensor:
    """Return the loss of one batch: finding events, telling true from tempting ones, reading the true."""
    scores, shared = model.finder(batch.ids, batch.shapes, batch.hints, batch.present)
    scores = scores.float()
    finding = nn.functional.cross_entropy(scores.transpose(1, 2), batch.tags, ignore_index=IGNORED, reduction="sum")
    total = finding / len(batch.examples) * FINDING
    lessons = list(_lessons(batch, scores.detach(), dice))
    if not lessons:
        return total
    rows = [one.row for one in lessons]
    read = model.reader.read(shared[rows], torch.stack([one.marked for one in lessons]), batch.present[rows])
    true = torch.tensor([one.labels is not None for one in lessons])
    choices = {name: value.float() for name, value in read.choices.items()}
    telling = nn.functional.cross_entropy(choices["event"], true.long())
    labels = [one.labels for one in lessons if one.labels is not None]
    if labels:
        for name in ("kind", "status", "actor_basis", "hedged", "background"):
            wanted = torch.tensor([getattr(one, name) for one in labels])
            telling = telling + nn.functional.cross_entropy(choices[name][true], wanted)
        total = total + _roles_loss(read.roles[true].float(), labels) * ROLES_OF
    return total + telling * CHOICES_OF


def _roles_loss(scores: Tensor, labels: Sequence[EventTags]) -> Tensor:
    """Return the loss of (events, pieces, roles, tags) scores, summed over an event."""
    wanted = torch.full(scores.shape[:3], IGNORED, dtype=torch.long)
    for row, one in enumerate(labels):
        wanted[row, : one.roles.shape[0]] = one.roles
    flat = nn.functional.cross_entropy(scores.flatten(0, 2), wanted.flatten(), ignore_index=IGNORED, reduction="sum")
    return flat / len(labels)


def _lessons(batch: Batch, scores: Tensor, dice: random.Random) -> Iterator[Lesson]:
    """Yield the events of a batch, and for each passage what most looks like one and is none."""
    length = batch.ids.shape[1]
    likely = 1 - scores.softmax(-1)[:, :, 0]
    for row, one in enumerate(batch.examples):
        events = one.events
        if len(events) > EVENTS_A_PASSAGE:
            events = tuple(dice.sample(events, EVENTS_A_PASSAGE))
        for event in events:
            named = torch.zeros(length, dtype=torch.bool)
            named[: one.length] = event.named
            yield Lesson(row, _jittered(named, one, dice), event)
        free = (batch.tags[row] == 0).float() * likely[row]
        best = int(free.argmax())
        if float(free[best]) > TEMPTING or dice.random() < UNTEMPTED:
            yield Lesson(row, _around(best, free, one), None)


def _around(best: int, free: Tensor, one: Example) -> Tensor:
    """Mark the word of a piece and its neighbours that are as tempting."""
    named = torch.zeros(len(free), dtype=torch.bool)
    word = one.encoded.words[best]
    for piece, owner in enumerate(one.encoded.words):
        if owner is not None and owner == word:
            named[piece] = True
    at = best + 1
    while at < one.length and float(free[at]) > AS_TEMPTING:
        named[at] = True
        at += 1
    return named


def _jittered(named: Tensor, one: Example, dice: random.Random) -> Tensor:
    """Now and then leave only one word of several."""
    pieces = [(piece, one.encoded.words[piece]) for piece in named.nonzero().flatten().tolist()]
    words = sorted({word for _, word in pieces if word is not None})
    if len(words) <= 1 or dice.random() > ONE_WORD:
        return named
    kept = dice.choice(words)
    found = torch.zeros_like(named)
    for piece, word in pieces:
        found[piece] = word == kept
    return found


def train(sources: Sequence[Source], model: TaggerModel, course: Course) -> TaggerModel:
    """Train ``model`` on the sources, their batches mixed, and return the running mean of its weights."""
    torch.manual_seed(course.seed)
    dice = random.Random(course.seed)
    model.finder.encoder.word_embeddings.weight.requires_grad_(requires_grad=False)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimizer = _optimizer(model, trained, course)
    steps = int(course.epochs * sum(1 for _ in _epoch(sources, random.Random(course.seed))))
    mean = copy.deepcopy(model).eval()
    shown, began = 0.0, time.time()
    model.train()
    for step, (loss_of_batch, given) in enumerate(_endless(sources, dice)):
        if step >= steps:
            break
        pace = min(1.0, (step + 1) / RISING) * (1 - (1 - AT_END) * step / steps)
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * pace
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = loss_of_batch(model, given, dice)
        loss.backward()
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        _average(mean, model, min(AVERAGING, (step + 1) / (step + 11)))
        shown = loss.item() if step == 0 else 0.97 * shown + 0.03 * loss.item()
        if (step + 1) % 50 == 0:
            print(f"step {step + 1}/{steps} loss {shown:.3f} {time.time() - began:.0f} s", flush=True)
    return mean


def _endless(sources: Sequence[Source], dice: random.Random) -> Iterator[tuple[Loss, Batch]]:
    while True:
        yield from _epoch(sources, dice)


def _epoch(sources: Sequence[Source], dice: random.Random) -> Iterator[tuple[Loss, Batch]]:
    """Yield every batch of every source once, in random order."""
    groups = [(one.loss, group) for one in sources for group in groups_of(one.made, PIECES_A_BATCH, dice)]
    dice.shuffle(groups)
    for loss_of_batch, group in groups:
        yield loss_of_batch, batch(group)


def _optimizer(model: TaggerModel, trained: Sequence[nn.Parameter], course: Course) -> torch.optim.AdamW:
    inner = {id(p) for p in [*model.finder.encoder.parameters(), *model.reader.layers.parameters()]}
    groups = [
        {"params": [p for p in trained if id(p) in inner], "rate": course.encoder_rate},
        {"params": [p for p in trained if id(p) not in inner], "rate": course.head_rate},
    ]
    return torch.optim.AdamW(groups, lr=course.encoder_rate, weight_decay=0.01)


@torch.no_grad()
def _average(mean: TaggerModel, model: TaggerModel, keep: float) -> None:
    for kept, now in zip(mean.parameters(), model.parameters(), strict=True):
        if now.requires_grad:
            kept.lerp_(now, 1 - keep)

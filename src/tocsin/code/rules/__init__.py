"""The rule tagger: lexicon and shallow grammar. It explains every tag by the name of its rule."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.code.rules.drafts import Draft
from tocsin.code.rules.passages import read_passage
from tocsin.code.spotting import Spotters
from tocsin.code.tags import Argument, Passage, Reach, Role, Tags, Trigger
from tocsin.codebook import ActorBasis

#: Of a rule's tag no probability is known; this says so by standing in the middle of what rules get right.
RULE_SCORE = 0.7


class RuleTagger:
    """Tags passages by rules; see :class:`tocsin.code.tags.Tagger`."""

    name = "rules"
    version = "1"
    #: Rules cost the same whatever the length; what "the attack" means may lie far back.
    reach = Reach(sentences=60, letters=20_000)
    #: Rules tell one event several times over in a passage.
    tells_apart = False

    def __init__(self, spotters: Spotters) -> None:
        self._spotters = spotters

    def tag(self, passages: Sequence[Passage]) -> Sequence[Tags]:
        """Return the tags of each passage, in order."""
        return [self._tags(passage) for passage in passages]

    def _tags(self, passage: Passage) -> Tags:
        drafts = read_passage(passage, self._spotters)
        arguments: list[Argument] = []
        for index, draft in enumerate(drafts):
            arguments += [Argument(a, b, role, index, None, rule) for a, b, role, rule in draft.arguments]
        return Tags(tuple(_trigger(draft) for draft in drafts), tuple(arguments))


def _trigger(draft: Draft) -> Trigger:
    basis = draft.basis
    if basis is None:
        basis = ActorBasis.STATED if draft.has(Role.ACTOR) else ActorBasis.NONE
    if not draft.has(Role.ACTOR):
        basis = ActorBasis.NONE
    return Trigger(
        draft.start, draft.end, draft.kind, draft.status, draft.hedged, draft.background, basis, RULE_SCORE, draft.rule
    )

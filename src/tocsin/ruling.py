"""Rules of discretion as people set and end them: now, by somebody, kept with their audit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from tocsin.access import Act, Actor
from tocsin.discretion.rules import Rule
from tocsin.identity import rule_id
from tocsin.ledger import Ledger


def restrain(ledger: Ledger, rule: Rule, by: Actor) -> Rule:
    """Withhold from readers what a rule says, from now on; return it as it is kept, with its id, who and when.

    Raises:
        UnfitRuleError: it withholds nothing, or has impossible numbers.

    """
    return restrained(ledger, rule, by)[0]


def restrained(ledger: Ledger, rule: Rule, by: Actor) -> tuple[Rule, frozenset[str]]:
    """Do as :func:`restrain`; return the ids of the incidents that the rule is about too.

    Raises:
        UnfitRuleError: it withholds nothing, or has impossible numbers.

    """
    with ledger.change() as change:
        timed = replace(rule, id="", by=by.name, at=change.at)
        kept = replace(timed, id=rule_id(json.dumps(asdict(timed), sort_keys=True)))
        about = change.restrain(kept)
        change.record(Act(by, "rule made", kept.id, _said(kept)))
    return kept, about


def release(ledger: Ledger, identifier: str, by: Actor) -> Rule:
    """End the rule with this id; return what it was.

    Raises:
        UnknownIdError: there is none.

    """
    with ledger.change() as change:
        ended = change.release(identifier)
        change.record(Act(by, "rule ended", ended.id, _said(ended)))
    return ended


def rule_json(rule: Rule) -> dict[str, Any]:
    """Return the JSON object of a rule."""
    return asdict(rule)


def _said(rule: Rule) -> Mapping[str, Any]:
    """Return what a rule says, without what it leaves out."""
    return {key: value for key, value in rule_json(rule).items() if value is not None}

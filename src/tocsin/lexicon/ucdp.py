"""Compiling the UCDP actor list into the fallback lexicon ``ucdp_actors.yml``.

Run as ``python -m tocsin.lexicon.ucdp ucdp-actor-221.csv``. Kept are organised groups (``Org`` 1) that the curated
actors do not answer for; left out are names that would meet anything else: short acronyms, plain words, names that
several groups share.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from tocsin.lexicon.loader import load

#: UCDP's code for a formally organised group.
ORGANISED = "1"

_HEAD = """\
# Organised armed groups of the UCDP Actor dataset, version 22.1, asked when the curated actors know no answer.
# Compiled by tocsin.lexicon.ucdp; do not edit by hand. Licence of the data: CC BY 4.0. Attribution: Uppsala Conflict
# Data Program, Department of Peace and Conflict Research, Uppsala University. Changes made: names selected, countries
# given as ISO 3166 codes.
source: UCDP Actor dataset 22.1 (CC BY 4.0)
entries:
"""

_COLUMNS = ("ActorId", "NameData", "NameOrigFullEng", "Location", "Org")
_UNNAMED = re.compile(
    r"military faction|forces of|faction|supporters|lashkh?ar of|laskhar of|insurgents|^ex-|^non |groups? which|movement of the",
    re.IGNORECASE,
)
_MANY = """
action african al all alliance allied and arab armed armies army arrow authority battalion black bloc boys brigade
brigades cartel christian coalition command committee committees communist congress conservation corps council
country defence defense democracy democratic democrats development division east eastern elements family first
followers for force forces free freedom front god government green group guard hawks holy independence independent
infantry islam islamic justice knights la liberation lord los militia mountain movement muslim nation national new
north northern of opposition organisation organization party patriotic peace people people's peoples person popular
progressive radical rebel rebels red regiment republic republican resistance revolution revolutionary salvation
second security self social socialist society soldiers south southern special state storm supreme the third tribal
tribe tribes union united unity volunteers war warriors west western white workers young youth
"""
_PLAIN = """
al-umma barriga cobras cocoyes contras deebam deewell elements estados greenlanders hells istiqlal jama'at kamajors
katiara maidan maphite montoneros naparama neutralists ninjas okaida outlaws perci permesta rastas rock royalists
tibet tupamaros unidos
"""
#: Words that stand in the names of many groups, and words of everyday language that are the name of one.
_WORDS_OF_NO_ONE_GROUP = frozenset((_MANY + _PLAIN).split())
_STATE_WORDS = frozenset({"army", "force", "forces", "guard", "police"})
_SHORTEST_ACRONYM = 4
_SHORTEST_WORD = 6
_FEWEST_CAPITALS = 2


class UcdpError(ValueError):
    """A file that is not the UCDP actor list."""


@dataclass(frozen=True, slots=True)
class Group:
    """One organised group: UCDP's ActorId, its short and full names, and the first country it is listed for."""

    id: int
    names: tuple[str, ...]
    location: str


def read(path: Path) -> list[Group]:
    """Read the organised groups of the UCDP actor list at ``path``, in the order of their ids.

    Raises:
        UcdpError: a column is missing.

    """
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = [column for column in _COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            raise UcdpError(f"{path}: no column {', '.join(missing)}")
        groups = [_group(row) for row in reader if row["Org"] == ORGANISED]
    return sorted(groups, key=lambda group: group.id)


def _group(row: Mapping[str, str]) -> Group:
    names = tuple(dict.fromkeys(_tidy(row[column]) for column in ("NameData", "NameOrigFullEng")))
    return Group(int(row["ActorId"]), tuple(n for n in names if n and n != "n/a"), row["Location"].split(",")[0])


def _tidy(name: str) -> str:
    straight = name.replace("\u2019", "'").replace("\u00b4", "'")
    return re.sub(r"\s+", " ", re.sub(r"\s*\(.*?\)|\s*\[.*?\]|[(\[].*$", "", straight)).strip(" -|")


def is_telling(name: str) -> bool:
    """Tell whether ``name`` by itself can mean one group only: no short acronym, no words of many names."""
    if _UNNAMED.search(name):
        return False
    letters = re.sub(r"[^\w]", "", name)
    if letters.isupper():
        return len(letters) >= _SHORTEST_ACRONYM
    words = [word.lower() for word in re.findall(r"[\w']+(?:-[\w']+)*", name)]
    own = [word for word in words if word not in _WORDS_OF_NO_ONE_GROUP]
    if len(words) == 1:
        return bool(own) and len(words[0]) >= _SHORTEST_WORD
    return bool(own) and sum(word[0].isupper() or "-" in word for word in name.split()) >= _FEWEST_CAPITALS


def select(groups: Iterable[Group], answered: frozenset[int], taken: frozenset[str]) -> list[Group]:
    """Keep the groups that no curated entry answers for, each with the names that nothing else bears.

    ``answered`` are the ActorIds of curated entries, ``taken`` the forms they and the countries use.
    """
    open_groups = [group for group in groups if group.id not in answered]
    shared = Counter(name.lower() for group in open_groups for name in group.names)
    lowered = {form.lower() for form in taken}

    def free(name: str) -> bool:
        return shared[name.lower()] == 1 and name.lower() not in lowered and is_telling(name) and not of_a_state(name)

    def of_a_state(name: str) -> bool:
        # "Chadian Armed Forces" is a rebel group in the dataset and the state's army in a report.
        first, *rest = name.lower().split()
        return first in lowered and _WORDS_OF_NO_ONE_GROUP.issuperset(rest) and not _STATE_WORDS.isdisjoint(rest)

    kept = (Group(g.id, tuple(name for name in g.names if free(name)), g.location) for g in open_groups)
    return [group for group in kept if group.names]


def _countries() -> dict[str, str]:
    return {form: entry.id.upper() for entry in load("countries") for form in entry.forms}


def _country(location: str, countries: Mapping[str, str]) -> str | None:
    plain, _, older = location.partition(" (")
    return countries.get(plain) or countries.get(older.rstrip(")"))


def render(groups: Sequence[Group]) -> Iterator[str]:
    """Give the lexicon's lines, one an entry."""
    countries = _countries()
    for group in groups:
        country = _country(group.location, countries)
        name = max(group.names, key=len)
        facts = f', country: "{country}"' if country else ""
        forms = json.dumps(list(group.names), ensure_ascii=False)
        yield (
            f'  - {{id: "ucdp:{group.id}", name: {json.dumps(name, ensure_ascii=False)}, forms: {forms}{facts}, '
            f"ucdp: {group.id}}}\n"
        )


def compile_list(path: Path) -> str:
    """Compile the UCDP actor list at ``path`` into the text of ``ucdp_actors.yml``."""
    curated = load("actors")
    answered = frozenset(int(entry.facts["ucdp"]) for entry in curated if "ucdp" in entry.facts)
    taken = {form for entry in curated for form in entry.forms}
    for entry in load("countries"):
        taken |= {*entry.forms, *entry.facts["demonyms"], *(f"Republic of {form}" for form in entry.forms)}
    taken |= {form for entry in load("roles") for form in entry.forms}
    return _HEAD + "".join(render(select(read(path), answered, frozenset(taken))))


def main(arguments: Sequence[str]) -> int:
    """Compile the file named by the one argument and write the lexicon beside the others."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m tocsin.lexicon.ucdp UCDP-ACTOR.csv\n")
        return 2
    target = Path(str(resources.files("tocsin.lexicon"))) / "data" / "ucdp_actors.yml"
    target.write_text(compile_list(Path(arguments[0])), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

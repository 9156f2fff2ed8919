"""Link the synthetic claims of ``ledger_scale.py`` with Splink on DuckDB: the same claims, another tool.

    python bench/splink_scale.py NUMBER… [--years N]      needs splink and pandas, which Tocsin itself does not

Splink takes a table. What it can compare is in it: kind, day, point, country, toll, target and the names told around the
event. Days and towns block, as they do in Tocsin. Its weights are estimated by expectation maximisation from the table
itself; clusters are connected components at a match probability of 0.95. Time is of estimating, predicting and
clustering; B3 (over claims) is against the incidents the claims were drawn from. Background claims are in it like others.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pandas as pd
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

sys.path.insert(0, str(Path(__file__).parent))
from ledger_scale import OF, World, b3, each_size

from tocsin.model import CodedReport

PROBABLE = 0.95
PAIRS_SAMPLED = 2e6


def rows(reports: Iterator[CodedReport], number: int) -> Iterator[dict[str, object]]:
    """Yield so many claims as rows."""
    claims = ((coded, claim) for coded in reports for claim in coded.claims)
    for coded, claim in islice(claims, number):
        text = coded.report.text
        told = text[claim.trigger.start :].split("among them ", 1)[1].split(", as officials", 1)[0]
        place = claim.places[0] if claim.places else None
        day = claim.when.start if claim.when else coded.report.published
        yield {
            "unique_id": claim.id,
            "truth": claim.coder.rule.removeprefix(OF) if claim.coder and claim.coder.rule else "",
            "kind": claim.kind.value,
            "day": day.isoformat(),
            "town": place.feature if place else None,
            "country": place.country if place else None,
            "lat": place.lat if place else None,
            "long": place.lon if place else None,
            "killed": claim.killed.min if claim.killed else None,
            "names": sorted(told.split()),
            "name": min(told.split()),
        }


def linker(table: pd.DataFrame) -> Linker:
    """Return a linker for the table with the comparisons that Splink's library has for such columns."""
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on("town", "day"), block_on("country", "day", "kind"), block_on("name", "day")],
        comparisons=[
            cl.ExactMatch("kind"),
            cl.AbsoluteDateDifferenceAtThresholds("day", input_is_string=True, metrics=["day", "day"], thresholds=[1, 3]),
            cl.DistanceInKMAtThresholds("lat", "long", [10, 50]),
            cl.ExactMatch("killed"),
            cl.ArrayIntersectAtSizes("names", [3, 2, 1]),
        ],
    )  # fmt: skip
    return Linker(DuckDBAPI().register(table), settings, log_level="ERROR")


def measure(number: int, years: int) -> None:
    """Print the time, memory and quality of one size."""
    table = pd.DataFrame(rows(World(7, years).reports(), number))
    truth = dict(zip(table["unique_id"], table.pop("truth"), strict=True))
    begun = time.perf_counter()
    link = linker(table)
    link.training.estimate_probability_two_random_records_match([block_on("town", "day", "kind")], recall=0.5)
    link.training.estimate_u_using_random_sampling(max_pairs=PAIRS_SAMPLED)
    link.training.estimate_parameters_using_expectation_maximisation(block_on("town", "day"))
    link.training.estimate_parameters_using_expectation_maximisation(block_on("name", "kind"))
    trained = time.perf_counter()
    pairs = link.inference.predict(threshold_match_probability=PROBABLE)
    clusters = link.clustering.cluster_pairwise_predictions_at_threshold(pairs, PROBABLE).as_pandas_dataframe()
    done = time.perf_counter()
    found = {str(a): str(b) for a, b in zip(clusters["unique_id"], clusters["cluster_id"], strict=True)}
    precision, recall = b3(found, truth)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(
        f"{number} claims: estimated in {trained - begun:.1f} s, linked in {done - trained:.1f} s, "
        f"{len(set(found.values()))} clusters, B3 precision {precision:.3f} recall {recall:.3f}, peak memory {peak:.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    each_size(measure, __doc__)

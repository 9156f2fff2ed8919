"""How far two labellers who did not see each other's work agree.

    python -m training.agreement BENCH

The labels of ``current_events.jsonl`` are taken for gold and those of ``labelled_again.jsonl`` for predicted by the
official scorer of claims, ``score.py`` of the bench folder.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from training.sources import joined


def main() -> None:
    """Print the agreement, as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path)
    args = parser.parse_args()
    again = {item["id"]: item for item in joined("labelled_again", args.bench)}
    first = {item["id"]: item for item in joined("current_events", args.bench) if item["id"] in again}
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, items in (("first", first), ("again", {key: again[key] for key in first})):
            path = Path(folder) / f"{name}.jsonl"
            path.write_text("".join(json.dumps(item) + "\n" for item in items.values()), "utf-8")
            paths.append(str(path))
        print(f"{len(first)} reports labelled twice", flush=True)
        subprocess.run([sys.executable, str(args.bench / "score.py"), *paths], check=True)


if __name__ == "__main__":
    main()

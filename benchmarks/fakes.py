"""Figures that cannot both be right, flagged across outlets on the Syrian-war reports of FA-KES and checked by reading.

    python -m benchmarks.fakes ../shared/fa-kes
    python -m benchmarks.fakes ../shared/fa-kes --show

The reports are read and added to a ledger as any are. Each pair of figures that it flags is known by the two reports
and the two figures; `benchmarks/data/fakes-conflicts.tsv` holds a reader's verdict on such pairs: `right` where both
count the same people of the same event and cannot both be right, else `wrong`. Pairs that nobody has read are reported
as unchecked. Recall is measured on the corpus's own counts of dead civilians, which are crowd-made and noisy: two
reports of one cluster whose counts differ by more than a fifth are a conflict that could be flagged. Prints one JSON
object, and with `--show` every pair with its words.
"""

from __future__ import annotations

import argparse
import csv
import json
import pickle
import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from itertools import combinations
from pathlib import Path

from reportedly import read
from reportedly.ledger import Ledger
from reportedly.ledger.views import Change
from reportedly.terms import RelationKind
from reportedly.types import Quantity, Reading, Report

__all__ = ["Key", "key", "load", "verdicts"]

#: report, its figure, the other report, its figure: the reports in order of their ids
Key = tuple[str, str, str, str]

CHECKED = Path(__file__).parent / "data" / "fakes-conflicts.tsv"


def load(folder: Path) -> list[Report]:
    """The reports, by their ids in the corpus."""
    with (folder / "articles.csv").open(encoding="utf-8", errors="replace", newline="") as file:
        return [
            Report(
                id=row["unit_id"],
                text=row["article_content"],
                title=row["article_title"],
                outlet=row["source"],
                published=datetime.strptime(row["date"], "%m/%d/%y").date().isoformat(),
            )
            for row in csv.DictReader(file)
        ]


def figure(quantity: Quantity) -> str:
    """A figure as a key has it: `58`, `70-`, `-100`, `20-30`.

    Example:
        >>> from reportedly.types import Span
        >>> figure(Quantity(span=Span(0, 11), low=70, high=None)), figure(Quantity(span=Span(0, 2), low=58, high=58))
        ('70-', '58')
    """
    low, high = (f"{value:g}" if value is not None else "" for value in (quantity.low, quantity.high))
    return low if low == high else f"{low}-{high}"


def key(earlier: tuple[str, Quantity], later: tuple[str, Quantity]) -> Key:
    """What a flagged pair is known by, whichever of the two came first."""
    (a, one), (b, other) = sorted((name, figure(quantity)) for name, quantity in (earlier, later))
    return a, one, b, other


def verdicts(path: Path) -> dict[Key, bool]:
    """What a reader said of the pairs: whether they are right."""
    found: dict[Key, bool] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        if line and not line.startswith("#"):
            a, one, b, other, verdict = line.split("\t")[:5]
            found[a, one, b, other] = verdict == "right"
    return found


def flagged(readings: Sequence[Reading]) -> dict[Key, Change]:
    """The pairs of figures that the ledger flags."""
    figures: dict[str, tuple[str, Quantity]] = {}
    for reading in readings:
        mentions = {mention.id: mention for mention in (*reading.events, *reading.further)}
        for claim in reading.claims:
            mention = mentions.get(claim.mention or "")
            if mention is not None and mention.quantity is not None:
                figures[claim.id] = (reading.report.id, mention.quantity)
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "reportedly.db") as ledger:
        ledger.append(*readings)
        changes = ledger.changes(kinds=(RelationKind.FIGURES_DIFFER,), limit=100_000)
    found: dict[Key, Change] = {}
    for change in changes:
        found.setdefault(key(figures[change.earlier.claim_id], figures[change.later.claim_id]), change)
    return found


def conflicts(folder: Path) -> list[frozenset[str]]:
    """The pairs of reports of one cluster whose counts of dead civilians differ by more than a fifth."""
    found = []
    with (folder / "clusters.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            counts = [int(part.rpartition(":")[2]) for part in row["civilians_reported"].split()]
            for (a, one), (b, other) in combinations(zip(row["unit_ids"].split(), counts, strict=True), 2):
                if min(one, other) > 0 and max(one, other) > 1.2 * min(one, other):
                    found.append(frozenset((a, b)))
    return found


def main() -> None:
    """Measures what the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="print the flagged pairs with their words")
    parser.add_argument("--keep", type=Path, help="file for the readings, made if it is not there")
    arguments = parser.parse_args()
    if arguments.keep and arguments.keep.exists():
        readings = pickle.loads(arguments.keep.read_bytes())
    else:
        readings = [read(report) for report in load(arguments.folder)]
        if arguments.keep:
            arguments.keep.write_bytes(pickle.dumps(readings))
    found, known = flagged(readings), verdicts(CHECKED)
    if arguments.show:
        for name, change in sorted(found.items()):
            verdict = {True: "right", False: "wrong", None: "unchecked"}[known.get(name)]
            print("\t".join((*name, verdict)), change.why, sep="\n  ")
            for quotation in (change.earlier, change.later):
                print(f"  {quotation.outlet}, {quotation.published}: {' '.join(quotation.words.split())}")
    checked = [known[name] for name in found if name in known]
    pairs = {frozenset((name[0], name[2])) for name in found}
    wanted = conflicts(arguments.folder)
    answer = {
        "reports": len(readings),
        "flagged": len(found),
        "checked": len(checked),
        "right": sum(checked),
        "precision": round(sum(checked) / len(checked), 4) if checked else None,
        "unchecked": len(found) - len(checked),
        "conflicts of the corpus": len(wanted),
        "of which flagged": sum(pair in pairs for pair in wanted),
    }
    print(json.dumps(answer), file=sys.stdout)


if __name__ == "__main__":
    main()

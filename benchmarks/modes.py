"""Precision of the modes and contexts of events, judged by hand on open reports.

The judgements (`data/modes.jsonl`) are offsets and verdicts alone: each line is a mode or a context that `read` gave
for an event, with its corpus, the report's id there, the offset of the event's anchor, and whether a reader agreed
that the words tell of an event of that mode, or about that. The reports were drawn by a hash of their ids from
FA-KES, the bodies of FNC-1 and the contested gold's training part. The first part was judged after the lexicons had
been mended on other reports, the second after they were mended on the first. Run from the repository's root: `python
-m benchmarks.modes`.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import product
from pathlib import Path
from typing import Any

from benchmarks.corpora import contested
from benchmarks.fakes import load

from reportedly import read
from reportedly.types import Reading, Report

__all__ = ["given", "labels", "reports", "verdicts"]

LABELS = Path(__file__).parent / "data" / "modes.jsonl"


def labels(path: Path = LABELS) -> list[dict[str, Any]]:
    """The judged modes and contexts: part, corpus, report, the anchor's offset, which, and whether it is right."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def reports(shared: Path) -> dict[tuple[str, str], Report]:
    """All reports that could have been drawn, by corpus and id."""
    gold = {
        ("contested", d.name): Report(id=d.name, text=d.text, published=d.published)
        for d in contested(shared / "gold" / "contested" / "train")
    }
    lines = (shared / "fnc-1" / "bodies.jsonl").read_text(encoding="utf-8").splitlines()
    bodies = {("fnc-1", one["id"]): Report(id=one["id"], text=one["text"]) for one in map(json.loads, lines)}
    return {**gold, **bodies, **{("fa-kes", report.id): report for report in load(shared / "fa-kes")}}


def given(reading: Reading) -> set[tuple[int, str, str]]:
    """What a reading says of its events: the anchor's offset, `mode` or `context`, and which."""
    found = {(e.anchor.start, "mode", e.mode.value) for e in reading.events if e.mode}
    return found | {(e.anchor.start, "context", c.value) for e in reading.events for c in e.contexts}


def verdicts(judged: Iterable[dict[str, Any]], found: set[tuple[int, str, str]]) -> Counter[tuple[str, str]]:
    """How many judged modes and contexts of one report are still given, right or wrong, and how many are not.

    Example:
        >>> verdicts([{"anchor": 3, "mode": "ASSAULT-drone", "right": True}], {(3, "mode", "ASSAULT-drone")})
        Counter({('mode', 'right'): 1})
    """
    count: Counter[tuple[str, str]] = Counter()
    for line in judged:
        field = "mode" if "mode" in line else "context"
        kept = (line["anchor"], field, line[field]) in found
        count[field, ("" if kept else "no longer given: ") + ("right" if line["right"] else "wrong")] += 1
    return count


def main() -> None:
    """Reads the judged reports and prints the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    arguments = parser.parse_args()
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for line in labels():
        grouped[line["corpus"], line["report"]].append(line)
    known = reports(arguments.shared)
    total: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for name, judged in grouped.items():
        total[judged[0]["part"]] += verdicts(judged, given(read(known[name])))
    for part, field in product(sorted(total), ("mode", "context")):
        count = {verdict: n for (own, verdict), n in sorted(total[part].items()) if own == field}
        right, wrong = count.pop("right", 0), count.pop("wrong", 0)
        print(f"part {part}, {field}s: right {right} of {right + wrong}, {right / (right + wrong):.3f}", count or "")


if __name__ == "__main__":
    main()

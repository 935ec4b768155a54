"""Share of figures that `find_quantities` reads exactly, on labelled mentions of FA-KES and the first input.

The labels (`data/quantity.jsonl`) are offsets and numbers alone, keyed by the reports' ids: each line is one mention
that looks like a number, drawn at random, with the figure it belongs to or null where it is a date, an age or part of a
name.
Run from the repository's root: `python -m benchmarks.quantity [--errors] [--data ../shared/fa-kes]`.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path
from typing import Any

from reportedly.stages.quantities import find_quantities
from reportedly.types import Quantity

__all__ = ["exact", "labels", "texts"]

LABELS = Path(__file__).parent / "data" / "quantity.jsonl"


def labels(path: Path = LABELS) -> list[dict[str, Any]]:
    """The labelled mentions: report id, offsets, and the figure or None."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def texts(folder: Path) -> dict[str, str]:
    """The bodies of FA-KES by report id, and of the first input as `seed`.

    Offsets count in them as the column `article_content` has them.
    """
    csv.field_size_limit(10**7)
    with (folder / "articles.csv").open(encoding="utf-8", errors="replace", newline="") as file:
        bodies = {row["unit_id"]: row["article_content"] for row in csv.DictReader(file)}
    bodies["seed"] = (folder.parent / "seed" / "report.txt").read_text(encoding="utf-8")
    return bodies


def exact(label: dict[str, Any] | None, found: Quantity | None) -> bool:
    """Whether span, both ends, bound and counted noun are all as labelled, or both are none."""
    if label is None or found is None:
        return label is None and found is None
    unit = [found.unit_span.start, found.unit_span.end] if found.unit_span else None
    return (
        [found.span.start, found.span.end] == label["span"]
        and _same(found.low, label["low"])
        and _same(found.high, label["high"])
        and found.approx.value == label["approx"]
        and unit == label["unit"]
    )


def _same(one: float | None, other: float | None) -> bool:
    return one == other if one is None or other is None else abs(one - other) < 1e-9


def main() -> None:
    """Prints how many labelled figures are read exactly, and how often what is said of them is right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/fa-kes"))
    parser.add_argument("--errors", action="store_true", help="show what was read otherwise")
    options = parser.parse_args()
    if not options.data.is_dir():
        parser.exit(1, f"no such folder: {options.data}\n")
    bodies = texts(options.data)
    cache: dict[str, tuple[Quantity, ...]] = {}
    figures = right = nothing = none_right = said = said_right = 0
    for line in labels():
        body = bodies[line["report"]]
        if line["report"] not in cache:
            cache[line["report"]] = find_quantities(body)
        start, end = line["mention"]
        at = [q for q in cache[line["report"]] if q.span.start < end and start < q.span.end]
        found = at[0] if at else None
        good = exact(line["figure"], found)
        if line["figure"] is None:
            nothing += 1
            none_right += good
        else:
            figures += 1
            right += good
            if line["figure"]["counts"]:
                said += 1
                said_right += found is not None and found.counts == line["figure"]["counts"]
        if options.errors and not good:
            context = " ".join(f"{body[max(0, start - 50) : start]}[{body[start:end]}]{body[end : end + 50]}".split())
            print(f"{line['report']} | {context} | {found}")
    print(f"figures exact: {right} of {figures} = {right / figures:.3f}")
    print(f"no figure, none read: {none_right} of {nothing} = {none_right / nothing:.3f}")
    print(f"all mentions: {(right + none_right) / (figures + nothing):.3f}")
    print(f"what is said of them (killed, wounded, sent ...): {said_right} of {said} = {said_right / max(said, 1):.3f}")


if __name__ == "__main__":
    main()

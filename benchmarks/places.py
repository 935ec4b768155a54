"""Precision and recall of the places of events on the contested gold, with the gold's own event words.

Run from the repository's root: `python benchmarks/places.py ../shared/gold/contested/dev`.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpora import Document, contested
from reportedly.stages.places import find_places, place_of
from reportedly.types import Span

__all__ = ["Counts", "count", "same"]


@dataclass
class Counts:
    """Events whose place the gold gives, how many of these are in the report's places, and what `place_of` gives.

    `given` counts all events, `asked` those whose place the gold gives too: it often leaves a place out.
    """

    gold: int = 0
    among: int = 0
    given: int = 0
    asked: int = 0
    right: int = 0


def same(one: str, other: str) -> bool:
    """Whether of two names of places one holds the other's words, as `the town of Azaz` holds `Azaz`."""
    a, b = (set(re.findall(r"\w+", name.casefold())) - {"the", "of", "in", "near"} for name in (one, other))
    return bool(a and b) and (a <= b or b <= a)


def count(documents: Iterable[Document]) -> Counts:
    """The counts over all events of some reports; an event without a place in gold has none to find."""
    total = Counts()
    for document in documents:
        places = find_places(document.text)
        for event in document.events:
            given = place_of(Span(*event["anchor"]), document.text, places)
            wanted = event.get("place")
            total.given += given is not None
            if wanted:
                total.gold += 1
                total.asked += given is not None
                total.among += any(same(wanted, place.span.of(document.text)) for place in places)
                total.right += given is not None and same(wanted, given.span.of(document.text))
    return total


def main() -> None:
    """Print the counts of a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    if not folder.is_dir():
        parser.exit(1, f"no such folder: {folder}\n")
    total = count(contested(folder))
    print(f"gold places {total.gold}, among those found {total.among} = {total.among / max(total.gold, 1):.3f}")
    print(
        f"place_of: P {total.right / max(total.asked, 1):.3f} where gold has a place, "
        f"{total.right / max(total.given, 1):.3f} "
        f"of all; R {total.right / max(total.gold, 1):.3f}"
    )


if __name__ == "__main__":
    main()

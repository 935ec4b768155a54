"""Scores of `find_timexes` on TempEval-3 data: strict and relaxed spans, and values as TempEval-3 counts them.

Run from the repository's root: `python benchmarks/timex.py [--part AQUAINT] [--errors 40] [--data FOLDER]`.
"""

from __future__ import annotations

import argparse
import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

from reportedly.stages.timex import find_timexes
from reportedly.types import Timex

__all__ = ["Gold", "Scores", "documents", "score"]

_DCT = re.compile(r'<DCT>.*?value="([^"]*)"', re.S)
_PIECE = re.compile(r"<[^>]+>|[^<]+")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True)
class Gold:
    """A TIMEX3 of the corpus: half-open code points of the text without markup, its type and value."""

    start: int
    end: int
    type: str
    value: str


@dataclass
class Scores:
    """Counts over a part of the corpus, and the measures that come of them."""

    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    types: int = 0
    values: int = 0
    #: values that say the same in another notation: see `alike`
    alike: int = 0

    def f1(self, right: int) -> float:
        """F1 of `right` expressions against all in gold and all found."""
        return 2 * right / (self.gold + self.found) if right else 0.0

    def value_f1(self, right: int) -> float:
        """Relaxed F1 times the share of right values among matched expressions (UzZaman et al. 2013, section 4.1)."""
        return self.f1(self.relaxed) * right / self.relaxed if self.relaxed else 0.0


def alike(value: str) -> str:
    """A value without what only spells it otherwise: `1949-XX` and `1949`, `2000-W6` and `2000-W06`, `199X`."""
    value = re.sub(r"(?<=-W)(\d)(?!\d)", r"0\1", value)
    return re.sub(r"(?<=\d)X{1,2}$", "", re.sub(r"(?<=\d)(?:-XX)+$", "", value))


def documents(folder: Path) -> Iterator[tuple[str, str, str, list[Gold]]]:
    """Name, date of creation, text of the body and its TIMEX3s, of each TimeML file of a folder."""
    for path in sorted(folder.glob("*.tml")):
        raw = path.read_text(encoding="utf-8", errors="replace")
        dct = _DCT.search(raw)
        body = raw.partition("<TEXT>")[2].partition("</TEXT>")[0]
        text: list[str] = []
        gold: list[Gold] = []
        at = 0
        opened: tuple[int, dict[str, str]] | None = None
        for found in _PIECE.finditer(body):
            piece = found.group()
            if piece.startswith("<TIMEX3"):
                opened = at, dict(_ATTRIBUTE.findall(piece))
            elif piece.startswith("</TIMEX3") and opened is not None:
                gold.append(Gold(opened[0], at, opened[1].get("type", ""), opened[1].get("value", "")))
                opened = None
            elif piece[0] != "<":
                plain = html.unescape(piece)
                text.append(plain)
                at += len(plain)
        yield path.stem, dct[1] if dct else "", "".join(text), gold


def score(gold: Sequence[Gold], found: Sequence[Timex], total: Scores) -> list[tuple[Gold | None, Timex | None]]:
    """The pairs of gold and found expressions that overlap, each used once, with what is left over; adds to `total`."""
    total.gold += len(gold)
    total.found += len(found)
    used: set[int] = set()
    pairs: list[tuple[Gold | None, Timex | None]] = []
    for one in gold:
        best, share = -1, 0
        for at, other in enumerate(found):
            overlap = min(one.end, other.span.end) - max(one.start, other.span.start)
            if at not in used and overlap > share:
                best, share = at, overlap
        if best < 0:
            pairs.append((one, None))
            continue
        used.add(best)
        other = found[best]
        total.relaxed += 1
        total.strict += (one.start, one.end) == (other.span.start, other.span.end)
        total.types += one.type == other.type
        total.values += one.value == other.value
        total.alike += alike(one.value) == alike(other.value)
        pairs.append((one, other))
    pairs += [(None, other) for at, other in enumerate(found) if at not in used]
    return pairs


def main() -> None:
    """Prints the scores of one part, and on demand what was missed, made up or given another value."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/tempeval3"))
    parser.add_argument("--part", default="AQUAINT", choices=("AQUAINT", "TimeBank"))
    parser.add_argument("--errors", type=int, default=0, help="show up to so many errors of each kind")
    options = parser.parse_args()
    folder = options.data / options.part
    if not folder.is_dir():
        parser.exit(1, f"no such folder: {folder}\n")
    total, errors, spent, words = Scores(), [], 0.0, 0
    for name, published, text, gold in documents(folder):
        before = process_time()
        found = find_timexes(text, published)
        spent += process_time() - before
        words += len(text.split())
        for one, other in score(gold, found, total):
            kind = (
                "missed" if other is None else "made up" if one is None else "value" if one.value != other.value else ""
            )
            if kind:
                errors.append((kind, name, published, text, one, other))
    for label, right in (("strict", total.strict), ("relaxed", total.relaxed), ("type", total.types)):
        precision, recall = right / max(total.found, 1), right / max(total.gold, 1)
        print(f"{label:8} P {precision:.3f}  R {recall:.3f}  F1 {total.f1(right):.3f}")
    print(f"value    F1 {total.value_f1(total.values):.3f}  ({total.values} of {total.relaxed} matched)")
    print(f"  notation apart {total.value_f1(total.alike):.3f}  ({total.alike} of {total.relaxed})")
    print(f"{total.gold} gold, {total.found} found; {1000 * spent / max(words, 1) * 800:.2f} ms for 800 words")
    for kind in ("missed", "made up", "value"):
        shown = [error for error in errors if error[0] == kind]
        for _, name, published, text, one, other in shown[: options.errors]:
            start, end = (one.start, one.end) if one else (other.span.start, other.span.end) if other else (0, 0)
            values = f"{one.value if one else '-'} | {other.value if other else '-'}"
            context = " ".join(f"{text[max(0, start - 60) : start]}[{text[start:end]}]{text[end : end + 40]}".split())
            print(f"{kind} | {name} {published[:10]} | {context} | {values}")
        if options.errors:
            print(f"{kind}: {len(shown)}")


if __name__ == "__main__":
    main()

"""A large ledger out of a smaller one: every row again, some number of times, under other ids, days and words.

    python -m benchmarks.multiply build/ledgers/300000.db build/ledgers/1000000.db --times 3

Appending a million claims takes hours; this takes minutes. Each copy follows the one before it in time, its reports say
the same in other words of the same lexicon, and nothing links it to the others, as if other stories of the same shape
had followed. The kept and the derived rows are both there, so that every question can be timed, and the next report
appended.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sqlite3
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

from benchmarks.ledger import _word

from reportedly.ledger import Ledger, schema

#: ids and days, wherever they stand
_MOVED = re.compile(r"\b([rmcx])([0-9a-f]{16,20})\b|\b(\d{4})-(\d\d)-(\d\d)\b")
_WORD = re.compile(r"[A-Za-z]+")
_IN_WORDS = {"text", "title", "words", "label"}
_AS_THEY_ARE = {
    "outlet", "byline", "type", "mode", "actors", "recipients", "place", "country", "modality", "bound", "unit",
    "counts", "figure", "stems", "context", "gist", "party", "parties", "speaker", "speakers", "organisation", "act",
    "factuality", "source", "cue", "attribution", "made_by", "digest", "body", "key", "kind", "language", "added_at",
    "credit", "via",
}  # fmt: skip


class _Copy:
    """How the rows of one copy differ from the first."""

    def __init__(self, number: int, days: int) -> None:
        self.days = days * number
        digits = list("0123456789abcdef")
        random.Random(number).shuffle(digits)
        self._digits = str.maketrans("0123456789abcdef", "".join(digits))
        chance = random.Random(1)
        by_length: dict[int, set[str]] = defaultdict(set)
        for word in (_word(chance) for _ in range(6000)):
            by_length[len(word)].add(word)
        self._words: dict[str, str] = {}
        for words in by_length.values():
            ordered = sorted(words)
            shift = number * len(ordered) // 7 + 1
            for place, word in enumerate(ordered):
                other = ordered[(place + shift) % len(ordered)]
                self._words[word], self._words[word.capitalize()] = other, other.capitalize()

    def moved(self, value: object) -> object:
        """A value with other ids and days."""
        return _MOVED.sub(self._other, value) if isinstance(value, str) else value

    def _other(self, found: re.Match[str]) -> str:
        if found[1]:
            return found[1] + found[2].translate(self._digits)
        return (date(int(found[3]), int(found[4]), int(found[5])) + timedelta(days=self.days)).isoformat()

    def said(self, value: object) -> object:
        """A value in other words of the same lengths, so that spans still fit."""
        words = self._words
        return _WORD.sub(lambda found: words.get(found[0], found[0]), value) if isinstance(value, str) else value


def multiply(source: Path, target: Path, times: int) -> None:
    """Makes the target out of the source, so many times as large."""
    with Ledger(source) as ledger:
        stats = ledger.stats()
    raw = sqlite3.connect(source)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    shutil.copy(source, target)
    first, last = date.fromisoformat(stats.first or "2015-01-01"), date.fromisoformat(stats.last or "2015-01-01")
    # whole weeks, so that activity by week stays so; and a year between, so that no event reaches from one to the next
    days = ((last - first).days + 400) // 7 * 7
    raw = sqlite3.connect(target, isolation_level=None)
    raw.execute("PRAGMA journal_mode = OFF")
    raw.execute("PRAGMA synchronous = OFF")
    raw.execute("PRAGMA cache_size = -2000000")
    raw.execute("ATTACH ? AS source", (str(source),))
    tables = (*schema.kept.sorted_tables, *schema.derived.sorted_tables)
    numbers = {
        column: raw.execute(f"SELECT max(seq) FROM source.{table}").fetchone()[0]
        for column, table in (
            ("report_seq", "reports"),
            ("reading_seq", "readings"),
            ("mention_seq", "mentions"),
            ("claim_seq", "claims"),
        )
    }
    for number in range(1, times):
        copy = _Copy(number, days)
        raw.create_function("moved", 1, copy.moved, deterministic=True)
        raw.create_function("said", 1, copy.said, deterministic=True)
        raw.execute("BEGIN")
        for table in tables:
            if table.name in ("migrations", "judgements"):
                continue
            names = [column.name for column in table.columns]
            chosen = [_column(table.name, name, number, numbers, copy.days) for name in names]
            quoted = ", ".join(f'"{name}"' for name in names)
            raw.execute(f"INSERT INTO {table.name} ({quoted}) SELECT {', '.join(chosen)} FROM source.{table.name}")
        raw.execute("COMMIT")
    raw.execute("PRAGMA journal_mode = WAL")
    raw.close()


def _column(table: str, name: str, number: int, numbers: dict[str, int], days: int) -> str:
    """What a column holds in a copy, as SQL."""
    quoted = f'"{name}"'
    if name == "seq":
        name = f"{table.removesuffix('s')}_seq"
    if name in numbers:
        return f"{quoted} + {number * numbers[name]}"
    if table in ("links", "ties") and name in ("a", "b"):
        return f"{'min' if name == 'a' else 'max'}(moved(a), moved(b))"
    if name == "run":
        mask = random.Random(number).getrandbits(60)
        return f"({quoted} | {mask}) - ({quoted} & {mask})"
    if name == "about":
        return f"CASE WHEN about < 100000000 THEN about + {days} ELSE about END"
    if name in _IN_WORDS:
        return f"said({quoted})"
    return quoted if name in _AS_THEY_ARE else f"moved({quoted})"


def main() -> None:
    """Multiplies one ledger."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--times", type=int, default=10)
    given = parser.parse_args()
    multiply(given.source, given.target, given.times)


if __name__ == "__main__":
    main()

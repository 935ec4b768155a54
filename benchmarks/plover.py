"""PLOVER roots by cross-validation: `python benchmarks/plover.py [--data ../shared/plover/plv_open.tsv] [--errors N]`.

Each sentence has its source and target marked; the root is what the one does to the other. Both are put out of sight
first (each becomes `officials`), so that names, and which of the two stands first, cannot tell the root: it is the same
when the two are swapped in the text or the labels are renamed. A multinomial regression reads the encoder's vectors
between and around the two, the stems of the words, our lexicon's hints, words of modality and what the event heads
say. 334 sentences of our own, written from the definitions, join each training part. Macro-F1 over the roots, in
five folds.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from linear import fit, folds, macro_f1, scores
from reportedly.model import Model, load
from reportedly.stages import events
from reportedly.stages._eventfeatures import modal_rows, rows_of
from reportedly.stages._plover import TYPES, hints
from reportedly.stages.encode import encode
from reportedly.stages.segment import segment
from reportedly.types import Span
from reportedly.words import stem

PARTY = "officials"
OWN = Path(__file__).resolve().parents[1] / "training" / "labels" / "plover.tsv"
#: of a sentence of our own against one of the set
OWN_WEIGHT = 0.3
#: the set has one root for both
ROOTS = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


@dataclass(frozen=True)
class Sentence:
    """A sentence without its source and target, where they stood, and its root."""

    text: str
    source: Span | None
    target: Span | None
    root: str


def read(path: Path) -> list[Sentence]:
    """The sentences of the set, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        return [hidden(row["marked_sentence"], row["gold_root"]) for row in csv.DictReader(file, delimiter="\t")]


def hidden(marked: str, root: str) -> Sentence:
    """A marked sentence with a plain noun for every marked stretch.

    Example:
        >>> hidden("<s>Chad</s> thanked <t>Mali</t>.", "SUPPORT").text
        'officials thanked officials.'
    """
    text = ""
    first: dict[str, Span] = {}
    at = 0
    for match in re.finditer(r"<([st])>(.*?)</\1>", marked, re.S):
        text += marked[at : match.start()]
        first.setdefault(match[1], Span(len(text), len(text) + len(PARTY)))
        text += PARTY
        at = match.end()
    return Sentence(re.sub(r"</?[st]>", "", text + marked[at:]), first.get("s"), first.get("t"), root)


def made(path: Path) -> list[Sentence]:
    """Sentences of our own, written from the definitions of the types, which join every training part."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [hidden(re.sub(r"[\[\]]", "", marked), ROOTS.get(kind, kind)) for kind, marked in rows]


def swapped(marked: str) -> str:
    """The sentence with the words of source and target exchanged, each keeping its mark."""
    words = {role: re.search(rf"<{role}>(.*?)</{role}>", marked, re.S) for role in "st"}
    if not all(words.values()):
        return marked
    other = {"s": "t", "t": "s"}

    def exchange(match: re.Match[str]) -> str:
        role = other[match[1]]
        return f"<{role}>{words[role][1]}</{role}>"  # type: ignore[index]

    return re.sub(r"<([st])>(.*?)</\1>", exchange, marked, flags=re.S)


def features(sentence: Sentence, model: Model, vocabulary: dict[str, int]) -> dict[str, np.ndarray]:
    """What is read of a sentence, in groups."""
    segments = segment(sentence.text)
    encoded = encode(segments, model)
    vectors = encoded.vectors
    rows = range(len(segments))
    ends = sorted(rows_of(segments, s) for s in (sentence.source, sentence.target) if s)
    low, high = (ends[0][1], ends[-1][0]) if len(ends) == 2 else (0, len(segments))
    hidden_rows = {r for a, b in ends for r in range(a, b)}
    rest = [r for r in rows if r not in hidden_rows]
    between = [r for r in rest if low <= r < high] or rest

    def mean(chosen: list[int]) -> np.ndarray:
        return vectors[chosen].mean(0) if chosen else np.zeros(vectors.shape[1])

    def bag(chosen: list[int]) -> np.ndarray:
        out = np.zeros(len(vocabulary))
        for r in chosen:
            number = vocabulary.get(stem(segments.forms[r].lower()))
            if number is not None:
                out[number] = 1
        return out

    def lexicon(chosen: list[int]) -> np.ndarray:
        out = np.zeros(len(TYPES))
        for r in chosen:
            kinds = hints(segments.forms[r])
            out[list(kinds)] += 1 / max(1, len(kinds))
        return out

    hinted = [r for r in between if hints(segments.forms[r])]
    heads = np.zeros(2 * len(TYPES))
    for f in events.candidates(segments, encoded, model):
        weight = float(1 / (1 + np.exp(-f.features[1])))
        inside = any(a <= r < b for a, b in [f.run] for r in between)
        heads[: len(TYPES)] = np.maximum(heads[: len(TYPES)], weight * f.types)
        if inside:
            heads[len(TYPES) :] = np.maximum(heads[len(TYPES) :], weight * f.types)
    run = (between[0], between[-1] + 1) if between else (0, 1)
    return {
        "vectors": np.concatenate([mean(between), mean(rest), mean(between[:6])]),
        "stems": np.concatenate([bag(between), bag(rest)]),
        "hints": np.concatenate([lexicon(between), lexicon(rest), lexicon(hinted[:1]), lexicon(hinted[-1:])]),
        "modal": modal_rows(segments, run)[:-1],
        "heads": heads,
    }


#: how much each group counts
FACTORS = {"vectors": 1.0, "stems": 1.0, "hints": 3.0, "modal": 2.0, "heads": 3.0}


def matrix(sentences: list[Sentence], model: Model) -> tuple[np.ndarray, list[tuple[int, int, float]]]:
    """The features of all sentences, and the columns of each group with its factor."""
    count = Counter(w for s in sentences for w in {stem(f.lower()) for f in segment(s.text).forms})
    vocabulary = {w: i for i, w in enumerate(sorted(w for w, n in count.items() if n >= 2))}
    found = [features(s, model, vocabulary) for s in sentences]
    groups, at = [], 0
    for name, part in found[0].items():
        groups.append((at, at + len(part), FACTORS[name]))
        at += len(part)
    return np.array([np.concatenate(list(f.values())) for f in found]), groups


def main() -> None:
    """Cross-validate and print."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = Path(__file__).resolve().parents[2] / "shared"
    p.add_argument("--data", type=Path, default=shared / "plover" / "plv_open.tsv")
    p.add_argument("--folds", type=int, default=5)
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--penalty", type=float, default=120.0)
    p.add_argument("--balance", type=float, default=0.5)
    p.add_argument("--without-own", action="store_true", help="train on the set's sentences alone")
    p.add_argument("--errors", type=int, default=0, help="show so many wrong answers")
    a = p.parse_args()
    sentences = read(a.data)
    own = [] if a.without_own else made(OWN)
    every, groups = matrix([*sentences, *own], load())
    x, more = every[: len(sentences)], every[len(sentences) :]
    y = [s.root for s in sentences]
    part = np.array(folds(y, a.folds, a.seed))
    answers = [""] * len(y)
    for k in range(a.folds):
        train = part != k
        known = [c for c, t in zip(y, train, strict=True) if t] + [s.root for s in own]
        counted = np.r_[np.ones(int(train.sum())), np.full(len(own), OWN_WEIGHT)].astype(np.float32)
        machine = fit(
            np.concatenate([x[train], more]), known, a.penalty, balance=a.balance, weights=counted, groups=groups
        )
        for i, answer in zip(np.flatnonzero(~train), machine.predict(x[~train]), strict=True):
            answers[i] = answer
    for s, answer in zip(sentences, answers, strict=True):
        if s.root != answer and a.errors:
            a.errors -= 1
            print(s.root, answer, s.text[:200], sep="\t")
    for root, (precision, recall, f1, n) in scores(y, answers).items():
        print(f"{root:10} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  n {n}")
    accuracy = sum(g == f for g, f in zip(y, answers, strict=True)) / len(y)
    with a.data.open(encoding="utf-8", newline="") as file:
        marked = [row["marked_sentence"] for row in csv.DictReader(file, delimiter="\t")]
    same = sum(hidden(swapped(m), "").text == s.text for m, s in zip(marked, sentences, strict=True))
    print(f"sentences {len(y)}  accuracy {accuracy:.3f}  macro-F1 {macro_f1(y, answers):.3f}")
    print(f"read alike when source and target are swapped: {same} of {len(y)}")


if __name__ == "__main__":
    main()

"""PLOVER roots by cross-validation: `python benchmarks/plover.py [--data ../shared/plover/plv_open.tsv] [--errors N]`.

Each sentence has its source and target marked; the root is what the one does to the other. Both are put out of sight
first (each becomes `officials`), so that names, and which of the two stands first, cannot tell the root: it is the same
when the two are swapped in the text or the labels are renamed. A kernel ridge regression reads the stems of the words
between and around the two, the words that follow the first of them, the encoder's vectors of the same places, our
lexicon's hints and words of modality. Sentences of our own join each training part at a lower weight; the weights of
words and the scales are taken from all sentences, without their roots. Macro-F1 over the roots, in five folds, for
three ways of dealing the sentences out; the mean of the three is the figure.
"""

from __future__ import annotations

import argparse
import csv
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kernel import bag, gram, mixed, scaled, scores_of
from linear import folds, macro_f1, scores
from reportedly.model import Model, load
from reportedly.stages._eventfeatures import modal_rows
from reportedly.stages._plover import TYPES, hints
from reportedly.stages.encode import encode
from reportedly.stages.segment import rows_of, segment
from reportedly.types import Span
from reportedly.words import stem

PARTY = "officials"
OWN = Path(__file__).resolve().parents[1] / "training" / "labels" / "plover.tsv"
#: of a sentence of our own against one of the set
OWN_WEIGHT = 0.2
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
    for match in re.finditer(r"<([st])>(\s*)(.*?)(\s*)</\1>", marked, re.S):
        text += marked[at : match.start()] + match[2]
        first.setdefault(match[1], Span(len(text), len(text) + len(PARTY)))
        text += PARTY + match[4]
        at = match.end()
    return Sentence(re.sub(r"</?[st]>", "", text + marked[at:]), first.get("s"), first.get("t"), root)


def made(path: Path) -> list[Sentence]:
    """Sentences of our own, written from the definitions of the types, which join every training part."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [hidden(re.sub(r"[\[\]]", "", marked), ROOTS.get(kind, kind)) for kind, marked in rows]


def swapped(marked: str) -> str:
    """The sentence with the words of source and target exchanged, each keeping its mark."""
    words = {role: re.search(rf"<{role}>\s*(.*?)\s*</{role}>", marked, re.S) for role in "st"}
    if not all(words.values()):
        return marked
    other = {"s": "t", "t": "s"}

    def exchange(match: re.Match[str]) -> str:
        role = other[match[1]]
        return f"<{role}>{match[2]}{words[role][1]}{match[3]}</{role}>"  # type: ignore[index]

    return re.sub(r"<([st])>(\s*).*?(\s*)</\1>", exchange, marked, flags=re.S)


#: words that are passed over in looking for the first that tell what is done
_PASSED = frozenset(
    """has have had is are was were be been being will would shall may might could can must should to the a an its his
    her their it they he she that of on in at by for with and or as also not n't said says say told""".split()
)
#: how much the first words after the party that stands first count, in their order
_FIRST = (1.0, 0.7, 0.4, 0.3)
#: how much each group of features counts
FACTORS = {
    "between": 1.0, "all": 0.7, "first": 1.0, "vector between": 1.0, "vector of all": 0.5, "vector of first": 0.5,
    "hints": 0.8, "modal": 0.2,
}  # fmt: skip


def _hints_of(forms: list[str]) -> np.ndarray:
    out = np.zeros(len(TYPES))
    for form in forms:
        kinds = hints(form)
        out[list(kinds)] += 1 / max(1, len(kinds))
    return out


def features(sentence: Sentence, model: Model) -> dict[str, dict[str, float] | np.ndarray]:
    """What is read of a sentence, in groups: weighted words, or numbers."""
    segments = segment(sentence.text)
    vectors = encode(segments, model).vectors
    forms = [form.lower() for form in segments.forms]
    ends = sorted(rows_of(segments, s) for s in (sentence.source, sentence.target) if s)
    low, high = (ends[0][1], ends[-1][0]) if len(ends) == 2 else (0, len(forms))
    unseen = {r for a, b in ends for r in range(a, b)}
    rest = [r for r in range(len(forms)) if r not in unseen]
    between = [r for r in rest if low <= r < high] or rest
    after = ends[0][1] if ends else 0
    told = [
        r for r in rest if r >= after and forms[r][0].isalpha() and forms[r] not in _PASSED and forms[r][-2:] != "ly"
    ]
    first: dict[str, float] = {}
    for weight, r in zip(_FIRST, told, strict=False):
        first.setdefault(stem(forms[r]), weight)
    hinted = [forms[r] for r in between if hints(forms[r])]
    ordered = [forms[r] for r in told if hints(forms[r])]
    groups = ([forms[r] for r in between], [forms[r] for r in rest], hinted[:1], hinted[-1:], ordered[:1], ordered[1:2])
    return {
        "between": {stem(forms[r]): 1.0 for r in between if forms[r][0].isalnum()},
        "all": {stem(forms[r]): 1.0 for r in rest if forms[r][0].isalnum()},
        "first": first,
        "vector between": vectors[between].mean(0),
        "vector of all": vectors[rest].mean(0),
        "vector of first": vectors[told[:3] or between[:3]].mean(0),
        "hints": np.concatenate([_hints_of(group) for group in groups]),
        "modal": modal_rows(segments, (between[0], between[-1] + 1))[:-1],
    }


def kernel_of(sentences: list[Sentence], model: Model, square: float) -> np.ndarray:
    """How alike all pairs of sentences are."""
    found = [features(s, model) for s in sentences]
    parts = []
    for name, factor in FACTORS.items():
        rows = [f[name] for f in found]
        x = bag(rows) if isinstance(rows[0], dict) else scaled(rows)  # type: ignore[arg-type]
        parts.append((factor, gram(x)))
    return mixed(parts, square)


def main() -> None:
    """Cross-validate and print."""
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    shared = Path(__file__).resolve().parents[2] / "shared"
    p.add_argument("--data", type=Path, default=shared / "plover" / "plv_open.tsv")
    p.add_argument("--folds", type=int, default=5)
    p.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2], help="of the ways to deal sentences out")
    p.add_argument("--ridge", type=float, default=0.4)
    p.add_argument("--balance", type=float, default=0.2)
    p.add_argument("--square", type=float, default=0.7, help="share of the kernel's square")
    p.add_argument("--own", type=int, default=10_000, help="use so many of our own sentences, spread over the types")
    p.add_argument("--errors", type=int, default=0, help="show so many wrong answers")
    a = p.parse_args()
    sentences = read(a.data)
    own = made(OWN)
    own = [own[i] for i in np.random.default_rng(0).permutation(len(own))[: a.own]]
    y = [s.root for s in sentences]
    kernel = kernel_of([*sentences, *own], load(), a.square)
    names = sorted({*y, *(s.root for s in own)})
    truth = np.array([names.index(s.root) for s in (*sentences, *own)])
    weights = np.r_[np.ones(len(y)), np.full(len(own), OWN_WEIGHT)]
    every: list[list[str]] = []
    for seed in a.seeds:
        part = np.r_[np.array(folds(y, a.folds, seed)), np.full(len(own), -1)]
        answers = [""] * len(y)
        for k in range(a.folds):
            train, test = np.flatnonzero(part != k), np.flatnonzero(part == k)
            given = scores_of(kernel, train, test, truth, ridge=a.ridge, balance=a.balance, weights=weights)
            for i, answer in zip(test, given.argmax(1), strict=True):
                answers[i] = names[answer]
        every.append(answers)
    for s, answer in zip(sentences, every[0], strict=True):
        if s.root != answer and a.errors:
            a.errors -= 1
            print(s.root, answer, s.text[:200], sep="\t")
    tables = [scores(y, answers) for answers in every]
    for root in tables[0]:
        precision, recall, f1 = (float(np.mean([table[root][k] for table in tables])) for k in range(3))
        print(f"{root:10} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  n {tables[0][root][3]}")
    accuracy = np.mean([[g == f for g, f in zip(y, answers, strict=True)] for answers in every])
    with a.data.open(encoding="utf-8", newline="") as file:
        marked = [row["marked_sentence"] for row in csv.DictReader(file, delimiter="\t")]
    same = sum(hidden(swapped(m), "").text == s.text for m, s in zip(marked, sentences, strict=True))
    each = [macro_f1(y, answers) for answers in every]
    print(f"sentences {len(y)}  accuracy {accuracy:.3f}  macro-F1 {np.mean(each):.3f}  of each deal", np.round(each, 3))
    print(f"read alike when source and target are swapped: {same} of {len(y)}")


if __name__ == "__main__":
    main()

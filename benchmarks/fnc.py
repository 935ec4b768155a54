"""Position of a report towards a claim: agree, disagree or discuss, on the related pairs of the Fake News Challenge.

    python -m benchmarks.fnc ../shared/fnc-1

Each body and each headline is read by the package as any report is. Whoever says what the headline claims is found by
meaning (the rarer words of the headline that a statement or a sentence holds), and what those statements come to (act,
factuality, party, or the narrator's own voice) is summed into some sixty numbers. A multinomial regression maps them to
the three answers. It is trained on other stories: headlines and bodies that hang together by any pair of the data fall
into one fold of five, so that neither the body, nor the headline, nor the claim of a tested pair was seen. Prints one
JSON object.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import pickle
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from reportedly import read
from reportedly.positions import AFFIRM, DENY, DOUBT, WITHHOLD, view_of
from reportedly.stages.segment import segment
from reportedly.terms import Act, Factuality
from reportedly.types import Reading, Report
from reportedly.words import content_words

__all__ = ["ANSWERS", "Regression", "features", "folds", "macro_f1"]

ANSWERS = ("agree", "disagree", "discuss")

#: what a voice says of what it is about; told by the narrator, by somebody with a name or a side, or by nobody known
_VIEWS = (AFFIRM, "hedged", DENY, DOUBT, WITHHOLD, "open")
_VOICES = ("told", "named", "unnamed")

#: words by which reports take a story back, and those by which they keep out of it (Hyland 2005 on hedges and boosters)
_REFUTE = re.compile(
    r"\b(?:hoax\w*|fake\w*|false\w*|untrue|debunk\w*|den(?:y|ies|ied|ial)|refut\w*|bogus|fabricat\w*|satir\w*|"
    r"prank\w*|myth|wrong|incorrect\w*|not true|no truth|baseless|unfounded|mistak\w*|retract\w*|dismiss\w*|disput\w*|"
    r"rubbish\w*|nonsense|contrary|made up|never happened|did ?n[o’']t|was ?n[o’']t|is ?n[o’']t|are ?n[o’']t)\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:reported(?:ly)?|alleged(?:ly)?|apparent(?:ly)?|claim\w*|rumou?r\w*|unconfirmed|unverified|purported(?:ly)?|"
    r"supposed(?:ly)?|may|might|could|possibl[ey]|if true|sources?|according to|believed|said to be|suggest\w*|seem\w*|"
    r"speculat\w*|whether|not (?:been |yet )*(?:confirmed|verified)|likely)\b",
    re.IGNORECASE,
)
_OF_LEAD = 3

#: single signs that a story is taken back, doubted, passed on or stood by; each counts for itself
_SIGNS = tuple(
    re.compile(rf"\b(?:{sign})\b", re.IGNORECASE)
    for sign in (
        *(r"hoax\w*", r"fake\w*", r"false\w*|untrue|not true", r"debunk\w*", r"den(?:y|ies|ied|ial)"),
        r"satir\w*|parody",
        *(r"prank\w*|stunt", r"fabricat\w*", r"wrong|incorrect\w*|inaccura\w*", r"no evidence|no proof", r"actually"),
        *(r"no truth|baseless|unfounded", r"retract\w*|correct(?:ion|ed)", r"dismiss\w*", r"disput\w*", r"in fact"),
        *(r"turns? out", r"however|but", r"despite", r"never", r"not", r"photoshop\w*|doctored|edited|staged"),
        *(r"s[ck]eptic\w*|doubt\w*", r"unlikely|impossible", r"myth|legend", r"contrary|contradict\w*", r"viral"),
        *(r"internet", r"reported(?:ly)?", r"alleged(?:ly)?", r"apparent(?:ly)?", r"claim\w*", r"rumou?r\w*"),
        r"sources?",
        *(r"unconfirmed|unverified|verif\w*", r"confirm\w*", r"according to", r"if true|whether", r"may|might|could"),
        *(r"believ\w*", r"official(?:ly|s)?", r"spokes\w*", r"police", r"announc\w*", r"told", r"said"),
        *(r"says", r"report"),
        r"video|footage|photo\w*|image\w*",
    )
)


@dataclass(frozen=True, slots=True)
class _Voice:
    """A sentence of the narrator's or a statement: what it says, and what it comes to."""

    words: frozenset[str]
    voice: str
    view: str
    sentence: int


@dataclass(frozen=True, slots=True)
class _Page:
    """A reading laid out for comparison."""

    voices: tuple[_Voice, ...]
    sentences: tuple[tuple[frozenset[str], str], ...]


def lay_out(reading: Reading) -> _Page:
    """The voices of a report, and its sentences, with their words."""
    text = reading.report.text
    segments = segment(text)
    spans: list[tuple[int, int]] = []
    for start, end, number in zip(segments.starts, segments.ends, segments.sentences, strict=True):
        if number == len(spans):
            spans.append((start, end))
        else:
            spans[-1] = (spans[-1][0], end)
    sentences = tuple((content_words(text[a:b]), text[a:b]) for a, b in spans)
    attributions = {a.id: a for a in reading.attributions}
    voices = []
    taken: set[int] = set()
    for statement in reading.statements:
        content = attributions[statement.attribution].content
        if not content:
            continue
        number = next((n for n, (a, b) in enumerate(spans) if a <= content[0].start < b), 0)
        taken.add(number)
        known = bool(statement.party) and statement.party not in ("ANON", "PERSON", "MEDIA:unspecified")
        view = _view(statement.act or Act.ASSERT, statement.factuality or Factuality.CERTAIN)
        words = content_words(" ".join(span.of(text) for span in content))
        voices.append(_Voice(words, "named" if known else "unnamed", view, number))
    for number, (words, said) in enumerate(sentences):
        if number not in taken:
            view = "hedged" if _HEDGE.search(said) else DENY if _REFUTE.search(said) else AFFIRM
            voices.append(_Voice(words, "told", view, number))
    return _Page(tuple(voices), sentences)


def _view(act: Act, factuality: Factuality) -> str:
    view = view_of(act, factuality)
    if view == AFFIRM and factuality is not Factuality.CERTAIN:
        return "hedged"
    return view or "open"


def features(headline: str, claim: _Page, body: _Page, rarity: Callable[[str], float]) -> list[float]:
    """What the voices of a body come to about the claim of a headline."""
    wanted = content_words(headline)
    whole = sum(map(rarity, wanted)) or 1.0

    def share(words: Iterable[str]) -> float:
        return sum(rarity(word) for word in wanted & frozenset(words)) / whole

    best: dict[tuple[str, str], float] = defaultdict(float)
    sums: dict[str, float] = defaultdict(float)
    lead: dict[str, float] = defaultdict(float)
    near = [share(words) for words, _ in body.sentences]
    for voice in body.voices:
        # a pronoun's words stand in the sentence before
        like = max(share(voice.words), 0.7 * near[voice.sentence] if near else 0.0)
        best[voice.voice, voice.view] = max(best[voice.voice, voice.view], like)
        sums[voice.view] += like**2
        if voice.sentence < _OF_LEAD:
            lead[voice.view] = max(lead[voice.view], like)
    total = sum(sums.values()) or 1.0
    row = [best[voice, view] for voice in _VOICES for view in _VIEWS]
    row += [sums[view] / total for view in _VIEWS] + [lead[view] for view in _VIEWS]
    row += [math.log1p(len(body.sentences)), max(near, default=0.0), near[0] if near else 0.0]
    order = sorted(range(len(near)), key=lambda n: (-near[n], n))[:3]
    text = " ".join(said for _, said in body.sentences)
    first = " ".join(said for _, said in body.sentences[:_OF_LEAD])
    closest = " ".join(body.sentences[n][1] for n in order)
    for words in (_REFUTE, _HEDGE):
        at_all, here, there = (len(words.findall(part)) for part in (text, first, closest))
        own = len(words.findall(headline))
        row += [math.log1p(at_all), at_all / (1 + len(near)), float(here), float(there), float(own > 0)]
        row += [float(own > 0 and there > 0), float(own > 0 and there == 0), float(own == 0 and there > 0)]
        row.append(math.log1p(at_all) * (own == 0))
    for sign in _SIGNS:
        own, there = bool(sign.search(headline)), len(sign.findall(closest))
        row += [math.log1p(len(sign.findall(text))), math.log1p(there), float(own)]
    ours = {voice.view for voice in claim.voices if voice.voice != "told"}
    row += [float(view in ours) for view in _VIEWS]
    row += [float("?" in headline), float(bool(re.search("[‘“\"']", headline))), float(not ours)]
    row += [
        lead[DENY] * (DENY not in ours),
        best["named", DENY] * (DENY not in ours),
        best["told", DENY] * (DENY in ours),
    ]
    return row


class Regression:
    """Multinomial logistic regression by Newton's method, every answer weighted alike up to a power."""

    def __init__(self, rows: np.ndarray, truth: np.ndarray, *, power: float = 0.5, ridge: float = 8.0) -> None:
        self.mean, self.spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
        x = self._with_one(rows)
        size, kinds = x.shape[1], len(ANSWERS)
        count = np.bincount(truth, minlength=kinds)
        weight = ((len(truth) / kinds / np.maximum(count, 1)) ** power)[truth]
        target = np.eye(kinds)[truth]
        b = np.zeros((size, kinds))
        penalty = np.full(size, ridge)
        penalty[-1] = 1e-3
        for _ in range(7):
            p = self._soft(x @ b)
            slope = x.T @ (weight[:, None] * (p - target)) + penalty[:, None] * b
            curve = np.zeros((size * kinds, size * kinds))
            for i in range(kinds):
                for j in range(kinds):
                    w = weight * p[:, i] * (float(i == j) - p[:, j])
                    curve[i * size : (i + 1) * size, j * size : (j + 1) * size] = (x * w[:, None]).T @ x
            curve += np.diag(np.tile(penalty, kinds))
            b -= np.linalg.solve(curve, slope.T.ravel()).reshape(kinds, size).T
        self.b = b

    def _with_one(self, rows: np.ndarray) -> np.ndarray:
        return np.c_[(rows - self.mean) / self.spread, np.ones(len(rows))]

    @staticmethod
    def _soft(z: np.ndarray) -> np.ndarray:
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return np.asarray(e / e.sum(axis=1, keepdims=True))

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        return self._soft(self._with_one(rows) @ self.b)


def folds(pairs: Sequence[tuple[str, str]], count: int = 5) -> list[int]:
    """A fold for every pair: headlines and bodies that hang together share one; the largest are dealt out first."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for headline, body in pairs:
        one, other = sorted((root("h " + headline), root("b " + body)))
        parent[other] = one
    sizes = Counter(root("b " + body) for _, body in pairs)
    load, chosen = [0] * count, {}
    # the largest stories first, each to the emptiest fold, so that the folds are of a size
    for story in sorted(sizes, key=lambda s: (-sizes[s], hashlib.blake2b(s.encode()).hexdigest())):
        chosen[story] = min(range(count), key=load.__getitem__)
        load[chosen[story]] += sizes[story]
    return [chosen[root("b " + body)] for _, body in pairs]


def balanced(rows: np.ndarray, truth: np.ndarray, fold: np.ndarray) -> tuple[Regression, np.ndarray]:
    """A regression, and what is added to its log odds so that the mean F1 is greatest on training stories left out."""
    held = np.zeros((len(truth), len(ANSWERS)))
    for number in sorted(set(fold.tolist())):
        held[fold == number] = Regression(rows[fold != number], truth[fold != number])(rows[fold == number])
    odds, best = np.log(held + 1e-9), (-1.0, np.zeros(len(ANSWERS)))
    for first in np.arange(-1.0, 1.01, 0.2):
        for second in np.arange(-1.0, 2.01, 0.2):
            bias = np.array([first, second, 0.0])
            score = macro_f1(truth.tolist(), (odds + bias).argmax(1).tolist())["macro"]
            best = max(best, (score, bias), key=lambda pair: pair[0])
    return Regression(rows, truth), best[1]


def macro_f1(truth: Sequence[int], guess: Sequence[int]) -> dict[str, float]:
    """F1 of each answer and their mean."""
    found = {}
    for kind, name in enumerate(ANSWERS):
        hit = sum(t == g == kind for t, g in zip(truth, guess, strict=True))
        both = sum(t == kind for t in truth) + sum(g == kind for g in guess)
        found[name] = 2 * hit / both if both else 0.0
    return {**found, "macro": sum(found.values()) / len(ANSWERS)}


def _pages(folder: Path, kept: Path | None) -> tuple[dict[str, _Page], dict[str, _Page], list[tuple[str, str, str]]]:
    with (folder / "stances.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    pairs = [(row[0], row[1], row[2]) for row in rows]
    if kept and kept.exists():
        claims, bodies = pickle.loads(kept.read_bytes())
        return claims, bodies, pairs
    texts = [json.loads(line) for line in (folder / "bodies.jsonl").read_text(encoding="utf-8").splitlines()]
    bodies = {one["id"]: lay_out(read(Report(id=one["id"], text=one["text"]))) for one in texts}
    claims = {name: lay_out(read(name)) for name in sorted({headline for headline, _, _ in pairs})}
    if kept:
        kept.write_bytes(pickle.dumps((claims, bodies)))
    return claims, bodies, pairs


def main() -> None:
    """Measures what the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=Path, help="file for the readings, made if it is not there")
    arguments = parser.parse_args()
    claims, bodies, pairs = _pages(arguments.folder, arguments.keep)
    spread = Counter(word for page in bodies.values() for word in {w for words, _ in page.sentences for w in words})

    def rarity(word: str) -> float:
        return math.log(len(bodies) / (spread[word] or 0.5))

    rows = np.array([features(h, claims[h], bodies[b], rarity) for h, b, _ in pairs])
    truth = np.array([ANSWERS.index(answer) for _, _, answer in pairs])
    fold = np.array(folds([(h, b) for h, b, _ in pairs]))
    guess = np.zeros(len(pairs), int)
    for number in sorted(set(fold.tolist())):
        others = fold != number
        judge, bias = balanced(rows[others], truth[others], fold[others])
        guess[~others] = (np.log(judge(rows[~others]) + 1e-9) + bias).argmax(1)
    found = macro_f1(truth.tolist(), guess.tolist())
    print(json.dumps({"pairs": len(pairs), **{name: round(value, 4) for name, value in found.items()}}))


if __name__ == "__main__":
    main()

"""Position of a report towards a claim: agree, disagree or discuss, on the related pairs of the Fake News Challenge.

    python -m benchmarks.fnc ../shared/fnc-1

The claim is the headline's. Where the headline takes a story back (words of fakery, error or denial, or a statement
that the package reads as a denial or a doubt) the report is judged by the story and the answer is turned: who repeats a
story disagrees with its debunking. What a report does with a story is read from how much of the claim its sentences
hold, from words of fakery, error, denial, doubt, contrast, hedging and evidence and from the outlets named, in the
sentences nearest to the claim, in the lead and in the whole. With `--voices` what the statements of the body come to
(act, factuality, party) is read too.

A ridge regression onto the answers is trained on other stories: headlines and bodies that hang together by any pair of
the data fall into one fold of five: neither the body, nor the headline, nor the claim of a tested pair was seen. What
is added to the answers' scores so that each has its due is chosen in inner folds. Prints one JSON object.
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
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import product
from pathlib import Path

import numpy as np

from reportedly import read
from reportedly.positions import AFFIRM, DENY, DOUBT, WITHHOLD, view_of
from reportedly.stages.segment import segment
from reportedly.terms import Act, Factuality
from reportedly.types import Reading, Report
from reportedly.words import content_words

__all__ = ["ANSWERS", "Page", "Ridge", "features", "folds", "lay_out", "macro_f1", "takes_back"]

ANSWERS = ("agree", "disagree", "discuss")

#: what a voice says of what it is about; told by somebody with a name or a side, or by nobody known
_VIEWS = (AFFIRM, "hedged", DENY, DOUBT, WITHHOLD, "open")
_VOICES = ("named", "unnamed")


def _outlets() -> str:
    """The names of the registry's outlets, as an expression."""
    rows = (files("reportedly.registry") / "data" / "outlets.tsv").read_text(encoding="utf-8").splitlines()
    cells = [row.split("\t") for row in rows if row and row[0] != "#"]
    names = {name.strip() for cell in cells for name in (cell[0], *(cell[3].split("|") if len(cell) > 3 else ()))}
    return "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)) if len(name) > 2)


#: that a story is made up, or that people were taken in by one (Roget's deception and duping; ratings of Snopes)
_FAKERY = (
    r"hoax\w*|fake[ds]?|fakery|fabricat\w*|bogus|debunk\w*|satir\w*|parod\w*|spoof\w*|prank\w*|staged|doctored|"
    r"photoshop\w*|made[- ]up|fictiti?o\w*|fictional|fiction|sham|fooled|duped|hoodwink\w*|"
    r"(?:fell|falls?|fallen|falling) for|scams?|myths?|urban legends?|conspiracy theor\w+|misinform\w*"
)
#: that it is not so (ratings of PolitiFact and their kin)
_ERROR = (
    r"false(?:ly|hoods?)?|untrue|not true|n[o’']t true|inaccura\w*|incorrect\w*|baseless|unfounded|mislead\w*|"
    r"misattribut\w*|no (?:truth|evidence|proof)"
)
_DENIAL = r"den(?:y|ies|ied|ial|ying)|refut\w*|reject\w*|dismiss\w*|disput\w*|rebut\w*|retract\w*"
_NEGATION = r"not|\w+n[’']t|never|no|none|nothing|neither|nor|without|cannot"
_DOUBT = (
    r"doubt\w*|s[ck]eptic\w*|unlikely|question(?:s|ed|able|ing)|suspicio\w*|dubious|unclear|unproven|implausib\w*|"
    r"unable to (?:confirm|verify)|could not (?:confirm|verify|be (?:confirmed|verified))|caution\w*|"
    r"not (?:yet |been )*(?:confirmed|verified)"
)
_CONTRAST = r"actually|in fact|in reality|truth|turns? out|really|however|but|though|although|despite"
#: Hyland 2005
_HEDGE = (
    r"reported(?:ly)?|reports?|alleg\w*|apparent(?:ly)?|claim\w*|rumou?r\w*|unconfirmed|unverified|purported\w*|"
    r"supposed\w*|may|might|could|possibl[ey]|if true|sources?|according to|said to|suggest\w*|seem\w*|speculat\w*|"
    r"whether|believed|likely|perhaps"
)
_EVIDENCE = (
    r"confirm\w*|announc\w*|reveal\w*|official\w*|show(?:s|ed|n)?|prove[dsn]?|videos?|photo\w*|footage|police|"
    r"authorit\w*|statements?"
)
_MEDIA = (
    r"website|site|blog\w*|newspaper|magazine|tabloid|journal\w*|post(?:ed)?|twitter|facebook|viral|internet|"
    r"social media"
)


def _words(*signs: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(signs)})(?!\w)", re.IGNORECASE)


_SIGNS = (
    *(_words(_FAKERY), _words(_ERROR), _words(_DENIAL), _words(_NEGATION), _words(_DOUBT), _words(_CONTRAST)),
    *(_words(_HEDGE), _words(_EVIDENCE), re.compile(rf"(?i:{_words(_MEDIA).pattern})|(?<!\w)(?:{_outlets()})(?!\w)")),
    re.compile('[“"‘]'),
)
_BACK = _words(_FAKERY, _ERROR, _DENIAL)
_OF_LEAD = 3


@dataclass(frozen=True)
class Page:
    """A text laid out for comparison: the words of its sentences and the signs in them, and what its voices say.

    Attributes:
        sentences: the words of each.
        signs: how often each sign stands in each sentence: (sentences, signs).
        voices: words, kind of voice, view and sentence of each statement.
    """

    sentences: tuple[frozenset[str], ...]
    signs: np.ndarray
    voices: tuple[tuple[frozenset[str], str, str, int], ...] = ()

    @cached_property
    def there(self) -> np.ndarray:
        """Whether each sign stands in each sentence."""
        return (self.signs > 0).astype(float)


def lay_out(text: str, reading: Reading | None = None) -> Page:
    """The sentences of a text and, from its reading, its statements."""
    segments = segment(text)
    spans: list[tuple[int, int]] = []
    for start, end, number in zip(segments.starts, segments.ends, segments.sentences, strict=True):
        if number == len(spans):
            spans.append((start, end))
        else:
            spans[-1] = (spans[-1][0], end)
    said = [text[a:b] for a, b in spans] or [""]
    signs = np.array([[len(sign.findall(words)) for sign in _SIGNS] for words in said], float)
    voices = []
    if reading:
        contents = {a.id: a.content for a in reading.attributions}
        for statement in reading.statements:
            content = contents[statement.attribution]
            if content:
                number = next((n for n, (a, b) in enumerate(spans) if a <= content[0].start < b), 0)
                known = bool(statement.party) and statement.party not in ("ANON", "PERSON", "MEDIA:unspecified")
                view = _view(statement.act or Act.ASSERT, statement.factuality or Factuality.CERTAIN)
                words = content_words(" ".join(span.of(text) for span in content))
                voices.append((words, "named" if known else "unnamed", view, number))
    return Page(tuple(content_words(words) for words in said), signs, tuple(voices))


def _view(act: Act, factuality: Factuality) -> str:
    view = view_of(act, factuality)
    if view == AFFIRM and factuality is not Factuality.CERTAIN:
        return "hedged"
    return view or "open"


def takes_back(headline: str, claim: Page) -> bool:
    """Whether a headline says that a story is not so: by its words, or by a statement in it."""
    return bool(_BACK.search(headline)) or any(view in (DENY, DOUBT) for _, _, view, _ in claim.voices)


def features(
    headline: str, claim: Page, body: Page, rarity: Callable[[str], float], *, voices: bool = False
) -> list[float]:
    """How a body stands to the claim of a headline, in numbers."""
    wanted = content_words(headline)
    whole = sum(map(rarity, wanted)) or 1.0

    def share(words: frozenset[str]) -> float:
        return sum(rarity(word) for word in wanted & words) / whole

    near = np.array([share(words) for words in body.sentences])
    order = np.argsort(-near, kind="stable")[:3]
    top = float(near.max())
    first = int(np.argmax(near >= 0.6 * top))
    row = [top, near.mean(), near.std(), near[0], near[:_OF_LEAD].max(), near[order].mean()]
    row += [first / len(near), math.log1p(first), math.log1p(len(near)), float(top < 0.2)]
    weight = near**2 / ((near**2).sum() or 1.0)
    for part in (weight @ body.there, body.there[:_OF_LEAD].mean(0), body.there.mean(0), body.there[order].max(0)):
        row += part.tolist()
    row += body.there[0].tolist() + np.log1p(body.signs.sum(0)).tolist()
    row += [*(claim.signs.sum(0) > 0).tolist(), takes_back(headline, claim), "?" in headline]
    if voices:
        best: dict[tuple[str, str], float] = defaultdict(float)
        sums: dict[str, float] = defaultdict(float)
        for words, voice, view, sentence in body.voices:
            # a pronoun's words stand in the sentence before
            like = max(share(words), 0.7 * float(near[sentence]))
            best[voice, view] = max(best[voice, view], like)
            sums[view] += like**2
        total = sum(sums.values()) or 1.0
        row += [best[voice, view] for voice in _VOICES for view in _VIEWS] + [sums[view] / total for view in _VIEWS]
    return [float(value) for value in row]


class Ridge:
    """Ridge regression onto the answers, rarer answers weighted up to a power."""

    def __init__(self, rows: np.ndarray, truth: np.ndarray, *, power: float = 0.5, penalty: float = 3000.0) -> None:
        self.mean, self.spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
        x = self._with_one(rows)
        count = np.bincount(truth, minlength=len(ANSWERS))
        weight = ((len(truth) / len(ANSWERS) / np.maximum(count, 1)) ** power)[truth]
        weight *= len(truth) / weight.sum()
        ridge = np.full(x.shape[1], penalty)
        ridge[-1] = 1e-3
        left = (x * weight[:, None]).T
        self.b = np.linalg.solve(left @ x + np.diag(ridge), left @ np.eye(len(ANSWERS))[truth])

    def _with_one(self, rows: np.ndarray) -> np.ndarray:
        return np.c_[(rows - self.mean) / self.spread, np.ones(len(rows))]

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        """A score of each answer for each row."""
        return np.asarray(self._with_one(rows) @ self.b)


def turned(truth: np.ndarray, back: np.ndarray) -> np.ndarray:
    """The answers towards the story, where some headlines take it back."""
    return np.where(back & (truth < 2), 1 - truth, truth)


def score(judge: Ridge, rows: np.ndarray, back: np.ndarray) -> np.ndarray:
    """The scores of the answers towards the headline."""
    found = judge(rows)
    return np.where(back[:, None], found[:, [1, 0, 2]], found)


def balance(rows: np.ndarray, truth: np.ndarray, back: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """What is added to the scores so that the mean F1 is greatest on stories left out in turn."""
    held = np.zeros((len(truth), len(ANSWERS)))
    for number in sorted(set(fold.tolist())):
        out = fold == number
        held[out] = score(Ridge(rows[~out], turned(truth, back)[~out]), rows[out], back[out])
    best = (-1.0, np.zeros(len(ANSWERS)))
    for first, second in product(np.arange(-0.2, 0.21, 0.1), np.arange(-0.2, 0.41, 0.1)):
        added = np.array([first, second, 0.0])
        best = max(best, (_mean_f1(truth, (held + added).argmax(1)), added), key=lambda pair: pair[0])
    return best[1]


def _mean_f1(truth: np.ndarray, guess: np.ndarray) -> float:
    return macro_f1(truth.tolist(), guess.tolist())["macro"]


def folds(pairs: Sequence[tuple[str, str]], count: int = 5, deal: int = 0) -> list[int]:
    """A fold for every pair: headlines and bodies that hang together share one; the largest are dealt out first.

    Args:
        pairs: headline and body.
        count: of the folds.
        deal: another number deals the stories out in another order.
    """
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
    mark = {story: hashlib.blake2b((story + (f" {deal}" if deal else "")).encode()).hexdigest() for story in sizes}
    blur = {story: 2 ** (int(mark[story][:4], 16) / 32768 - 1) if deal else 1.0 for story in sizes}
    for story in sorted(sizes, key=lambda s: (-sizes[s] * blur[s], mark[s])):
        chosen[story] = min(range(count), key=load.__getitem__)
        load[chosen[story]] += sizes[story]
    return [chosen[root("b " + body)] for _, body in pairs]


def macro_f1(truth: Sequence[int], guess: Sequence[int]) -> dict[str, float]:
    """F1 of each answer and their mean."""
    found = {}
    for kind, name in enumerate(ANSWERS):
        hit = sum(t == g == kind for t, g in zip(truth, guess, strict=True))
        both = sum(t == kind for t in truth) + sum(g == kind for g in guess)
        found[name] = 2 * hit / both if both else 0.0
    return {**found, "macro": sum(found.values()) / len(ANSWERS)}


def _read(folder: Path, kept: Path | None, *, voices: bool) -> tuple[dict[str, Page], dict[str, Page], list[list[str]]]:
    with (folder / "stances.tsv").open(encoding="utf-8", newline="") as file:
        pairs = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    if kept and kept.exists():
        claims, bodies = pickle.loads(kept.read_bytes())
        return claims, bodies, pairs
    texts = [json.loads(line) for line in (folder / "bodies.jsonl").read_text(encoding="utf-8").splitlines()]
    bodies = {}
    for one in texts:
        bodies[one["id"]] = lay_out(one["text"], read(Report(id=one["id"], text=one["text"])) if voices else None)
    claims = {name: lay_out(name, read(name)) for name in sorted({pair[0] for pair in pairs})}
    if kept:
        kept.write_bytes(pickle.dumps((claims, bodies)))
    return claims, bodies, pairs


def measured(rows: np.ndarray, truth: np.ndarray, back: np.ndarray, fold: np.ndarray) -> dict[str, float]:
    """F1 of each answer, every fold judged by what was fitted on the others."""
    guess = np.zeros(len(truth), int)
    for number in sorted(set(fold.tolist())):
        others = fold != number
        judge = Ridge(rows[others], turned(truth, back)[others])
        added = balance(rows[others], truth[others], back[others], fold[others])
        guess[~others] = (score(judge, rows[~others], back[~others]) + added).argmax(1)
    return {name: round(value, 4) for name, value in macro_f1(truth.tolist(), guess.tolist()).items()}


def main() -> None:
    """Measures what the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--voices", action="store_true", help="read the statements of the bodies too")
    parser.add_argument("--deals", type=int, default=0, help="also deal the stories out in so many other ways")
    parser.add_argument("--keep", type=Path, help="file for what was read, made if it is not there")
    arguments = parser.parse_args()
    claims, bodies, pairs = _read(arguments.folder, arguments.keep, voices=arguments.voices)
    spread = Counter(word for page in bodies.values() for word in {w for words in page.sentences for w in words})

    def rarity(word: str) -> float:
        return math.log(len(bodies) / (spread[word] or 0.5))

    rows = np.array([features(h, claims[h], bodies[b], rarity, voices=arguments.voices) for h, b, _ in pairs])
    truth = np.array([ANSWERS.index(answer) for _, _, answer in pairs])
    back = np.array([takes_back(h, claims[h]) for h, _, _ in pairs])
    dealt = [np.array(folds([(h, b) for h, b, _ in pairs], deal=deal)) for deal in range(arguments.deals + 1)]
    found = [measured(rows, truth, back, fold) for fold in dealt]
    others = {"other deals": [one["macro"] for one in found[1:]]} if arguments.deals else {}
    print(json.dumps({"pairs": len(pairs), **found[0], **others}))


if __name__ == "__main__":
    main()

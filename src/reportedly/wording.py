"""What the words of two mentions say to their being one event, by weights learnt from pairs of mentions."""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, Protocol

__all__ = [
    "FEATURES", "Fit", "Weighed", "Worded", "Words", "features", "gist", "habit_key", "load", "read_words",
    "table", "weigh",
]  # fmt: skip

#: what a pair is weighed by, in the order of the weights
FEATURES = (
    "share of the deed's words",
    "rarity of the deed",
    "kinship of the deeds",
    "close kinship",
    "likeness of spelling",
    "words around",
    "words around kindred deeds",
    "deed among the other's words",
    "the reports' gists",
    "gists about kindred deeds",
    "one report",
    "numbers meet",
    "numbers differ",
    "habit of such deeds",
    "habit is known",
)
_AROUND = tuple(map(FEATURES.index, ("words around", "words around kindred deeds", "deed among the other's words")))
_GISTS = tuple(map(FEATURES.index, ("the reports' gists", "gists about kindred deeds")))

#: the most telling stems of a report that stand for it
_GIST = 24

#: kinship from which two deeds are near to one word
_CLOSE = 0.8


class Worded(Protocol):
    """A mention as far as its words go: a `reportedly.linking.Node`."""

    @property
    def report_id(self) -> str:
        """The report that it stands in."""

    @property
    def words(self) -> frozenset[str]:
        """Stems of what was done."""

    @property
    def context(self) -> frozenset[str]:
        """Stems of the words around it; empty where not known."""

    @property
    def gist(self) -> frozenset[str]:
        """The report's most telling stems; empty where not known."""


#: sets of stems whose mass is remembered
_KEPT = 16384


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A logistic regression over `FEATURES`, for pairs that share a word of the deed or for those that share none."""

    weights: tuple[float, ...]
    #: the usual value of each feature, from which contributions count
    usual: tuple[float, ...]
    #: log odds of the usual pair
    bias: float

    def odds(self, row: tuple[float, ...]) -> float:
        """Log odds that a pair is one event."""
        return self.bias + sum(
            weight * (value - usual) for weight, value, usual in zip(self.weights, row, self.usual, strict=True)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What is known of English words: how rare they are in news, which deeds are akin, and the weights of all this."""

    #: stem -> natural logarithm of how many reports there are to one that has it
    rarity: Mapping[str, float]
    #: rarity of a stem that is in none
    rarest: float
    #: stem -> senses that it may have, each with how surely, 0 to 1
    senses: Mapping[str, Mapping[int, float]]
    #: log odds that mentions with this deed, or with these two, were one event
    habits: Mapping[str, float] = field(default_factory=dict)
    #: for pairs that share a word of the deed, and for those that share none
    one: Fit | None = None
    two: Fit | None = None
    #: sets of stems -> their mass; a mention is compared with some fifty others
    _masses: dict[frozenset[str], float] = field(default_factory=dict, compare=False, repr=False)

    def mass(self, stems: Iterable[str]) -> float:
        """Squares of the rarities, summed, the same in whichever order."""
        rarity, rarest = self.rarity, self.rarest
        return math.fsum([rarity.get(stem, rarest) ** 2 for stem in stems])

    def _mass_of(self, stems: frozenset[str]) -> float:
        found = self._masses.get(stems)
        if found is None:
            if len(self._masses) >= _KEPT:
                self._masses.clear()
            found = self._masses[stems] = self.mass(stems)
        return found

    def cosine(self, a: frozenset[str], b: frozenset[str]) -> float:
        """Likeness of two sets of stems, what is rare counting for more: 0 to 1."""
        shared = a & b
        return self.mass(shared) / math.sqrt(self._mass_of(a) * self._mass_of(b) + 1e-9) if shared else 0.0

    def kinship(self, a: str, b: str) -> float:
        """How surely two stems have a sense in common: 0 to 1.

        Example:
            >>> from reportedly.words import stem
            >>> words, kill = table(), stem("killed")
            >>> words.kinship(kill, stem("murder")) > 0.5 > words.kinship(kill, stem("signed"))
            True
        """
        mine, other = self.senses.get(a), self.senses.get(b)
        if not mine or not other:
            return 0.0
        if len(other) < len(mine):
            mine, other = other, mine
        return max((min(sure, other[sense]) for sense, sure in mine.items() if sense in other), default=0.0)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Log odds that two mentions are one event, by their words, and what each feature contributes to them."""

    odds: float
    #: feature -> how far it moves the odds from those of the usual pair
    parts: dict[str, float]


def read_words(table: bytes) -> Words:
    """Rarity and senses from a deflated table: the number of reports, then stem, reports with it, senses by line."""
    rarity: dict[str, float] = {}
    senses: dict[str, dict[int, float]] = {}
    lines = gzip.decompress(table).decode().splitlines()
    total = int(lines[0])
    for line in lines[1:]:
        stem, count, own = line.split("\t")
        rarity[stem] = math.log(total / int(count))
        if own:
            senses[stem] = {
                int(sense): int(sure) / 10 for sense, _, sure in (one.partition(":") for one in own.split())
            }
    return Words(rarity=rarity, rarest=math.log(total), senses=senses)


@lru_cache(maxsize=1)
def table() -> Words:
    """The package's own words, without habits and weights; the NOTICE in their folder tells their sources."""
    return read_words(files("reportedly").joinpath("data/linking/words.tsv.gz").read_bytes())


@lru_cache(maxsize=1)
def load() -> Words:
    """The package's own words with habits and weights."""
    fitted = json.loads(files("reportedly").joinpath("data/linking/wording.json").read_text(encoding="utf-8"))
    return replace(
        table(),
        habits=fitted["habits"],
        one=_fit(fitted["one deed"]),
        two=_fit(fitted["two deeds"]),
    )


def _fit(plain: dict[str, Any]) -> Fit:
    weights, usual = (tuple(float(plain[part][name]) for name in FEATURES) for part in ("weights", "usual"))
    return Fit(weights=weights, usual=usual, bias=float(plain["bias"]))


def gist(stems: Iterable[str], words: Words | None = None) -> frozenset[str]:
    """The stems that tell a report best from others: often in it, seldom elsewhere.

    Args:
        stems: of all its words, as often as they stand there.

    Example:
        >>> sorted(gist("bridge bridge collapse say say say say say".split()))
        ['bridge', 'collapse', 'say']
    """
    words = words or table()
    weight = {
        stem: (1 + math.log(times)) * words.rarity.get(stem, words.rarest) for stem, times in Counter(stems).items()
    }
    return frozenset(sorted(weight, key=lambda stem: (-weight[stem], stem))[:_GIST])


def habit_key(a: frozenset[str], b: frozenset[str]) -> str:
    """The deed that two mentions share, or the two deeds, as the table of habits names them.

    Example:
        >>> habit_key(frozenset({"attack"}), frozenset({"attack"})), habit_key(frozenset({"hit"}), frozenset({"bomb"}))
        ('attack', 'bomb hit')
    """
    shared = a & b
    if shared:
        return max(sorted(shared), key=len)
    one, other = sorted((max(sorted(a), key=len), max(sorted(b), key=len))) if a and b else ("", "")
    return f"{one} {other}"


def features(a: Worded, b: Worded, words: Words) -> tuple[float, ...]:
    """The values of `FEATURES` for two mentions that both have words of a deed."""
    shared = a.words & b.words
    rarity = kin = spelt = 0.0
    if shared:
        rarity = max(words.rarity.get(stem, words.rarest) for stem in shared)
    else:
        for one in a.words:
            for other in b.words:
                kin = max(kin, words.kinship(one, other))
                spelt = max(spelt, _spelling(one, other))
    around = words.cosine(a.context, b.context)
    gists = words.cosine(a.gist, b.gist)
    mine, others = _numbers(a.context), _numbers(b.context)
    meet = not mine.isdisjoint(others)
    habit = words.habits.get(habit_key(a.words, b.words))
    return (
        len(shared) / len(a.words | b.words),
        rarity,
        kin,
        float(kin >= _CLOSE),
        spelt,
        around,
        kin * around,
        float(not a.words.isdisjoint(b.context)) + float(not b.words.isdisjoint(a.context)),
        gists,
        kin * gists,
        float(a.report_id == b.report_id),
        float(meet),
        float(bool(mine) and bool(others) and not meet),
        habit or 0.0,
        float(habit is not None),
    )


@lru_cache(maxsize=65536)
def _trigrams(word: str) -> frozenset[str]:
    marked = f"^{word}$"
    return frozenset(marked[at : at + 3] for at in range(len(marked) - 2))


@lru_cache(maxsize=65536)
def _spelling(a: str, b: str) -> float:
    one, other = _trigrams(a), _trigrams(b)
    return 2 * len(one & other) / (len(one) + len(other))


@lru_cache(maxsize=65536)
def _numbers(stems: frozenset[str]) -> frozenset[str]:
    return frozenset(stem for stem in stems if stem[0].isdigit())


def weigh(a: Worded, b: Worded, words: Words | None = None) -> Weighed | None:
    """What the words of two mentions say to their being one event; None where one has no words of a deed.

    A logistic regression over `FEATURES`, fitted by `training/wording.py` on the mentions of ECB+ (Cybulska and Vossen
    2014). Kinship of words is that of WordNet 3.1 (Fellbaum 1998). What is not known of a mention counts as usual.

    Example:
        >>> from reportedly.linking import Node
        >>> kept = dict(context=frozenset({"kursk", "brigade"}))
        >>> one = Node(id="a", report_id="r", words=frozenset({"deploy"}), **kept)
        >>> two = Node(id="b", report_id="s", words=frozenset({"deploy"}), **kept)
        >>> three = Node(id="c", report_id="s", words=frozenset({"sign"}), context=frozenset({"treaty"}))
        >>> weigh(one, two).odds > 0 > weigh(one, three).odds
        True
    """
    if not a.words or not b.words:
        return None
    words = words or load()
    fit = words.two if a.words.isdisjoint(b.words) else words.one
    assert fit is not None
    row = list(features(a, b, words))
    for missing, places in ((not a.context or not b.context, _AROUND), (not a.gist or not b.gist, _GISTS)):
        for place in places if missing else ():
            row[place] = fit.usual[place]
    parts = {
        name: weight * (value - usual)
        for name, weight, value, usual in zip(FEATURES, fit.weights, row, fit.usual, strict=True)
    }
    return Weighed(fit.bias + sum(parts.values()), parts)

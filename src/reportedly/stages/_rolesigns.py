"""Signs of a phrase's part in an event: its function in the clause, its words, and what they go with in the anchor."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from reportedly.model import Floats, Weights, weighed
from reportedly.stages._clauses import FUNCTIONS, functions, joins, opener
from reportedly.stages._eventfeatures import OWNER, ROLE_SIZES, Candidates, Ints, Run
from reportedly.stages._groups import GROUPS
from reportedly.stages._plover import TYPES
from reportedly.stages._signs import cut
from reportedly.stages.participants import KINDS

__all__ = ["Clauses"]

#: words after an anchor that tell whether people are meant whom no phrase names
_FOLLOWING = 5
#: where a phrase stands against an anchor: before, after, over it
_SIDES = "<>="
_F = len(FUNCTIONS)
#: names of `ROLE_SIZES` that are signs too
_PLACES = ("saying", "between", "often", "early", "sentence", "distance")


class Clauses:
    """The clauses of a report's events, as their words order them.

    Args:
        who: the report's phrases.
    """

    def __init__(self, who: Candidates) -> None:
        self.who = who
        forms, sentences = who.segments.forms, who.segments.sentences
        self.words = [form.lower() for form in forms]
        self.openers: list[str] = []
        self.owners: list[bool] = (who.after == OWNER).tolist()
        self.joined: list[bool] = []
        #: the last stem of each phrase
        self.heads = [cut(self.words[last - 1]) for _, last in who.runs]
        end = 0
        for first, last in who.runs:
            self.joined.append(0 < end < first and joins(self.words[end:first]))
            own = opener(self.words, first, bisect_left(sentences, sentences[first]))
            self.openers.append(self.openers[-1] if self.joined[-1] else own)
            end = last

    def signs(self, run: Run, kind: int, near: Ints, places: dict[str, Ints]) -> list[dict[str, float]]:
        """The signs of each phrase and how much each counts; the last two are of nobody and of people unnamed.

        A sign is a letter for each thing told and its row or word: `f` function, `g` group of party, `t` type, `v`
        voice, `s` side of the anchor, `a` a stem of the anchor, `h` the phrase's last stem, `b` and `n` the words
        before and after it.

        Args:
            run: the anchor.
            kind: the row of the event's type.
            near: numbers of the phrases.
            places: theirs, as `Candidates.places` gives them.
        """
        who, words = self.who, self.words
        clause = self._clause(run, near)
        voice, t = f"v{clause.voice}", f"t{kind}"
        said, between, often, early, apart, distance = (places[name].tolist() for name in _PLACES)
        out = []
        for i, k in enumerate(near.tolist()):
            first, last = who.runs[k]
            f, g, side = f"f{clause.functions[i]}", f"g{who.groups[k]}", _SIDES[clause.sides[i]]
            h = f"h{self.heads[k]}"
            found = {
                f: 1.5, f + voice: 1.0, f + t: 1.5, g + t: 1.5, g + f: 1.0, g + f + t: 1.0, h + side: 0.7, h + t: 0.7,
                f"d{distance[i]}": 0.7, f"k{between[i]}{voice}": 0.7, f"q{said[i]}{t}": 1.0,
                f"p{who.phrases[k].kind}{f}": 0.7, f"o{often[i]} {early[i]}": 0.5, f"e{apart[i]}": 0.7,
            }  # fmt: skip
            for stem in clause.anchor:
                found[f"{f}a{stem}"] = 1.5
                found[f"s{side}{int(clause.beside[i])}a{stem}"] = 1.0
                found[f"{g}a{stem}"] = 0.7
            if clause.beside[i]:
                before = f"b{words[first - 1] if first else ''}{side}"
                found[before] = 1.0
                found[before + t] = 0.7
                found[f"n{words[last] if last < len(words) else ''}{side}"] = 1.0
            out.append(found)
        return [*out, *(_unnamed(name, t, clause) for name in ("0", "1"))]

    def weighed(
        self, runs: Sequence[Run], kinds: Sequence[int], near: Sequence[Ints], places: dict[str, Ints], weights: Weights
    ) -> list[Floats]:
        """What signs say of each phrase's part: the same as `reportedly.model.weighed` of `signs`.

        Args:
            runs, kinds, near: of several events, see `signs`.
            places: as `Candidates.all_places` gives them.
            weights: what signs weigh, two classes.

        Returns:
            For each event a row a phrase, then one of nobody and one of people unnamed: (phrases + 2, 2).
        """
        who, tables = self.who, _tables(weights)
        clauses = [self._clause(run, rows) for run, rows in zip(runs, near, strict=True)]
        counts = [len(rows) for rows in near]
        phrases = np.concatenate(near)
        f, sides, beside = (np.concatenate([getattr(c, n) for c in clauses]) for n in ("functions", "sides", "beside"))
        g = who.groups[phrases]
        voice, t = np.array([c.voice for c in clauses]).repeat(counts), np.array(kinds).repeat(counts)
        said, between, often, early, apart, distance = (places[name] for name in _PLACES)
        total = (
            tables.f[f] + tables.fv[f, voice] + tables.ft[f, t] + tables.gt[g, t] + tables.gf[g, f]
            + tables.gft[g, f, t] + tables.d[distance] + tables.kv[between, voice] + tables.qt[said, t]
            + tables.pf[who.kinds[phrases], f] + tables.oe[often, early] + tables.e[apart]
        )  # fmt: skip
        first = 0
        for clause, count in zip(clauses, counts, strict=True):
            own = slice(first, first + count)
            first += count
            for stem in clause.anchor:
                says = tables.anchor(stem)
                total[own] += says[f[own]] + says[_F + 2 * sides[own] + beside[own]] + says[_F + 6 + g[own]]
        words = self.words
        if self.heads and len(phrases):
            heads = np.stack([tables.head(stem) for stem in self.heads])
            total += heads[phrases, sides] + heads[phrases, len(_SIDES) + t]
            before = np.stack([tables.before(words[a - 1] if a else "") for a, _ in who.runs])
            after = np.stack([tables.after(words[b] if b < len(words) else "") for _, b in who.runs])
            close = phrases[beside]
            at, by_type = sides[beside], len(_SIDES) + len(TYPES) * sides[beside] + t[beside]
            total[beside] += before[close, at] + before[close, by_type] + after[close, at]
        named = (total[:, :2] / (np.sqrt(total[:, 2:]) + 1e-9)).astype(np.float32)
        unnamed = weighed(
            [_unnamed(name, f"t{kind}", c) for c, kind in zip(clauses, kinds, strict=True) for name in ("0", "1")],
            weights,
        )
        ends = np.cumsum(counts)[:-1]
        return [np.concatenate([own, unnamed[2 * k : 2 * k + 2]]) for k, own in enumerate(np.split(named, ends))]

    def _clause(self, run: Run, near: Ints) -> _Clause:
        who, words = self.who, self.words
        sentences = who.segments.sentences
        number = sentences[run[0]]
        low, high = bisect_left(sentences, number), bisect_right(sentences, number)
        chosen = near.tolist()
        told = ([each[k] for k in chosen] for each in (self.openers, self.owners, self.joined))
        rows, taken = functions(words, run, (low, high), [who.runs[k] for k in chosen], *told)
        firsts, lasts = who.firsts[near], who.heads[near] + 1
        return _Clause(
            rows,
            taken,
            sorted({cut(word) for word in words[slice(*run)]}),
            [cut(word) for word in words[run[1] : min(high, run[1] + _FOLLOWING)]],
            int("p" in taken),
            np.where(lasts <= run[0], 0, np.where(firsts >= run[1], 1, 2)),
            (firsts >= low) & (firsts < high),
        )


@dataclass(frozen=True, slots=True)
class _Clause:
    """What is read of an anchor's clause once for all its phrases."""

    functions: Ints
    taken: str
    #: the anchor's stems, and those of the words after it
    anchor: list[str]
    follows: list[str]
    voice: int
    #: rows of `_SIDES`; whether each phrase is of the anchor's sentence
    sides: Ints
    beside: np.ndarray[Any, np.dtype[np.bool_]]


class _Tables:
    """What weights say of every sign that is told by rows of small tables, and of words' signs once they are met.

    Each sign has three numbers: what it adds for either class, and its square, from which the length is.
    """

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        f, g, t = range(_F), range(len(GROUPS)), range(len(TYPES))
        self.f = self._of(1.5, [[f"f{a}" for a in f]])[0]
        self.fv = self._of(1.0, [[f"f{a}v{v}" for v in (0, 1)] for a in f])
        self.ft = self._of(1.5, [[f"f{a}t{b}" for b in t] for a in f])
        self.gt = self._of(1.5, [[f"g{a}t{b}" for b in t] for a in g])
        self.gf = self._of(1.0, [[f"g{a}f{b}" for b in f] for a in g])
        self.gft = np.stack([self._of(1.0, [[f"g{a}f{b}t{c}" for c in t] for b in f]) for a in g])
        self.d = self._of(0.7, [[f"d{a}" for a in range(ROLE_SIZES["distance"])]])[0]
        self.kv = self._of(0.7, [[f"k{a}v{v}" for v in (0, 1)] for a in range(ROLE_SIZES["between"])])
        self.qt = self._of(1.0, [[f"q{a}t{b}" for b in t] for a in range(ROLE_SIZES["saying"])])
        self.pf = self._of(0.7, [[f"p{a}f{b}" for b in f] for a in KINDS])
        self.oe = self._of(0.5, [[f"o{a} {b}" for b in range(ROLE_SIZES["early"])] for a in range(ROLE_SIZES["often"])])
        self.e = self._of(0.7, [[f"e{a}" for a in range(ROLE_SIZES["sentence"])]])[0]
        self.anchor = lru_cache(maxsize=4096)(self._anchor)
        self.head = lru_cache(maxsize=4096)(self._head)
        self.before = lru_cache(maxsize=4096)(self._before)
        self.after = lru_cache(maxsize=4096)(self._after)

    def _one(self, sign: str, counts: float) -> tuple[float, float, float]:
        row = self.weights.rows.get(sign)
        if row is None:
            return 0.0, 0.0, 0.0
        value = counts * float(self.weights.rarity[row])
        a, b = self.weights.weights[row].tolist()
        return a * value, b * value, value * value

    def _of(self, counts: float, names: Sequence[Sequence[str]]) -> Floats:
        out: Floats = np.array([[self._one(name, counts) for name in row] for row in names], np.float32)
        return out

    def _anchor(self, stem: str) -> Floats:
        """Functions, then sides of this sentence and others, then groups."""
        places = [f"s{side}{beside}a{stem}" for side in _SIDES for beside in (0, 1)]
        rows = (
            self._of(1.5, [[f"f{a}a{stem}" for a in range(_F)]]),
            self._of(1.0, [places]),
            self._of(0.7, [[f"g{a}a{stem}" for a in range(len(GROUPS))]]),
        )
        out: Floats = np.concatenate(rows, axis=1)[0]
        return out

    def _head(self, stem: str) -> Floats:
        """Sides, then types."""
        names = [*(f"h{stem}{side}" for side in _SIDES), *(f"h{stem}t{a}" for a in range(len(TYPES)))]
        out: Floats = self._of(0.7, [names])[0]
        return out

    def _before(self, word: str) -> Floats:
        """Sides, then types for each side."""
        both = [f"b{word}{side}t{a}" for side in _SIDES for a in range(len(TYPES))]
        plain = self._of(1.0, [[f"b{word}{side}" for side in _SIDES]])
        out: Floats = np.concatenate([plain, self._of(0.7, [both])], axis=1)[0]
        return out

    def _after(self, word: str) -> Floats:
        """Sides."""
        out: Floats = self._of(1.0, [[f"n{word}{side}" for side in _SIDES]])[0]
        return out


@lru_cache(maxsize=4)
def _tables(weights: Weights) -> _Tables:
    return _Tables(weights)


def _unnamed(name: str, kind: str, clause: _Clause) -> dict[str, float]:
    """The signs of there being no phrase for a role."""
    taken = clause.taken
    found = {name: 1.0, f"{name}{kind}": 1.5, f"{name}w{taken}": 1.0, f"{name}w{taken}{kind}": 1.0}
    found.update((f"{name}y{stem}", 0.5) for stem in clause.follows)
    found.update((f"{name}a{stem}", 1.5) for stem in clause.anchor)
    return found

"""Which candidates an annotator would note among a report's main events: what is read of each, and their scores."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from reportedly.model import Floats
from reportedly.stages._eventfeatures import Run
from reportedly.stages._plover import TYPES
from reportedly.stages.segment import Segments, rows_of
from reportedly.terms import Modality
from reportedly.types import Attribution
from reportedly.words import content_words

__all__ = ["FEATURES", "features", "scores"]

#: cosine at which two anchors of one type are likely to mean one event
_ALIKE = 0.75
_YEAR = re.compile(r"(1[89]|20)\d\d")
#: sorts of words that are looked for, each a bit
_DAY, _PAST, _DETERMINER, _HAVE, _BE, _TO = (1 << place for place in range(6))
_MARKS: dict[str, int] = {}
for _mark, _words in (
    (_DAY, "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight overnight tomorrow"),
    (_PAST, "since ago previously earlier former once until decade decades years last history"),
    (_DETERMINER, "the a an its his her their this that these those another any no of"),
    (_HAVE, "has have had having"),
    (_BE, "is are was were be been being"),
    (_TO, "to will would could can may might should must"),
):
    for _word in _words.split():
        _MARKS[_word] = _MARKS.get(_word, 0) | _mark

#: the features of a candidate, in the order of the weights; modality and type follow
FEATURES = (
    "begin", "mean", "greatest", "type", "second_type", "length", "sentence", "relative_place", "quoted",
    "like_earlier", "same_type_earlier", "rank", "hinted", "heading", "crowd",
    "told_again", "rival", "of_its_type",
    "lead", "words", "candidates", "expected", "rank_of_type", "rank_in_sentence", "in_sentence", "like_better",
    "said", "said_twice", "in_cue", "in_title", "stem_often", "nominal", "have", "be", "to", "year", "day", "back",
    "figure", "hints", "no_hint", "way_back", "way_on", "paragraph", "best_of_report", "entropy",
    "noted",
)  # fmt: skip


def _ranks(values: Floats) -> Floats:
    out: Floats = np.argsort(np.argsort(-values, kind="stable"), kind="stable").astype(np.float32)
    return out


def _told(segments: Segments, runs: Sequence[Run], attributions: Sequence[Attribution]) -> tuple[Floats, Floats]:
    """For each run the contents that hold it, and whether it shares a word with a cue."""
    said, cued = np.zeros(len(runs), np.float32), np.zeros(len(runs), np.float32)
    firsts, lasts = np.array([a for a, _ in runs]), np.array([b for _, b in runs])
    for attribution in attributions:
        held = np.zeros(len(runs), bool)
        for span in attribution.content:
            a, b = rows_of(segments, span)
            held |= (firsts < b) & (lasts > a)
        said += held
        for span in attribution.cue:
            a, b = rows_of(segments, span)
            cued[(firsts < b) & (lasts > a)] = 1
    return said, cued


def features(
    segments: Segments,
    runs: Sequence[Run],
    types: Floats,
    modality: Floats,
    unit: Floats,
    begins: Floats,
    odds: Floats,
    hinted: Floats,
    noted: Floats,
    attributions: Sequence[Attribution] = (),
) -> Floats:
    """What is read of each candidate of a report: (candidates, features).

    Args:
        segments: the report's words.
        runs: the words of each candidate.
        types, modality: probabilities, a row each.
        unit: the mean vectors of the anchors, of length 1.
        begins, odds: for each word of the report, how much likelier it opens an anchor than not; log odds that it is
            part of one.
        hinted: types that the words of each anchor may name, a row each.
        noted: what the words of each say for its being noted.
        attributions: who is said to say what.
    """
    k = len(runs)
    numbers, paragraphs = np.asarray(segments.sentences), np.asarray(segments.paragraphs)
    forms = [form.lower() for form in segments.forms]
    firsts, lasts = np.array([a for a, _ in runs]), np.array([b for _, b in runs])
    like = unit @ unit.T
    best = np.array([odds[a:b].mean() for a, b in runs], np.float32)
    kinds = types.argmax(axis=1)
    ordered = np.sort(types, axis=1)
    where = numbers[firsts]
    n = int(numbers[-1]) + 1
    same = kinds[:, None] == kinds
    beside = where[:, None] == where
    before = np.tril(np.ones_like(same), -1)
    better = best[None, :] > best[:, None]
    apart = beside & ~np.eye(k, dtype=bool)

    def most(which: Any, values: Floats, otherwise: float) -> Floats:
        found = np.where(which, values, -np.inf).max(axis=1)
        out: Floats = np.where(np.isinf(found), otherwise, found)
        return out

    said, cued = _told(segments, runs, attributions)
    stems = [content_words(" ".join(segments.forms[a:b])) for a, b in runs]
    bounds = np.searchsorted(numbers, np.arange(n + 1))
    heading = content_words(" ".join(segments.forms[: bounds[1]]))
    all_stems = Counter(stem for own in stems for stem in own)
    marks = np.array([_MARKS.get(form, 0) for form in forms], np.int64)
    figures = np.array([form[:1].isdigit() for form in forms])
    of_year = np.zeros(len(forms), bool)
    of_year[[row for row in figures.nonzero()[0].tolist() if _YEAR.fullmatch(forms[row])]] = True

    def told_in(which: Any) -> Any:
        """For each sentence whether it holds one of some words."""
        return np.bincount(numbers[which], minlength=n) > 0

    years, days, back, digits = (told_in(w) for w in (of_year, marks & _DAY > 0, marks & _PAST > 0, figures))

    def opens(mark: int) -> Any:
        """Whether one of some words stands in an anchor or right before it within its sentence."""
        counted = np.concatenate([[0], np.cumsum(marks & mark > 0)])
        return counted[lasts] > counted[np.maximum(bounds[where], firsts - 1)]

    opening = marks & _DETERMINER > 0
    chance = 1 / (1 + np.exp(-(best + 1.5)))
    columns = [
        [begins[a] for a, _ in runs],
        best,
        [odds[a:b].max() for a, b in runs],
        ordered[:, -1],
        ordered[:, -2],
        np.log(lasts - firsts),
        np.log1p(where),
        where / max(1, n),
        [float(segments.quoted[a]) for a, _ in runs],
        most(before, like, 0.0),
        most(before & same, like, 0.0),
        np.log1p(_ranks(best)),
        hinted[np.arange(k), kinds],
        where == 0,
        np.full(k, k / n),
        np.log1p((same & (like > _ALIKE)).sum(axis=1) - 1),
        most(apart, np.broadcast_to(best, (k, k)), -8.0),
        np.log1p(same.sum(axis=1) - 1),
        where == 1,
        np.full(k, math.log(len(segments))),
        np.full(k, math.log(k)),
        np.full(k, math.log(chance.sum() + 0.1)),
        np.log1p((better & same).sum(axis=1)),
        (better & beside).sum(axis=1),
        beside.sum(axis=1) - 1,
        most(better & same, like, 0.0),
        said > 0,
        said > 1,
        cued,
        [len(own & heading) / len(own) if own and s else 0.0 for own, s in zip(stems, where, strict=True)],
        [math.log(max((all_stems[stem] for stem in own), default=1)) for own in stems],
        opening[firsts] | ((firsts > 0) & opening[firsts - 1]),
        opens(_HAVE),
        opens(_BE),
        opens(_TO),
        years[where],
        days[where],
        back[where],
        digits[where],
        np.log1p(hinted.sum(axis=1)),
        hinted.sum(axis=1) == 0,
        np.log1p(np.minimum(np.diff(firsts, prepend=-60), 60)),
        np.log1p(np.minimum(np.diff(firsts, append=len(segments) + 60), 60)),
        np.log1p(paragraphs[firsts]),
        best - best.max(),
        -(types * np.log(types + 1e-9)).sum(axis=1),
        noted,
    ]
    numeric = np.stack([np.asarray(c, np.float32) for c in columns], axis=1)
    return np.concatenate([numeric, modality, np.eye(len(TYPES), dtype=np.float32)[kinds]], axis=1).astype(np.float32)


WIDTH = len(FEATURES) + len(tuple(Modality)) + len(TYPES)


def scores(x: Floats, heads: Mapping[str, Floats]) -> Floats:
    """How likely each candidate is noted: a small network over its features, and a line beside it.

    Args:
        x: (candidates, features).
        heads: `event.score.scale` (2, features: mean and spread), `.line` (features + 1), `.hidden` (features + 1,
            units), `.out` (units), `.end` (2: slope and shift, fitted on reports that nothing else was fitted on).
    """
    if "event.score" in heads:  # heads of an earlier make: a line over fewer features
        earlier = heads["event.score"]
        few = np.concatenate([x[:, : len(earlier[0]) - 1 - len(TYPES)], x[:, -len(TYPES) :]], axis=1)
        z = (few - earlier[0, :-1]) / earlier[1, :-1]
        old: Floats = 1 / (1 + np.exp(-(z @ earlier[2, :-1] + earlier[2, -1])))
        return old
    if "event.score.line" not in heads:
        return np.zeros(len(x), np.float32)
    z = np.clip((x - heads["event.score.scale"][0]) / heads["event.score.scale"][1], -4, 4)
    line, hidden = heads["event.score.line"], heads["event.score.hidden"]
    odds = z @ line[:-1] + line[-1] + np.tanh(z @ hidden[:-1] + hidden[-1]) @ heads["event.score.out"]
    slope, shift = heads["event.score.end"]
    out: Floats = 1 / (1 + np.exp(-(slope * odds + shift)))
    return out

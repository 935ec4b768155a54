"""Pairs of ECB+ mentions weighed as the package weighs them: its features, habits of deeds, and the regressions."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from reportedly.wording import FEATURES, Fit, Words, features, gist, habit_key
from reportedly.words import base, content_stems

__all__ = ["Habits", "Judge", "Regression", "Told", "gists", "pair_rows"]

_HABIT, _KNOWN = (FEATURES.index(name) for name in ("habit of such deeds", "habit is known"))

#: share of the pairs of two events and two deeds that are learnt from, each counting for as many more
_SAMPLED = 0.15


@dataclass(frozen=True, slots=True)
class Told:
    """A mention as the package's linking has it, as far as words go."""

    report_id: str
    words: frozenset[str]
    context: frozenset[str]
    gist: frozenset[str]


def gists(reports: Mapping[str, Iterable[str]], words: Words) -> dict[str, frozenset[str]]:
    """The most telling stems of each report, from its words."""
    found = {}
    for name, own in reports.items():
        found[name] = gist(map(base, content_stems(" ".join(own))), words)
    return found


def pair_rows(group: Sequence[Told], words: Words) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of a group, and a row of the package's features for each; the habits are left out."""
    pairs = [(x, y) for x in range(len(group)) for y in range(x + 1, len(group))]
    rows = np.array([features(group[x], group[y], words) for x, y in pairs], np.float32)
    return np.array(pairs, int).reshape(len(pairs), 2), rows.reshape(len(pairs), len(FEATURES))


class Habits:
    """How often mentions with this deed, or these two, meant one event in other topics, of those in one group.

    Args:
        groups, truth: told mentions of each group, and whether each of its pairs is one event.
        topic: the topic of each group.
    """

    def __init__(
        self,
        groups: Mapping[int, Sequence[Told]],
        pairs: Mapping[int, np.ndarray],
        truth: Mapping[int, np.ndarray],
        topic: Mapping[int, str],
    ) -> None:
        self._count: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        for name, group in groups.items():
            for (x, y), yes in zip(pairs[name].tolist(), truth[name].tolist(), strict=True):
                self._count[habit_key(group[x].words, group[y].words)][topic[name]][not yes] += 1

    def odds(self, key: str, topic: str | None = None) -> float | None:
        """Log odds that such mentions mean one event, by all topics but one; None where none of them has such."""
        one = two = 0.0
        for other, (meant, not_meant) in self._count.get(key, {}).items():
            if other != topic:
                # a topic with many such pairs counts as some, not as all of them
                weight = 1 / math.sqrt(meant + not_meant)
                one, two = one + meant * weight, two + not_meant * weight
        if not one + two:
            return None
        return math.log((one + 0.3) / (two + (1.0 if " " in key else 0.3)))

    def fill(self, rows: np.ndarray, group: Sequence[Told], pairs: np.ndarray, topic: str) -> np.ndarray:
        """The rows with the habits that other topics have."""
        known: dict[str, float | None] = {}
        rows = rows.copy()
        for row, (x, y) in enumerate(pairs.tolist()):
            key = habit_key(group[x].words, group[y].words)
            if key not in known:
                known[key] = self.odds(key, topic)
            odds = known[key]
            rows[row, _HABIT], rows[row, _KNOWN] = odds or 0.0, odds is not None
        return rows

    def table(self, least: int = 2) -> dict[str, float]:
        """The log odds of whatever so many topics have, by key."""
        known = {key: self.odds(key) for key, topics in self._count.items() if len(topics) >= least}
        return {key: round(odds, 2) for key, odds in sorted(known.items()) if odds is not None}


class Regression:
    """Logistic regression by Newton's method, features standardised, with a ridge of one."""

    def __init__(self, rows: np.ndarray, truth: np.ndarray, weight: np.ndarray) -> None:
        rows = rows.astype(np.float64)
        self.mean, self.spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
        x = self._with_one(rows)
        self.b = np.zeros(x.shape[1])
        for _ in range(10):
            p = 1 / (1 + np.exp(-x @ self.b))
            slope = x.T @ (weight * (p - truth)) + self.b
            curve = (x * (weight * p * (1 - p))[:, None]).T @ x + np.eye(len(self.b))
            self.b -= np.linalg.solve(curve, slope)

    def _with_one(self, rows: np.ndarray) -> np.ndarray:
        return np.c_[(rows - self.mean) / self.spread, np.ones(len(rows))]

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        return np.asarray(1 / (1 + np.exp(-self._with_one(rows) @ self.b)))

    def fit(self) -> Fit:
        """The same as the package has it."""
        return Fit(
            weights=tuple((self.b[:-1] / self.spread).tolist()),
            usual=tuple(self.mean.tolist()),
            bias=float(self.b[-1]),
        )


class Judge:
    """Two regressions: one for pairs that share a word of the deed, one for those that share none."""

    def __init__(self, rows: np.ndarray, truth: np.ndarray) -> None:
        one = rows[:, 0] > 0
        share = np.where(truth | one, 1.0, _SAMPLED)
        kept = np.random.default_rng(0).random(len(truth)) < share
        self.one, self.two = (
            Regression(rows[part], truth[part], 1 / share[part]) for part in (kept & one, kept & ~one)
        )

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        one = rows[:, 0] > 0
        found = np.zeros(len(rows))
        for part, judge in ((one, self.one), (~one, self.two)):
            if part.any():
                found[part] = judge(rows[part])
        return found

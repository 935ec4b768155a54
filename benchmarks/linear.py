"""Multinomial logistic regression in numpy, with folds and macro-F1, for the measures on small corpora."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

__all__ = ["Linear", "fit", "folds", "macro_f1", "scores"]


class Linear:
    """Weights of a fitted regression over scaled features.

    Attributes:
        classes: in the order of the columns.
        mean, scale: of the features; what hardly varies is left out by a scale of infinity.
        weights: (features + 1, classes); the last row is the intercept.
    """

    def __init__(self, classes: list[str], mean: np.ndarray, scale: np.ndarray, weights: np.ndarray) -> None:
        self.classes, self.mean, self.scale, self.weights = classes, mean, scale, weights

    def probabilities(self, x: np.ndarray) -> np.ndarray:
        """Of each class for each row: (rows, classes)."""
        z = np.c_[(x - self.mean) / self.scale, np.ones(len(x))] @ self.weights
        p = np.exp(z - z.max(1, keepdims=True))
        out: np.ndarray = p / p.sum(1, keepdims=True)
        return out

    def predict(self, x: np.ndarray) -> list[str]:
        """The likeliest class of each row."""
        return [self.classes[k] for k in self.probabilities(x).argmax(1)]


def fit(
    x: np.ndarray,
    y: Sequence[str],
    penalty: float,
    *,
    balance: float = 0.5,
    weights: np.ndarray | None = None,
    groups: Sequence[tuple[int, int, float]] = (),
    steps: int = 300,
) -> Linear:
    """A regression with an L2 penalty, by Nesterov's accelerated gradient: deterministic.

    Args:
        x: (rows, features), as they are; they are scaled here.
        y: a class a row.
        penalty: of the squared weights, against the sum of the losses.
        balance: 0 counts every row alike, 1 every class alike.
        weights: of the rows.
        groups: (first, last, factor) of columns that are scaled by a factor, so that they are penalised less or more.
    """
    classes = sorted(set(y))
    mean, scale = x.mean(0), x.std(0)
    scale = np.where(scale > 1e-6, scale, np.inf)
    for first, last, factor in groups:
        scale[first:last] /= factor
    z = np.c_[(x - mean) / scale, np.ones(len(x))].astype(np.float32)
    target = np.zeros((len(x), len(classes)), np.float32)
    target[np.arange(len(x)), [classes.index(c) for c in y]] = 1
    counts = target.sum(0)
    row = (target @ (counts.mean() / counts) ** balance).astype(np.float32)
    if weights is not None:
        row *= weights
    row /= row.mean()
    # the loss's curvature is at most half the largest eigenvalue of the rows' products
    v = np.ones(z.shape[1], np.float32)
    for _ in range(20):
        v = z.T @ (row * (z @ v))
        norm = float(np.linalg.norm(v))
        v /= norm
    step = 1 / (0.5 * norm + penalty)
    w = np.zeros((z.shape[1], len(classes)), np.float32)
    ahead, t = w, 1.0
    ridge = np.full((z.shape[1], 1), penalty, np.float32)
    ridge[-1] = 0
    for _ in range(steps):
        s = z @ ahead
        p = np.exp(s - s.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        new = ahead - step * (z.T @ (row[:, None] * (p - target)) + ridge * ahead)
        t_new = (1 + (1 + 4 * t * t) ** 0.5) / 2
        ahead = new + (t - 1) / t_new * (new - w)
        w, t = new, t_new
    return Linear(classes, mean, scale, w)


def folds(y: Sequence[str], k: int, seed: int = 0) -> list[int]:
    """The fold of each row, each class spread evenly, by a seeded shuffle."""
    rows = defaultdict(list)
    for i, c in enumerate(y):
        rows[c].append(i)
    rng = random.Random(seed)
    out = [0] * len(y)
    at = 0
    for c in sorted(rows):
        rng.shuffle(rows[c])
        for i in rows[c]:
            out[i] = at % k
            at += 1
    return out


def scores(gold: Sequence[str], found: Sequence[str]) -> dict[str, tuple[float, float, float, int]]:
    """Precision, recall, F1 and number of each class of the gold."""
    out = {}
    for c in sorted(set(gold)):
        right = sum(g == f == c for g, f in zip(gold, found, strict=True))
        p = right / max(1, sum(f == c for f in found))
        n = sum(g == c for g in gold)
        out[c] = (p, right / n, 2 * p * right / n / (p + right / n) if right else 0.0, n)
    return out


def macro_f1(gold: Sequence[str], found: Sequence[str]) -> float:
    """Mean F1 over the classes of the gold."""
    each = [f1 for _, _, f1, _ in scores(gold, found).values()]
    return sum(each) / len(each)

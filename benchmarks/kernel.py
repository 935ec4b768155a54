"""Kernel ridge regression onto class indicators, for the measures on a few hundred texts with many features each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

__all__ = ["bag", "gram", "mixed", "scaled", "scores_of"]


def bag(rows: Sequence[dict[str, float]]) -> np.ndarray:
    """Weighted words as rows of length one, each times the log of how rare it is; words of one row are left out."""
    spread: dict[str, int] = {}
    for row in rows:
        for word in row:
            spread[word] = spread.get(word, 0) + 1
    column = {word: i for i, word in enumerate(sorted(w for w, n in spread.items() if n >= 2))}
    out = np.zeros((len(rows), len(column)), np.float32)
    for i, row in enumerate(rows):
        for word, weight in row.items():
            if word in column:
                out[i, column[word]] = weight * np.log(len(rows) / spread[word])
    length = np.linalg.norm(out, axis=1, keepdims=True)
    return out / np.where(length > 0, length, 1)


def scaled(rows: Sequence[np.ndarray]) -> np.ndarray:
    """Numbers with mean 0 and spread 1; columns that do not vary are left out."""
    x = np.array(rows, np.float32)
    spread = x.std(0)
    kept = spread > 1e-6
    return np.asarray((x[:, kept] - x[:, kept].mean(0)) / spread[kept])


def gram(x: np.ndarray) -> np.ndarray:
    """Products of all pairs of rows, divided so that a row's product with itself is 1 on average."""
    product = (x @ x.T).astype(np.float64)
    return np.asarray(product / (np.trace(product) / len(product)))


def mixed(parts: Sequence[tuple[float, np.ndarray]], square: float) -> np.ndarray:
    """A weighted mean of kernels, and a share of its square, which sees pairs of features."""
    total = sum(weight for weight, _ in parts)
    mean = sum(weight / total * kernel for weight, kernel in parts)
    return np.asarray((1 - square) * mean + square * mean**2)


def scores_of(
    kernel: np.ndarray,
    train: np.ndarray,
    test: np.ndarray,
    truth: np.ndarray,
    *,
    ridge: float,
    balance: float,
    weights: np.ndarray,
) -> np.ndarray:
    """A score of each class for each tested row: (tested, classes).

    Args:
        kernel: (rows, rows), of all rows.
        train, test: numbers of rows.
        truth: the class of every row, a number; only those in `train` are looked at.
        ridge: the penalty.
        balance: 0 counts every row alike, 1 every class alike.
        weights: of all rows.
    """
    target = np.eye(int(truth.max()) + 1)[truth[train]]
    count = target.sum(0)
    weight = weights[train] * ((count.mean() / np.maximum(count, 1)) ** balance)[truth[train]]
    weight /= weight.mean()
    mean = (weight[:, None] * target).sum(0) / weight.sum()
    share = np.linalg.solve(kernel[np.ix_(train, train)] + np.diag(ridge / weight), target - mean)
    return np.asarray(kernel[np.ix_(test, train)] @ share + mean)

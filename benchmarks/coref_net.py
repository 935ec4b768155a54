"""A small network of one hidden layer, in numpy, that tells classes apart."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["Net", "Nets"]

Floats = np.ndarray[Any, np.dtype[np.float32]]


class Net:
    """The probability of each class for each row, by a hidden layer with rectifiers, fitted by Adam (Kingma, Ba 2015).

    Args:
        rows: features, float32, shape (rows, features); they are standardised here.
        truth: the class of each row, from 0; yes and no will do.
        hidden, epochs, decay: units, passes over the rows, and the penalty on the weights.
        seed: of the first weights and the order of the rows.
    """

    def __init__(
        self,
        rows: np.ndarray,
        truth: np.ndarray,
        *,
        hidden: int = 96,
        epochs: int = 8,
        decay: float = 1e-2,
        rate: float = 1e-3,
        seed: int = 0,
    ) -> None:
        self.mean, self.spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
        x, classes = self._standard(rows), int(truth.max()) + 1
        y = np.eye(classes, dtype=np.float32)[truth.astype(int)]
        chance = np.random.default_rng(seed)
        sizes = ((x.shape[1], hidden), (1, hidden), (hidden, classes), (1, classes))
        scales = (np.sqrt(2 / x.shape[1]), 0.0, np.sqrt(1 / hidden), 0.0)
        self.parts: list[Floats] = [
            (chance.standard_normal(size) * scale).astype(np.float32) for size, scale in zip(sizes, scales, strict=True)
        ]
        first = [np.zeros_like(part) for part in self.parts]
        second = [np.zeros_like(part) for part in self.parts]
        steps, size = 0, 256
        for epoch in range(epochs):
            order = chance.permutation(len(x))
            for start in range(0, len(x), size):
                some = order[start : start + size]
                steps += 1
                # the steps shorten towards the end, so that the last batches do not decide
                pace = rate * (1 - (epoch * len(x) + start) / (epochs * len(x)))
                for k, slope in enumerate(self._slopes(x[some], y[some], decay)):
                    first[k] += np.float32(0.1) * (slope - first[k])
                    second[k] += np.float32(0.001) * (slope * slope - second[k])
                    step = np.float32(pace * np.sqrt(1 - 0.999**steps) / (1 - 0.9**steps))
                    self.parts[k] -= step * first[k] / (np.sqrt(second[k]) + np.float32(1e-8))

    def _standard(self, rows: np.ndarray) -> Floats:
        return np.asarray(np.clip((rows - self.mean) / self.spread, -5, 5), np.float32)

    def _forward(self, x: Floats) -> tuple[Floats, Floats]:
        into, shift, out, level = self.parts
        inner = np.maximum(x @ into + shift, 0)
        found = inner @ out + level
        found = np.exp(found - found.max(axis=1, keepdims=True))
        return inner, found / found.sum(axis=1, keepdims=True)

    def _slopes(self, x: Floats, y: Floats, decay: float) -> list[Floats]:
        into, _, out, _ = self.parts
        inner, found = self._forward(x)
        error = (found - y) / len(x)
        back = (error @ out.T) * (inner > 0)
        return [
            x.T @ back + decay * into,
            back.sum(axis=0, keepdims=True),
            inner.T @ error + decay * out,
            error.sum(axis=0, keepdims=True),
        ]

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        return np.asarray(self._forward(self._standard(rows))[1], np.float64)


class Nets:
    """The mean of several networks that differ in their seed."""

    def __init__(self, rows: np.ndarray, truth: np.ndarray, *, seeds: int = 3, **how: Any) -> None:
        self._nets = [Net(rows, truth, seed=seed, **how) for seed in range(seeds)]

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        return np.asarray(np.mean([net(rows) for net in self._nets], axis=0))

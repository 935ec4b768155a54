"""A small network of one hidden layer, in numpy, that tells yes from no."""

from __future__ import annotations

from typing import Any

import numpy as np

__all__ = ["Net"]

Floats = np.ndarray[Any, np.dtype[np.float32]]


class Net:
    """The probability of yes for each row, by a hidden layer with rectifiers, fitted by Adam (Kingma and Ba 2015).

    Args:
        rows: features, float32, shape (rows, features); they are standardised here.
        truth: yes or no for each row.
        weight: how much each row counts.
        hidden, epochs, decay: units, passes over the rows, and the penalty on the weights.
    """

    def __init__(
        self,
        rows: np.ndarray,
        truth: np.ndarray,
        weight: np.ndarray | None = None,
        *,
        hidden: int = 64,
        epochs: int = 12,
        decay: float = 1e-2,
        rate: float = 1e-3,
    ) -> None:
        self.mean, self.spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
        x = self._standard(rows)
        y = truth.astype(np.float32)[:, None]
        w = np.ones_like(y) if weight is None else weight.astype(np.float32)[:, None]
        chance = np.random.default_rng(0)
        sizes = ((x.shape[1], hidden), (1, hidden), (hidden, 1), (1, 1))
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
                for k, slope in enumerate(self._slopes(x[some], y[some], w[some], decay)):
                    first[k] = 0.9 * first[k] + 0.1 * slope
                    second[k] = 0.999 * second[k] + 0.001 * slope**2
                    step = first[k] / (1 - 0.9**steps) / (np.sqrt(second[k] / (1 - 0.999**steps)) + 1e-8)
                    self.parts[k] = (self.parts[k] - pace * step).astype(np.float32)

    def _standard(self, rows: np.ndarray) -> Floats:
        return np.clip((rows - self.mean) / self.spread, -6, 6).astype(np.float32)

    def _slopes(self, x: Floats, y: Floats, w: Floats, decay: float) -> list[Floats]:
        into, shift, out, level = self.parts
        inner = np.maximum(x @ into + shift, 0)
        error = w * (1 / (1 + np.exp(-(inner @ out + level))) - y) / len(x)
        back = (error @ out.T) * (inner > 0)
        return [
            x.T @ back + decay * into / 50,
            back.sum(axis=0, keepdims=True),
            inner.T @ error + decay * out / 50,
            error.sum(axis=0, keepdims=True),
        ]

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        into, shift, out, level = self.parts
        found = np.maximum(self._standard(rows) @ into + shift, 0) @ out + level
        return np.asarray(1 / (1 + np.exp(-found[:, 0])), np.float64)

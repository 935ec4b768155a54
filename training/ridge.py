"""Ridge regressions on signs in words, which the package reads as `reportedly.model.Weights`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from reportedly.model import Weights, weighed

Signs = Mapping[str, float]
#: steps of the conjugate gradient
_STEPS = 60


class Table:
    """Signs and their weights, fitted by ridge regression.

    Args:
        rows: the signs of each thing, and how much each counts.
        wanted: what is to be told of each: (rows, classes).
        least: a sign is known when so many rows have it.
        ridge: what is added to the diagonal.
        power: how much rarity counts.
        heavy: how much each row counts; by default all alike.
    """

    def __init__(
        self,
        rows: Sequence[Signs],
        wanted: np.ndarray,
        *,
        least: int,
        ridge: float,
        power: float = 1.0,
        heavy: np.ndarray | None = None,
    ) -> None:
        counts = Counter(sign for row in rows for sign in row)
        self.known = sorted(sign for sign, n in counts.items() if n >= least)
        self.rarity = (np.log(len(rows) / np.array([counts[s] for s in self.known])) ** power).astype(np.float16)
        columns = {sign: i for i, sign in enumerate(self.known)}
        rarity = self.rarity.astype(np.float64).tolist()
        found: list[int] = []
        values: list[float] = []
        owner: list[int] = []
        for k, row in enumerate(rows):
            own = [(columns[s], v * rarity[columns[s]]) for s, v in row.items() if s in columns]
            length = sum(v * v for _, v in own) ** 0.5 + 1e-9
            found += [i for i, _ in own]
            values += [v / length for _, v in own]
            owner += [k] * len(own)
        self._column, self._owner = np.array(found), np.array(owner)
        self._value = np.array(values)
        self._heavy = np.ones(len(rows)) if heavy is None else heavy
        classes = [self._solved(wanted[:, c].astype(np.float64), ridge) for c in range(wanted.shape[1])]
        self.weights = np.stack(classes, axis=1).astype(np.float16)

    def _solved(self, wanted: np.ndarray, ridge: float) -> np.ndarray:
        """Conjugate gradient on the normal equations (Hestenes & Stiefel 1952)."""
        column, owner, value, heavy = self._column, self._owner, self._value, self._heavy
        n, k = len(self.known), len(wanted)

        def squared(w: np.ndarray) -> np.ndarray:
            told = heavy * np.bincount(owner, value * w[column], k)
            out: np.ndarray = np.bincount(column, value * told[owner], n) + ridge * w
            return out

        w = np.zeros(n)
        rest = np.bincount(column, value * (heavy * wanted)[owner], n)
        way, size = rest, float(rest @ rest)
        for _ in range(_STEPS):
            turned = squared(way)
            step = size / float(way @ turned)
            w = w + step * way
            rest = rest - step * turned
            after = float(rest @ rest)
            if after < 1e-8:
                break
            way, size = rest + after / size * way, after
        return w

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """As `Weights.of` reads them."""
        names = np.frombuffer("\n".join(self.known).encode(), np.uint8)
        return {name: names, f"{name}_rarity": self.rarity, f"{name}_weights": self.weights}

    def told(self, rows: Sequence[Signs]) -> np.ndarray:
        """What they say of these: (rows, classes)."""
        return weighed(rows, Weights.of(self.arrays("table"))["table"])

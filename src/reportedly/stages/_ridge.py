"""What signs in words weigh for classes, as ridge regressions have learnt it (docs/design/0065)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from reportedly.model import Floats

__all__ = ["Weights", "weighed"]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What each sign weighs.

    Attributes:
        rows: the row of each sign.
        rarity: how much rarer signs count more, one a row.
        weights: (signs, classes).
    """

    rows: Mapping[str, int]
    rarity: Floats
    weights: Floats

    @classmethod
    def of(cls, heads: Mapping[str, Floats]) -> dict[str, Weights]:
        """All of a model's heads by name, from `NAME`, `NAME_rarity` and `NAME_weights`."""
        found = {}
        for key in heads:
            name = key.removesuffix("_rarity")
            if name != key:
                rows = {sign: row for row, sign in enumerate(heads[name].tobytes().decode().split("\n"))}
                found[name] = cls(rows, heads[key].astype(np.float32), heads[f"{name}_weights"].astype(np.float32))
        return found


def weighed(found: Sequence[Mapping[str, float]], weights: Weights) -> Floats:
    """What the words say: a regression on signs, those of each row of length 1 together; (rows, classes)."""
    out = np.zeros((len(found), weights.weights.shape[1]), np.float32)
    rows: list[int] = []
    counted: list[float] = []
    for signs in found:
        rows.extend(map(weights.rows.get, signs, repeat(-1)))
        counted.extend(signs.values())
    at = np.array(rows, np.int64)
    owner = np.arange(len(found)).repeat([len(signs) for signs in found])[at >= 0]
    values = np.array(counted)[at >= 0]
    at = at[at >= 0]
    if len(at):
        values *= weights.rarity[at]
        values /= np.sqrt(np.bincount(owner, values * values, len(found)))[owner] + 1e-9
        starts = np.flatnonzero(np.diff(owner, prepend=-1))
        each = weights.weights.take(at, axis=0) * values.astype(np.float32)[:, None]
        out[owner[starts]] = np.add.reduceat(each, starts, axis=0)
    return out

"""Reads and keeps the heads' weights of a model folder: large tables in half precision, which costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

#: tables of more numbers than this are kept in half precision
_LARGE = 20_000


def kept(folder: Path) -> dict[str, np.ndarray]:
    """The weights in a folder by name."""
    with np.load(folder / "heads.npz") as arrays:
        return {name: arrays[name] for name in arrays.files}


def keep(folder: Path, heads: Mapping[str, np.ndarray]) -> None:
    """Writes them."""
    halved = {
        name: table.astype(np.float16) if table.dtype == np.float32 and table.size > _LARGE else table
        for name, table in heads.items()
    }
    np.savez(folder / "heads.npz", **halved)

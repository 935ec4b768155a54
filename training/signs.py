"""Fit the linear half of the act and factuality heads, on signs in the words: `python training/signs.py --help`."""

from __future__ import annotations

import paths  # noqa: F401  # isort: skip

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

import corpora
import labels
from examples import ACTS, FACTUALITIES
from reportedly.stages._signs import of_statement
from reportedly.stages.segment import segment
from reportedly.terms import Kind
from reportedly.types import Attribution, Span
from train import parts

#: weight of a statement of the gold, of our own labels that the encoder learns from too, and of the later ones
GOLD, OWN, LATER = 2.0, 1.0, 0.3
#: a sign counts when so many statements have it
LEAST = 4
#: of the squared weights
PENALTY = 0.1


@dataclass
class Told:
    """A statement's signs, its classes and its weight."""

    signs: set[str]
    act: int
    factuality: int
    weight: float


def told(document: corpora.Document, weight: float) -> list[Told]:
    """The statements of a document."""
    segments = segment(document.text)
    out = []
    for i, a in enumerate(document.attributions):
        roles = {r: tuple(Span(x, y) for x, y in a[r]) for r in ("source", "cue", "content")}
        attribution = Attribution(id=f"a{i}", kind=Kind.INDIRECT, score=1.0, **roles)
        classes = ACTS.index(a["act"]), FACTUALITIES.index(a["factuality"])
        out.append(Told(of_statement(segments, attribution), *classes, weight))
    return out


def statements(shared: Path, seed: int) -> list[Told]:
    """Every statement that may be learnt from: none of a document that is held out."""
    split = parts(shared, seed, "")
    own = {d.name for d in parts(shared, seed, labels.ENCODER_PARTS)["labels"][0]}
    out = [t for d in split["contested"][0] for t in told(d, GOLD)]
    for d in split["labels"][0]:
        out += told(d, OWN if d.name in own else LATER)
    return out


def fit(rows: list[Told], known: dict[str, int], classes: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Weights (signs, n) and biases (n,) of a regression on the signs, which count 1 / sqrt(their number)."""
    index = [[known[s] for s in t.signs if s in known] for t in rows]
    flat = torch.tensor([i for one in index for i in one])
    sizes = torch.tensor([len(one) for one in index])
    offsets = torch.cumsum(sizes, 0) - sizes
    y, weight = torch.from_numpy(classes), torch.tensor([t.weight for t in rows])
    scale = sizes.clamp(min=1).float()[:, None].sqrt()
    w = torch.zeros(len(known), n, requires_grad=True)
    b = torch.zeros(n, requires_grad=True)
    optimizer = torch.optim.LBFGS([w, b], max_iter=60, history_size=8)

    def loss() -> Any:
        optimizer.zero_grad()
        scores = functional.embedding_bag(flat, w, offsets, mode="sum") / scale + b
        out = (functional.cross_entropy(scores, y, reduction="none") * weight).sum() + PENALTY * (w**2).sum()
        out.backward()  # type: ignore[no-untyped-call]
        return out

    optimizer.step(loss)
    return w.detach().numpy(), b.detach().numpy()


def main() -> None:
    """Fit and write the tables into the model's heads."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--shared", type=Path, required=True)
    p.add_argument("--model", type=Path, required=True, help="folder from export.py; changed in place")
    p.add_argument("--seed", type=int, default=1, help="as given to train.py")
    a = p.parse_args()
    torch.manual_seed(a.seed)
    torch.set_num_threads(1)
    rows = statements(a.shared, a.seed)
    counts = Counter(s for t in rows for s in t.signs)
    known = {s: i for i, s in enumerate(sorted(s for s, n in counts.items() if n >= LEAST))}
    with np.load(a.model / "heads.npz") as arrays:
        heads = {name: arrays[name] for name in arrays.files}
    heads["signs"] = np.frombuffer("\n".join(known).encode(), np.uint8)
    for name, n, classes in (
        ("act", len(ACTS), [t.act for t in rows]),
        ("factuality", len(FACTUALITIES), [t.factuality for t in rows]),
    ):
        w, b = fit(rows, known, np.array(classes), n)
        heads[f"{name}.signs"], heads[f"{name}.signs_bias"] = w.astype(np.float16), b.astype(np.float32)
    np.savez(a.model / "heads.npz", **heads)
    print(f"{len(rows)} statements, {len(known)} signs")


if __name__ == "__main__":
    main()

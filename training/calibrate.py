"""Fit the score of attributions on held-out documents and its threshold: `python training/calibrate.py --help`."""

from __future__ import annotations

import paths  # noqa: F401  # isort: skip

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from measures import calibration, right
from reportedly.model import Model
from reportedly.stages.attribution import FEATURES, Candidate, candidates
from reportedly.stages.encode import encode
from reportedly.stages.segment import Segments, segment
from reportedly.terms import Scheme
from train import parts
from weights import keep, kept


def spans(segments: Segments, c: Candidate) -> dict[str, list[tuple[int, int]]]:
    """A candidate's roles as offsets."""
    return {
        r: [(segments.starts[a], segments.ends[b - 1]) for a, b in getattr(c, r)] for r in ("source", "cue", "content")
    }


def fit(x: np.ndarray, y: np.ndarray, penalty: float = 1.0) -> np.ndarray:
    """Weights of a logistic regression with an L2 penalty (Newton's method); the last one is the intercept."""
    x = np.c_[x, np.ones(len(x))]
    w = np.zeros(x.shape[1])
    ridge = np.full(len(w), penalty)
    ridge[-1] = 1e-6
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - y) + ridge * w
        hessian = (x * (p * (1 - p) + 1e-9)[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return w


def best_limit(scores: np.ndarray, truths: np.ndarray, gold: int) -> tuple[float, float]:
    """The least score with the best F1, and that F1."""
    best = (0.0, 0.0)
    for limit in np.arange(0.2, 0.6, 0.01):
        kept = scores >= limit
        hit = float((truths & kept).sum())
        f1 = 2 * hit / max(1, kept.sum() + gold)
        if f1 > best[1]:
            best = (float(limit), f1)
    return best


def collect(documents: list[Any], model: Model, scheme: Scheme) -> tuple[np.ndarray, np.ndarray, int]:
    """Features and truth of every candidate of the documents, and the number of gold attributions."""
    x: list[Any] = []
    y: list[bool] = []
    for d in documents:
        s = segment(d.text)
        found = candidates(s, encode(s, model, scheme), model, scheme)
        x += [c.features for c in found]
        y += right(d, [spans(s, c) for c in found])
    return np.array(x), np.array(y), sum(len(d.attributions) for d in documents)


def main() -> None:
    """Fit, choose, write into the model's files, and print what was found."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--shared", type=Path, required=True)
    p.add_argument("--model", type=Path, required=True, help="folder from export.py; changed in place")
    p.add_argument("--seed", type=int, default=1, help="as given to train.py")
    a = p.parse_args()
    model = Model(a.model, threads=2)
    heads = kept(a.model)
    held = {k: v[1] for k, v in parts(a.shared, a.seed).items()}
    sets = {k: collect(held[k], model, Scheme(k)) for k in ("contested", "polnear")}
    for name, (x, y, gold) in sets.items():
        mean, scale = x.mean(0), x.std(0) + 1e-6
        folds = np.arange(len(x)) % 5
        guess = np.zeros(len(x))
        for k in range(5):
            w = fit((x[folds != k] - mean) / scale, y[folds != k], 3.0)
            z = (x[folds == k] - mean) / scale
            guess[folds == k] = 1 / (1 + np.exp(-np.c_[z, np.ones(len(z))] @ w))
        limit, f1 = best_limit(guess, y, gold)
        chosen = guess >= limit
        print(name, "candidates", len(y), "right", int(y.sum()), "gold", gold, "least", round(limit, 2),
              "F1", round(f1, 4), "ECE of kept", round(calibration(guess[chosen], y[chosen])["ece"], 4))  # fmt: skip
        w = fit((x - mean) / scale, y, 3.0)
        table = np.zeros((3, len(FEATURES) + 1), np.float32)
        table[0, :-1], table[1, :-1], table[2] = mean, scale, w
        heads[f"score.{name}"] = table
        model.about["least"][name] = round(limit, 2)
    keep(a.model, heads)
    (a.model / "model.json").write_text(json.dumps(model.about, indent=1) + "\n")


if __name__ == "__main__":
    main()

"""Learns how to weigh the antecedents of he and she: writes src/reportedly/stages/pronouns.json.

    python training/train_pronouns.py GOLD [--folds 5]

GOLD is a folder of contested-news gold (NAME.txt with NAME.json). A conditional logit over the candidates that
`stages.speakers` offers for each pronoun source whose speaker the gold names; folds are by report.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from reportedly.registry import load
from reportedly.stages import speakers
from reportedly.stages._scene import Scene
from reportedly.stages.cast import build
from reportedly.terms import Kind
from reportedly.types import Attribution, Report, Span

OUT = Path(__file__).parent.parent / "src" / "reportedly" / "stages" / "pronouns.json"
PRONOUNS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f"}


def locate(text: str, literal: str) -> Span:
    """Span of a gold literal, which is unique in the text or carries @N for its N-th turn."""
    match = re.fullmatch(r"(.*)@(\d+)", literal, re.S)
    words, turn = (match[1], int(match[2])) if match else (literal, 0)
    start = -1
    for _ in range(turn + 1):
        start = text.find(words, start + 1)
    return Span(start, start + len(words))


def attributions(text: str, gold: dict[str, Any]) -> list[Attribution]:
    """The gold's statements as attributions."""
    out = []
    for s in gold["statements"]:
        spans = {role: tuple(sorted(locate(text, w) for w in s[role])) for role in ("source", "cue", "content")}
        out.append(Attribution(id=s["id"], kind=Kind.INDIRECT, within=s["nested_in"], score=1.0, **spans))
    return out


def last_name(name: str | None) -> str | None:
    """Last word of a name, folded."""
    found = re.findall(r"\w[\w'’-]*", (name or "").casefold())
    return found[-1] if found else None


def cases(folder: Path) -> list[tuple[str, list[dict[str, float]], int]]:
    """Report, features of each candidate and index of the right one, for each pronoun that can be got right."""
    registry = load()
    out = []
    for path in sorted(folder.glob("*.json")):
        text_path = path.with_suffix(".txt")
        if not text_path.exists():
            continue
        text, gold = text_path.read_text(encoding="utf-8"), json.loads(path.read_text(encoding="utf-8"))
        found = attributions(text, gold)
        speaker = {s["id"]: s["speaker"] for s in gold["statements"]}
        report = Report(id=path.stem, text=text, published=gold["published"])
        scene = Scene(text, report.published, registry)
        ranges = {}
        for a in found:
            if a.source:
                i, j = scene.index(a.source[0].start, a.source[0].end)
                if i < j:
                    ranges[a.id] = (i, j)
        resolver = speakers._Resolver(scene, build(scene, ranges.values()), found, ranges)
        for a in resolver.order:
            if a.id in ranges and speaker[a.id] and a.source[0].of(text).lower() in PRONOUNS:
                i = ranges[a.id][0]
                offered = resolver.antecedents(i, PRONOUNS[a.source[0].of(text).lower()], a)
                right = [
                    n
                    for n, (actor, _) in enumerate(offered)
                    if actor.root().person is not None
                    and last_name(actor.root().person.name) == last_name(speaker[a.id])  # type: ignore[union-attr]
                ]
                if right and len(offered) > 1:
                    out.append((path.stem, [f for _, f in offered], right[0]))
            resolver.resolve(a)
    return out


def fit(data: list[tuple[str, list[dict[str, float]], int]], names: list[str], l2: float = 0.3) -> np.ndarray:
    """Weights of a conditional logit, by gradient descent."""
    column = {name: k for k, name in enumerate(names)}
    matrices = []
    for _, offered, right in data:
        x = np.zeros((len(offered), len(names)))
        for row, features in enumerate(offered):
            for name, value in features.items():
                x[row, column[name]] = value
        matrices.append((x, right))
    w = np.zeros(len(names))
    velocity = np.zeros_like(w)
    for _ in range(400):
        gradient = l2 * w * len(matrices) / 10
        for x, right in matrices:
            z = x @ w
            p = np.exp(z - z.max())
            p /= p.sum()
            gradient += x.T @ p - x[right]
        velocity = 0.9 * velocity - 0.5 * gradient / len(matrices)
        w = w + velocity
    return w


def accuracy(data: list[tuple[str, list[dict[str, float]], int]], weights: dict[str, float]) -> float:
    """Share of pronouns whose right antecedent comes first."""
    hits = 0
    for _, offered, right in data:
        scores = [sum(weights.get(name, 0.0) * value for name, value in f.items()) for f in offered]
        hits += scores.index(max(scores)) == right
    return hits / len(data)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--l2", type=float, default=0.3)
    args = parser.parse_args()
    if not OUT.exists():
        OUT.write_text(json.dumps({"weights": {"turn 0": 1.0, "outer": 1.0, "named 0": 0.5}}))
    data = cases(args.gold)
    names = sorted({name for _, offered, _ in data for f in offered for name in f})
    reports = sorted({doc for doc, _, _ in data})
    scores = []
    for fold in range(args.folds):
        held = set(reports[fold :: args.folds])
        w = fit([d for d in data if d[0] not in held], names, args.l2)
        scores.append(accuracy([d for d in data if d[0] in held], dict(zip(names, w, strict=True))))
    print(f"{len(data)} pronouns with a choice; {args.folds}-fold accuracy {np.mean(scores):.3f}")
    w = fit(data, names, args.l2)
    weights = {name: round(float(value), 3) for name, value in zip(names, w, strict=True)}
    print(f"on what it learnt from {accuracy(data, weights):.3f}")
    OUT.write_text(
        json.dumps({"made_by": "training/train_pronouns.py", "weights": weights}, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()

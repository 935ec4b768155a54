"""Parties, acts and factuality class by class: `python benchmarks/classes.py DEV [TRAIN] [--folds 5] [--json OUT]`.

DEV and TRAIN are folders of contested-news gold. The gold's spans go in as if they had been found, so that what is
measured is who the source speaks for, what he does and how sure he is, and nothing else. Printed are precision, recall
and F1 of each class on DEV. A party is right when it is the gold's own, and is counted under its kind: one state taken
for another is a miss of that kind and a false alarm of it.

With TRAIN, figures over k folds of TRAIN and DEV together follow, no story in two folds. In each fold a linear head (a
regression on the means of cue, content and source) is fitted anew for acts and for factuality on the other folds.
**The encoder below them is the one that ships, whose own training has seen the reports of TRAIN**, so the figure says
how evenly the heads do over stories, not what a model that has never seen them would do; the rules and weights of
parties have seen TRAIN too. No model was fitted on DEV.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

import linear
from parties import NO_SIDE, read, same_party
from reportedly.model import Model
from reportedly.model import load as load_model
from reportedly.registry import load
from reportedly.stages import acts, parties, speakers
from reportedly.stages._options import _kind
from reportedly.stages.attribution import _mean
from reportedly.stages.encode import encode
from reportedly.stages.segment import Segments, rows_of, segment
from reportedly.types import Attribution, Span

#: classes that the issue of rare acts is about
RARE = ("withhold", "doubt", "endorse", "defend", "threaten", "ask", "reject")
Vectors = np.ndarray[Any, np.dtype[np.float32]]


def runs(segments: Segments, spans: Sequence[Span]) -> list[tuple[int, int]]:
    """Words of spans, as runs in order; a word counts when any of it lies in a span."""
    out: list[tuple[int, int]] = []
    for span in sorted(spans):
        first, last = rows_of(segments, span)
        if first < last:
            out.append((first, last))
    return out


def vectors_of(segments: Segments, attributions: Sequence[Attribution], model: Model) -> Vectors:
    """What `attribution.attribute` gives the heads, for given spans: means of cue, content and source."""
    encoded = encode(segments, model)
    out = np.zeros((len(attributions), 3, model.width), np.float32)
    for row, a in zip(out, attributions, strict=True):
        cue = runs(segments, a.cue)
        longest = [max(cue, key=lambda run: run[1] - run[0])] if cue else []
        for part, where in zip(row, (longest, runs(segments, a.content), runs(segments, a.source)), strict=True):
            part[:] = _mean(encoded.vectors, where)
    return out.reshape(len(attributions), 3 * model.width)


def gather(folder: Path, model: Model) -> dict[str, Any]:
    """The gold's and the shipped classes of every statement of a folder, with its vectors and its story."""
    registry = load()
    rows: dict[str, Any] = {name: [] for name in ("story", "party", "act", "factuality", "vectors")}
    for report, attributions, gold in read(folder):
        story = json.loads((folder / f"{report.id}.json").read_text(encoding="utf-8")).get("story") or report.id
        resolution = speakers.resolve(report, attributions, registry)
        stated = parties.assign(report, attributions, resolution, registry)
        segments = segment(report.text)
        vectors = vectors_of(segments, attributions, model)
        classes = acts.classify(vectors, model, segments, attributions)
        rows["vectors"].append(vectors)
        for g, s, (act, factuality) in zip(gold, stated, classes, strict=True):
            rows["story"].append(story)
            rows["party"].append((g["party"], s.party))
            rows["act"].append((g["act"], act.value))
            rows["factuality"].append((g["factuality"], factuality.value))
    rows["vectors"] = np.concatenate(rows["vectors"])
    return rows


def by_kind(pairs: Sequence[tuple[str | None, str | None]]) -> dict[str, tuple[float, float, float, int]]:
    """Precision, recall, F1 and number of parties of each kind, right only where the party itself is."""
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for gold, party in pairs:
        wanted[_kind(gold or "")] += 1
        found[_kind(party) if party else "open"] += 1
        right[_kind(gold or "")] += same_party(gold, party)
    out = {}
    for kind, n in wanted.most_common():
        p, r = right[kind] / max(1, found[kind]), right[kind] / n
        out[kind] = (p, r, 2 * p * r / (p + r) if p + r else 0.0, n)
    return out


def overall(pairs: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Accuracy, macro-F1, and macro-F1 over the rare acts where there are any."""
    gold, found = [g for g, _ in pairs], [f for _, f in pairs]
    each = linear.scores(gold, found)
    out = {
        "accuracy": sum(g == f for g, f in pairs) / len(pairs),
        "macro_f1": linear.macro_f1(gold, found),
    }
    rare = [each[c][2] for c in RARE if c in each]
    if rare:
        out["rare_macro_f1"] = sum(rare) / len(rare)
    return {name: round(value, 4) for name, value in out.items()}


def sided(pairs: Sequence[tuple[str | None, str | None]]) -> dict[str, float]:
    """Accuracy over the parties that are sides, and over all."""
    hits = [(same_party(g, p), not NO_SIDE.fullmatch(g or "ANON")) for g, p in pairs]
    sides = [hit for hit, side in hits if side]
    return {
        "party": round(sum(sides) / max(1, len(sides)), 4),
        "party_all": round(sum(hit for hit, _ in hits) / max(1, len(hits)), 4),
    }


def folded(
    rows: dict[str, Any], name: str, fold: np.ndarray[Any, Any], k: int, penalty: float
) -> list[tuple[str, str]]:
    """Gold and found class of every statement, found by a head that was fitted on the other folds' stories."""
    gold = [g for g, _ in rows[name]]
    out = list(rows[name])
    for held in range(k):
        known, asked = np.flatnonzero(fold != held), np.flatnonzero(fold == held)
        if not len(asked):
            continue
        head = linear.fit(rows["vectors"][known], [gold[i] for i in known], penalty, steps=150)
        for i, c in zip(asked, head.predict(rows["vectors"][asked]), strict=True):
            out[i] = (gold[i], c)
    return out


def measure(dev: Path, train: Path | None, k: int, penalty: float) -> dict[str, Any]:
    """All figures, as they are printed."""
    model = load_model()
    rows = gather(dev, model)

    def table(each: dict[str, tuple[float, float, float, int]]) -> dict[str, dict[str, float]]:
        return {c: dict(zip("prf", (round(x, 3) for x in v[:3]), strict=True)) | {"n": v[3]} for c, v in each.items()}

    def classes(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
        each = linear.scores([g for g, _ in pairs], [f for _, f in pairs])
        return {"overall": overall(pairs), "classes": table(each)}

    out: dict[str, Any] = {
        "model": model.name,
        "dev": {
            "statements": len(rows["party"]),
            "party": {"overall": sided(rows["party"]), "classes": table(by_kind(rows["party"]))},
            "act": classes(rows["act"]),
            "factuality": classes(rows["factuality"]),
        },
    }
    if train is not None:
        more = gather(train, model)
        both = {
            name: np.concatenate([rows[name], more[name]]) if name == "vectors" else rows[name] + more[name]
            for name in rows
        }
        fold = np.array([zlib.crc32(story.encode()) % k for story in both["story"]])
        out["folds"] = {
            "k": k,
            "statements": len(fold),
            "stories": len(set(both["story"])),
            "party, not refitted": [
                sided([pair for pair, f in zip(both["party"], fold, strict=True) if f == held]) for held in range(k)
            ],
        }
        for name in ("act", "factuality"):
            pairs = folded(both, name, fold, k, penalty)
            out["folds"][name] = classes(pairs) | {
                "of DEV": overall(pairs[: len(rows[name])]),
                "each": [
                    overall([pair for pair, f in zip(pairs, fold, strict=True) if f == held])["macro_f1"]
                    for held in range(k)
                ],
            }
    return out


def show(figures: dict[str, Any]) -> None:
    """Prints the tables."""

    def classes(title: str, part: dict[str, Any]) -> None:
        print(f"\n{title}: " + ", ".join(f"{name} {value:.3f}" for name, value in part["overall"].items()))
        print(f"  {'':12} {'P':>6} {'R':>6} {'F1':>6} {'n':>6}")
        for c, v in sorted(part["classes"].items(), key=lambda item: -item[1]["n"]):
            print(f"  {c or 'none':12} {v['p']:6.3f} {v['r']:6.3f} {v['f']:6.3f} {v['n']:6}")

    print(f"{figures['model']}, {figures['dev']['statements']} statements of the gold's own spans")
    for name in ("party", "act", "factuality"):
        classes(name, figures["dev"][name])
    if "folds" in figures:
        part = figures["folds"]
        print(f"\n{part['k']} folds over {part['stories']} stories, {part['statements']} statements; the encoder")
        print("that ships has seen TRAIN, and so have the parties' rules and weights: see --help")
        print(
            "party, fold by fold: "
            + ", ".join(f"{fold['party']:.3f}/{fold['party_all']:.3f}" for fold in part["party, not refitted"])
        )
        for name in ("act", "factuality"):
            classes(f"{name}, a linear head refitted in each fold", part[name])
            of_dev = ", ".join(f"{measure} {value:.3f}" for measure, value in part[name]["of DEV"].items())
            print(f"  of which the statements of DEV, whose reports the encoder has not seen: {of_dev}")
            print("  macro-F1 fold by fold: " + ", ".join(f"{f1:.3f}" for f1 in part[name]["each"]))


def main() -> None:
    """Parses the arguments and prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dev", type=Path)
    parser.add_argument("train", type=Path, nargs="?")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--penalty", type=float, default=300.0, help="of the refitted heads' squared weights")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    figures = measure(args.dev, args.train, args.folds, args.penalty)
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    show(figures)


if __name__ == "__main__":
    main()

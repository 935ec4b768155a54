"""Learns for whom a source speaks, among its options: writes src/reportedly/data/parties/choice.npz.

    python training/train_parties.py [--shared ../shared] [--folds 5] [--no-write]

A conditional logit over the options that `stages._options` finds for each attribution of the contested-news gold's
`train` part and of our own labels (docs/design/0023). Each dated report of the gold is learnt from twice, with its
date and without, at half the weight, because many reports come without. With `--folds`, prints what rules and model get
right on reports whose stories, and texts, the model has not seen; the folds are by story in the gold and by likeness of
text in the labels. Nothing is drawn by chance: the optimum of a convex-like objective is sought from zero.
"""

from __future__ import annotations

import paths  # noqa: F401  # isort: skip

import argparse
import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

import corpora
import labels
from parties import NO_SIDE, same_party
from reportedly.registry import load
from reportedly.stages import speakers
from reportedly.stages._choice import Weights, chosen, grounds
from reportedly.stages._options import KINDS, Options
from reportedly.stages.parties import by_rule
from reportedly.terms import Kind
from reportedly.types import Attribution, Report, Span

OUT = Path(__file__).resolve().parents[1] / "src" / "reportedly" / "data" / "parties" / "choice.npz"
_KIND = {kind: column for column, kind in enumerate(KINDS)}
#: features seen in fewer attributions are left out
RARE = 4


@dataclass(frozen=True)
class Case:
    """One attribution: its options with their features, which of them are right, and what the rules say."""

    report: str
    key: object
    sort: str
    told: tuple[str, ...]
    parties: list[str]
    kinds: list[int]
    grounds: list[list[str]]
    right: list[bool]
    gold: str | None
    rule: str | None
    weight: float = 1.0


def attributions(document: corpora.Document) -> list[Attribution]:
    """A labelled report's attributions; what contains them by id or by running number from 1."""
    out = []
    for number, s in enumerate(document.attributions, 1):
        spans = {role: tuple(Span(*pair) for pair in sorted(s[role])) for role in corpora.ROLES}
        outer = s.get("nested_in")
        out.append(
            Attribution(
                id=s.get("id") or f"S{number}",
                kind=Kind.INDIRECT,
                score=1.0,
                within=f"S{outer}" if isinstance(outer, int) else outer,
                **spans,
            )
        )
    return out


def cases(documents: Iterable[corpora.Document], weight: float = 1.0) -> list[Case]:
    """The cases of some reports."""
    registry = load()
    out = []
    for document in documents:
        found = attributions(document)
        report = Report(id=document.name, text=document.text, published=document.published)
        resolution = speakers.resolve(report, found, registry)
        sides, rules = by_rule(report, found, resolution)
        options = Options(sides, found)
        for a, gold, rule in zip(found, document.attributions, rules, strict=True):
            party = gold["party"]
            if rule.party is None or not a.cue:
                out.append(Case(document.name, a.id, "", (), [], [], [], [], party, rule.party, weight))
                continue
            unit = options.of(a, rule)
            of = unit.options.items()
            out.append(
                Case(
                    document.name,
                    unit.key,
                    unit.sort,
                    unit.told,
                    list(unit.options),
                    [_KIND[option.kind] for _, option in of],
                    [grounds(unit.sort, option.kind, option.grounds) for _, option in of],
                    [same_party(party, name) for name, _ in of],
                    party,
                    rule.party,
                    weight,
                )
            )
    return out


def dated(shared: Path, documents: Iterable[corpora.Document]) -> list[corpora.Document]:
    """Our own labelled reports with the day of publication, where their corpus has it: in the id or in a table."""
    with (shared / "fa-kes" / "articles.csv").open(encoding="utf-8", newline="") as file:
        days = {row["unit_id"]: row["date"].split("/") for row in csv.DictReader(file)}
    out = []
    for document in documents:
        corpus, _, id = document.name.partition(":")
        day = re.search(r"\d{4}-\d\d-\d\d", id)
        published = day[0] if corpus.startswith("polnear") and day else None
        if corpus.startswith("fa-kes") and id in days:
            month, of_month, year = days[id]
            published = f"20{year}-{int(month):02}-{int(of_month):02}"
        out.append(replace(document, published=published))
    return out


def _sparse(rows: Sequence[Sequence[str]], columns: dict[str, int]) -> csr_matrix:
    where, ends = [], [0]
    for row in rows:
        where += [columns[name] for name in row if name in columns]
        ends.append(len(where))
    return csr_matrix((np.ones(len(where)), where, ends), shape=(len(rows), len(columns)))


def _columns(rows: Iterable[Iterable[str]]) -> dict[str, int]:
    seen = Counter(name for row in rows for name in set(row))
    return {name: n for n, name in enumerate(sorted(name for name, times in seen.items() if times >= RARE))}


def fit(known: Sequence[Case], ridge: float = 3.0, steps: int = 60) -> Weights:
    """The weights under which the right options are likeliest, held small by a ridge."""
    known = [case for case in known if any(case.right)]
    told = _columns(case.told for case in known)
    ground = _columns({name for row in case.grounds for name in row} for case in known)
    x = _sparse([case.told for case in known], told)
    z = _sparse([row for case in known for row in case.grounds], ground)
    turned, turned_grounds = x.T.tocsr(), z.T.tocsr()
    sizes = np.array([len(case.parties) for case in known])
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    of = np.repeat(np.arange(len(known)), sizes)
    kind = np.array([k for case in known for k in case.kinds])
    right = np.array([r for case in known for r in case.right], dtype=float)
    weight = np.array([case.weight for case in known])
    split = len(told) * len(KINDS)

    def loss(w: Any) -> tuple[float, Any]:
        by_kind, by_ground = w[:split].reshape(len(told), len(KINDS)), w[split:]
        score = (x @ by_kind)[of, kind] + z @ by_ground
        power = np.exp(score - np.maximum.reduceat(score, first)[of])
        total, hit = np.add.reduceat(power, first), np.add.reduceat(power * right, first)
        slope = (power / total[of] - power * right / (hit[of] + 1e-12)) * weight[of]
        spread = np.zeros((len(known), len(KINDS)))
        np.add.at(spread, (of, kind), slope)
        value = (weight * (np.log(total) - np.log(hit + 1e-12))).sum() + 0.5 * ridge * (w @ w)
        return value, np.concatenate([(turned @ spread).ravel(), turned_grounds @ slope]) + ridge * w

    w = minimize(loss, np.zeros(split + len(ground)), jac=True, method="L-BFGS-B", options={"maxiter": steps}).x
    by_kind = w[:split].reshape(len(told), len(KINDS)).astype(np.float32)
    return Weights(told, by_kind, dict(zip(ground, w[split:].tolist(), strict=True)))


def decide(asked: Sequence[Case], model: Weights) -> list[str | None]:
    """The party of each case, one for all cases of a person, as `_choice.choose` decides."""
    groups: dict[object, list[tuple[int, dict[str, float]]]] = {}
    for n, case in enumerate(asked):
        if not case.parties:
            continue
        rows = [model.told[name] for name in case.told if name in model.told]
        kinds = model.by_kind[rows].sum(axis=0)
        scores = {
            party: float(kinds[k]) + sum(model.grounds.get(name, 0.0) for name in row)
            for party, k, row in zip(case.parties, case.kinds, case.grounds, strict=True)
        }
        groups.setdefault((case.report, case.key), []).append((n, scores))
    out = [case.rule for case in asked]
    for turns in groups.values():
        rules = [asked[n].rule or "" for n, _ in turns]
        sort = asked[turns[0][0]].sort
        for (n, _), party in zip(turns, chosen(sort, rules, [scores for _, scores in turns]), strict=True):
            out[n] = party
    return out


def score(asked: Sequence[Case], found: Sequence[str | None]) -> dict[str, float]:
    """Accuracy over the cases whose gold party is a side, and over all."""
    hits = [same_party(case.gold, party) for case, party in zip(asked, found, strict=True)]
    sided = [hit for case, hit in zip(asked, hits, strict=True) if not NO_SIDE.fullmatch(case.gold or "ANON")]
    return {"party": round(sum(sided) / max(1, len(sided)), 4), "party_all": round(sum(hits) / max(1, len(hits)), 4)}


def stories(shared: Path, documents: Sequence[corpora.Document]) -> dict[str, int]:
    """A running number of the story of each report: the gold's own, else reports that share a fifth of their names."""
    told = {}
    for path in (shared / "gold" / "contested" / "train").glob("*.json"):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(gold, dict):
            told[path.stem] = gold.get("story") or path.stem
    number: dict[str, int] = {}
    seen: list[tuple[set[str], int]] = []
    of_story: dict[str, int] = {}
    for document in documents:
        if document.name in told:
            number[document.name] = of_story.setdefault(told[document.name], len(of_story))
            continue
        names = set(re.findall(r"\b[A-Z]\w{3,}", document.text))
        near = max(seen, key=lambda s: len(names & s[0]) / max(1, len(names | s[0])), default=None)
        if near is not None and len(names & near[0]) / max(1, len(names | near[0])) >= 0.2:
            number[document.name] = near[1]
        else:
            number[document.name] = 10_000 + len(seen)
        seen.append((names, number[document.name]))
    return number


def write(model: Weights, path: Path) -> None:
    """Keeps weights, those next to nothing left out."""
    strong = [(name, row) for name, row in model.told.items() if np.abs(model.by_kind[row]).max() >= 0.04]
    names = [(name, value) for name, value in model.grounds.items() if abs(value) >= 0.02]
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        told=np.frombuffer("\n".join(name for name, _ in strong).encode(), dtype=np.uint8),
        by_kind=model.by_kind[[row for _, row in strong]].astype(np.float16),
        grounds=np.frombuffer("\n".join(name for name, _ in names).encode(), dtype=np.uint8),
        values=np.array([value for _, value in names], dtype=np.float16),
    )
    print(f"{len(strong)} features of sources, {len(names)} of options, {path.stat().st_size / 1000:.0f} kB")


def main() -> None:
    """Measures over folds, then learns from everything and writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--ridge", type=float, default=2.0)
    parser.add_argument("--labels", type=float, default=0.6, help="weight of a case of our own labels")
    parser.add_argument("--no-write", action="store_true")
    args = parser.parse_args()
    gold = list(corpora.contested(args.shared / "gold" / "contested" / "train"))
    own = dated(args.shared, labels.load(args.shared))
    bare = [replace(document, published=None) for document in gold if document.published]
    both = {document.name for document in bare}
    known = [
        *cases([document for document in gold if document.name in both], 0.5),
        *cases([document for document in gold if document.name not in both]),
    ]
    first = len(known)
    known += cases(bare, 0.5)
    second = len(known)
    known += cases(own, args.labels)
    parts = {
        "gold": range(first),
        "gold without dates": range(first, second),
        "labels": range(second, len(known)),
    }
    if args.folds:
        story = stories(args.shared, [*gold, *own])
        found: list[str | None] = [None] * len(known)
        for fold in range(args.folds):
            out = [n for n, case in enumerate(known) if story[case.report] % args.folds == fold]
            away = set(out)
            model = fit([case for n, case in enumerate(known) if n not in away], args.ridge)
            for n, party in zip(out, decide([known[n] for n in out], model), strict=True):
                found[n] = party
        for part, which in parts.items():
            asked = [known[n] for n in which]
            print(part, "rules", score(asked, [case.rule for case in asked]), flush=True)
            print(part, "model", score(asked, [found[n] for n in which]), flush=True)
            for sort in sorted({case.sort for case in asked}):
                some = [n for n in which if known[n].sort == sort]
                few = [known[n] for n in some]
                before, after = score(few, [c.rule for c in few]), score(few, [found[n] for n in some])
                print(f"    {sort or 'open':12} {len(few):5} {before['party_all']:.3f} {after['party_all']:.3f}")
    if not args.no_write:
        write(fit(known, args.ridge), OUT)


if __name__ == "__main__":
    main()

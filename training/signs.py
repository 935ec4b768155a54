"""Fit the linear half of the act and factuality heads, on signs in the words: `python training/signs.py --help`."""

from __future__ import annotations

import paths  # noqa: F401  # isort: skip

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import corpora
import labels
from examples import ACTS, FACTUALITIES
from reportedly.stages._signs import of_statement
from reportedly.stages.acts import STATEMENT
from reportedly.stages.segment import segment
from reportedly.terms import Kind
from reportedly.types import Attribution, Span
from ridge import Table
from sentences import read
from train import parts
from weights import keep, kept

#: weight of a statement of the gold, of our own labels that the encoder learns from too, and of the later ones
GOLD, OWN, LATER = 2.0, 1.0, 0.3
#: and of a sentence of our own that was written for an act
WRITTEN = 0.5
SENTENCES = Path(__file__).parent / "labels" / "acts.tsv"
#: a sign counts when so many statements have it
LEAST = 4
#: what is added to the diagonal
RIDGE = 1.0


@dataclass
class Told:
    """A statement's signs, its classes and its weight."""

    signs: dict[str, float]
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


def sentences() -> list[Told]:
    """Our own sentences for the acts: one statement each."""
    out = []
    for number, ((act, factuality), text, spans) in enumerate(read(SENTENCES)):
        roles = {"source": spans.get("s", []), "cue": spans["e"], "content": spans["c"]}
        document = corpora.Document(f"acts-{number}", text, [roles | {"act": act, "factuality": factuality}], [])
        out += told(document, WRITTEN)
    return out


def statements(shared: Path, seed: int) -> list[Told]:
    """Every statement that may be learnt from: none of a document that is held out."""
    split = parts(shared, seed, "")
    own = {d.name for d in parts(shared, seed, labels.ENCODER_PARTS)["labels"][0]}
    out = [t for d in split["contested"][0] for t in told(d, GOLD)] + sentences()
    for d in split["labels"][0]:
        out += told(d, OWN if d.name in own else LATER)
    return out


def main() -> None:
    """Fit and write the tables into the model's heads."""
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--shared", type=Path, required=True)
    p.add_argument("--model", type=Path, required=True, help="folder from export.py; changed in place")
    p.add_argument("--seed", type=int, default=1, help="as given to train.py")
    a = p.parse_args()
    rows = statements(a.shared, a.seed)
    acts, facts = (np.array([getattr(t, name) for t in rows]) for name in ("act", "factuality"))
    wanted = np.concatenate([np.eye(len(ACTS))[acts], np.eye(len(FACTUALITIES))[facts]], axis=1) * 2 - 1
    heavy = np.array([t.weight for t in rows])
    table = Table([t.signs for t in rows], wanted, least=LEAST, ridge=RIDGE, heavy=heavy)
    keep(a.model, kept(a.model) | table.arrays(STATEMENT))
    print(f"{len(rows)} statements, {len(table.known)} signs")


if __name__ == "__main__":
    main()

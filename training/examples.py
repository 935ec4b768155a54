"""Annotated documents as windows of labelled words, anew each epoch with other cuts and other disguises."""

from __future__ import annotations

import paths  # noqa: F401  # isort: skip

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from corpora import Document
from reportedly.model import Window, WordPieces, windows
from reportedly.stages.placement import placement
from reportedly.stages.segment import Segments, segment
from reportedly.terms import Act, Factuality

ACTS = [a.value for a in Act]
FACTUALITIES = [f.value for f in Factuality]
NOTHING, SOURCE, CONTENT, CUE = range(4)
IGNORED = -100


@dataclass
class Statement:
    """One gold attribution over words: sets of word rows, and its classes where the corpus has them."""

    source: set[int]
    cue: set[int]
    content: set[int]
    act: int = IGNORED
    factuality: int = IGNORED
    #: the cue's longest run of words, which anchors the statement
    anchor: tuple[int, int] = (0, 0)


@dataclass
class Annotated:
    """A segmented text with its statements and the scheme (0 contested, 1 PolNeAR) they follow."""

    name: str
    segments: Segments
    statements: list[Statement]
    scheme: int


@dataclass
class Example:
    """One window ready for the network."""

    window: Window
    scheme: int
    tags: np.ndarray  # words: 0 outside, 1 begins a cue, 2 inside one
    cues: list[tuple[int, int]] = field(default_factory=list)  # rows within the window
    roles: np.ndarray | None = None  # cues x words
    places: dict[str, np.ndarray] = field(default_factory=dict)
    acts: list[int] = field(default_factory=list)
    factualities: list[int] = field(default_factory=list)


def _words(segments: Segments, spans: Iterable[tuple[int, int]]) -> set[int]:
    starts, ends = np.asarray(segments.starts), np.asarray(segments.ends)
    out: set[int] = set()
    for a, b in spans:
        low = int(np.searchsorted(ends, a, side="right"))
        high = int(np.searchsorted(starts, b, side="left"))
        out.update(range(low, high))
    return out


def _longest_run(words: set[int]) -> tuple[int, int]:
    runs: list[list[int]] = []
    for w in sorted(words):
        if runs and w == runs[-1][-1] + 1:
            runs[-1].append(w)
        else:
            runs.append([w])
    best = max(runs, key=len)
    return best[0], best[-1] + 1


def annotate(document: Document, scheme: int, text: str | None = None) -> Annotated:
    """A document's gold over the words of its text, or of a disguise of it with the same length."""
    segments = segment(document.text if text is None else text)
    statements = []
    for a in document.attributions:
        cue = _words(segments, a["cue"])
        content = _words(segments, a["content"])
        if not cue or not content:
            continue
        statements.append(
            Statement(
                _words(segments, a["source"]),
                cue,
                content,
                ACTS.index(a["act"]) if "act" in a else IGNORED,
                FACTUALITIES.index(a["factuality"]) if "factuality" in a else IGNORED,
                _longest_run(cue),
            )
        )
    return Annotated(document.name, segments, statements, scheme)


def without_breaks(text: str) -> str:
    """The same text with every line break a space, so that offsets stay."""
    return "".join(" " if c in "\n\r" else c for c in text)


def without_marks(annotated: Annotated) -> Annotated:
    """The same words without double quotation marks."""
    s = annotated.segments
    kept = [i for i, form in enumerate(s.forms) if form not in "“”"]
    row = {old: new for new, old in enumerate(kept)}
    columns = {
        n: [getattr(s, n)[i] for i in kept] for n in ("starts", "ends", "forms", "cases", "paragraphs", "sentences")
    }
    segments = replace(s, **columns, quoted=[0] * len(kept))
    statements = []
    for t in annotated.statements:
        moved = {r: {row[w] for w in getattr(t, r) if w in row} for r in ("source", "cue", "content")}
        if moved["cue"] and moved["content"]:
            statements.append(replace(t, **moved, anchor=_longest_run(moved["cue"])))
    return replace(annotated, segments=segments, statements=statements)


def lowered(annotated: Annotated) -> Annotated:
    """The same words as if nothing were capitalised."""
    s = annotated.segments
    return replace(annotated, segments=replace(s, cases=[0 if c < 3 else c for c in s.cases]))


def examples(annotated: Annotated, pieces: WordPieces, limit: int, first_limit: int | None) -> list[Example]:
    """The windows of a document with the labels that lie inside each."""
    out = []
    for window in windows(annotated.segments, pieces, limit, first_limit):
        first, last = window.first, window.last
        tags = np.zeros(last - first, np.int64)
        example = Example(window, annotated.scheme, tags)
        inside = sorted(
            (t for t in annotated.statements if first <= t.anchor[0] and t.anchor[1] <= last), key=lambda t: t.anchor
        )
        cues = [t.anchor for t in inside]
        for a, b in cues:
            if not tags[a - first : b - first].any():
                tags[a - first] = 1
                tags[a - first + 1 : b - first] = 2
        if cues:
            roles = np.zeros((len(cues), last - first), np.int64)
            for row, t in zip(roles, inside, strict=True):
                for role, words in ((CUE, t.cue - set(range(*t.anchor))), (CONTENT, t.content), (SOURCE, t.source)):
                    for w in words:
                        if first <= w < last:
                            row[w - first] = role
            example.roles = roles
            example.places = placement(annotated.segments, first, last, cues)
            example.cues = [(a - first, b - first) for a, b in cues]
            example.acts = [t.act for t in inside]
            example.factualities = [t.factuality for t in inside]
        out.append(example)
    return out


class Corpus:
    """Documents that give a fresh list of examples each epoch."""

    def __init__(self, documents: Iterable[Document], scheme: int, pieces: WordPieces) -> None:
        self.pieces = pieces
        self.plain, self.flat = [], []
        for d in documents:
            self.plain.append(annotate(d, scheme))
            self.flat.append(annotate(d, scheme, without_breaks(d.text)))

    def epoch(self, rng: random.Random, limit: int, disguise: float = 1.0) -> list[Example]:
        """Every document once: some without paragraph breaks, without quotation marks, in lower case."""
        out: list[Example] = []
        for plain, flat in zip(self.plain, self.flat, strict=True):
            a = flat if rng.random() < 0.15 * disguise else plain
            if rng.random() < 0.15 * disguise:
                a = without_marks(a)
            if rng.random() < 0.15 * disguise:
                a = lowered(a)
            out += examples(a, self.pieces, limit, rng.randrange(limit // 4, limit + 1))
        return out

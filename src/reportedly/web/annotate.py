"""A report's text in pieces, each with the marks that lie over it, nested as the statements are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Piece", "paragraphs"]

_ROLES = ("source", "cue", "content")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text over which the same marks lie."""

    text: str
    #: classes: source, cue, content, and how deep contents are nested here (d1, d2, d3), time, figure, event
    classes: tuple[str, ...]
    #: numbers of the statements that have a part here, the outermost first
    statements: tuple[int, ...]
    #: numbers of the statements that begin here: a link can jump to them
    begins: tuple[int, ...]


def paragraphs(reading: Mapping[str, Any]) -> Iterator[list[Piece]]:
    """The paragraphs of a report's text, each as pieces.

    Args:
        reading: a Reading as plain data.

    Yields:
        for each line that is not empty, its pieces in order; together they are that line's text exactly.
    """
    text: str = reading["report"]["text"]
    opens: dict[int, list[tuple[str, int]]] = defaultdict(list)
    closes: dict[int, list[tuple[str, int]]] = defaultdict(list)
    begins: dict[int, set[int]] = defaultdict(set)

    def put(span: Mapping[str, Any], mark: tuple[str, int]) -> None:
        start, end = span["start"], span["end"]
        if 0 <= start < end <= len(text):
            opens[start].append(mark)
            closes[end].append(mark)

    for number, attribution in enumerate(reading["attributions"], 1):
        spans = [(role, span) for role in _ROLES for span in attribution[role]]
        for role, span in spans:
            put(span, (role, number))
        if spans:
            begins[min(span["start"] for _, span in spans)].add(number)
    for event in reading["events"]:
        put(event["anchor"], ("event", 0))
        if event.get("quantity"):
            put(event["quantity"]["span"], ("figure", 0))
        if event.get("when"):
            put(event["when"]["span"], ("time", 0))
    for statement in reading["statements"]:
        if statement.get("said"):
            put(statement["said"]["span"], ("time", 0))

    start = 0
    active: dict[tuple[str, int], int] = defaultdict(int)
    edges = sorted(set(opens) | set(closes))
    at = 0
    for line in text.splitlines(keepends=True):
        stop = start + len(line)
        body = start + len(line.rstrip())
        pieces: list[Piece] = []
        here = start
        while True:
            # apply the edges at this point, then go on to the next one or to the line's end
            while at < len(edges) and edges[at] <= here:
                for mark in closes.get(edges[at], ()):
                    active[mark] -= 1
                for mark in opens.get(edges[at], ()):
                    active[mark] += 1
                at += 1
            if here >= stop:
                break
            next_ = min(edges[at] if at < len(edges) else stop, stop)
            shown = text[here : min(next_, body)]
            if shown:
                pieces.append(_piece(shown, [m for m, n in active.items() if n > 0], sorted(begins.get(here, ()))))
            here = next_
        if pieces:
            yield pieces
        start = stop
        active = defaultdict(int, {mark: n for mark, n in active.items() if n > 0})


def _piece(text: str, marks: list[tuple[str, int]], begins: list[int]) -> Piece:
    depth = sum(1 for role, _ in marks if role == "content")
    roles = {role for role, _ in marks}
    classes = [role for role in (*_ROLES, "event", "figure", "time") if role in roles]
    if depth:
        classes.append(f"d{min(depth, 3)}")
    numbers = tuple(sorted({number for _, number in marks if number}))
    return Piece(text=text, classes=tuple(classes), statements=numbers, begins=tuple(begins))

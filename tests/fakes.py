"""Stand-ins that read by a rule instead of a model, and readings written as marked text."""

from __future__ import annotations

import re
from itertools import repeat
from typing import Any

from reportedly import marks, sources
from reportedly.terms import Act, Factuality, Kind
from reportedly.types import Attribution, Problem, Reading, Report, Span

_SAID = re.compile(r"\b([A-Z]\w+) (said|denied|warned) ([^.\n]+)")


class Model:
    """A model that knows its name and nothing else."""

    name = "fake 1"


def encode(segments: Any, model: Any, scheme: Any) -> str:
    """The words at their offsets, in place of their vectors."""
    out = [" "] * (segments.ends[-1] if len(segments) else 0)
    for row, (start, end) in enumerate(zip(segments.starts, segments.ends, strict=True)):
        out[start:end] = segments.forms[row]
        if row and segments.paragraphs[row] != segments.paragraphs[row - 1]:
            out[segments.ends[row - 1]] = "\n"
    return "".join(out)


def attribute(segments: Any, text: str, model: Any, **_: Any) -> tuple[tuple[Attribution, ...], int]:
    """Every `Name said ...` up to a full stop, each saying inside another's content nested in it."""
    found: list[Attribution] = []
    for match in _overlapping(text):
        source, cue, content = (Span(*match.span(group)) for group in (1, 2, 3))
        holder = next((a for a in reversed(found) if cue in a.content[0]), None)
        found.append(
            Attribution(
                id=f"a{len(found) + 1}",
                source=(source,),
                cue=(cue,),
                content=(content,),
                kind=Kind.INDIRECT,
                within=holder.id if holder else None,
                score=0.9 if match[2] == "said" else 0.4,
            )
        )
    return tuple(found), len(found)


def classify(vectors: Any, model: Any, segments: Any, attributions: Any) -> Any:
    """Everybody asserts, certainly; `vectors` is the number of attributions."""
    return repeat((Act.ASSERT, Factuality.CERTAIN), vectors)


def _overlapping(text: str) -> list[re.Match[str]]:
    out, at = [], 0
    while (match := _SAID.search(text, at)) is not None:
        out.append(match)
        at = match.end(2)
    return out


def reading(marked: str, problems: tuple[Problem, ...] = (), **report: Any) -> Reading:
    """The Reading that a marked text spells out; an attribution whose cue lies in another's content is nested in it."""
    text, spans = marks.parse(marked)
    made: list[Attribution] = []
    for label, roles in sorted(spans.items()):
        cue = roles.get("cue", ())
        holders = [
            (piece.end - piece.start, other)
            for other, others in spans.items()
            if other != label
            for piece in others.get("content", ())
            if cue and cue[0] in piece
        ]
        made.append(
            Attribution(
                id=label,
                source=roles.get("source", ()),
                cue=cue,
                content=roles.get("content", ()),
                kind=Kind.INDIRECT,
                within=min(holders)[1] if holders else None,
                score=0.9,
            )
        )
    return Reading(report=sources.make(text, **report), attributions=tuple(made), problems=problems)


def report(text: str, **fields: Any) -> Report:
    """A Report of a text."""
    return sources.make(text, **fields)

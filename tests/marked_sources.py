"""Marked sentences for the tests of speakers and parties: `{the minister}` is a source, `[it fell]` a content."""

from __future__ import annotations

import re

from reportedly.stages import parties, speakers
from reportedly.terms import Kind
from reportedly.types import Attribution, Report, Span, Statement

_MARK = re.compile(r"\{([^{}]*)\}|\[([^\[\]]*)\]|<([^<>]*)>")


def unmark(marked: str) -> tuple[str, list[Attribution]]:
    """The text without its marks, and an attribution for each source; the contents and cues after it are its own.

    `{source}`, `<cue>`, `[content]`; a source inside a content is written with the content's brackets left out.
    """
    text = ""
    rows: list[dict[str, list[Span]]] = []
    last = 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        words = next(g for g in match.groups() if g is not None)
        span = Span(len(text), len(text) + len(words))
        text += words
        last = match.end()
        role = "source" if match[1] is not None else "content" if match[2] is not None else "cue"
        if role == "source":
            rows.append({"source": [span] if words else [], "cue": [], "content": []})
        else:
            rows[-1][role].append(span)
    text += marked[last:]
    out = [
        Attribution(id=f"a{n}", kind=Kind.INDIRECT, score=1.0, **{role: tuple(spans) for role, spans in row.items()})
        for n, row in enumerate(rows, 1)
    ]
    return text, out


def statements(marked: str, published: str | None = "2024-10-30") -> list[Statement]:
    """The statements of a marked text."""
    text, attributions = unmark(marked)
    report = Report(id="r", text=text, published=published)
    resolution = speakers.resolve(report, attributions)
    found = list(parties.assign(report, attributions, resolution))
    for statement in found:
        for link in statement.links:
            if link.evidence.span is not None:
                assert 0 <= link.evidence.span.start < link.evidence.span.end <= len(text)
        s = statement.speaker
        for span in (*s.name_spans, *s.role_spans, *s.organisation_spans):
            assert 0 <= span.start < span.end <= len(text)
    return found


def shown(marked: str, published: str | None = "2024-10-30") -> list[tuple[str | None, str | None]]:
    """Speaker's name and party of each source."""
    return [(s.speaker.name, s.party) for s in statements(marked, published)]

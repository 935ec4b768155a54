"""A report's text with the spans of its attributions marked in it, and back."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable

from reportedly.types import Attribution, Reading, Span

__all__ = ["mark", "parse", "pieces", "unmark", "visible", "words_of"]

# What a terminal would act on instead of showing: C0 controls but tab and line feed, a lone carriage return, DEL, C1
# controls, marks that turn the direction of writing, and lone surrogates, which no encoder takes.
_UNSHOWN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)"
)
_ESCAPED = re.compile(rf"[\\{{}}]|{_UNSHOWN.pattern}")
_TOKEN = re.compile(r"\\u([0-9a-f]{4})|\\([\\{}])|\|(source|cue|content) ([^|{}\\\s+]+)(\+?)\}|\{")
_ROLES = ("content", "source", "cue")


def mark(reading: Reading) -> str:
    """The text with every source, cue and content in braces: `{Seoul|source a1} {denied|cue a1} {it|content a1}`.

    What lies within a content is marked inside it. Where two spans cross, the later is cut at the edge and its further
    pieces say so with a plus sign: `{...|content a2+}`. A backslash stands before braces and backslashes of the
    text, and control characters are written as `\\u001b`, so that `unmark` gives back the text exactly.

    Example:
        >>> from reportedly.codec import decode
        >>> spans = {"source": [{"start": 0, "end": 5}], "cue": [{"start": 6, "end": 12}], "content": []}
        >>> first = {"id": "a1", "kind": "indirect", "score": 0.9, **spans}
        >>> report = {"id": "r1", "text": "Seoul denied."}
        >>> mark(decode(Reading, {"report": report, "attributions": [first]}))
        '{Seoul|source a1} {denied|cue a1}.'
    """
    return "".join(words for words, _ in pieces(reading))


def unmark(marked: str) -> str:
    """The text that was marked.

    Example:
        >>> unmark("{Seoul|source a1} {denied|cue a1}.")
        'Seoul denied.'
    """
    return parse(marked)[0]


def parse(marked: str) -> tuple[str, dict[str, dict[str, tuple[Span, ...]]]]:
    """The text that was marked, and the spans of each attribution by role, the cut ones joined again.

    Example:
        >>> parse("{Seoul|source a1} {denied|cue a1}.")
        ('Seoul denied.', {'a1': {'source': (Span(start=0, end=5),), 'cue': (Span(start=6, end=12),)}})
    """
    out: list[str] = []
    length = at = 0
    opened: list[int] = []
    spans: dict[str, dict[str, list[Span]]] = {}
    for token in _TOKEN.finditer(marked):
        between = marked[at : token.start()]
        at = token.end()
        out.append(between)
        length += len(between)
        code, literal, role, label, more = token.groups()
        if code or literal:
            out.append(chr(int(code, 16)) if code else literal)
            length += 1
        elif role is None:
            opened.append(length)
        elif opened:
            here = spans.setdefault(label, {}).setdefault(role, [])
            start = opened.pop()
            if more and here:
                start = here.pop().start
            here.append(Span(start, length))
    out.append(marked[at:])
    return "".join(out), {
        label: {role: tuple(found) for role, found in roles.items()} for label, roles in spans.items()
    }


def visible(text: str) -> str:
    """The text on one line, with everything that a terminal would act on made visible and harmless.

    Example:
        >>> visible("red\\x1b[31m\\nflag")
        'red␛[31m flag'
    """
    return _UNSHOWN.sub(_shown, " ".join(text.split()))


def _shown(match: re.Match[str]) -> str:
    """A control character's picture, or its number where Unicode has no picture for it."""
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"\\u{code:04x}"


def pieces(reading: Reading) -> Iterable[tuple[str, tuple[str, ...]]]:
    """The marked text in pieces, each with the roles that are open there, or `("mark",)` for the marks themselves."""
    text = reading.report.text
    waiting = [
        (span.start, -span.end, _ROLES.index(role), at, re.sub(r"[^\w.-]", "_", attribution.id) or "_", "")
        for at, attribution in enumerate(reading.attributions)
        for role in _ROLES
        for span in getattr(attribution, role)
        if span.start < span.end
    ]
    heapq.heapify(waiting)
    open_: list[tuple[int, str, str]] = []
    at = 0
    while waiting or open_:
        if open_ and (not waiting or waiting[0][0] >= open_[-1][0]):
            end, role, label = open_[-1]
            yield _escape(text[at:end]), tuple(r for _, r, _ in open_)
            yield f"|{role} {label}}}", ("mark",)
            open_.pop()
            at = end
            continue
        start, negative_end, role_at, order, name, more = heapq.heappop(waiting)
        end = -negative_end
        if open_ and end > open_[-1][0]:
            heapq.heappush(waiting, (open_[-1][0], -end, role_at, order, name, "+"))
            end = open_[-1][0]
        yield _escape(text[at:start]), tuple(r for _, r, _ in open_)
        yield "{", ("mark",)
        open_.append((end, _ROLES[role_at], name + more))
        at = start
    yield _escape(text[at:]), ()


def _escape(words: str) -> str:
    return _ESCAPED.sub(lambda m: "\\" + m[0] if m[0] in "\\{}" else f"\\u{ord(m[0]):04x}", words)


def words_of(attribution: Attribution, role: str, text: str) -> str:
    """The words of a role on one line, made harmless, its pieces joined with an ellipsis."""
    return " … ".join(visible(span.of(text)) for span in getattr(attribution, role))

"""Text into words, sentences and paragraphs, with the state of the quotation marks at each word."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from sentencex import get_sentence_boundaries

from reportedly.types import Problem, Span

__all__ = ["Segments", "rows_of", "segment"]

# A word is a run of letters, digits and their combining marks; every other visible character stands alone.
_WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+|[^\w\s]|_")
_BREAK = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_UNENDED = re.compile(r"[\w,] ?\Z")
#: a word that a line's end cuts in two: `twenty-`, `five`
_CUT = re.compile(r"[^\W_][-\u00ad\u2010](?:\n|\r\n?)(?=[^\W\d_])")
_SURROGATE = re.compile("[\ud800-\udfff]")
#: a single mark that may close a quotation: it ends a word and stands before none
_CLOSER = re.compile(r"(?<=\S)[’'](?!\w)")
_CLOCK_THEN_DAY = re.compile(
    r"\b[ap]\.m\.\s*\0(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"\b[ap]\.m\.\s*\0(?:Eastern|Central|Pacific|GMT|EST|EDT|local|today|tomorrow|yesterday)"
)
_DOUBLE = frozenset('"“”„‟«»＂')
_DOUBLES = re.compile('["“”„‟«»＂]')
_SINGLE = frozenset("'‘’‛`´")
#: longest run of characters that a pair of single quotation marks may enclose
_SINGLE_REACH = 600
#: a paragraph without any break is cut into pieces of at most this many characters before sentences are found
_SENTENCE_REACH = 20_000

LOWER, CAPITALISED, UPPER, OTHER = range(4)


@dataclass(frozen=True, slots=True)
class Segments:
    """A text's words as parallel columns, one row a word.

    Attributes:
        starts, ends: code points of the text, half-open.
        forms: the word as the encoder reads it: quotation marks made directed (`“`, `”`), the rest as written.
        cases: 0 lower, 1 capitalised, 2 upper, 3 without letters.
        quoted: 1 inside quotation marks or a mark itself, else 0.
        paragraphs, sentences: running numbers from 0.
        sentence_spans: the sentences as spans of the text.
        problems: what is odd about the text.
    """

    starts: list[int]
    ends: list[int]
    forms: list[str]
    cases: list[int]
    quoted: list[int]
    paragraphs: list[int]
    sentences: list[int]
    sentence_spans: tuple[Span, ...]
    problems: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        return len(self.starts)


def rows_of(segments: Segments, span: Span) -> tuple[int, int]:
    """The words that share a character with a span, half-open."""
    first = bisect_right(segments.ends, span.start)
    return first, max(first, bisect_left(segments.starts, span.end))


def _paragraph_ends(text: str) -> list[int]:
    """Offsets at which paragraphs end: line breaks, except those inside a hard-wrapped sentence."""
    breaks = list(_BREAK.finditer(text))
    line_starts = [0, *(m.end() for m in breaks)]
    lengths = [m.start() - start for start, m in zip(line_starts, breaks, strict=False)]
    single = [m.group() in {"\n", "\r\n", "\r"} for m in breaks]
    # A line that ends in a word or a comma may go on in the next one.
    goes_on = [
        alone and bool(_UNENDED.search(text, max(m.start() - 2, 0), m.start()))
        for m, alone in zip(breaks, single, strict=True)
    ]
    # Hard-wrapped files (old wire copy) break most lines in mid-sentence at one width.
    wrapped = max(lengths, default=0) <= 100 and sum(single) >= 4 and sum(goes_on) >= 0.6 * sum(single)
    return [
        m.start()
        for m, length, on in zip(breaks, lengths, goes_on, strict=True)
        if not (on and (wrapped or (length >= 40 and text[m.end() : m.end() + 1].islower())))
        and not (text[m.end() : m.end() + 1].islower() and _CUT.match(text, max(m.start() - 2, 0), m.end() + 1))
    ]


def _balanced(text: str) -> str:
    """The text with each double mark made directed and unclosed ones blanked, where the marks are not in pairs already.

    The splitter keeps a quotation in one piece; one that it never sees closed (“ closed by a straight mark, a mark left
    out) would swallow the sentences up to the paragraph's end.
    """
    marks = list(_DOUBLES.finditer(text))
    if len(marks) % 2 == 0 and all(m.group() == '"' for m in marks):
        return text
    out = list(text)
    opened: int | None = None
    for m in marks:
        at, mark = m.start(), m.group()
        german = mark == "“" and opened is not None and text[opened] == "„"  # which that mark closes
        if not german and (mark in "“„«" or (mark in '"‟＂' and _opens(text, at))):
            if opened is not None:
                out[opened] = " "
            out[at], opened = "“", at
        else:
            out[at], opened = ("”" if opened is not None else " "), None
    if opened is not None:
        out[opened] = " "
    return "".join(out)


def _sentence_spans(text: str, start: int, end: int) -> list[Span]:
    """The sentences between two offsets, white space around them left out."""
    pieces: list[tuple[int, int]] = []
    for lower in range(start, end, _SENTENCE_REACH):
        # Half a surrogate pair cannot be handed over; another character in its place keeps the offsets.
        part = _SURROGATE.sub("\ufffd", _balanced(text[lower : min(lower + _SENTENCE_REACH, end)]))
        pieces += [(lower + b["start_index"], lower + b["end_index"]) for b in get_sentence_boundaries("en", part)]
    merged: list[tuple[int, int]] = []
    for a, b in pieces:
        if merged and _CLOCK_THEN_DAY.search(text[merged[-1][0] : merged[-1][1]][-8:] + "\0" + text[a : a + 12]):
            merged[-1] = (merged[-1][0], b)
        else:
            merged.append((a, b))
    out = []
    for a, b in merged:
        body = text[a:b]
        a, b = a + len(body) - len(body.lstrip()), b - len(body) + len(body.rstrip())
        if a < b:
            out.append(Span(a, b))
    return out


@lru_cache(maxsize=65536)
def _case(word: str) -> int:
    if not word[0].isalpha():
        return OTHER
    if word.islower():  # most are
        return LOWER
    if len(word) > 1 and word.isupper():
        return UPPER
    return CAPITALISED if word[0].isupper() else LOWER


def _opens(text: str, at: int) -> bool:
    """Whether a mark that does not show its direction opens a quotation: nothing, space or a bracket before it."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return (before.isspace() or before in "([{—–-/“‘") and not after.isspace()


def segment(text: str) -> Segments:
    """The words, sentences and paragraphs of a text.

    Args:
        text: any text at all; nothing in it raises.

    Returns:
        Segments, in text order; a `Problem` where a quotation is never closed.

    Example:
        >>> s = segment("Seoul: “We know.”")
        >>> list(zip(s.forms, s.quoted))
        [('Seoul', 0), (':', 0), ('“', 1), ('We', 1), ('know', 1), ('.', 1), ('”', 1)]
    """
    ends = _paragraph_ends(text)
    bounds = [0, *ends, len(text)]
    spans: list[Span] = []
    for a, b in itertools.pairwise(bounds):
        spans += _sentence_spans(text, a, b)
    # nothing of the text lies behind the last of either
    ends.append(len(text) + 1)
    sentence_starts = [*(s.start for s in spans), len(text) + 1] if spans else [0, len(text) + 1]

    #: start, end, form, case, quoted, paragraph and sentence of each word
    rows: list[tuple[int, int, str, int, int, int, int]] = []
    problems: list[Problem] = []
    paragraph = sentence = 0
    opened: int | None = None  # offset of the double mark that is open
    single_until = -1  # offset of the single mark that closes the open single quotation
    for m in _WORD.finditer(text):
        start, word = m.start(), m.group()
        here = paragraph
        while ends[here] <= start:
            here += 1
        if here != paragraph:
            if opened is not None:
                # A quotation that runs on opens again at the next paragraph; otherwise it was never closed.
                if word[0] not in _DOUBLE:
                    problems.append(
                        Problem(
                            stage="segment",
                            code="quotation-not-closed",
                            message="a quotation is opened and not closed in its paragraph",
                            span=Span(opened, opened + 1),
                        )
                    )
                opened = None
            paragraph, single_until = here, -1
        form, inside = word, opened is not None or start <= single_until
        if word[0].isalnum():
            pass
        elif word in _DOUBLE:
            opening = word in "“„«" or (word in '"‟＂' and _opens(text, start))
            if (
                word == '"'
                and not opening
                and opened is None
                and start + 1 < len(text)
                and not text[start + 1].isspace()
            ):
                opening = not (start and text[start - 1].isalnum())
            form = "“" if opening else "”"
            opened = (start if opened is None else opened) if opening else None
            inside = True
        elif word in _SINGLE:
            before = text[start - 1] if start else " "
            after = text[start + 1] if start + 1 < len(text) else " "
            if before.isalnum() and after.isalnum():
                form = "'"
            elif _opens(text, start) and after.isalpha() and word != "’":
                form = "‘"
                if single_until < start:
                    single_until = _single_close(text, start)
                    inside = inside or single_until > start
            else:
                form = "’"
        while sentence_starts[sentence + 1] <= start:
            sentence += 1
        rows.append((start, m.end(), form, _case(word), int(inside), paragraph, sentence))
    if opened is not None:
        problems.append(
            Problem(
                stage="segment",
                code="quotation-not-closed",
                message="a quotation is opened and not closed in its paragraph",
                span=Span(opened, opened + 1),
            )
        )
    columns: list[Any] = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(7)]
    starts, last, forms, cases, quoted, paragraphs, sentences = columns
    return Segments(starts, last, forms, cases, quoted, paragraphs, sentences, tuple(spans), tuple(problems))


def _single_close(text: str, start: int) -> int:
    """Offset of the single mark that closes the one at `start`, or -1."""
    limit = min(len(text), start + _SINGLE_REACH)
    line_end = text.find("\n", start, limit)
    found = -1
    for m in islice(_CLOSER.finditer(text, start + 2, limit if line_end < 0 else line_end), 8):
        at = found = m.start()
        # After punctuation it surely closes; after a letter it may be a possessive (“states’ rights”).
        if text[at - 1] in ".,!?;…" or text[at + 1 : at + 2] in {".", ",", ";", ":", ")", ""}:
            return at
    return found if found >= 0 and text.count(" ", start, found) < 12 else -1

"""The spans of attributions held against each other: what one cannot have, since another has it, is given up."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.stages._runs import Run, length, overlap
from reportedly.stages.segment import Segments

__all__ = ["Roles", "tidied"]

_HELPING = frozenset(
    "is are was were be been being has have had having do does did will would shall should can could may might must "
    "not n t s ve d ll re m never also".split()
)
#: what no content ends in; of 4,363 in the contested reports none does
_JOINING = frozenset("and but or although though while as where when because if which despite , ; - – —".split())
_PRONOUNS = frozenset("he she they it we i".split())
#: words that belong to the verb before them
_PARTICLES = frozenset("to for on about against of out in with up".split())
#: nouns for what somebody else has said
_CLAIMS = frozenset(
    "claim claims allegation allegations accusation accusations suggestion suggestions report reports rumour rumours "
    "rumor rumors speculation criticism charge charges insinuation insinuations complaint complaints".split()
)
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[:.h][0-5]\d\b")
#: share of the words of both contents that two readings of one quotation have in common
_SAME = 0.85
#: share of a piece's words that another content must hold to have it instead
_COVERED = 0.8
#: most words between a possessive and the cue
_OWNED = 4
#: attributions before and after, in the order of their cues, that are held against one
_NEAR = 12


@dataclass(slots=True)
class Roles:
    """The runs of word rows of an attribution; the cue's first is its anchor."""

    cue: tuple[Run, ...]
    source: tuple[Run, ...]
    content: tuple[Run, ...]
    score: float


def tidied(segments: Segments, found: Sequence[Roles]) -> list[int]:
    """The numbers of the attributions that stay; their runs are changed where others or the words say so.

    Each rule states what annotators hardly ever do (measured on the contested reports, docs/design/0071):

    - a cue is more than auxiliaries ("did", "have"): it takes the verb that follows, and where no content is left,
      as in "did not comment", there is no statement;
    - one quotation whose two cues both stand among its pieces, from one source, is one statement;
    - a content does not end in "and", "although" or a comma, nor in a pronoun that is the source of the next cue;
    - a further piece of content that another statement has as well belongs to the nearer cue;
    - the content of what is said within a content lies in it to its end;
    - who dismisses claims is not who made them: a noun that follows its cue has no source in the cue's own;
    - a time of day before a line's first words is no part of a source, and neither is a full stop after it; an owner's
      name is not the source where what is owned stands between it and the cue ("Kenya's navy said").

    Args:
        segments: the text's words.
        found: the attributions in the order of their cues; changed in place.

    Example:
        >>> from reportedly.stages.segment import segment
        >>> words = segment("15:20 Kenya denied it.")
        >>> roles = Roles(cue=((4, 5),), source=((0, 4),), content=((5, 6),), score=0.9)
        >>> tidied(words, [roles]), roles.source
        ([0], ((3, 4),))
    """
    stay = [i for i, a in enumerate(found) if _with_verb(segments, a)]
    for i in stay:
        _source(segments, found[i])
    for i in list(stay):
        for j in _neighbours(stay, i):
            if j > i and _twice(found[i], found[j]) and _alike(segments, found[i], found[j]):
                stay.remove(_lesser(found, i, j))
                break
    for rule in (_apart, _outer):
        for i in stay:
            for j in _neighbours(stay, i):
                rule(segments, found[i], found[j])
    for i in stay:
        _end(segments, found[i])
    return stay


def _neighbours(stay: Sequence[int], i: int) -> list[int]:
    near = stay[bisect_left(stay, i - _NEAR) : bisect_right(stay, i + _NEAR)]
    return [j for j in near if j != i]


def _inside(a: Sequence[Run], b: Sequence[Run]) -> bool:
    return overlap(a, b) == length(a)


def _with_verb(segments: Segments, a: Roles) -> bool:
    """Whether a cue is more than auxiliaries, or made so by the words that follow it in its content."""
    forms = segments.forms
    words = [form.lower() for first, last in a.cue for form in forms[first:last] if form.isalpha()]
    if not words or any(word not in _HELPING for word in words):
        return True  # marks alone are the cue of a headline or of a post
    last = a.cue[0][1]
    first, end = a.content[0]
    if first != last:
        return True
    at = first
    while at < end and (forms[at].lower() in _HELPING or forms[at].endswith("ly")):
        at += 1
    at += 1
    if at < end and forms[at].lower() in _PARTICLES:
        at += 1
    rest = tuple([(x, y) for x, y in ((at, end), *a.content[1:]) if x < y])
    if not rest:
        return False
    a.cue, a.content = ((a.cue[0][0], at), *a.cue[1:]), rest
    return True


def _twice(a: Roles, b: Roles) -> bool:
    """Whether two cues read one quotation: each stands among the pieces of the other's, which are the same words."""
    if not all(x.content[0][0] < y.cue[0][0] < x.content[-1][1] for x, y in ((a, b), (b, a))):
        return False
    shared = overlap(a.content, b.content)
    return shared > _SAME * (length(a.content) + length(b.content) - shared)


def _alike(segments: Segments, a: Roles, b: Roles) -> bool:
    """Whether two sources may be one: the same words, a pronoun, or none (`said X, according to Y` has two)."""
    return bool(overlap(a.source, b.source)) or any(
        not c.source or (length(c.source) == 1 and segments.forms[c.source[0][0]].lower() in _PRONOUNS) for c in (a, b)
    )


def _lesser(found: Sequence[Roles], i: int, j: int) -> int:
    """The one of two readings whose cue is part of what is said, else the less likely."""
    for a, b in ((i, j), (j, i)):
        if overlap(found[a].cue[:1], found[b].content) and not overlap(found[b].cue[:1], found[a].content):
            return a
    return i if found[i].score < found[j].score else j


def _source(segments: Segments, a: Roles) -> None:
    """Takes a time of day and a full stop from a source, and adds what its owner's name owns."""
    forms = segments.forms
    if not a.source:
        return
    first, last = a.source[0][0], a.source[-1][1]
    while last - a.source[-1][0] > 1 and forms[last - 1] in (".", ",", ";", ":") and not _abbreviated(segments, last):
        last -= 1
    if last - first > 3 and _starts_line(segments, first) and _CLOCK.fullmatch("".join(forms[first : first + 3])):
        first += 3
    cue = a.cue[0][0]
    owned = forms[last + 2 : cue] if forms[last : last + 2] == ["'", "s"] else []
    if 0 < len(owned) <= _OWNED and all(form.isalpha() or form == "-" for form in owned):
        last = cue
    runs = [(max(x, first), min(y, last)) for x, y in a.source]
    runs[-1] = runs[-1][0], last
    a.source = tuple([(x, y) for x, y in runs if x < y])


def _starts_line(segments: Segments, row: int) -> bool:
    return row == 0 or segments.paragraphs[row - 1] != segments.paragraphs[row]


def _abbreviated(segments: Segments, last: int) -> bool:
    """Whether the full stop before `last` belongs to its word: `the U.S.`, `Calif.`, whose sentence goes on."""
    return segments.forms[last - 1] == "." and (
        last == len(segments)
        or segments.sentences[last] == segments.sentences[last - 1]
        or (last > 2 and len(segments.forms[last - 2]) == 1)
    )


def _outer(segments: Segments, outer: Roles, inner: Roles) -> None:
    """Lets a content have the end of what is said within it; what a noun after its cue says is not its source's."""
    if not _inside(inner.cue[:1], outer.content) or overlap(outer.cue, inner.content):
        return
    first, last = outer.content[-1]
    end = inner.content[-1][1]
    goes_on = last < end and first <= inner.cue[0][0] and inner.content[-1][0] <= last + 1
    same = segments.sentences[end - 1] == segments.sentences[last - 1]
    if goes_on and same and not overlap([(last, end)], outer.cue):
        outer.content = (*outer.content[:-1], (first, end))
    noun = segments.forms[inner.cue[0][1] - 1].lower()
    if noun in _CLAIMS and _inside(inner.source, outer.source) and 0 <= inner.cue[0][0] - outer.cue[-1][1] < _OWNED:
        inner.source = ()


def _apart(segments: Segments, a: Roles, b: Roles) -> None:
    """Takes from a content the pronoun at its end that speaks next, and a further piece nearer to another's cue."""
    first, last = a.content[-1]
    speaks = b.source == ((last - 1, last),) and segments.forms[last - 1].lower() in _PRONOUNS
    if len(a.content) == 1 and not speaks:
        return  # as with most, nothing is a further piece
    if _inside(b.cue[:1], a.content) or _inside(a.cue[:1], b.content) or _inside(a.cue[:1], b.source):
        return
    if speaks and b.cue[0][0] >= last:
        a.content = (*a.content[:-1], (first, last - 1)) if last - 1 > first else a.content[:-1] or a.content
    for piece in a.content:
        own = length([piece])
        nearer = abs(piece[0] - b.cue[0][0]) < abs(piece[0] - a.cue[0][0])
        if (
            nearer
            and 2 * own <= length(a.content)
            and overlap([piece], b.content) >= _COVERED * own
            and not _inside(a.content, b.content)
        ):
            # a content is never left without any piece
            a.content = tuple([other for other in a.content if other != piece]) or a.content


def _end(segments: Segments, a: Roles) -> None:
    """Takes joining words and marks from the end of a content."""
    first, last = a.content[-1]
    while last - 1 > first and segments.forms[last - 1].lower() in _JOINING:
        last -= 1
    a.content = (*a.content[:-1], (first, last))

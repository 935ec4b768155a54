"""When, to whom and on what grounds something was said: times, audiences and bases beside the cue, as spans."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import accumulate

from reportedly.terms import TimexType
from reportedly.types import Attribution, Span, Timex

__all__ = ["circumstances", "said"]

#: longest stretch, in code points, between a cue and the time or words that go with it
_REACH = 160
#: more than the words that tell of an audience or of grounds are long
_WORDS = 80
_END = re.compile(r"[.!?…][\"”’)\]]*\s+(?=[\"“‘(A-Z0-9])|[\n\r\u2028\u2029]")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sen|Rep|Gov|St|Sgt|Adm|Brig|Rev|Prof|Jr|Sr|No|vs|U\.S|U\.N))\.$"
)
_TOLD = re.compile(
    r"\b(?:told|tells|telling|tell|informed|informs|assured|assures|warned|warns|reminded|notified|briefed|advised)\s+(?=\S)",
    re.I,
)
_SPEAKING = re.compile(
    r"\b(?:(?:in|during) an? (?:[\w-]+ ){0,3}interview (?:with|to|on|for)|"
    r"(?:speaking|spoke|talking|talked) (?:to|with)|"
    r"in an? (?:[\w-]+ ){0,2}(?:letter|call|message|speech|statement|address) to|"
    r"in (?:remarks|comments|testimony) to|"
    r"(?:answering|asked by|responding to) (?=(?-i:[A-Z])|reporters|journalists))\s*",
    re.I,
)
_SAID_TO = re.compile(
    r"\bto (?=(?:the )?(?:reporters|journalists|newsmen|lawmakers|parliament|media|press|congress|supporters)\b)", re.I
)
_BASIS = re.compile(
    r"\b(?:citing|based on|basing (?:it|this|that|its \w+|his \w+|her \w+) on|on the basis of|"
    r"on the strength of|relying on|relies on|"
    r"drawing on|quoting|pointing to)\s+",
    re.I,
)
#: of what `_SPEAKING` and `_BASIS` match, each match has one: sentences without any need not be searched
_IN_SPEAKING = (
    "interview ", "speaking ", "spoke ", "talking ", "talked ", "letter to", "call to", "message to", "speech to",
    "statement to", "address to", "remarks to", "comments to", "testimony to", "answering ", "asked by ",
    "responding to ",
)  # fmt: skip
_IN_BASIS = (
    "citing", "based on", "basing ", "on the basis of", "strength of", "relying on", "relies on", "drawing on",
    "quoting", "pointing to",
)  # fmt: skip
#: where a noun phrase after those words ends at the latest
_STOP = re.compile(
    # no dot of `U.S.`
    r"[,;:!?\"“”()\n]|(?-i:(?<![A-Z])\.)| [-–—] |"
    r"\s(?:that|on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|after|before|when|while|shortly|"
    r"as|who|which|about|regarding|whether|said|says|noted|where|because|(?-i:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)|"
    r"last|this (?:week|month|morning|year)|yesterday|today|earlier|later|via|by (?:phone|telephone|email))\b",
    re.I,
)
#: a day after these bounds a stretch of days
_STRETCH = re.compile(
    r"\b(?:since|until|till|by|before|from|between)\s+\Z|\b(?:from|between)\s[^.;\n]{1,25}\s(?:and|to)\s+\Z", re.I
)
_ARTICLE = re.compile(r"\b(?:the|an?|its|his|her|their|this|that)\s+\Z", re.I)
_NO_SPEECH = (
    r"(?!(?:\w+ ){0,2}(?:statement|interview|report|speech|letter|conference|news|article|meeting|tweet|briefing|"
    r"address|remarks|post|appearance|press|debate|call|session|column|editorial|broadcast|show|event|rally|hearing|testimony|"
    r"e-?mail|announcement|night|morning|evening|afternoon))"
)
#: a noun after a day that is neither a preposition nor a way to say something
_THING = re.compile(
    r"\s+(?!(?:and|or|but|in|on|at|to|that|when|as|after|before|by|of|for|with|he|she|it|they|said|told)\b)"
    + _NO_SPEECH
    + "[a-z]"
)
#: a thing that a day has: `Sunday's attack`
_OWNED = re.compile(r"['\u2019]s\s+" + _NO_SPEECH + r"\w")
_QUOTATION = re.compile(r"“[^“”\n]*(?:”|(?=\n)|\Z)|\"[^\"\n]*(?:\"|(?=\n)|\Z)")
_LEAST = re.compile(r"[^\W_]")
#: what follows `warned` or `assured` where they have no object
_NO_OBJECT = re.compile(r"(?:that|of|about|against|to|on|in|if|whether|how|why|what|when|not|it)\b", re.I)
#: the begin of a noun phrase that a quoted word goes on: `a "qualified" source`
_BEGUN = re.compile(r"(?:an?|the|its|his|her|their|what|so-called|some|several|other)\Z", re.I)
#: after whom something was told: `asked by reporters to comment`, `informed Congress of`
_DOES = re.compile(r"\s+to\s+[a-z]")
_OF = re.compile(r"\s+of\Z")
#: parts a day before it from a cue behind it
_CLAUSE = re.compile(
    r"(?<!\bdays )(?<!\bday )(?<!\bweeks )(?<!\bweek )\b(?:after|before|because|although|though|unless)\b[^,]*\Z"
)
#: begins what is told of somebody; of a speaker it may be that they spoke
_RELATIVE = re.compile(
    r",\s+(?:who|which|whose)\b(?!\s+(?:(?:was|is|were|has)\s+)?(?:spoke|spoken|speaking|said|told))"
)
_HEAD = 400
_WITH_YEAR = re.compile(r"\b\d{4}\b")
_ON = re.compile(r"\b(?:on|of|dated|late|early)\s+\Z", re.I)
_ASIDE = re.compile(_RELATIVE.pattern + r"[^,.;]*\Z")
_QUOTED = re.compile(r"[\"“”][^\"“”\n]{1,60}[\"“”]")


def said(
    text: str,
    attributions: Sequence[Attribution],
    timexes: Sequence[Timex],
    speakers: Mapping[str, str | None] | None = None,
    published: str | None = None,
) -> dict[str, Timex]:
    """The time at which each attribution was said, by attribution id; only those that the report gives.

    A time counts when it stands in the cue's sentence, outside every content and any quotation but the cue's own,
    nearest to the cue and no further than 160 code points from it; of two at the same distance the one after the cue.
    A day that goes with another verb (`was signed on Monday after she called for it`) or a thing (`Monday's raid`)
    counts for nothing, and the report's own date above it where its sentence has no other.
    With `speakers`, what the same person says next, with no time of its own and nobody else between, was said on the
    same occasion. Nothing was said after the report that tells it: a day of the week that was read as one to come ("on
    Friday would not confirm") is the last one, any other time to come is none.

    Args:
        text: the report's body.
        attributions: with their spans.
        timexes: from `stages.timex.find_timexes`, anchored on the report's publication.
        speakers: attribution id -> name of the speaker.
        published: ISO date of the report, or None.

    Example:
        >>> from reportedly.stages.timex import find_timexes
        >>> from reportedly.terms import Kind
        >>> text = "The envoy told reporters on Monday that talks failed."
        >>> spans = dict(source=(Span(0, 9),), cue=(Span(10, 24),), content=(Span(40, 52),))
        >>> a = Attribution(id="a1", kind=Kind.INDIRECT, score=1.0, **spans)
        >>> said(text, [a], find_timexes(text, "2024-10-30"))["a1"].value
        '2024-10-28'
    """
    times = [t for t in timexes if t.type in (TimexType.DATE, TimexType.TIME) and t.begin and t.begin == t.end]
    times = [past for t in times if (past := _not_to_come(t, published)) is not None and not _elsewhere(text, t.span)]
    if not times:
        return {}
    days = _Days(text, attributions, times, [t.span.start for t in times if _heading(text, t, published)])
    found = {a.id: time for a in attributions if a.cue and (time := days.nearest(a)) is not None}
    if speakers:
        _carry_on(attributions, speakers, found)
    return found


class _Days:
    """The days of a report that nobody's words hold, to be looked up by cue."""

    def __init__(
        self, text: str, attributions: Sequence[Attribution], times: Sequence[Timex], headings: Sequence[int] = ()
    ) -> None:
        #: where the days that stand above the report begin, which count where the sentence has no other
        self.headings = headings
        contents = sorted((s.start, s.end) for a in attributions for s in a.content)
        begun = [start for start, _ in contents]
        #: where the longest content that begins by then ends
        reached = [0, *accumulate((end for _, end in contents), max)]
        self.text = text
        self.times = [t for t in times if reached[bisect_right(begun, t.span.start)] < t.span.end]
        self.starts = [t.span.start for t in self.times]
        self.quoted = [m.span() for m in _QUOTATION.finditer(text)]
        self.bounds = _sentences(text)
        self.cues = sorted((s.start, s.end) for a in attributions for s in a.cue)
        self.length = len(text)

    def nearest(self, a: Attribution) -> Timex | None:
        """The day that goes with a cue: see `said`."""
        cue = a.cue[0]
        first, last = _around(self.bounds, cue.start, self.length)
        # no further than the reach from the cue and its content
        first = max(first, min(s.start for s in (cue, *a.content)) - _REACH)
        last = min(last, max(s.end for s in (cue, *a.content)) + _REACH)
        best: tuple[float, Timex] | None = None
        for at in range(bisect_left(self.starts, first), bisect_left(self.starts, last)):
            t = self.times[at]
            if t.span.end > last or self._quoted_elsewhere(t.span, cue):
                continue
            low, high = (cue.end, t.span.start) if t.span.start >= cue.end else (t.span.end, cue.start)
            # the content itself does not part a cue from its time: `denied the report on Monday`
            parted = sum(max(0, min(s.end, high) - max(s.start, low)) for s in a.content)
            gap = max(0, high - low) - parted if high > low else 0
            if gap > _REACH or self._of_another(t.span, a, first):
                continue
            between = self._between(low, high, a)
            if between and not a.source:
                # `the envoy said on Monday that it was expected`: nobody's expectation has the envoy's day
                continue
            points = gap + 60 * between + (0.5 if t.span.end <= cue.start else 0.0)
            if points <= _REACH and t.span.start in self.headings:
                points += 2 * _REACH
            elif points > _REACH:
                continue
            if best is None or points < best[0]:
                best = (points, t)
        return best[1] if best is not None else None

    def _of_another(self, span: Span, a: Attribution, first: int) -> bool:
        """Whether a day goes with another verb than the cue, by the words between them.

        It stands in another cue (`was on Monday accused`), on the other side of an `after` (`was signed on Monday after
        she called for it`), or in a clause about somebody (`the mayor, who left on Monday, said`).
        """
        cue = a.cue[0]
        at = bisect_right(self.cues, (span.start, self.length)) - 1
        if at >= 0 and self.cues[at][1] >= span.end and self.cues[at] != (cue.start, cue.end):
            return True
        if span.start >= cue.end:
            return bool(_RELATIVE.search(self.text, cue.end, min(span.start, cue.end + _REACH)))
        low = max([s.end for s in a.content if s.end <= cue.start] + [span.end, cue.start - _REACH])
        if _CLAUSE.search(self.text, low, cue.start):
            return True
        aside = _ASIDE.search(self.text, max(first, span.start - 90), span.start)
        return aside is not None and "," in self.text[span.end : cue.start]

    def _quoted_elsewhere(self, span: Span, cue: Span) -> bool:
        """Whether a day stands in a quotation that does not hold the cue."""
        at = bisect_right(self.quoted, (span.start, self.length)) - 1
        if at < 0:
            return False
        start, end = self.quoted[at]
        return span.end <= end and not start <= cue.start < end

    def _between(self, low: int, high: int, a: Attribution) -> int:
        """How many other cues stand between two offsets."""
        own = [(s.start, s.end) for s in a.cue]
        among = self.cues[bisect_left(self.cues, (low, 0)) : bisect_left(self.cues, (high, 0))]
        return sum(end <= high and (start, end) not in own for start, end in among)


def _elsewhere(text: str, span: Span) -> bool:
    """Whether a day is that of something else: `the August 29 launch`, `between May 2 and May 5`, `since Monday`.

    What is said has its day before a noun too: `in a Sunday interview`.
    """
    ahead = max(0, span.start - 40)
    if _STRETCH.search(text, ahead, span.start) or _OWNED.match(text, span.end, span.end + 60):
        return True
    return bool(_ARTICLE.search(text, ahead, span.start) and _THING.match(text, span.end, span.end + 60))


def _heading(text: str, time: Timex, published: str | None) -> bool:
    """Whether a day stands above a report as its own: a date with its year and no `on`, that of publication."""
    if published is None or time.span.start >= _HEAD or time.value != published[:10]:
        return False
    return bool(_WITH_YEAR.search(time.span.of(text))) and not _ON.search(text, 0, time.span.start)


def _not_to_come(time: Timex, published: str | None) -> Timex | None:
    """The time itself where it is not after publication; else the week before's day, or None."""
    if published is None or time.begin is None or time.begin[:10] <= published[:10]:
        return time
    try:
        ahead = (date.fromisoformat(time.begin[:10]) - date.fromisoformat(published[:10])).days
        back = (date.fromisoformat(time.begin[:10]) - timedelta(days=7)).isoformat()
    except ValueError:
        return None
    if ahead == 1:
        return time  # tomorrow here may be today where it was said
    return replace(time, value=back, begin=back, end=back) if time.value == time.begin and ahead < 7 else None


def _carry_on(attributions: Sequence[Attribution], speakers: Mapping[str, str | None], found: dict[str, Timex]) -> None:
    """Gives a statement the time of the one before it, where the same person goes on speaking."""
    before: tuple[str, Timex] | None = None
    for a in sorted(attributions, key=lambda a: (a.cue or a.content or (Span(0, 0),))[0].start):
        if a.within is not None:
            continue
        name = speakers.get(a.id)
        time = found.get(a.id)
        if time is not None and name:
            before = (name, time)
        elif name and before is not None and before[0] == name:
            found[a.id] = before[1]
        else:
            before = None


def circumstances(text: str, attributions: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """The attributions with `audience` and `basis` filled, where the words beside the cue give them.

    `told reporters`, `in an interview with ...` give an audience; `citing ...`, `based on ...` a basis. Spans given
    already are kept.

    Example:
        >>> from reportedly.terms import Kind
        >>> text = "Citing a census, the mayor told the council that the town grew."
        >>> spans = dict(source=(Span(17, 26),), cue=(Span(27, 43),), content=(Span(49, 62),))
        >>> a = Attribution(id="a1", kind=Kind.INDIRECT, score=1.0, **spans)
        >>> filled = circumstances(text, [a])[0]
        >>> filled.audience[0].of(text), filled.basis[0].of(text)
        ('the council', 'a census')
    """
    bounds = _sentences(text)
    speaking, basing = _places(text, _IN_SPEAKING), _places(text, _IN_BASIS)
    beside = _Beside(text, attributions) if speaking or basing else None
    out = []
    for a in attributions:
        if not a.cue or (a.audience and a.basis):
            out.append(a)
            continue
        first, last = _around(bounds, a.cue[0].start, len(text))
        inside = [s for s in a.content if s.start < last and s.end > first]
        spoken = _SPEAKING if _between(speaking, first, last) else None
        audience = a.audience or _audience(text, a, first, last, inside, spoken, beside)
        basis = a.basis
        if not basis and beside is not None and _between(basing, first, last):
            basis = beside.phrase(_BASIS, first, last, inside, a)
        out.append(replace(a, audience=audience, basis=basis) if (audience, basis) != (a.audience, a.basis) else a)
    return tuple(out)


def _places(text: str, words: Sequence[str]) -> list[int]:
    """Offsets at which some lower-case words stand, in any case; in order."""
    lower = text.lower()
    if len(lower) != len(text):  # a few capitals are one character and two in lower case
        lower = "".join([c.lower() if len(c.lower()) == 1 else c for c in text])
    found = []
    for word in words:
        at = lower.find(word)
        while at >= 0:
            found.append(at)
            at = lower.find(word, at + 1)
    return sorted(found)


def _between(starts: Sequence[int], first: int, last: int) -> bool:
    """Whether one of some offsets, which are in order, lies in a stretch."""
    at = bisect_left(starts, first)
    return at < len(starts) and starts[at] < last


def _audience(
    text: str,
    a: Attribution,
    first: int,
    last: int,
    contents: Sequence[Span],
    speaking: re.Pattern[str] | None,
    beside: _Beside | None,
) -> tuple[Span, ...]:
    """Whom a cue, or what stands beside it, says that the words were told to.

    `speaking` is None where the sentence is known to have nothing of `_SPEAKING`.
    """
    cue = a.cue[0]
    match = _TOLD.search(text, cue.start, cue.end)
    if match is not None and _NO_OBJECT.match(text, match.end()) is None:
        span = _trim(text, match.end(), cue.end)
        return (span,) if _LEAST.search(text, span.start, span.end) else ()
    if _TOLD.match(text[cue.start : cue.end] + " x"):
        begin = cue.end
        while begin < last and text[begin].isspace():
            begin += 1
        limit = min([s.start for s in contents if s.start >= begin] or [last])
        stop = _STOP.search(text, begin, limit)
        span = _trim(text, begin, stop.start() if stop else limit)
        if (does := _OF.search(text, span.start, span.end)) is not None:
            span = Span(span.start, does.start())
        if _LEAST.search(span.of(text)) and span.end - span.start < 80 and _NO_OBJECT.match(text, span.start) is None:
            return (span,)
    found = beside.phrase(speaking, first, last, contents, a) if speaking and beside is not None else ()
    if found:
        return found
    match = _SAID_TO.match(text, cue.end + 1 if cue.end < len(text) else cue.end)
    if match is not None:
        stop = _STOP.search(text, match.end(), last)
        return (_trim(text, match.end(), stop.start() if stop else last),)
    return ()


class _Beside:
    """The words beside a cue that tell whom something was told or on what grounds, kept to the cue they go with."""

    def __init__(self, text: str, attributions: Sequence[Attribution]) -> None:
        self.text = text
        #: each cue with the source it belongs to, in order
        self.cues = sorted((s.start, s.end, a.source) for a in attributions for s in a.cue)
        self.contents = [s for a in attributions for s in a.content]
        self.starts = [start for start, _, _ in self.cues]

    def phrase(
        self, words: re.Pattern[str], first: int, last: int, contents: Sequence[Span], a: Attribution
    ) -> tuple[Span, ...]:
        """The noun phrase after some words in the sentence, outside the contents and near the cue.

        None where somebody else's cue stands between, or where the phrase is the statement's own source or cue:
        in `the paper said, citing witnesses`, witnesses are the grounds of the paper alone.
        """
        text, cue = self.text, a.cue[0]
        # no further than the reach from the cue and the content
        begin = max(first, min(s.start for s in (cue, *contents)) - _REACH - _WORDS)
        end = min(last, max(s.end for s in (cue, *contents)) + _REACH + _WORDS)
        for match in words.finditer(text, begin, end):
            if any(s.start <= match.start() < s.end for s in (*contents, *a.cue)):
                continue
            low, high = (cue.end, match.start()) if match.start() >= cue.end else (match.end(), cue.start)
            gap = high - low - sum(max(0, min(s.end, high) - max(s.start, low)) for s in contents)
            if gap > _REACH or self._parted(low, high, a) or self._nearer(match.span(), gap, (first, last), a):
                continue
            if words is _BASIS and any((cue in c) != (c.start <= match.start() < c.end) for c in self.contents):
                # somebody else's words, or the grounds of who tells what this one says
                continue
            ends = [s.start for s in (*contents, *(a.cue if a.source else ())) if s.start > match.end()]
            span = self._noun_phrase(match.end(), min([last, *ends]))
            if words is _SPEAKING and (does := _DOES.search(text, span.start, span.end)):
                span = Span(span.start, does.start())
            own = any(span.start <= s.start < span.end for s in (*a.source, *a.cue))
            if span.end > span.start and not own and _LEAST.search(span.of(text)):
                return (span,)
        return ()

    def _parted(self, low: int, high: int, a: Attribution) -> bool:
        """Whether a cue of somebody else stands between two offsets."""
        at = bisect_left(self.starts, low)
        while at < len(self.cues) and self.starts[at] < high:
            if self.cues[at][1] <= high and self._others(at, a):
                return True
            at += 1
        return False

    def _nearer(self, stretch: tuple[int, int], gap: int, sentence: tuple[int, int], a: Attribution) -> bool:
        """Whether a cue of somebody else in the sentence stands nearer to a stretch on its other side."""
        start, end = stretch
        return any(
            0 <= at < len(self.cues)
            and sentence[0] <= self.cues[at][0] < sentence[1]
            and self._others(at, a)
            and max(self.cues[at][0] - end, start - self.cues[at][1]) in range(gap)
            for at in (bisect_left(self.starts, start) - 1, bisect_left(self.starts, end))
        )

    def _others(self, at: int, a: Attribution) -> bool:
        """Whether a cue is somebody else's, and not of what this one says that they said."""
        start, end, source = self.cues[at]
        return source != a.source and not any(s.start <= start and end <= s.end for s in a.content)

    def _noun_phrase(self, begin: int, limit: int) -> Span:
        """The noun phrase from an offset: up to a mark, a clause, the limit, or the verb of one whom it names."""
        text = self.text
        for start, _, source in self.cues[bisect_left(self.starts, begin + 1) : bisect_left(self.starts, limit)]:
            if any(begin <= s.start < start for s in source):
                limit = start
                break
        stop = _STOP.search(text, begin, limit)
        if stop is not None and _BEGUN.search(text[begin : stop.start()].rstrip()):
            quoted = _QUOTED.match(text, stop.start(), limit)
            if quoted is not None:
                stop = _STOP.search(text, quoted.end(), limit)
        return _trim(text, begin, stop.start() if stop else limit)


def _trim(text: str, start: int, end: int) -> Span:
    """The span without space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",.;:"):
        end -= 1
    return Span(start, end)


def _sentences(text: str) -> list[int]:
    """Offsets at which sentences begin."""
    return [
        0,
        *(m.end() for m in _END.finditer(text) if not _ABBREVIATED.search(text, max(0, m.start() - 6), m.start() + 1)),
    ]


def _around(bounds: Sequence[int], at: int, length: int) -> tuple[int, int]:
    """First and last offset of the sentence that holds an offset."""
    k = bisect_left(bounds, at + 1) - 1
    return bounds[max(k, 0)], bounds[k + 1] if k + 1 < len(bounds) else length

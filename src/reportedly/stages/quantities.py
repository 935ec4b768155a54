"""Figures of a report with the bounds that their words give, the noun they count and what is said of those counted."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from reportedly.stages._figures import SPELLED, Number, Word, number_at, words_of
from reportedly.stages._said import SENSES, counted, noun_after
from reportedly.stages._timewords import MONTHS
from reportedly.stages.timex import find_timexes
from reportedly.terms import Bound
from reportedly.types import Problem, Quantity, Span, Timex

__all__ = ["find_quantities", "read_quantities"]

STAGE = "quantities"
#: more people than have ever lived (Kaneda & Haub 2022 count some 117 billion)
_EVER_LIVED = 117 * 10**9

# Words before a number that bound it, longest first at each place; `""` leaves the bound as it is.
_BEFORE: tuple[tuple[tuple[str, ...], Bound], ...] = tuple(
    sorted(
        (
            (tuple(phrase.split()), bound)
            for bound, phrases in (
                (
                    Bound.ABOUT,
                    "about|around|roughly|approximately|some|nearly|almost|close to|an estimated|estimated|"
                    "in the region of|in the order of|just about|just over|just under|just below|just above|"
                    "as few as|circa|~|\u2248|near|virtually|a total of around",
                ),
                (
                    Bound.OVER,
                    "over|more than|above|upwards of|upward of|in excess of|exceeding|well over|far more than|"
                    "well above|greater than|north of|many more than|well more than|>",
                ),
                (
                    Bound.AT_LEAST,
                    "at least|no fewer than|no less than|not less than|not fewer than|a minimum of|minimum",
                ),
                (
                    Bound.AT_MOST,
                    "up to|as many as|as much as|at most|at the most|no more than|not more than|a maximum of|maximum|"
                    "as high as|anything up to",
                ),
                (Bound.UNDER, "under|below|fewer than|less than|well under|far fewer than|<"),
            )
            for phrase in phrases.split("|")
        ),
        key=lambda entry: -len(entry[0]),
    )
)
_LAST_WORDS = frozenset(phrase[-1] for phrase, _ in _BEFORE)
_AFTER: tuple[tuple[tuple[str, ...], Bound], ...] = (
    (("or", "so"), Bound.ABOUT),
    (("or", "more"), Bound.AT_LEAST),
    (("or", "fewer"), Bound.AT_MOST),
    (("or", "less"), Bound.AT_MOST),
    (("and", "more"), Bound.AT_LEAST),
    (("at", "least"), Bound.AT_LEAST),
    (("at", "most"), Bound.AT_MOST),
    (("-", "plus"), Bound.AT_LEAST),
    (("plus",), Bound.AT_LEAST),
    (("+",), Bound.AT_LEAST),
    (("-", "odd"), Bound.ABOUT),
    (("odd",), Bound.ABOUT),
)
#: `Resolution 2254`, `Division 30`: the number is part of a name
_NAMED = frozenset(
    "division brigade regiment battalion corps resolution article articles chapter section unit room flight channel "
    "route highway road no number page pages phase level grade class version model boeing airbus gate zone district "
    "figure table paragraph protocol point points line type category platform item clause rule appendix part stage "
    "group day episode season volume issue".split()
)
_PERCENT = frozenset(("percent", "pct"))
#: words with which a figure may begin
_OPENING = SPELLED | {"most", "part", "some", "a", "an", "the"}
_CHANGES = frozenset(
    "rise rises rose risen rising increase increases increased climbed climb fell fall fallen dropped drop grew grown "
    "jumped declined decreased shrank reduced cut lowered raised revised".split()
)
_MONEY = {
    "$": "dollars", "\u20ac": "euros", "\u00a3": "pounds", "\u00a5": "yen", "\u20bd": "roubles", "\u20aa": "shekels",
    "\u20b4": "hryvnias",
}  # fmt: skip


def find_quantities(text: str, times: Sequence[Timex] | None = None) -> tuple[Quantity, ...]:
    """The figures of `text`, in order, each with its bounds.

    `low` and `high` are the least and the greatest number the words allow: `over 200` is (200, None), `up to 50` is
    (None, 50), `between 3,000 and 5,000` both; `about 200` keeps the figure (200, 200) and says so in `approx`.
    `dozens` is (24, 99), `hundreds` (200, 999), `tens of thousands` (20000, 99999), `several` (3, 9). Parts of a whole
    carry `share` (`two-thirds of`, `a portion of`). Dates, times, ages, ranks and numbers in names (F-16, Resolution
    2254) are no figures. Linear in the text's length.

    Args:
        text: the body of a report.
        times: its time expressions, where they are already known: no figure is read inside one.

    Returns:
        Quantities by start, none over another; `counts` is folded to killed, wounded, sent, captured ... where known.

    Example:
        >>> text = "At least two dozen soldiers were killed."
        >>> [(q.span.of(text), q.low, q.high, q.unit, q.counts) for q in find_quantities(text)]
        [('At least two dozen', 24, None, 'soldiers', 'killed')]
    """
    return read_quantities(text, times)[0]


def read_quantities(
    text: str, times: Sequence[Timex] | None = None
) -> tuple[tuple[Quantity, ...], tuple[Problem, ...]]:
    """The figures of `text` as `find_quantities` gives them, and what is wrong with them.

    Problems: `figure-too-large` (more than a thousand digits: both bounds are None) and `implausible-figure` (more
    people killed or wounded than have ever lived).

    Example:
        >>> read_quantities("It killed 10^400 people.")[1][0].code
        'implausible-figure'
    """
    words = words_of(text)
    taken = _taken(words, find_timexes(text) if times is None else times)
    found: list[Quantity] = []
    problems: list[Problem] = []
    at = floor = 0
    while at < len(words):
        word = words[at]
        if taken[at] or (word.word not in _OPENING if word.sort == "w" else word.sort != "n"):
            at += 1
            continue
        share = _portion(words, at)
        number = share or number_at(words, at)
        if number is None or any(taken[at : number.last]):
            at += 1
            continue
        quantity, last = _quantity(words, number, floor, taken, found[-1] if found else None)
        at = max(number.last, last)
        if quantity is None:
            continue
        floor = at
        found.append(quantity)
        if number.lost:
            message = f"a figure of more than a thousand digits: {quantity.span.of(text)[:40]}"
            problems.append(Problem(stage=STAGE, code="figure-too-large", message=message, span=quantity.span))
        elif quantity.counts in ("killed", "wounded") and quantity.low is not None and quantity.low > _EVER_LIVED:
            message = f"{quantity.counts}: more than have ever lived"
            problems.append(Problem(stage=STAGE, code="implausible-figure", message=message, span=quantity.span))
    return tuple(found), tuple(problems)


def _taken(words: Sequence[Word], times: Sequence[Timex]) -> list[bool]:
    """Which tokens lie inside a time expression."""
    taken = [False] * len(words)
    at = 0
    for timex in times:
        while at < len(words) and words[at].end <= timex.span.start:
            at += 1
        while at < len(words) and words[at].start < timex.span.end:
            taken[at] = True
            at += 1
    return taken


def _portion(words: Sequence[Word], at: int) -> Number | None:
    """`a portion of`, `most of`, `the majority of`: a part of a whole without its size."""
    if words[at].sort != "w":
        return None
    word = words[at].word
    if word in ("most", "part", "some") and at + 2 < len(words) and words[at + 1].word == "of":
        determined = words[at + 2].word in ("the", "those", "these", "his", "her", "its", "their", "them", "whom")
        if not determined and (word != "most" or words[at + 2].sort != "w"):
            return None
        low = Fraction(1, 2) if word == "most" else Fraction(0)
        return Number(at, at + 1, low, Fraction(1), vague=True, share=True)
    if word in ("a", "an", "the") and at + 2 < len(words):
        here = at + 1
        if words[here].word in ("small", "large", "great", "vast", "sizeable", "significant", "good", "tiny", "big"):
            here += 1
        if here + 1 < len(words) and words[here + 1].word == "of":
            part = words[here].word
            if part in ("portion", "part", "fraction", "share", "minority", "proportion") and word == "a":
                high = Fraction(1, 2) if part in ("minority", "fraction") else Fraction(1)
                return Number(at, here + 1, Fraction(0), high, vague=True, share=True)
            if part in ("majority", "bulk"):
                return Number(at, here + 1, Fraction(1, 2), Fraction(1), vague=True, share=True)
    return None


def _quantity(
    words: Sequence[Word], number: Number, floor: int, taken: Sequence[bool], former: Quantity | None
) -> tuple[Quantity | None, int]:
    """The figure that a number is the core of, and where it ends; None where the number is no figure."""
    first, last = number.first, number.last
    low, high = number.low, number.high
    bound = Bound.VAGUE if number.vague else Bound.EXACT
    money = None
    if first > floor and words[first - 1].sort == "$":
        money, first = _MONEY.get(words[first - 1].word, "dollars"), first - 1
        if first > floor and words[first - 1].word in ("us", "c", "a") and words[first - 1].end == words[first].start:
            first -= 1
    if _in_name(words, number, first):
        return None, last
    second = _second(words, number, taken)
    if second is not None:
        low, high = _joined(number, second)
        last, bound = second.last, Bound.RANGE
    first, before = _bound_before(words, first, floor)
    last, after = _bound_after(words, last)
    unit_at, unit_end = noun_after(words, last, single=low == high == 1)
    if unit_end + 1 < len(words) and words[unit_end - 1].word in ("years", "year") and words[unit_end].word == "old":
        return None, last
    if bound is Bound.RANGE:
        first = _opened(words, first, floor)
    else:
        if unit_end and before is None and after is None:
            # `125 rebels at least`
            _, after = _bound_after(words, unit_end, late=True)
        if before is not None or after is not None:
            bound = before or after or bound
            low, high = _bounded(low, high, bound)
    said = counted(words, first, last, unit_end or last, floor)
    if said is None and former is not None and former.counts and _joins(words, first, former):
        said = "=", None
    if said is None and not unit_end and former is not None and _ellipsis(words, first, last, former):
        said = "=", None
    unit = " ".join(word.word for word in words[unit_at:unit_end]) if unit_end else money
    if money and not (unit_end and words[unit_at].word in _MONEY.values()):
        unit, unit_end = money, 0
    weak = said is None or (not unit and said[0] not in SENSES and said[0] != "=")
    if _bare(words, number, bound, bool(unit), not weak, first):
        return None, number.last
    span = Span(words[first].start, words[last - 1].end)
    counts, counts_at = said if said is not None else (None, None)
    if counts == "=" and former is not None:
        counts, counts_span = former.counts, former.counts_span
    else:
        counts = None if counts == "=" else counts
        counts_span = Span(words[counts_at].start, words[counts_at].end) if counts and counts_at is not None else None
    unit_span = Span(words[unit_at].start, words[unit_end - 1].end) if unit_end else None
    quantity = Quantity(
        span=span,
        low=_plain(low),
        high=_plain(high),
        approx=bound,
        unit=unit,
        unit_span=unit_span,
        counts=counts,
        counts_span=counts_span,
        share=number.share,
    )
    return quantity, last


def _joins(words: Sequence[Word], first: int, former: Quantity) -> bool:
    """Whether a figure is joined to the one before it by `and` alone: `five soldiers and three civilians`."""
    end = former.unit_span.end if former.unit_span else former.span.end
    back = first - 1
    while back >= 0 and words[back].start >= end and words[back].word in ("and", ",", "or"):
        back -= 1
    return back < first - 1 and back >= 0 and words[back].end <= end and words[back].start < end


def _ellipsis(words: Sequence[Word], first: int, last: int, former: Quantity) -> bool:
    """Whether a bare number goes on with what was said of the one before it: `killed 45 in Aleppo and 22 in Idlib`."""
    if former.counts is None or first < 2 or words[first - 1].word not in ("and", ","):
        return False
    if last >= len(words) or words[last].word not in ("in", "at", "near", "from", "on", "by", "."):
        return False
    back = first - 1
    while back > 0 and words[back].start > former.span.end:
        if words[back].sort == ".":
            return False
        back -= 1
    return True


def _in_name(words: Sequence[Word], number: Number, first: int) -> bool:
    """Whether a number belongs to a name, an age, an ordinal or a score rather than counting anything."""
    before = words[first - 1] if first else None
    after = words[number.last] if number.last < len(words) else None
    figures = words[number.first].sort == "n"
    if figures and _beside_month(words, number, first):
        return True
    if before is not None and figures:
        if before.word in _NAMED and not number.vague and before.end + 1 >= words[first].start:
            return True
        if before.sort in "-#" and before.end == words[first].start and first > 1 and words[first - 2].sort in "w#":
            return words[first - 2].end == before.start
        if before.word in ("/", "#", "\u00a7", "aged", "age", ":"):
            return True
        if before.sort == "." and before.end == words[first].start and before.word not in '()[]"\u201c\u00ab\n':
            return True
    if after is not None:
        if after.word in ("-", "\u2010", "\u2011") and number.last + 1 < len(words):
            tail = words[number.last + 1].word
            if tail in ("year", "month", "week", "day", "hour", "minute") or tail.endswith("th"):
                return True
        if after.sort == "#" and after.start == words[number.last - 1].end:
            return True
        if after.word in ("year", "years") and number.last + 1 < len(words) and words[number.last + 1].word == "old":
            return True
    if number.spelled and number.low == 1 and number.last - number.first == 1:
        neighbours = (before.word if before else "", after.word if after else "")
        return neighbours[0] in ("no", "any", "every", "each", "some", "this", "that", "the", "which", "another") or (
            neighbours[1] in ("another", "day", "more", "hand", "side") or (after is None or after.sort != "w")
        )
    return False


def _beside_month(words: Sequence[Word], number: Number, first: int) -> bool:
    """Whether a number is of a date that the times do not have, since no calendar does: `32 January`, `2024-13-01`."""
    after = words[number.last] if number.last < len(words) else None
    own = words[number.first]
    if after is not None and after.capital and after.word in MONTHS and own.end - own.start <= 2:
        return True
    if first > 1 and words[first - 1].capital and words[first - 1].word in MONTHS and words[first - 2].sort in "n#":
        return own.end - own.start == 4
    run = words[max(0, first - 4) : first]
    joined = [one.end == two.start for one, two in pairwise((*run, own))]
    return [word.sort for word in run] == ["n", "-", "n", "-"] and all(joined)


def _second(words: Sequence[Word], number: Number, taken: Sequence[bool]) -> Number | None:
    """The other end of a range: `3,000 to 5,000`, `two or three`, `10-12`, `between 3,000 and 5,000`."""
    at = number.last
    if at + 1 >= len(words) or number.vague or number.share or number.lost:
        return None
    joint = words[at].word
    if (
        joint not in ("to", "or", "-", "\u2013", "\u2014", "and", "\u2012", "\u2010", "\u2011")
        or words[at + 1].sort not in "nw"
    ):
        return None
    if taken[at + 1]:
        return None
    other = number_at(words, at + 1)
    if other is None or other.vague or other.share or other.low is None or number.low is None:
        return None
    lead = words[number.first - 1].word if number.first else ""
    back = [word.word for word in words[max(0, number.first - 5) : number.first]]
    if joint == "and" and lead != "between" and back[-2:-1] != ["between"]:
        return None
    if joint == "to" and ("from" in back[-2:] or lead in ("to", "by")) and any(word in _CHANGES for word in back):
        return None
    if words[at].sort == "-" and (words[at].start != words[at - 1].end or words[at + 1].start != words[at].end):
        return None
    low, high = _joined(number, other)
    return other if low is not None and high is not None and low < high else None


def _joined(number: Number, other: Number) -> tuple[Fraction | None, Fraction | None]:
    """Both ends of a range; a size word said once holds for both: `3 to 5 million`."""
    low, high = number.low, other.low
    if low is not None and high is not None and number.scaled == 1 and other.scaled > 12 and low < high / other.scaled:
        low *= other.scaled
    return low, high


def _bound_before(words: Sequence[Word], first: int, floor: int) -> tuple[int, Bound | None]:
    bound: Bound | None = None
    while first > floor and words[first - 1].word in _LAST_WORDS:
        fit = [(p, b) for p, b in _BEFORE if _ends_with(words, floor, first, p)]
        if not fit:
            break
        phrase, says = fit[0]
        start = first - len(phrase)
        if phrase == ("near",) or (
            phrase == ("over",) and start > floor and words[start - 1].word in ("all", "spread")
        ):
            break
        # the outermost decides: `at least some 200`
        bound = says if bound is None or says is not Bound.ABOUT else bound
        first = start
    return first, bound


def _ends_with(words: Sequence[Word], floor: int, end: int, phrase: tuple[str, ...]) -> bool:
    start = end - len(phrase)
    return start >= floor and tuple(word.word for word in words[start:end]) == phrase


def _bound_after(words: Sequence[Word], last: int, late: bool = False) -> tuple[int, Bound | None]:
    """The bound that follows a number, and where it ends; `late` looks for those that can follow its noun."""
    if last >= len(words):
        return last, None
    for phrase, says in _AFTER:
        if tuple(word.word for word in words[last : last + len(phrase)]) == phrase:
            end = last + len(phrase)
            if end < len(words) and (words[end].word in ("than", "of") or words[end].sort in "n$"):
                continue
            if end < len(words) and phrase[0] == "at" and number_at(words, end) is not None:
                # `at least` belongs to the figure after it
                continue
            if late and phrase[0] not in ("or", "at"):
                continue
            return end, says
    return last, None


def _opened(words: Sequence[Word], first: int, floor: int) -> int:
    """Where a range begins, its `between` or `from` counted in."""
    return first - 1 if first > floor and words[first - 1].word in ("between", "from") else first


def _bounded(low: Fraction | None, high: Fraction | None, bound: Bound) -> tuple[Fraction | None, Fraction | None]:
    if bound in (Bound.OVER, Bound.AT_LEAST):
        return low, None
    if bound in (Bound.UNDER, Bound.AT_MOST):
        return None, high
    return low, high


def _bare(words: Sequence[Word], number: Number, bound: Bound, unit: bool, said: bool, first: int) -> bool:
    """Whether nothing shows that a number counts anything: no noun, no verb, no bound, no size."""
    if unit or said or number.share or number.lost or number.vague:
        return False
    if bound is not Bound.EXACT or number.scaled > 12:
        return False
    then = [word.word for word in words[number.last : number.last + 2]]
    return not (then[:1] == ["of"] and then[1:] and then[1] in ("them", "whom", "those", "these", "the", "us", "which"))


def _plain(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    if value.denominator == 1:
        return int(value)
    try:
        return float(value)
    except OverflowError:  # beyond what a float holds a fraction counts for nothing
        return int(value)

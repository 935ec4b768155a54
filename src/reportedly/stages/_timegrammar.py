# ruff: noqa: E501 - a rule reads best on one line
"""The grammar of time expressions, written over the classes of tokens: which rule reads which words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from reportedly.stages import _timeclock as clocks
from reportedly.stages import _timequarters as quarters
from reportedly.stages import _timerules as rules
from reportedly.stages import _timewrong as wrong
from reportedly.stages._timeparts import Expression, Parts
from reportedly.stages._timewords import KINDS, Token

__all__ = ["expressions"]

Rule = Callable[[Parts], "Expression | None"]

# Pieces that rules share.
_NUM = (
    "(?:<day|number|year|ones|a>(?:<hyphen>?<ones>)?<hyphen>?<thousand>(?:<and>?<ones>(?:<hyphen>?<ones>)?)?"
    "|<day|number><day><slash><day>|<day|number><fraction>|<day|number|year>|<ones>(?:<hyphen>?<ones>)?"
    "|<a><couple><of>?|<couple><of>|<a><several>|<several>|<half><a>|<a><half>|<half>|<a>)"
)
_COUNT = f"(?P<n>{_NUM})(?:(?P<half><and><a><half>)|<to|or|hyphen|and>(?P<n2>{_NUM}))?"
_UNIT = "<unit|units|clockunit|clockunits|second|quarter|quarters|weekend|weekends|parts>"
#: a day of the month; `twenty-fifth` is three tokens
_DAY = "(?:<day|ordinal>|<ones><hyphen><ordinal|second>)"
_LEADS = "<last|next|this|that|past|previous|following|coming|current|same>"
_YEARISH = "(?:(?:<of|in|comma>)?(?:<fiscal>)?(?P<y><year>)|(?:<of|in>)?(?P<yl><last|next|this|that>)(?P<yu><unit>))"

# Earlier rules go first at a place; `<a|b>` is one token of either class (`_timewords`).
_RULES: list[tuple[str, Rule]] = [
    ("<iso>", wrong.date_in_figures),
    ("<iso>", rules.iso),
    ("<the>?(?P<d><number|ordinal>)(?P<of><of>)?(?P<m><month>)<dot>?(?!<day|ordinal>)(?:<comma>?(?P<y><year>))?", wrong.day_first),
    ("(?P<m><month>)<dot>?<the>?(?P<d><number|ordinal>)(?:<comma>?(?P<y><year>))?", wrong.day_last),
    (f"(?:(?P<wl><the>?{_LEADS}{{1,2}})?(?P<w><weekday>)(?P<part><part>?)<dot>?<comma>?<the>?)?(?P<lead><last|next|this|past>?)(?P<m><month>)<dot>?<the>?(?P<d>{_DAY})(?!<hyphen>?<quarter>)(?:<comma>?(?P<y><year>)|(?P<yl><last|next|this>)(?P<yu><unit>))?", rules.day_of_month),
    (f"(?:(?P<w><weekday>)<dot>?<comma>?)?<the>?(?P<d>{_DAY})(?P<of><of>)?(?P<m><month>)<dot>?(?:<comma>?(?P<y><year>)|(?P<yl><last|next|this>)(?P<yu><unit>))?", rules.day_of_month),
    (f"(?P<lead>(?:<the>?{_LEADS}{{1,2}})?)(?P<m><month>)<dot>?{_YEARISH}?", rules.month),
    ("(?P<lead>(?:<last|next|this|past>)?)(?P<h><holiday>(?:<other>?<apostrophe>)?(?:<unit><apostrophe>?(?:<eve>|<unit>)|<unit>|<eve>|<wkd|weekday>)?)", rules.holiday),
    ("(?P<every><every>)(?P<w><weekday>)(?P<part><part|parts>)?", rules.weekday),
    (f"(?P<lead>(?:<the>?{_LEADS}{{1,2}})?)(?P<w><weekday|weekdays>)(?P<part><part|parts>)?(?:(?P<wl><last|next|this>)(?P<wu><unit>))?", rules.weekday),
    ("<the><unit>(?P<step><before|after>)(?P<t><today>)", rules.today),
    ("(?P<t><today>)(?P<part><part>)?", rules.today),
    ("(?P<t><tonight>)", rules.today),
    (f"(?P<lead><the>?{_LEADS})(?P<part><part>)(?P<t><today>)?", rules.part),
    ("(?P<lead>)(?:<early|late|mid>)<hyphen>?(?P<part><part>)(?P<t><today>)?", rules.part),
    ("(?P<lead><the>)(?P<part><part>)(?P<t><today>)?", rules.part),
    ("(?P<c><clock|hour>)(?P<a><ampm>)?<dot>?(?P<zone><zone>)?<time>?(?P<oclock>)", clocks.clock),
    ("(?P<c><day|ones|number>)(?P<a><ampm>)<dot>?(?P<zone><zone>)?<time>?(?P<oclock>)", clocks.clock),
    ("(?P<c><day|ones|clock>)<in><the>(?P<part><part>)", clocks.clock_of_part),
    ("(?P<c><day|ones>)(?P<a>)(?P<zone>)(?P<oclock><oclock><apostrophe><clockword>)", clocks.clock),
    ("(?P<c><noon>)", clocks.noon),
    ("(?P<the><the>?)(?:<early|late|mid><hyphen>?)?<apostrophe>?(?P<e><decade>)", rules.decade),
    ("<the>?(?:<early|late|mid><hyphen>?)?(?P<o><ordinal>)<hyphen>?(?P<u><unit>)", rules.century),
    ("<the>(?:<other|same>)?(?P<q><quarter|period>)(?:<last>(?P<u><unit>)|<a>(?P<u2><unit>)<ago|earlier>)", quarters.quarter_before),
    ("<last>(?P<u><unit>)<apostrophe>(?P<q><quarter|period>)", quarters.quarter_before),
    (f"<the>?(?:<fiscal>)?<hyphen>?(?P<y0><year>)?(?:(?P<l0><last|next|this>)(?P<u0><unit>)<apostrophe>)?(?P<ago><unit><hyphen>(?:<ago|earlier>))?<fiscal>?(?P<o><ordinal|second>)<hyphen>?<fiscal>?<quarter>(?:{_YEARISH})?", quarters.quarter),
    ("(?P<lead>)<the>?<more>?(?P<y0><year>)?(?P<ago><unit><hyphen>?(?:<ago|earlier>))?(?P<q><quarter|period>)", quarters.the_quarter),
    (f"(?P<lead><the>?{_LEADS}{{0,2}})<fiscal>?(?P<y0>)(?P<ago>)(?P<q><quarter|period>)", quarters.the_quarter),
    (f"<the>?<unit><hyphen><ago|earlier>{_COUNT}(?P<hyphen>)(?P<lead>)(?P<u><units>)(?P<old>)", rules.duration),
    ("<the|a>?(?P<u><unit>)<hyphen>(?:<ago|earlier>)", quarters.year_ago),
    ("<q>(?P<d><day>)(?:<of>?(?P<y><year>))?", quarters.short_quarter),
    (f"<the>?(?P<o><ordinal|second|last>)<hyphen>?<half>(?:{_YEARISH}|<of><the>?<fiscal>?(?P<the_year><unit>))", quarters.half_of),
    (f"(?P<lead>(?:<the>?{_LEADS}{{1,2}})?)(?P<the><the>?)(?P<s><season|springfall>)(?:{_YEARISH})?", rules.season),
    (f"<the>?(?P<lead><next|last|past|coming|previous|following|ordinal|recent>)<more>?{_COUNT}<of>?<more>*<fiscal>?(?P<u>{_UNIT})(?P<hyphen>)(?P<old>)", rules.duration),
    (f"(?P<the><the>?)(?P<lead>{_LEADS}{{1,2}})(?P<fiscal><fiscal>?)(?P<u><unit|clockunit|weekend>)", rules.deictic),
    (f"{_COUNT}<more>?(?P<u>{_UNIT})(?:<or><so>|<or><ones>)?(?P<step><ago|earlier|later|hence|before|after>|<from><now>)", rules.ago),
    ("(?P<n>)(?P<half>)(?P<u><units|clockunits|quarters>)(?P<step><ago|earlier|later>)", rules.ago),
    (f"<every>(?P<n>(?:<ones|day|several>)?)(?P<o>(?:<ordinal|second|more>)?)(?P<u>{_UNIT}|<part>)", rules.recurring),
    ("<every>(?P<m><month>)", rules.recurring),
    ("<every>(?P<s><season|springfall>)", rules.recurring),
    ("<times>(?:<a|every>)(?P<n>)(?P<o>)(?P<u><unit|clockunit>)", rules.recurring),
    ("(?P<daily><daily>)", rules.daily),
    ("(?P<n><a>?)(?P<u><unit|units|clockunit|clockunits>)<hyphen><long>", rules.long),
    ("(?P<n><a>)(?P<hyphen>)(?P<u><unit|clockunit>)(?P<old>)(?P<half><and><a><half>)", rules.duration),
    (f"<the>?{_COUNT}(?P<hyphen><hyphen>)<more>?<hyphen>?(?P<u>{_UNIT})(?P<old><hyphen>?<old>)?<period>?", rules.duration),
    (f"<the>?<more>?{_COUNT}(?P<hyphen>)(?:<of>?<more>)*(?P<u>{_UNIT})(?P<old><old>)?", rules.duration),
    ("<the>?(?P<lead><recent|coming|next|past|following>)(?P<u><units|clockunits|quarters>)(?P<ahead>)", rules.bare_units),
    ("<the>?(?P<lead>)(?P<u><units|clockunits|quarters>)(?P<ahead><ahead>)", rules.bare_units),
    ("<the>(?P<lead>)(?P<u><units|clockunits>)(?=(?P<step><before|after|since|that>))(?P<ahead>)", rules.bare_units),
    ("(?P<lead>)(?P<u><units|clockunits>)(?P<ahead>)", rules.bare_units),
    ("<this><units>", rules.these_days),
    ("(?P<u><unit>)(?:<hyphen>|<apostrophe><other>?)?(?P<e><end>)", rules.year_end),
    ("(?P<lead><fiscal|mid|early|late>)<hyphen>?(?P<y><year>)", rules.year),
    ("(?P<lead><the><unit>)(?P<y><year>)", rules.year),
    ("(?P<lead>)(?P<y><year>)", rules.year),
    ("(?:<the><unit>)?(?P<words><ones>)(?P<thousand><thousand>)", rules.year_words),
    ("(?:<the><unit>)?(?P<words><ones><hyphen>?<ones>(?:<hyphen>?<ones>)?)(?P<thousand>)", rules.year_words),
    ("(?P<lead><earlier|later|early|late>)<in|of>(?P<the><the>)(?P<fiscal><fiscal>?)(?P<u><unit|weekend>)", rules.the_unit),
    ("<the>(?P<u><unit>)(?P<step><before|after>)(?=<the>?<last|next|this|past|weekday|month|day|ordinal|iso>)", rules.step),
    ("(?P<the><the>)(?P<fiscal><fiscal|more>?)(?P<u><unit|weekend>)(?P<step><before|after>)?", rules.the_unit),
    ("(?P<word><now|soon>)", rules.ref),
    ("<the>(?:<near>)?(?P<lead><past|soon>)", rules.the_ref),
    ("(?P<e><current>)", rules.current),
]  # fmt: skip


def _compiled(pattern: str) -> str:
    """A rule's pattern over token letters: every `<a|b>` becomes a set of letters."""

    def letters(found: re.Match[str]) -> str:
        names = found.group(1)
        return "[" + "".join(KINDS[name] for name in names.split("|")) + "]"

    return re.sub(r"(?<!\?P)<([a-z|]+)>", letters, pattern)


_PATTERNS = [(re.compile(_compiled(pattern)), handler) for pattern, handler in _RULES]
# What no expression begins with, and no article of one is followed by: most of a text is passed over by this alone.
_DEAD = "<other|stop|dot|comma|slash|hyphen|and|or|of|in|on|to|from|after|before|since|old|zone|time|ago|clockword>"
_MASTER = re.compile(
    _compiled(
        f"(?!{_DEAD}|<the|a|several|last|past|this|that|ones|day|number>{_DEAD[:6]}|stop|dot|comma|on>|<day|ones><in>(?!<the><part>)|<the|a|several|last|past|this|that|number><in>)"
    )
    + "(?:"
    + "|".join(
        f"(?P<r{at}>" + re.sub(r"\?P<\w+>", "?:", _compiled(pattern)) + ")" for at, (pattern, _) in enumerate(_RULES)
    )
    + ")"
)


#: months whose name is as short as an abbreviation: the dot after them ends a sentence
_FULL = frozenset(("may", "june", "july"))


def expressions(tokens: Sequence[Token]) -> list[Expression]:
    """The time expressions among `tokens`, in order, none over another."""
    kinds = "".join([token.kind for token in tokens])
    found: list[Expression] = []
    at = 0
    while match := _MASTER.search(kinds, at):
        rule = int((match.lastgroup or "r0")[1:])
        expression = None
        # a rule that declines leaves the place to the rules after it
        for pattern, handler in _PATTERNS[rule:]:
            own = pattern.match(kinds, match.start())
            if own is not None and own.end() > own.start():
                expression = handler(Parts(own, tokens))
                if expression is not None:
                    break
        if expression is None:
            at = match.start() + 1
        else:
            end = expression.last
            if tokens[end - 1].kind == KINDS["dot"] and (
                len(tokens[end - 2].word) > 4 or tokens[end - 2].word in _FULL or tokens[end - 2].word[0].isdecimal()
            ):
                expression = expression._replace(last=end - 1)
            found.append(expression)
            at = max(expression.last, match.start() + 1)
    return found

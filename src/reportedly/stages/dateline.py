"""Where, when and for which agency a report was filed: the line before its first sentence."""

from __future__ import annotations

import re
from datetime import date
from itertools import islice

from reportedly.types import Dateline, Span

__all__ = ["find", "published"]

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?|JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)"
)
_DATE = rf"(?:{_MONTH}\.?\s\d{{1,2}}|\d{{1,2}}\s{_MONTH}\.?)(?:,?\s\d{{4}})?"
#: hyphen, two hyphens, en or em dash, horizontal bar, after a space or an outlet's bracket
_DASH = r"(?:--+|[-–—―])"
# One word of a place: in capitals ("SEOUL", "N'DJAMENA", "D.C.", "ST."), or with a capital first. The month of the date
# is none. Words and names are atomic, (?>...): without that, hostile lines of hyphens take minutes.
_CAPS = r"(?>[A-ZÀ-ÞŁŞĞİ](?:[A-ZÀ-ÞŁŞĞİ]|['’.](?=[A-ZÀ-ÞŁŞĞİ]))+\.?|[A-Z]\.(?:[A-Z]\.)*)"
_TITLE = rf"(?>(?!{_MONTH}\b)[A-ZÀ-ÞŁŞĞİ][\w'’.]*)"
_LINK = r"(?:al|de|del|di|da|la|las|le|les|el|of|the|and|upon|on|sur|DE|DEL|LA|AND)"


def _place(word: str) -> str:
    """A place, with region or a second place behind it: `BAGHDAD, Iraq`, `SEOUL/TOKYO`, `Port Moresby`."""
    name = rf"(?>{word}(?:[ -](?:{_LINK}[ -])?{word}){{0,4}})"
    return rf"(?>{name}(?:\s?/\s?{name}){{0,2}}(?:\s?,\s{_TITLE}(?:\s{_TITLE}){{0,2}})?)"


_OUTLET = r"[(\[](?P<outlet>[^\W\d_][^()\[\]\n]{0,59}?[^()\[\]\s])\s?[)\]]"
_AFTER = rf"\s?{_DASH}\s?(?=\S)"
# "SEOUL, Oct 29 (Outlet) -", "SEOUL, Oct. 29 -", "MOSCOW. October 29 (Outlet) -"
_DATED = re.compile(
    rf"(?P<place>{_place(_TITLE)})[,.]?\s+(?P<date>{_DATE})(?:,?\s*{_OUTLET})?(?:\s*{_DASH}|:|(?<=[)\]])\.)\s?(?=\S)"
)
# "MOSCOW (AP) —", "Damascus, (Outlet) -"
_WIRED = re.compile(rf"(?P<place>{_place(_TITLE)}),?\s*{_OUTLET}{_AFTER}")
# "(CNN) --", "Oct 29 (Outlet) -"
_PLACELESS = re.compile(rf"(?:(?P<date>{_DATE})\s*)?{_OUTLET}{_AFTER}")
# "WASHINGTON —": nothing but capitals tells it from a sentence
_BARE = re.compile(rf"(?P<place>{_place(_CAPS)})(?:\s{_DASH}|--|[–—―])\s?(?=[A-ZÀ-Þ0-9“\"‘'«„])")

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
#: a line that holds nothing but a date, with place, weekday or verb before it
_ALONE = re.compile(
    rf"\s*(?:(?:Published|Posted|Updated|Filed|Issued)(?:\s?:|\s+on)?\s+)?(?:{_place(_TITLE)},\s+)?"
    rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?(?P<date>{_DATE})\.?\s*"
)
#: the first lines among which such a one is looked for
_DATE_LINES = 4

#: capitals before a dash that are no place: newsroom slugs, and bodies that are called by their initials
_NO_PLACE = frozenset(
    (
        "A ADVISORY ALERT ANALYSIS ANSWER AU BBC BREAKING CIA CNN CORRECTED CORRECTION DEVELOPING EDITORIAL EU "
        "EXCLUSIVE EXPLAINER FACTBOX FAO FBI FEATURE FILE FLASH HEADLINE I IAEA ICC ICRC IMF INTERVIEW ISIL ISIS "
        "JUST LIVE NATO NEW NEWS NGO NOTE OAS OBITUARY OPEC OPINION OSCE PHOTO PHOTOS PKK PLO PROFILE Q QUESTION "
        "REFILE REPEAT REVIEW SPECIAL TIMELINE UK UN UNESCO UNHCR UNICEF UPDATE UPDATED URGENT US USA VIDEO WATCH "
        "WFP WHO WRAPUP WTO "
    ).split()
)
#: a report's head line, byline and time stamp may stand before it
_LINES = 8
_LONGEST = 140


def find(text: str) -> Dateline | None:
    """The dateline of a report, or None.

    It opens one of the first lines: place, date and outlet in brackets, in any of the wires' manners, before a dash
    (Associated Press and Reuters style books). A place without date and outlet must be in capitals. None rather than a
    guess where it might be a sentence.

    Args:
        text: the report's text.

    Returns:
        The dateline, its span reaching to the first word of the sentence.

    Example:
        >>> text = "SEOUL, Oct 29 (Example Wire) - The ministry denied it."
        >>> found = find(text)
        >>> found.place.of(text), found.date.of(text), found.outlet.of(text), text[found.span.end :]
        ('SEOUL', 'Oct 29', 'Example Wire', 'The ministry denied it.')
    """
    for line in islice(re.finditer(r"[^\r\n]*\S[^\r\n]*", text[:20_000]), _LINES):
        start = line.start() + len(line.group()) - len(line.group().lstrip())
        found = _at(text, start, min(line.end(), start + _LONGEST))
        if found is not None:
            return found
    return None


def published(text: str, found: Dateline | None) -> tuple[str, Span] | None:
    """The day that a report's own first lines give it, ISO 8601, and the words; None where none has its year.

    That of the dateline, else of one of the first lines that holds nothing but a date ("Posted 5 May 2016").

    Args:
        text: the report's text.
        found: its dateline.

    Example:
        >>> text = "ACCRA, 3 May 2016 (Example Wire) - The ministry denied it."
        >>> published(text, find(text))
        ('2016-05-03', Span(start=7, end=17))
    """
    if found is not None and found.date is not None:
        day = _day(found.date.of(text))
        return (day, found.date) if day else None
    for line in islice(re.finditer(r"[^\r\n]*\S[^\r\n]*", text[:20_000]), _DATE_LINES):
        alone = _ALONE.fullmatch(line.group())
        day = _day(alone["date"]) if alone else None
        if alone and day:
            start = line.start() + alone.start("date")
            return day, Span(start, start + len(alone["date"]))
    return None


def _day(words: str) -> str | None:
    """The day of a date in words that has its year."""
    parts = re.findall(r"[^\W\d_]+|\d+", words)
    month = next((_MONTHS.index(part[:3].lower()) + 1 for part in parts if part[:3].lower() in _MONTHS), 0)
    years = [int(part) for part in parts if len(part) == 4 and part.isdigit()]
    days = [int(part) for part in parts if len(part) < 3 and part.isdigit()]
    if not (month and len(years) == len(days) == 1):
        return None
    try:
        return date(years[0], month, days[0]).isoformat()
    except ValueError:
        return None


def _at(text: str, start: int, end: int) -> Dateline | None:
    """The dateline that begins at `start`, or None."""
    for pattern in (_DATED, _WIRED, _PLACELESS, _BARE):
        match = pattern.match(text, start, end)
        if match is None:
            continue
        groups = match.groupdict()
        if pattern is _BARE and (_NO_PLACE & set(re.findall(r"[^\W\d_]+", groups["place"]))):
            continue
        if pattern is _PLACELESS and len(groups["outlet"].split()) > 5:
            continue
        spans = {name: Span(*match.span(name)) for name, value in groups.items() if value}
        if "place" in spans and re.fullmatch(r"[^.]{4,}\.", groups["place"]):
            # "MOSCOW. October 29": the stop ends the place and is no part of it, as it is in "St." and "D.C."
            spans["place"] = Span(spans["place"].start, spans["place"].end - 1)
        return Dateline(span=Span(*match.span()), **spans)
    return None

"""Saved web pages: the report's words, title, byline, outlet, date and address, by trafilatura."""

from __future__ import annotations

import codecs
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportedly.errors import SourceError, UsageError
from reportedly.types import Problem

__all__ = ["Page", "extract", "unpack"]

# The library never prints: without a handler of their own these would write warnings to standard error.
for _name in ("trafilatura", "htmldate", "courlan", "justext", "readability", "charset_normalizer"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.I)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.I)
_NUL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
#: meta elements that hold the moment of publication, best first
_PUBLISHED = (
    ("property", "article:published_time"),
    ("name", "article:published_time"),
    ("itemprop", "datePublished"),
    ("property", "og:article:published_time"),
    ("name", "parsely-pub-date"),
    ("name", "sailthru.date"),
    ("name", "dc.date.issued"),
    ("name", "DC.date.issued"),
    ("name", "pubdate"),
    ("name", "date"),
)
#: fewer letters than this are no report, whatever the extractor thinks
_SHORTEST = 25
#: characters of a page that are looked at, some seconds' work; the pages of long reports have a tenth of it, once
#: scripts and pictures are left out
LONGEST = 2_500_000
_PICTURE = re.compile(r"data:[\w/+.;=-]{0,100};base64,[A-Za-z0-9+/=]*")
#: lowers Latin capitals alone, so that offsets stay
_LOWER = {n: n + 32 for n in range(65, 91)}
_ASIDE = re.compile(r"<(script|style)\b[^<>]*>", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a saved web page says: the report's words, and what it says of itself."""

    text: str
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    #: ISO 8601, with time and offset where the page has them
    published: str | None = None
    #: ISO 639-1, as the page declares it
    language: str | None = None


def extract(data: bytes, subject: str = "the page") -> tuple[Page, tuple[Problem, ...]]:
    """The report in a page, paragraphs on lines of their own, without menus, advertisements and comments.

    Args:
        data: the whole page as saved.
        subject: what to call it in an error.

    Returns:
        The page, with empty text and a Problem where it holds no report.

    Raises:
        SourceError: the bytes are no page but a picture, an archive ...

    Example:
        >>> extract(b"<html><body><a href='/'>Home</a></body></html>")[1][0].code
        'no-article'
    """
    source, problems = _decode(data, subject)
    problems = tuple(p for p in problems if p.code == "not-utf-8")
    source = _NUL.sub("", _XML_DECLARATION.sub("", source, count=1))
    if len(source) > LONGEST:
        source = _lean(source)
    if len(source) > LONGEST:
        source = source[: max(source.rfind("<", 0, LONGEST), LONGEST // 2)]
        message = f"only the first {len(source):,} characters of the page were looked at"
        problems = (*problems, Problem(stage="html", code="too-long", message=message))
    from trafilatura import bare_extraction, load_html

    # A hostile or shattered page may break the extractor itself; that page then has no article that we can show.
    try:
        tree = load_html(source)
        stamps = [] if tree is None else list(_stamps(tree))
        language = None if tree is None else _language(tree)
        found: Any = None
        if tree is not None:
            found = bare_extraction(
                tree,
                fast=True,
                with_metadata=True,
                include_comments=False,
                include_tables=False,
                # The extensive search would take the year of a copyright notice for a date of publication.
                date_extraction_params={"original_date": True, "extensive_search": False},
            )
    except (Exception, RecursionError) as error:
        message = f"no article found in the page ({type(error).__name__} while looking for it)"
        return Page(text=""), (*problems, Problem(stage="html", code="no-article", message=message))
    if found is None:
        empty = Problem(stage="html", code="no-article", message="no article found in the page")
        return Page(text="", language=language), (*problems, empty)
    text = _lines(found.text or "")
    page = Page(
        text=text if sum(c.isalpha() for c in text) >= _SHORTEST else "",
        title=_clean(found.title),
        byline=_clean(found.author),
        outlet=_clean(found.sitename or found.hostname),
        url=_clean(found.url),
        published=_moment(found.date, stamps),
        language=language,
    )
    if not page.text:
        problems = (*problems, Problem(stage="html", code="no-article", message="no article found in the page"))
    return page, problems


def unpack(data: bytes, subject: str = "the page") -> tuple[bytes, str | None]:
    """The page in a web archive (MHTML, RFC 2557, as browsers save "a single file"), and the address it was saved from.

    Raises:
        SourceError: it holds no page.
    """
    import email

    message = email.message_from_bytes(data)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            body = part.get_payload(decode=True)
            address = message.get("Snapshot-Content-Location") or part.get("Content-Location")
            if isinstance(body, bytes):
                return body, str(address).strip() if address else None
    raise SourceError(subject, "holds no page, though its name says that it is a web archive")


def _decode(data: bytes, subject: str) -> tuple[str, tuple[Problem, ...]]:
    """The page's source: by its mark or as UTF-8, else as it declares, else as text is guessed."""
    from reportedly.sources import text

    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            name = declared.group(1).decode("ascii").lower()
            # Browsers read these two as Windows-1252, and pages mean it.
            name = "cp1252" if name in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"} else name
            try:
                return data.decode(name), ()
            except (LookupError, UnicodeDecodeError):
                pass
    return text.decode(data, subject)


def _lean(source: str) -> str:
    """A page without scripts, styles and pictures in its own text, which may be most of it; linked data stays."""
    source = _PICTURE.sub("", source)
    lower = source.translate(_LOWER)
    kept: list[str] = []
    at = 0
    for match in _ASIDE.finditer(source):
        if match.start() < at or "ld+json" in match.group().lower():
            continue
        end = lower.find(f"</{match.group(1).lower()}", match.end())
        if end < 0:
            break
        kept.append(source[at : match.end()])
        at = end
    kept.append(source[at:])
    return "".join(kept)


def _lines(text: str) -> str:
    """The text with one paragraph a line and no space at line ends."""
    return "\n".join(line for line in (re.sub(r"[^\S\n]+", " ", line).strip() for line in text.split("\n")) if line)


def _clean(value: str | None) -> str | None:
    """One line, or None for nothing."""
    return " ".join(value.split()) or None if value else None


def _language(tree: Any) -> str | None:
    """ISO 639-1 from `<html lang>`."""
    root = tree.getroottree().getroot()
    match = re.match(r"[A-Za-z]{2}(?![A-Za-z])", (root.get("lang") or root.get("xml:lang") or "").strip())
    return match.group().lower() if match else None


def _stamps(tree: Any) -> Iterator[str]:
    """What the page itself calls its moment of publication, best first."""
    for attribute, name in _PUBLISHED:
        for meta in tree.iterfind(f".//meta[@{attribute}='{name}']"):
            yield meta.get("content") or ""
    for script in tree.iterfind(".//script[@type='application/ld+json']"):
        try:
            yield from _dates(json.loads(script.text or ""))
        except (ValueError, RecursionError):
            continue
    for element in tree.iterfind(".//time[@datetime]"):
        yield element.get("datetime") or ""


def _dates(data: Any) -> Iterator[str]:
    """Every `datePublished` in linked data."""
    if isinstance(data, dict):
        if isinstance(data.get("datePublished"), str):
            yield data["datePublished"]
        for value in data.values():
            yield from _dates(value)
    elif isinstance(data, list):
        for value in data:
            yield from _dates(value)


def _moment(day: str | None, stamps: list[str]) -> str | None:
    """The moment of publication: the page's own stamp for the day that the extractor found, with its time and offset.

    The extractor keeps the day only; without the offset "Monday" can resolve to the wrong day. Where no stamp
    belongs to that day, the first declared stamp outranks a day that was read off somewhere in the page.
    """
    from reportedly.sources import when

    parsed = []
    for stamp in stamps:
        try:
            moment = when(stamp.strip().replace("Z", "+00:00"))
        except UsageError:
            continue
        if moment:
            parsed.append(moment)
    same = [moment for moment in parsed if day is None or moment.startswith(day)]
    timed = [moment for moment in same if "T" in moment and re.search(r"[+-]\d\d:\d\d$", moment)]
    for choice in (timed, [moment for moment in same if "T" in moment], same):
        if choice:
            return choice[0]
    try:
        return when(day)
    except UsageError:
        return None

"""How reports come in: a path, bytes or standard input becomes a Report and what is odd about it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from reportedly.errors import SourceError, UsageError
from reportedly.types import Problem, Report

__all__ = ["SUFFIXES", "load", "make", "report_id", "walk", "when"]

#: what a folder is searched for
SUFFIXES = (".txt", ".html", ".htm", ".xhtml", ".mhtml", ".mht")

_HTML_SUFFIXES = (".html", ".htm", ".xhtml")
_MHTML_SUFFIXES = (".mhtml", ".mht")
# A page by its beginning, whatever its name: a doctype, or one of the elements that only pages open with.
_HTML_START = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_SNIFFED = 4096


def report_id(text: str, *, url: str | None = None, outlet: str | None = None, published: str | None = None) -> str:
    """The id of a report that has none of its own: `r` and 20 hexadecimal digits.

    A BLAKE2b hash of text, URL, outlet and publication date as a JSON array, so the same report has the same id
    on every machine, and a corrected text another.

    Example:
        >>> report_id("Seoul denied it.") == report_id("Seoul denied it.")
        True
    """
    key = json.dumps([text, url, outlet, published], ensure_ascii=True, separators=(",", ":"))
    return "r" + hashlib.blake2b(key.encode("ascii"), digest_size=10).hexdigest()


def when(value: str | date | None, name: str = "published") -> str | None:
    """A publication date as reports carry it: `2024-10-30`, or `2024-10-30T09:00:00+09:00` where the time is known.

    Args:
        value: ISO 8601, or a date or datetime.
        name: what to call it in an error.

    Raises:
        UsageError: not a date.

    Example:
        >>> when("2024-10-30T09:00+09:00")
        '2024-10-30T09:00:00+09:00'
    """
    if value is None:
        return None
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    text = value.strip()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}|\d{8}|\d{4}-?W\d{2}-?\d", text):
            return date.fromisoformat(text).isoformat()
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError(f"{name} {value!r}", "is not a date; write 2024-10-30 or 2024-10-30T09:00+09:00") from None


def make(
    text: str,
    *,
    published: str | date | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
    byline: str | None = None,
    language: str | None = None,
) -> Report:
    """A Report of a text that is at hand, kept exactly, with an id of its own.

    Raises:
        UsageError: `published` is not a date.

    Example:
        >>> make("Seoul denied it.", published="2024-10-29").published
        '2024-10-29'
    """
    stamp = when(published)
    return Report(
        id=report_id(text, url=url, outlet=outlet, published=stamp),
        text=text,
        outlet=outlet,
        url=url,
        title=title,
        byline=byline,
        published=stamp,
        language=language,
    )


def load(
    source: str | os.PathLike[str] | bytes,
    *,
    published: str | date | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> tuple[Report, tuple[Problem, ...]]:
    """A report from a file or from bytes, with what is odd about them.

    A file is a page if its name ends so (.html, .htm, .xhtml; .mhtml and .mht as browsers save whole pages) or if it
    begins like one; anything else is text. What is given here outranks what a page says of itself. A text's title is
    its first line, where that looks like a headline.

    Args:
        source: a path, `-` for standard input, or the bytes themselves.
        published: ISO 8601 date, or date and time with offset.

    Raises:
        SourceError: missing, not to be read, or not text at all.
        UsageError: `published` is not a date.

    Example:
        >>> report, problems = load(b"Seoul denied it.", outlet="The Example Courier")
        >>> report.text, report.outlet, problems
        ('Seoul denied it.', 'The Example Courier', ())
    """
    data = source if isinstance(source, bytes) else _bytes(source)
    subject = "the bytes" if isinstance(source, bytes) else "standard input" if source == "-" else os.fspath(source)
    name = "" if isinstance(source, bytes) else os.fspath(source).lower()
    saved_at: str | None = None
    if name.endswith(_MHTML_SUFFIXES):
        from reportedly.sources import html

        data, saved_at = html.unpack(data, subject)
    if name.endswith(_HTML_SUFFIXES + _MHTML_SUFFIXES) or _HTML_START.match(data[:_SNIFFED]):
        from reportedly.sources import html

        page, problems = html.extract(data, subject)
        report = make(
            page.text,
            published=published if published is not None else page.published,
            outlet=outlet if outlet is not None else page.outlet,
            title=title if title is not None else page.title,
            url=url if url is not None else page.url or saved_at,
            byline=page.byline,
            language=page.language,
        )
    else:
        from reportedly.sources import text as plain

        body, problems = plain.decode(data, subject)
        title = plain.headline(body) if title is None else title
        report = make(body, published=published, outlet=outlet, title=title, url=url)
    return report, problems


def _bytes(source: str | os.PathLike[str]) -> bytes:
    """The bytes of a file or of standard input."""
    if source == "-":
        if sys.stdin is None:
            raise SourceError("standard input", "is closed")
        try:
            return sys.stdin.buffer.read()
        except OSError as error:
            raise SourceError("standard input", _reason(error)) from None
    if os.fspath(source) == "":
        raise SourceError("''", "is no path: it is empty")
    try:
        return Path(source).read_bytes()
    except OSError as error:
        if re.match(r"https?:/", os.fspath(source), re.I):
            raise SourceError(os.fspath(source), "is an address, and nothing is fetched: save the page first") from None
        raise SourceError(os.fspath(source), _reason(error)) from None
    except ValueError:
        raise SourceError(os.fspath(source), "is not a path: it holds a NUL character") from None


def _reason(error: OSError) -> str:
    """Why the environment refused, with what to do where that is plain."""
    match error:
        case FileNotFoundError():
            return "no such file or folder"
        case PermissionError():
            return "permission denied"
        case IsADirectoryError():
            return "is a folder"
        case _:
            return (error.strerror or str(error)).lower()


def walk(paths: Iterable[str | os.PathLike[str]]) -> Iterator[str | SourceError]:
    """The files to read, in order: each path as it stands, and in folders everything that `SUFFIXES` names.

    Folders are searched to their bottom, in the order of the names, hidden files and folders left out and no folder
    entered twice.

    Returns:
        Paths, `-` for standard input; a `SourceError` in place of what cannot be listed, so that the rest goes on.
    """
    drained = False
    for path in paths:
        name = os.fspath(path)
        if name == "-" and drained:
            yield SourceError("standard input", "is given twice, and can be read but once")
            continue
        if name == "-" or not os.path.isdir(name):
            drained = drained or name == "-"
            yield name
            continue
        found = False
        for entry in _below(name, set()):
            found = True
            yield entry
        if not found:
            yield SourceError(name, f"holds no report: no file that ends in {', '.join(SUFFIXES)}")


def _below(folder: str, seen: set[tuple[int, int]]) -> Iterator[str | SourceError]:
    """The reports in a folder and below, or an error in place of what cannot be listed."""
    try:
        status = os.stat(folder)
        if (status.st_dev, status.st_ino) in seen:
            return
        seen.add((status.st_dev, status.st_ino))
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield SourceError(folder, _reason(error))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        # Not the entry's own methods: those raise where a link leads in a circle.
        if os.path.isdir(entry.path):
            yield from _below(entry.path, seen)
        elif entry.name.lower().endswith(SUFFIXES):
            if os.path.exists(entry.path) and not os.path.isfile(entry.path):
                # a pipe or a device would be waited for without end; whoever means it names it
                yield SourceError(entry.path, "is no ordinary file but a pipe or a device; name it to read from it")
            else:
                yield entry.path

"""Bytes into text, exactly: encodings found, files that are no text refused."""

from __future__ import annotations

import codecs
import re

from reportedly.errors import SourceError
from reportedly.types import Problem, Span

__all__ = ["decode", "headline"]

# UTF-32's little-endian mark begins with UTF-16's, so it is tried first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: how files begin that people take for text by their name
_SIGNATURES = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a RIFF file (picture, sound or film)"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (or a .docx, .odt or .epub)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (.doc)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or film file"),
    (b"{\\rtf", "an RTF document"),
)

#: a sentence that ends within a line: a headline is one
_SENTENCE_END = re.compile(r"\b(?!vs)[^\W\d_A-Z]{2,}[.!?][\"”’']? [A-ZÀ-Þ]")
#: without a mark these fit almost anything, so a guess that names them is none
_NOT_GUESSED = ["utf_7", "utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le"]
#: bytes looked at when the encoding has to be guessed
_SAMPLE = 65_536
# C0 controls that do not occur in text; tab, line feed, form feed, return and escape do.
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\x0b\x0c\r\x1b") + b"\x7f"
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
#: above this share of control bytes a file that is no UTF-8 is taken for something other than text
_BINARY_SHARE = 0.02
#: above this share even valid UTF-8 is
_BINARY_SHARE_UTF8 = 0.30


def decode(data: bytes, subject: str = "the bytes") -> tuple[str, tuple[Problem, ...]]:
    """The text that bytes hold, with what is odd about it.

    A byte order mark decides and is not part of the text; then UTF-8; then UTF-16 without a mark; then, for bytes
    that are none of these, UTF-8 with the broken bytes replaced where most of it is sound, else Windows-1252, else
    what charset-normalizer finds most likely. Nothing else is changed: line ends, NULs and odd spaces stay.

    Args:
        data: a whole file.
        subject: what to call it in an error.

    Raises:
        SourceError: the bytes are a picture, a PDF, an archive ... and no text.

    Example:
        >>> decode("Séoul".encode("utf-16"))
        ('Séoul', ())
    """
    for mark, name in _MARKS:
        if data.startswith(mark) and (name != "utf-16-le" or len(data) % 2 == 0 or b"\x00" in data[:64]):
            body, broken = _replaced(data[len(mark) :], name)
            return body, (*broken, *_oddities(body))
    for start, kind in _SIGNATURES:
        if data.startswith(start) and _controls(data) > 0.0:
            raise SourceError(subject, f"is {kind}, not text; save its words as .txt or .html first")
    if data.startswith((b"%PDF-", b"{\\rtf")):
        raise SourceError(subject, "is a document, not plain text; save its words as .txt or .html first")
    unmarked = _utf16_without_mark(data)
    if unmarked is not None:
        return unmarked, _oddities(unmarked)
    try:
        body = data.decode("utf-8")
    except UnicodeDecodeError:
        if _controls(data) > _BINARY_SHARE:
            raise SourceError(subject, "is not text: no known encoding fits its bytes") from None
        return _guess(data)
    if _controls(data) > _BINARY_SHARE_UTF8:
        raise SourceError(subject, "is not text: most of its bytes are control characters")
    return body, _oddities(body)


def headline(text: str) -> str | None:
    """The first line of a text where it looks like a headline: short, without an end, with more text after it.

    Example:
        >>> headline("Port denies toll\\nThe port said on Monday that it asks none.")
        'Port denies toll'
        >>> headline("The port denies it. It asks no toll.\\nNobody does.") is None
        True
    """
    lines = text[:5_000].strip().splitlines()
    first = " ".join(lines[0].split()) if lines else ""
    if len(lines) < 2 or not 8 <= len(first) <= 140 or first[-1] in ".,;:-" or first.endswith((".”", '."', ".’", ".'")):
        return None
    if _SENTENCE_END.search(first) or lines[1][:1].islower():
        return None
    from reportedly.stages import dateline

    return None if dateline.find(first + "\n") else first


def _controls(data: bytes) -> float:
    """The share of bytes that text does not have."""
    sample = data[:_SAMPLE]
    return (len(sample) - len(sample.translate(None, _CONTROLS))) / len(sample) if sample else 0.0


def _utf16_without_mark(data: bytes) -> str | None:
    """The text, where every other byte is mostly NUL as in UTF-16 of Latin letters, else None."""
    sample = data[:_SAMPLE]
    if len(sample) < 4 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0) / (len(sample) / 2), sample[1::2].count(0) / (len(sample) / 2)
    if max(even, odd) < 0.6 or min(even, odd) > 0.1:
        return None
    try:
        return data.decode("utf-16-le" if odd > even else "utf-16-be")
    except UnicodeDecodeError:
        return None


def _replaced(data: bytes, encoding: str) -> tuple[str, tuple[Problem, ...]]:
    """The text with U+FFFD for what cannot be decoded, and a Problem that counts them."""
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        body = data.decode(encoding, errors="replace")
        first, count = body.index("\ufffd"), body.count("\ufffd")
        message = f"{count} broken {encoding.upper()} sequence{'s' * (count > 1)}, each shown as U+FFFD"
        return body, (Problem(stage="text", code="broken-encoding", message=message, span=Span(first, first + 1)),)


def _guess(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The text of bytes that are not UTF-8, and a Problem that says how they were read."""
    body, problems = _replaced(data, "utf-8")
    sound = sum(1 for c in body[:_SAMPLE] if c > "\x7f" and c != "\ufffd")
    high = sum(1 for b in data[:_SAMPLE] if b > 0x7F)
    if sound > body[:_SAMPLE].count("\ufffd"):
        return body, (*problems, *_oddities(body))
    # Old English-language copy is Windows-1252: its high bytes, all defined there, are the fewer; in other alphabets
    # nearly every letter is one.
    name = "windows-1252"
    try:
        body = data.decode("cp1252")
        certain = high < 0.4 * len(data[:_SAMPLE])
    except UnicodeDecodeError:
        certain = False
    if not certain:
        from charset_normalizer import from_bytes

        best = from_bytes(data[:_SAMPLE], cp_exclusion=_NOT_GUESSED).best()
        if best is None:
            body, problems = _replaced(data, "utf-8")
            return body, (*problems, *_oddities(body))
        name = best.encoding.replace("_", "-")
        body = data.decode(best.encoding, errors="replace")
    found = Problem(stage="text", code="not-utf-8", message=f"not UTF-8; read as {name}")
    return body, (found, *_oddities(body))


def _oddities(body: str) -> tuple[Problem, ...]:
    """Problems of a decoded text: nothing in it, or control characters."""
    if not body or body.isspace():
        return (Problem(stage="text", code="empty", message="there is no text in it"),)
    odd = _ODD.search(body)
    if odd is None:
        return ()
    count = len(_ODD.findall(body))
    message = f"{count} control character{'s' * (count > 1)} in the text"
    return (Problem(stage="text", code="control-characters", message=message, span=Span(odd.start(), odd.end())),)

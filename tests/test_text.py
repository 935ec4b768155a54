"""Bytes of every kind become text exactly, or are refused by what they are."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import SourceError
from reportedly.sources import text
from reportedly.sources.text import headline

SENTENCE = "Séoul said “no” — 😀 twice."


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (SENTENCE.encode(), SENTENCE),
        (codecs.BOM_UTF8 + SENTENCE.encode(), SENTENCE),
        (SENTENCE.encode("utf-16"), SENTENCE),
        (codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"), SENTENCE),
        (SENTENCE.encode("utf-32"), SENTENCE),
        ("Seoul said no.".encode("utf-16-le"), "Seoul said no."),
        ("Seoul said no.".encode("utf-16-be"), "Seoul said no."),
        (b"one\r\ntwo\rthree\n\n", "one\r\ntwo\rthree\n\n"),
        (" thin\u2009and\u00a0hard spaces ".encode(), " thin\u2009and\u00a0hard spaces "),
    ],
)
def test_kept_exactly(data: bytes, expected: str) -> None:
    assert text.decode(data) == (expected, ())


@pytest.mark.parametrize(
    ("data", "expected", "codes"),
    [
        (b"", "", ["empty"]),
        (b" \n\t ", " \n\t ", ["empty"]),
        (codecs.BOM_UTF8, "", ["empty"]),
        (b"Seoul\0said no.", "Seoul\0said no.", ["control-characters"]),
        (b"caf\xe9 \x93no\x94", "café “no”", ["not-utf-8"]),
        ("“One” “two” é".encode() + b"\xff.", "“One” “two” é\ufffd.", ["broken-encoding"]),
        (codecs.BOM_UTF16_LE + "no".encode("utf-16-le") + b"\0\xd8", "no\ufffd", ["broken-encoding"]),
        ("Министр сказал, что это неправда".encode("cp1251"), "Министр сказал, что это неправда", ["not-utf-8"]),
    ],
)
def test_read_with_a_problem(data: bytes, expected: str, codes: list[str]) -> None:
    body, problems = text.decode(data)
    assert (body, [p.code for p in problems]) == (expected, codes)


def test_the_problem_points_at_the_first_broken_place() -> None:
    body, (problem,) = text.decode("“ok” é ".encode() + b"\xfe and \xfe")
    assert problem.span is not None
    assert problem.span.start == body.index("\ufffd")
    assert problem.message.startswith("2 broken")


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 40


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (JPEG, "JPEG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
        (b"%PDF-1.7\n1 0 obj\n", "document"),
        (b"PK\x03\x04\x14\x00" + bytes(50), "ZIP"),
        (b"{\\rtf1 hello}", "document"),
        (bytes(range(256)) * 10, "no known encoding"),
        (b"\x00\x01\x02\x03" * 50, "control characters"),
    ],
)
def test_what_is_no_text_is_refused_by_its_kind(data: bytes, kind: str) -> None:
    with pytest.raises(SourceError, match=kind):
        text.decode(data, "x.txt")


@given(st.text(min_size=1))
def test_any_text_survives_utf8(body: str) -> None:
    data = body.encode("utf-8")
    try:
        found, _ = text.decode(data)
    except SourceError:
        assert sum(ord(c) < 32 or ord(c) == 127 for c in body) > 0
        return
    # A text that begins like a mark, or alternates with NULs like UTF-16, may be taken for it.
    if not body.startswith("\ufeff") and "\0" not in body:
        assert found == body


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_one_error(data: bytes) -> None:
    try:
        body, problems = text.decode(data)
    except SourceError:
        return
    body.encode("utf-8")
    assert all(p.span is None or 0 <= p.span.start < p.span.end <= len(body) for p in problems)


def test_ten_megabytes_on_one_line() -> None:
    data = b"Seoul said no. " * 700_000
    body, problems = text.decode(data)
    assert (len(body), problems) == (len(data), ())


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Port denies toll\n\nThe port said it asks none.", "Port denies toll"),
        ("Port denies toll\nThe port said it asks none.", "Port denies toll"),
        ("The port denied on Monday that\nit asks a toll of anyone who\n", None),
        ("The port denies it. It asks no toll\nNobody does.", None),
        ("ACCRA, 4 May 2016 - The port denies it\nNobody does.", None),
        ("Port denies toll", None),
        ("", None),
    ],
)
def test_headlines(text: str, title: str | None) -> None:
    assert headline(text) == title

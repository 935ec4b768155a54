"""Saved pages give the report's words, and what the page says of itself."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.errors import SourceError
from reportedly.sources import html, load

BODY = """
<p>PORT ELDER, Nov 20 (Example Wire) - The port authority denied on Friday that it would charge a toll on grain ships,
saying “no such plan exists” in a statement that it sent to reporters late in the evening.</p>
<p>“We have never discussed it,” spokeswoman Mara Quill said &amp; laughed. The ministry said that the port had denied
it twice before, and would do so again.</p>
<p>The union’s leader, Joss Arden, told the Courier that the claim was “an invention of people who have never seen a
ship”.<br>He declined to say more.</p>
"""


def page(head: str = "", body: str = BODY, lang: str = "en") -> bytes:
    """A page with menus around an article."""
    return f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8">
<title>Port denies toll | The Example Courier</title>{head}</head><body>
<nav><a href="/">Home</a> <a href="/w">World</a> <a href="/s">Subscribe to our newsletter</a></nav>
<article><h1>Port denies toll</h1>{body}</article>
<footer>Copyright 2026 The Example Courier. All rights reserved.</footer></body></html>""".encode()


FULL = page(
    """<meta property="og:site_name" content="The Example Courier"><meta property="og:title" content="Port denies toll">
<meta name="author" content="Ada Sample"><link rel="canonical" href="https://courier.example/2026/11/port">
<meta property="article:published_time" content="2026-11-20T23:30:00-05:00">
<meta property="article:modified_time" content="2026-11-22T08:00:00-05:00">"""
)


def test_a_page_says_what_it_is() -> None:
    report, problems = load(FULL)
    assert problems == ()
    assert report.title == "Port denies toll"
    assert report.outlet == "The Example Courier"
    assert report.byline == "Ada Sample"
    assert report.url == "https://courier.example/2026/11/port"
    assert report.published == "2026-11-20T23:30:00-05:00"
    assert report.language == "en"


def test_the_text_is_the_articles_paragraphs() -> None:
    lines = load(FULL)[0].text.split("\n")
    assert lines[0] == "Port denies toll"
    assert lines[1].startswith("PORT ELDER, Nov 20 (Example Wire) - The port authority denied")
    assert lines[2].startswith("“We have never discussed it,” spokeswoman Mara Quill said & laughed.")
    assert not any("newsletter" in line or "Copyright" in line for line in lines)
    assert all(line == line.strip() != "" for line in lines)


def test_what_is_given_outranks_the_page() -> None:
    report, _ = load(FULL, published="2026-11-19", outlet="Another", title="Its title", url="https://other.example/")
    given = (report.published, report.outlet, report.title, report.url)
    assert given == ("2026-11-19", "Another", "Its title", "https://other.example/")


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("", None),
        ('<meta property="article:published_time" content="2026-11-20">', "2026-11-20"),
        ('<meta property="article:published_time" content="2026-11-20T08:00:00Z">', "2026-11-20T08:00:00+00:00"),
        ('<meta itemprop="datePublished" content="2026-11-20T08:00+09:00">', "2026-11-20T08:00:00+09:00"),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", '
            '"datePublished": "2026-11-20T08:00:00+02:00", "dateModified": "2026-11-21T08:00:00+02:00"}]}</script>',
            "2026-11-20T08:00:00+02:00",
        ),
        ('<script type="application/ld+json">{"broken</script>', None),
        ('<meta property="article:published_time" content="yesterday">', None),
    ],
)
def test_the_moment_of_publication_keeps_its_offset(head: str, published: str | None) -> None:
    assert load(page(head))[0].published == published


@pytest.mark.parametrize(
    "data",
    [
        b"<html></html>",
        b"<!doctype html>",
        b"<html><body><nav><a href='/'>Home</a></nav></body></html>",
        b"<html><body><script>var x = 1;</script></body></html>",
        b"<html><frameset></frameset></html>",
        b"<!doctype html>" + b"<div>" * 3_000,
    ],
)
def test_a_page_without_an_article_has_a_problem(data: bytes) -> None:
    report, problems = load(data)
    assert report.text == ""
    assert [p.code for p in problems] == ["no-article"]


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page.xhtml", "page.txt", "page"])
def test_pages_are_known_by_name_or_beginning(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FULL)
    assert load(path)[0].title == "Port denies toll"


def test_a_hostile_beginning_takes_no_time() -> None:
    begun = time.process_time()
    assert load(b"<!---->" * 600 + b"x")[0].text.endswith("x")
    assert time.process_time() - begun < 1.0


def archive(body: bytes) -> bytes:
    """A page as a browser saves it into a single file, with a picture beside it."""
    from email.message import EmailMessage

    message = EmailMessage()
    message["Snapshot-Content-Location"] = "https://courier.example/saved"
    message.add_related(body, maintype="text", subtype="html", cte="quoted-printable")
    message.add_related(b"\x89PNG", maintype="image", subtype="png")
    return message.as_bytes()


def test_a_web_archive(tmp_path: Path) -> None:
    path = tmp_path / "page.mhtml"
    path.write_bytes(archive(FULL))
    report, problems = load(path)
    assert (report.text, report.url, problems) == (load(FULL)[0].text, "https://courier.example/2026/11/port", ())
    path.write_bytes(archive(page()))
    assert load(path)[0].url == "https://courier.example/saved"


@pytest.mark.parametrize("data", [b"", b"Subject: hello\n\nQuill said no.", bytes(range(256))])
def test_what_is_no_web_archive(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "page.mht").write_bytes(data)
    with pytest.raises(SourceError, match="holds no page"):
        load(tmp_path / "page.mht")


def test_text_about_html_is_text() -> None:
    data = b"The spokesman said <html> was a word he had never heard."
    assert load(data)[0].text == data.decode()


@pytest.mark.parametrize(
    "data",
    [
        FULL.replace(b'charset="utf-8"', b'charset="windows-1252"').decode().encode("cp1252"),
        FULL.replace(b'charset="utf-8"', b'charset="iso-8859-1"').decode().encode("cp1252"),
        FULL.decode().encode("utf-16"),
        b"\xef\xbb\xbf" + FULL,
        b'<?xml version="1.0" encoding="utf-8"?>' + FULL,
    ],
)
def test_encodings_of_pages(data: bytes) -> None:
    report, problems = load(data)
    assert "“no such plan exists”" in report.text
    assert problems == ()


@settings(max_examples=60)
@given(st.text(max_size=200), st.text(alphabet="<>/=\"'&;!-abp \x00", max_size=200))
def test_shattered_pages_never_raise(words: str, tags: str) -> None:
    found, problems = html.extract(f"<html><body><p>{words}{tags}</p></body></html>".encode())
    assert found.text or [p.code for p in problems] == ["no-article"]


def test_reading_a_page_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    html.extract(b"<html>" + b"\x00<p class=x" * 50)
    assert capfd.readouterr() == ("", "")


TOLD = [f"<p>In the town of number {n} the envoy said on Monday that nothing had been agreed.</p>" for n in range(500)]


@pytest.mark.parametrize(
    "bulk",
    [
        f"<img src='data:image/png;base64,{'iVBORw0K' * 2_000}'>",
        f"<SCRIPT>var state = '{'<p>x</p>' * 2_000}';</SCRIPT>",
        f"<style media=print>{'p { margin: 0 } ' * 1_000}</style>",
    ],
)
def test_what_swells_a_long_page_is_left_out_before_its_article(bulk: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LONGEST", 8_000)
    linked = '<script type="application/ld+json">{"datePublished": "2024-10-29T08:00:00+09:00"}</script>'
    page = f"<html><body>{bulk}{linked}<article>{''.join(TOLD[:9])}</article></body></html>"
    found, problems = html.extract(page.encode())
    assert found.text.count("the envoy said") == 9
    assert found.published == "2024-10-29T08:00:00+09:00"
    assert not problems


def test_an_endless_page_is_read_from_its_beginning_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LONGEST", 8_000)
    page, problems = html.extract(f"<html><body><article>{''.join(TOLD)}</article></body></html>".encode())
    assert "number 0 " in page.text
    assert "number 400 " not in page.text
    assert [p.code for p in problems] == ["too-long"]
    _, problems = html.extract(b"<html><body>" + b"words and no mark-up at all " * 2_000)
    assert [p.code for p in problems][:1] == ["too-long"]

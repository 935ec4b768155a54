"""Datelines in the wires' manners are found whole, and sentences are not taken for them."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportedly import read
from reportedly.stages.dateline import find, published


@pytest.mark.parametrize(
    ("line", "place", "date", "outlet"),
    [
        ("SEOUL, Oct 29 (Outlet) - ", "SEOUL", "Oct 29", "Outlet"),
        ("MOSCOW (AP) — ", "MOSCOW", None, "AP"),
        ("WASHINGTON — ", "WASHINGTON", None, None),
        ("LONDON – ", "LONDON", None, None),
        ("ROME - ", "ROME", None, None),
        ("(Example News) -- ", None, None, "Example News"),
        ("BAGHDAD, Iraq (Example News) --", "BAGHDAD, Iraq", None, "Example News"),
        ("New York (Example News) — ", "New York", None, "Example News"),
        ("TEL AVIV, Oct. 29, 2024 — ", "TEL AVIV", "Oct. 29, 2024", None),
        ("GENEVA, 29 October (Wire) -- ", "GENEVA", "29 October", "Wire"),
        ("UNITED NATIONS, Oct. 29 (Wire) -- ", "UNITED NATIONS", "Oct. 29", "Wire"),
        ("MOSCOW. October 29 (WIRE) - ", "MOSCOW", "October 29", "WIRE"),
        ("SEOUL/TOKYO (Wire) - ", "SEOUL/TOKYO", None, "Wire"),
        ("Damascus, (WIRE) - ", "Damascus", None, "WIRE"),
        ("ST. LOUIS (Wire) — ", "ST. LOUIS", None, "Wire"),
        ("WASHINGTON, D.C. — ", "WASHINGTON, D.C.", None, None),
        ("PORT-AU-PRINCE, Haiti (Wire) — ", "PORT-AU-PRINCE, Haiti", None, "Wire"),
        ("N’DJAMENA, Chad — ", "N’DJAMENA, Chad", None, None),
        ("DUBAI, United Arab Emirates (Wire) — ", "DUBAI, United Arab Emirates", None, "Wire"),
        ("SYDNEY, May 3: ", "SYDNEY", "May 3", None),
        ("Oct 29 (Wire) - ", None, "Oct 29", "Wire"),
        ("KOBANE , Syria, Dec. 1 (Wire) -- ", "KOBANE , Syria", "Dec. 1", "Wire"),
    ],
)
@pytest.mark.parametrize("before", ["", "A head line without a stop\n\nBy Ada Sample\n", "\ufeff\n  "])
def test_found(before: str, line: str, place: str | None, date: str | None, outlet: str | None) -> None:
    if before.startswith("\ufeff"):
        before = before[1:]
    text = f"{before}{line}The ministry denied it."
    found = find(text)
    assert found is not None
    assert tuple(span and span.of(text) for span in (found.place, found.date, found.outlet)) == (place, date, outlet)
    assert found.span.of(text) == line
    assert text[found.span.end :] == "The ministry denied it."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The ministry denied it.",
        "BREAKING — The ministry denied it.",
        "EXCLUSIVE - Ministry denies it.",
        "NATO — The alliance met on Monday.",
        "UPDATE 2-Ministry denies it.",
        "WASHINGTON — the city, not the state — voted.",
        "Washington — The city voted.",
        "AFL-CIO leaders said no.",
        "The minister (a former general) - who denied it - left.",
        "He said (in Seoul) - it was over.",
        "Monday, Oct 29 was the day - a wet one.",
        "A - B",
        "\n" * 50 + "x",
    ],
)
def test_not_taken_for_one(text: str) -> None:
    assert find(text) is None


@pytest.mark.parametrize(
    "piece",
    ["A-", "A'A", "A. ", "Ab-", "Ab ", "A-A/", "A-A, A-A", "AB-", "A.A-", "Ab-Ab/Ab-Ab, Ab-Ab Oct 2", "(", "Jan "],
)
def test_hostile_lines_take_no_time(piece: str) -> None:
    begun = time.process_time()
    find((piece * 140 + "\n") * 8)
    assert time.process_time() - begun < 0.2


def test_only_the_first_lines_are_searched() -> None:
    assert find("A line.\n" * 12 + "SEOUL (Wire) - The ministry denied it.") is None


@example("(A )—2")
@given(st.text(alphabet="ABC SEOUL,.()-—/Oct 29\n’“a", max_size=120))
def test_spans_lie_inside(text: str) -> None:
    found = find(text)
    if found is not None:
        spans = [s for s in (found.place, found.date, found.outlet) if s is not None]
        assert 0 <= found.span.start < found.span.end <= len(text)
        assert all(s in found.span and s.of(text).strip() == s.of(text) != "" for s in spans)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("ACCRA, 3 May 2016 (Example Wire) - The ministry denied it.", "2016-05-03"),
        ("Port denies toll\nACCRA, May 3, 2016 -- The port denied it.", "2016-05-03"),
        ("Accra, 3 May 2016 (Example Wire). The port denied it.", "2016-05-03"),
        ("ACCRA, May 3 (Example Wire) - The port denied it.\n4 May 2017", None),
        ("Port denies toll\n4 May 2017\nThe port denied it.", "2017-05-04"),
        ("Port denies toll\nPosted on Thursday, 4 May 2017\nThe port denied it.", "2017-05-04"),
        ("Port denies toll\nAccra, Sept. 4, 2017\nThe port denied it.", "2017-09-04"),
        ("Port denies toll\nOn 4 May 2017 it rained.", None),
        ("31 June 2017\nThe port denied it.", None),
        ("One\nTwo\nThree\nFour\n4 May 2017", None),
        ("", None),
    ],
)
def test_the_day_that_a_text_gives_itself(text: str, day: str | None) -> None:
    found = published(text, find(text))
    assert (found and found[0]) == day
    if found:
        assert "201" in found[1].of(text)


@pytest.mark.model
def test_a_report_without_a_date_is_dated_by_its_dateline() -> None:
    text = "ACCRA, 4 May 2016 (Example Wire) - The ministry denied on Monday that it had sold the port."
    reading = read(text)
    assert reading.report.published == "2016-05-04"
    assert [problem.code for problem in reading.problems] == ["published-by-text"]
    assert reading.statements[0].said is not None
    assert reading.statements[0].said.value == "2016-05-02"
    assert read(text, published="2016-06-01").report.published == "2016-06-01"

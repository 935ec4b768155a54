"""Work grows with a report's length, not with its square: lines of code run are counted, no clock is read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from reportedly.registry import load
from reportedly.stages import parties, speakers
from reportedly.terms import Kind
from reportedly.types import Attribution, Report, Span

GIVEN = "Anna Boris Clara David Elena Frank Greta Hans Irene Jonas Karin Lars".split()
FAMILY = "Ander Belk Corv Dorn Elst Fahl Gorm Hult Isak Jarn Kolb Lund Mork Norr Oster".split()
LANDS = "Kenya Norway Peru Japan Chile".split()

Rows = list[tuple[str, str]]


def many_people(n: int) -> Rows:
    """A paragraph whose minister nobody else in the report is."""
    name = f"{GIVEN[n % 12]} {FAMILY[n % 15]}{'abcdefgh'[n // 15 % 8]}"
    return [
        (f"{LANDS[n % 5]}'s foreign minister, {name},", "said the talks had failed"),
        ("He", "added that more would follow"),
        ("The official", "denied a plan"),
        ("The ambassador", "denied it too"),
        (name.split()[1], "said no more"),
        ("The ministry", "confirmed the visit"),
        ("A spokesman", "said it was late"),
        ("The group", "claimed the attack"),
        ("It", "said so again"),
        ("They", "told reporters the road was shut"),
    ]


def one_person(_: int) -> Rows:
    """A paragraph about the same woman as all the others."""
    return [
        ("Anna Belk, Kenya's minister,", "said the talks had failed"),
        ("She", "added that more would follow"),
        ("The minister", "denied a plan"),
        ("Mrs Belk", "said no more"),
        ("The Times", "reported so"),
        ("Belk's spokesman", "said it was so"),
        ("The militants", "claimed that"),
    ]


def report(paragraph: Callable[[int], Rows], size: int) -> tuple[Report, list[Attribution]]:
    text, found = "", []
    for n in range(size):
        for source, said in paragraph(n):
            at, cue = len(text), said.index(" ")
            text += f"{source} {said}. "
            begin = at + len(source) + 1
            found.append(
                Attribution(
                    id=f"a{len(found)}",
                    source=(Span(at, at + len(source)),),
                    cue=(Span(begin, begin + cue),),
                    content=(Span(begin + cue + 1, begin + len(said)),),
                    kind=Kind.INDIRECT,
                    score=1.0,
                )
            )
        text += "\n"
    return Report(id="r", text=text, published="2019-01-01"), found


def lines_run(paragraph: Callable[[int], Rows], size: int) -> int:
    """How many lines of Python resolving and assigning run."""
    told, found = report(paragraph, size)
    registry, count = load(), 0

    def trace(_: FrameType, event: str, __: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        parties.assign(told, found, speakers.resolve(told, found, registry), registry)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("paragraph", [many_people, one_person])
def test_four_times_the_report_is_four_times_the_work(paragraph: Callable[[int], Rows]) -> None:
    lines_run(paragraph, 1)  # what is read once, the weights among it
    few, many = lines_run(paragraph, 12), lines_run(paragraph, 48)
    assert 3.5 < many / few < 4.4

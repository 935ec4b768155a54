"""Spans of attributions held against each other: tables of marked sentences, no model needed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.stages._edges import Roles, tidied
from reportedly.stages.segment import segment


def read(marked: str) -> tuple[str, list[Roles]]:
    """A text and its attributions from `[s1 He] [q1 said] [c1 it]`: source, cue, content and whose they are."""
    text, at = "", 0
    opened: list[tuple[str, int]] = []
    spans: list[tuple[str, int, int]] = []
    for m in re.finditer(r"\[([sqc]\d) |\]", marked):
        text += marked[at : m.start()]
        if m[1]:
            opened.append((m[1], len(text)))
        else:
            name, start = opened.pop()
            spans.append((name, start, len(text)))
        at = m.end()
    text += marked[at:]
    segments = segment(text)
    found = []
    for number in sorted({name[1] for name, _, _ in spans}):
        runs: dict[str, list[tuple[int, int]]] = {"s": [], "q": [], "c": []}
        for name, start, end in sorted(spans, key=lambda span: span[1]):
            if name[1] == number:
                rows = [k for k in range(len(segments)) if start <= segments.starts[k] < end]
                runs[name[0]].append((rows[0], rows[-1] + 1))
        cue, source, content = (tuple(runs[role]) for role in "qsc")
        found.append(Roles(cue, source, content, 0.9 - int(number) / 100))
    return text, found


def words(text: str, runs: tuple[tuple[int, int], ...]) -> list[str]:
    segments = segment(text)
    return [text[segments.starts[a] : segments.ends[b - 1]] for a, b in runs]


@pytest.mark.parametrize(
    ("marked", "role", "wanted"),
    [
        # an auxiliary takes its verb
        ("[s1 The mayor] [q1 did] [c1 not mention the bridge].", "cue", ["did not mention"]),
        ("[s1 The mayor] [q1 did] [c1 not mention the bridge].", "content", ["the bridge"]),
        ("[s1 Guards] [q1 were] [c1 preparing to close the gate].", "content", ["close the gate"]),
        # marks alone are the cue of a headline
        ("[s1 Mayor][q1 :] [c1 The bridge will stay]", "content", ["The bridge will stay"]),
        # ends
        ("[s1 Ana Ruiz] [q1 said] [c1 the gate was shut although] she stayed.", "content", ["the gate was shut"]),
        ("[c1 The gate was shut,] [s1 she] [q1 said].", "content", ["The gate was shut"]),
        ("[s1 He] [q1 said] [c1 a boat sank but he] [q2 gave] [c2 no name].", "content", ["a boat sank but he"]),
        # what stands before and after a source
        ("16:50 [s1 Kenya] [q1 denied] [c1 it].", "source", ["Kenya"]),
        ("[s1 16:50 Kenya] [q1 denied] [c1 it].", "source", ["Kenya"]),
        ("[s1 Ben Okoro, a driver,] [q1 denied] [c1 it].", "source", ["Ben Okoro, a driver"]),
        ("[s1 The U.S.] [q1 denied] [c1 it].", "source", ["The U.S."]),
        ("[s1 Kenya]'s air force [q1 claimed] [c1 two planes].", "source", ["Kenya's air force"]),
        ("[s1 Kenya]'s [q1 claim] to [c1 two planes].", "source", ["Kenya"]),
    ],
)
def test_one(marked: str, role: str, wanted: list[str]) -> None:
    text, found = read(marked)
    assert tidied(segment(text), found)[0] == 0
    assert words(text, getattr(found[0], role)) == wanted


@pytest.mark.parametrize(
    ("marked", "contents"),
    [
        # the pronoun that speaks next
        ("[s1 Ana] [q1 said] [c1 a boat sank but [s2 he]] [q2 gave] [c2 no name].", [["a boat sank"], ["no name"]]),
        # a noun as source may end a content: a clause within a source
        (
            "Ana, who [q1 saw] [c1 the boat], [q2 said] [c2 it sank].",
            [["the boat"], ["it sank"]],
        ),
        # a further piece that another has as well
        (
            "[s1 Ana] [q1 said] [c1 the boat was old and slow], and [s2 Ben] [q2 said] [c1 [c2 it sank]].",
            [["the boat was old and slow"], ["it sank"]],
        ),
        # to the end of what is said within
        (
            "[s1 Ana] [q1 said] [c1 [s2 Ben] [q2 denied]] [c2 the boat sank].",
            [["Ben denied the boat sank"], ["the boat sank"]],
        ),
    ],
)
def test_two(marked: str, contents: list[list[str]]) -> None:
    text, found = read(marked)
    assert tidied(segment(text), found) == [0, 1]
    assert [words(text, roles.content) for roles in found] == contents


def test_one_quotation_with_two_cues_of_one_source_is_one_statement() -> None:
    marked = '[c1 [c2 "We were not there,"]] [s1 Ana] [q1 said]. [s2 She] [q2 added]: [c1 [c2 "We never will be."]]'
    text, found = read(marked)
    assert tidied(segment(text), found) == [0]


def test_two_sources_of_one_quotation_are_two_statements() -> None:
    marked = (
        '[c1 [c2 "We were not there,"]] [s1 Ana] [q1 said], [q2 according to] [s2 the Daily Gull]. '
        '[c1 [c2 "We never will be."]]'
    )
    text, found = read(marked)
    assert tidied(segment(text), found) == [0, 1]


def test_who_dismisses_claims_has_not_made_them() -> None:
    marked = "[s1 [s2 Ana]] [q1 dismissed] [c1 [q2 claims] that [c2 the boat sank]]."
    text, found = read(marked)
    tidied(segment(text), found)
    assert [words(text, roles.source) for roles in found] == [["Ana"], []]


def test_a_reaction_without_content_is_no_statement() -> None:
    text, found = read("[s1 The mayor] [q1 did] [c1 not comment].")
    assert tidied(segment(text), found) == []


def test_a_content_told_twice_over_keeps_a_piece() -> None:
    segments = segment("Ana said it sank , and he did not say why .")
    found = [Roles(((0, 1),), (), ((1, 2), (1, 2)), 0.0), Roles(((1, 2),), (), ((1, 2), (1, 2)), 0.0)]
    assert all(found[i].content for i in tidied(segments, found))


@given(st.data())
def test_runs_stay_in_the_text_and_are_never_empty(data: st.DataObject) -> None:
    text = 'Ana said it sank , and he did not say " why " . She added : no one was there'
    segments = segment(text)
    run = st.tuples(st.integers(0, len(segments) - 1), st.integers(1, 4)).map(
        lambda r: (r[0], min(r[0] + r[1], len(segments)))
    )
    found = [
        Roles(
            (data.draw(run),),
            tuple(data.draw(st.lists(run, max_size=1))),
            tuple(sorted(data.draw(st.lists(run, min_size=1, max_size=2)))),
            data.draw(st.floats(0, 1)),
        )
        for _ in range(data.draw(st.integers(0, 4)))
    ]
    for i in tidied(segments, found):
        assert found[i].content
        for a, b in (*found[i].cue, *found[i].source, *found[i].content):
            assert 0 <= a < b <= len(segments)

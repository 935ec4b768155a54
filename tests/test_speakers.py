"""Speakers: names in every shape, pronouns, nominals, possessives, relatives, and abstaining on ties."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.registry import load
from reportedly.stages import speakers
from reportedly.stages.saying import circumstances, said
from reportedly.stages.timex import find_timexes
from reportedly.terms import Kind
from reportedly.types import Attribution, Report, Span

from .marked_sources import statements, unmark


def names(marked: str) -> list[str | None]:
    """The names that the sources resolve to."""
    return [s.speaker.name for s in statements(marked)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # full and last names, honorifics, titles, appositions
        ("{Mayor Ilse Brandt} said so. {Brandt} added more. {Ms Brandt} left.", ["Ilse Brandt"] * 3),
        ("{Harbour spokesman Tom Okoro} said so. {The spokesman} said more.", ["Tom Okoro"] * 2),
        ("{Lena Fischer, an analyst at the port,} said so. {The analyst} agreed.", ["Lena Fischer"] * 2),
        ("{The district's engineer, Paul Ndiaye,} said so.", ["Paul Ndiaye"]),
        ("{His sister, Maria Costa,} said so. {She} wept.", ["Maria Costa"] * 2),
        ("{A witness named Rahim} said so.", ["Rahim"]),
        ("{Gen. Omar Farouk} said so. {The general} said more.", ["Omar Farouk"] * 2),
        ("{Dr. Ana Lima} said so. {Lima’s} comments followed.", ["Ana Lima"] * 2),
        # particles, initials, hyphens, diacritics, apostrophes
        ("{Minister Ursula van den Berg} said so. {Van den Berg} added it.", ["Ursula van den Berg"] * 2),
        ("{Colonel J. R. Whitlock} said so. {Whitlock} added it.", ["J. R. Whitlock"] * 2),
        ("{Envoy Park Min-jae} said so. {Park} added it.", ["Park Min-jae"] * 2),
        ("{Prosecutor Zoë Müller-Lüdenscheidt} said so. {Müller-Lüdenscheidt} left.", ["Zoë Müller-Lüdenscheidt"] * 2),
        ("{Governor Seán O’Dálaigh} said so. {O’Dálaigh} added it.", ["Seán O’Dálaigh"] * 2),
        ("{Spokesman Abdullah al-Harbi} said so. {Al-Harbi} added it.", ["Abdullah al-Harbi"] * 2),
        # names that are places or months too
        ("{Inspector Jordan Kent} said so.", ["Jordan Kent"]),
        ("{Historian Ruth Jackson} said so. {Jackson} added it.", ["Ruth Jackson"] * 2),
        # possessives and documents
        ("{Mayor Ilse Brandt} spoke. {Brandt's letter} denied it.", ["Ilse Brandt"] * 2),
        ("{A message from Karel Novak} said so.", ["Karel Novak"]),
        # party and state in brackets are no name; common words that are half of one are
        ("{Sen. Alma Reyes (D-Ohio)} said so. {She} added it.", ["Alma Reyes"] * 2),
        ("The bill of Rep. Alma Reyes (R-TX) failed. {Reyes} said so.", ["Alma Reyes"]),
        ("{Doctor Min So-Yeon} said so. {Min So-Yeon} added it.", ["Min So-Yeon"] * 2),
        ("{Dalia Bar-On, the head of the port,} said so.", ["Dalia Bar-On"]),
        ("Rep. Alma Reyes (D-Ohio), {who} said so, left.", ["Alma Reyes"]),
        # a first name before an outlet's makes a person
        ("{Martin Bloomberg} said so.", ["Martin Bloomberg"]),
        # what somebody does parts the noun from the name
        ("{The doctor providing the list, paediatrician Ana Ruiz,} said so. {The doctor} left.", ["Ana Ruiz"] * 2),
        # an envoy told of by office first is the one named next
        ("{Peru's ambassador to Chile} said so. {Envoy Luis Vega} spoke. {The diplomat} left.", ["Luis Vega"] * 3),
        # institutions, unnamed people and whoever speaks for a person stay unnamed
        ("{The ministry} said so.", [None]),
        ("{A harbour official} said so. {The official} added it.", [None, None]),
        ("{A spokesman for Ilse Brandt} said so.", [None]),
        ("{Brandt's lawyer} said so about Ilse Brandt.", [None]),
        ("{} It was said.", [None]),
    ],
)  # fmt: skip
def test_sources_resolve(marked: str, expected: list[str | None]) -> None:
    assert names(marked) == expected


def test_a_family_name_alone_is_who_leads_the_state() -> None:
    text = "North Korea denied it. Kim said the South had lied."
    start = text.index("Kim")
    a = Attribution(
        id="a", source=(Span(start, start + 3),), cue=(Span(27, 31),), content=(), kind=Kind.INDIRECT, score=1.0
    )
    found = speakers.resolve(Report(id="r", text=text, published="2017-05-01"), [a], load())
    assert found.speakers["a"].name == "Kim Jong Un"
    earlier = speakers.resolve(Report(id="r", text=text, published="2008-05-01"), [a], load())
    assert earlier.speakers["a"].name == "Kim Jong Il"


def test_pronouns_follow_gender_and_turn() -> None:
    marked = "{Anna Weber} met Karl Lindt. {She} said it was late. {Karl Lindt} agreed. {He} left."
    assert names(marked) == ["Anna Weber", "Anna Weber", "Karl Lindt", "Karl Lindt"]


def test_i_and_we_are_whoever_is_quoted() -> None:
    text = "“We will stay and I know it,” said Mayor Ilse Brandt."
    outer = Attribution(
        id="o", source=(Span(34, 52),), cue=(Span(29, 33),), content=(Span(0, 29),), kind=Kind.DIRECT, score=1.0
    )
    inner = Attribution(
        id="i",
        source=(Span(18, 19),),
        cue=(Span(20, 24),),
        content=(Span(25, 27),),
        kind=Kind.DIRECT,
        within="o",
        score=1.0,
    )
    found = speakers.resolve(Report(id="r", text=text), [outer, inner]).speakers
    assert (found["o"].name, found["i"].name) == ("Ilse Brandt", "Ilse Brandt")


def test_relative_pronouns_follow_the_words_before_them() -> None:
    assert names("Police praised Karl Lindt, {who} said it was late.") == ["Karl Lindt"]


def test_a_later_name_tells_who_the_first_lines_meant() -> None:
    marked = "{A port spokesman} denied it on Monday.\n{The spokesman, Tom Okoro,} said the quay was shut."
    assert names(marked) == ["Tom Okoro", "Tom Okoro"]


def test_roles_and_organisations_carry_their_spans() -> None:
    text, attributions = unmark("{Pentagon spokeswoman Carla Reyes} denied it.")
    speaker = speakers.resolve(Report(id="r", text=text), attributions).speakers["a1"]
    assert speaker.name == "Carla Reyes"
    assert [s.of(text) for s in speaker.name_spans] == ["Carla Reyes"]
    assert [s.of(text) for s in speaker.role_spans] == ["Pentagon spokeswoman"]
    assert [s.of(text) for s in speaker.organisation_spans] == ["Pentagon"]


def test_a_report_without_capitals_loses_names_but_not_the_reading() -> None:
    marked = "{the kremlin} denied it. {a spokesman} said so. " * 3
    assert len(statements(marked)) == 6


def test_other_scripts_are_read_without_error() -> None:
    assert len(statements("{Пресс-секретарь Иван Петров} сказал это. {外務省} は否定した。 {المتحدث} قال ذلك.")) == 3


@given(st.text(max_size=120), st.lists(st.tuples(st.integers(0, 120), st.integers(0, 30)), max_size=4))
@settings(max_examples=150, deadline=None)
def test_any_text_and_any_spans_give_a_speaker_each(text: str, cuts: list[tuple[int, int]]) -> None:
    spans = [Span(min(a, len(text)), min(a + n, len(text))) for a, n in cuts]
    attributions = [
        Attribution(id=f"a{k}", source=(s,), cue=(s,), content=(s,), kind=Kind.INDIRECT, score=0.5)
        for k, s in enumerate(spans)
    ]
    found = speakers.resolve(Report(id="r", text=text), attributions).speakers
    assert set(found) == {a.id for a in attributions}
    for speaker in found.values():
        for span in (*speaker.name_spans, *speaker.role_spans):
            assert 0 <= span.start <= span.end <= len(text)


def test_order_of_attributions_does_not_matter() -> None:
    text, attributions = unmark(
        "{Anna Weber} met Karl Lindt. {She} said so. {The mayor, Ilse Brandt,} agreed. {Brandt} left."
    )
    report = Report(id="r", text=text)
    assert speakers.resolve(report, attributions).speakers == speakers.resolve(report, attributions[::-1]).speakers


@pytest.mark.parametrize(
    ("marked", "day"),
    [
        ("{The envoy} <told reporters> on Monday that [talks failed].", "2024-10-28"),
        ("On Tuesday, {the envoy} <denied> [the report].", "2024-10-29"),
        ("{The envoy} <denied> [the report] on Monday.", "2024-10-28"),
        ("{The envoy} <said> [the talks fail on Monday].", None),
        ("Snow fell on Monday. {The envoy} <said> [it was cold].", None),
    ],
)
def test_times_of_saying(marked: str, day: str | None) -> None:
    text, attributions = unmark(marked)
    found = said(text, attributions, find_timexes(text, "2024-10-30"))
    assert (found["a1"].value if found else None) == day


def test_what_the_same_person_says_next_was_said_then_too() -> None:
    text, attributions = unmark(
        "{Ilse Brandt} <said> on Monday [it rained]. {She} <added> [it was cold]. {Tom Okoro} <said> [so]."
    )
    times = find_timexes(text, "2024-10-30")
    found = said(text, attributions, times, {"a1": "Ilse Brandt", "a2": "Ilse Brandt", "a3": "Tom Okoro"})
    assert {k: t.value for k, t in found.items()} == {"a1": "2024-10-28", "a2": "2024-10-28"}


@pytest.mark.parametrize(
    ("marked", "audience", "basis"),
    [
        ("{The envoy} <told reporters> that [talks failed].", ["reporters"], []),
        ("{The envoy} <told> the harbour board that [talks failed].", ["the harbour board"], []),
        ("{The envoy} <said> in an interview with Radio Nord that [talks failed].", ["Radio Nord"], []),
        ("{The envoy} <said> [talks failed], citing a leaked memo.", [], ["a leaked memo"]),
        ("Based on satellite images, {the institute} <said> [the depot burned].", [], ["satellite images"]),
        ("{The envoy} <said> [talks failed, citing a leaked memo].", [], []),
        ("{The envoy} <said> [talks failed].", [], []),
        ("{The envoy} <warned> that [talks might fail].", [], []),
        ("{The envoy} <warned against> [new talks].", [], []),
        ("{The envoy} <informed> parliament of [the talks].", ["parliament"], []),
        ("In an interview with Radio Nord on Monday, {the envoy} <said> [talks failed].", ["Radio Nord"], []),
        ("Asked by reporters to comment, {the envoy} <said> [talks failed].", ["reporters"], []),
        ("Speaking to U.S. officers, {the envoy} <said> [talks failed].", ["U.S. officers"], []),
        ("Responding to a question, {the envoy} <said> [talks failed].", [], []),
        ('{The envoy} <said> [talks failed], citing a "reliable" source in Oslo.', [], ['a "reliable" source in Oslo']),
        ("{The envoy} <said> [talks failed], referring to the round in Oslo.", [], []),
    ],
)
def test_audience_and_basis(marked: str, audience: list[str], basis: list[str]) -> None:
    text, attributions = unmark(marked)
    a = circumstances(text, attributions)[0]
    assert [s.of(text) for s in a.audience] == audience
    assert [s.of(text) for s in a.basis] == basis


def test_the_grounds_of_one_are_not_those_of_another() -> None:
    text, attributions = unmark(
        "{The mayor} <denied> [it], {the paper} <reported>, {}<citing> {two clerks}, and {a judge} <agreed>."
    )
    found = {a.id: [s.of(text) for s in a.basis] for a in circumstances(text, attributions)}
    assert [words for words in found.values() if words] == [["two clerks"]]
    (cue,) = [a.cue[0].of(text) for a in attributions if found[a.id]]
    assert cue == "reported"


@pytest.mark.parametrize(
    ("marked", "day"),
    [
        ("{The envoy} <said> on Monday [talks failed].", "2024-10-28"),
        ("{The envoy} <said> in a Sunday interview [talks failed].", "2024-10-27"),
        ("{The envoy} <said> of the October 12 launch [that it failed].", None),
        ("Between October 12 and October 14 {the envoy} <said> [talks failed].", None),
        ("{The envoy} has <said> since Monday [talks failed].", None),
        ('"It began on Monday," and {the envoy} <said> [more].', None),
    ],
)
def test_the_day_of_something_else_is_not_that_of_saying(marked: str, day: str | None) -> None:
    text, attributions = unmark(marked)
    found = said(text, attributions, find_timexes(text, "2024-10-30"), None, "2024-10-30")
    assert {time.value for time in found.values()} == ({day} if day else set())


def test_speed() -> None:
    marked = (
        "{Harbour spokesman Tom Okoro} said on Monday that the quay in Oslo was shut. {He} added that {the "
        "ministry} had agreed. " * 20
    )
    text, attributions = unmark(marked)
    report = Report(id="r", text=text, published="2024-10-30")
    registry = load()
    speakers.resolve(report, attributions, registry)
    begun = time.process_time()
    speakers.resolve(report, attributions, registry)
    assert time.process_time() - begun < 0.25


def test_where_two_fit_alike_nobody_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from reportedly.stages import _pronouns

    monkeypatch.setattr(_pronouns, "pronoun_weights", dict)
    text, attributions = unmark("Karl Lindt met Tom Okoro. {He} said so.")
    resolution = speakers.resolve(Report(id="r", text=text), attributions)
    speaker = resolution.speakers["a1"]
    assert speaker.name is None
    assert set(speaker.candidates) == {"Karl Lindt", "Tom Okoro"}
    assert [p.code for p in resolution.problems] == ["speaker-tied"]


def test_in_an_interview_i_is_who_answers() -> None:
    report = (
        "An interview with Kenya's minister\n"
        "Asha Mwangi, Kenya's minister of trade, met our reporter.\n\n"
        "Q: Tom Berg said that prices fell. Did they?\n\n"
        "A: {I} doubt it.\n"
    )
    assert names(report) == ["Asha Mwangi"]
    assert names("Tom Berg, a farmer, met Asha Mwangi at the harbour.\n\nMwangi: {I} doubt it.\n") == ["Asha Mwangi"]


def test_a_former_secretary_is_not_the_secretary() -> None:
    marked = "{A former health secretary} said so. {Lena Fischer, the health secretary,} denied it."
    assert names(marked) == [None, "Lena Fischer"]

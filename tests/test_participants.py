"""Whose the phrases of an event are: forces that somebody sends are no party of their own."""

from __future__ import annotations

import pytest

from reportedly.stages.participants import named
from reportedly.types import Report


def parties(text: str) -> list[tuple[str, str | None]]:
    return [(phrase.span.of(text), phrase.party) for phrase in named(Report(id="r", text=text))]


@pytest.mark.parametrize(
    "text",
    [
        "Seoul said that Kenya had shipped 1,500 soldiers to Haiti.",
        "Seoul said that Kenya had secretly sent several thousand special-forces troops to Haiti.",
        "Kenya deployed 300 policemen to Haiti, Seoul said.",
        "Seoul said that Kenya will not send its troops to Haiti.",
        "Seoul said that Kenya is withdrawing forces from Haiti.",
    ],
)
def test_forces_sent_are_their_senders(text: str) -> None:
    assert {party for _, party in parties(text)} == {"KOR", "KEN", "HTI"}
    assert "KEN" in dict(parties(text)).values()
    assert not {"soldiers", "troops", "forces", "policemen", "its troops"} & {words for words, _ in parties(text)}


@pytest.mark.parametrize(
    ("text", "words", "party"),
    [
        ("Kenya sent Somali soldiers home.", "Somali soldiers", "SOM"),
        ("Kenya said that soldiers had died.", "soldiers", "KEN"),
        ("Kenya, Seoul says, sent word. Soldiers left.", "Soldiers", None),
    ],
)
def test_other_forces_stay(text: str, words: str, party: str | None) -> None:
    found = dict(parties(text))
    assert words in found
    assert party is None or found[words] == party


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Moscow accused Kenya of fraud.", "Moscow"),
        ("The Pentagon claims victory over Kenya.", "The Pentagon"),
        ("Kenya said the accused had left.", "the accused"),
    ],
)
def test_a_verb_after_a_name_is_no_part_of_it(text: str, words: str) -> None:
    assert words in [(phrase.shown or phrase.span).of(text) for phrase in named(Report(id="r", text=text))]


def test_what_is_opened_is_nobody() -> None:
    found = parties("Police in Lagos opened fire on the crowd.")
    assert "fire" not in dict(found)
    assert dict(parties("The fire department in Lagos denied it."))["The fire department"] == "NGA"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Clashes broke out in Kenya on Monday.", "Clashes"),
        ("Ukraine shot down 30 Marvik drones.", "Marvik"),
        ("Tens of thousands marched in Kenya.", "Tens"),
    ],
)
def test_one_capitalised_word_is_nobody(text: str, word: str) -> None:
    assert not any(word in words.split() for words, _ in parties(text))


@pytest.mark.parametrize(
    "text",
    [
        "Kenya freed Asha Tarvik on Monday. Tarvik left.",
        "Kenya freed Mr Tarvik on Monday.",
        "Kenya freed Tarvik, a fisherman, on Monday.",
    ],
)
def test_one_capitalised_word_that_is_shown_to_be_a_name_is_somebody(text: str) -> None:
    assert any("Tarvik" in words for words, _ in parties(text))


def test_where_a_report_was_filed_takes_no_part_in_it() -> None:
    text = "PORT ELDER, Nov 20 (Example Wire) - Kenyan police arrested two students in Port Elder."
    found = [n.span.of(text) for n in named(Report(id="r", text=text))]
    assert "PORT ELDER" not in found
    assert "Kenyan police" in found

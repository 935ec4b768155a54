"""Copies, credits and speakers: how many independent origins stand behind many reports."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.origins import Telling, compare, containment, credit, groups, independent, origin, shingles

WIRE = """The harbour authority of Port Example said on Monday that a freighter had run aground near the northern mole
in the night. No one was hurt, and the twelve members of the crew stayed on board while two tugs tried to pull the ship
free at high water. Divers found a tear of about four metres below the water line, but no oil has been seen so far.
The authority closed the northern entry to the port until further notice and asked fishermen to keep clear of it. A
spokeswoman, Dana Invented, told reporters that the pilot had left the ship half an hour before. An inquiry will be
held by the maritime office, which has asked the shipping company for the ship's papers and for its voyage recorder."""

OTHER = """Bakers in the old town of Example have agreed to open on Sundays again, after a dispute that lasted all
spring. Their guild voted for it by a small majority, and the council must now decide whether the market
rules allow it. The owner of the largest bakery said that his people wanted the extra hours and that bread
would cost no more. Shoppers whom we asked were of two minds about it. Some said that Sunday should stay
quiet, others that they had driven to the next town for rolls long enough. The vote in the council is set
for the week after Whitsun, and the mayor has no opinion."""

EMBEDDED = (
    "Our shipping page today brings a strange story from the north. We print it as we got it from the agency, and add "
    "below what our own man at the harbour has seen.\n"
    + WIRE
    + "\nOur man at the harbour could see the lights of the tugs from the fish hall. He counted three of them, not "
    "two, "
    "and heard from a boatman that the current had been strong that night, stronger than in any spring he remembered. "
    "The fish hall sold out of herring before eight, since the boats that could not leave had come in early."
)
SENTENCES = WIRE.replace("\n", " ").split(". ")
REWRITTEN = (
    "A ship is stuck off Port Example. " + ". ".join(SENTENCES[1:4]) + ". The ship's owner has said nothing yet, and "
    "nobody knows when the way in will be free again, which worries the fishermen of the village most of all."
)
CUT = ". ".join(SENTENCES[:4])


def copied(one: str, other: str) -> str | None:
    found = compare("a", shingles(one), "b", shingles(other))
    return found.why.partition(":")[0] if found else None


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        pytest.param(WIRE, WIRE, "word for word", id="itself"),
        pytest.param(WIRE, "PORT EXAMPLE (Example Wire) - " + WIRE, "word for word", id="with a credit"),
        pytest.param(WIRE, CUT, "word for word", id="cut"),
        pytest.param(WIRE, EMBEDDED, "word for word", id="within a longer report"),
        pytest.param(WIRE, REWRITTEN, "rewritten", id="rewritten"),
        pytest.param(WIRE, WIRE.upper(), "word for word", id="in capitals"),
        pytest.param(WIRE, OTHER, None, id="another story"),
        pytest.param(EMBEDDED, OTHER, None, id="another story, long"),
        pytest.param(WIRE, "", None, id="nothing"),
        pytest.param("", "", None, id="nothing twice"),
        pytest.param(
            WIRE,
            f"{OTHER} A spokeswoman, Dana Invented, told reporters that the pilot had left.",
            None,
            id="one quotation",
        ),
    ],
)
def test_copies(one: str, other: str, kind: str | None) -> None:
    assert copied(one, other) == kind
    assert copied(other, one) == kind


def test_containment_sees_what_jaccard_undervalues() -> None:
    wire, whole = shingles(WIRE), shingles(EMBEDDED)
    share, _ = containment(wire, whole, sparse=4)
    jaccard = len(wire & whole) / len(wire | whole)
    assert share > 0.9
    assert jaccard < 0.7


@settings(deadline=None)
@given(st.lists(st.sampled_from(["alpha", "beta", "gamma", "delta", "omega"]), max_size=300))
def test_samples_fit_a_signed_column_and_are_the_same_for_the_same_words(words: list[str]) -> None:
    text = " ".join(words)
    found = shingles(text)
    assert found == shingles(text.upper() + " ")
    assert all(0 <= run < 2**62 for run in found)


@pytest.mark.parametrize(
    ("text", "more", "name"),
    [
        ("SEOUL (Reuters) - The ministry denied it.", {}, "Reuters"),
        ("SEOUL, Oct 29 (AP) — The ministry denied it.", {}, "Associated Press"),
        ("The ministry denied it.", {"byline": "AFP"}, "AFP"),
        ("The ministry denied it.\nSource: Xinhua", {}, "Xinhua"),
        ("The ministry denied it. (Reuters)", {}, "Reuters"),
        ("SEOUL (Example Wire) - The ministry denied it.", {"dateline": "Example Wire"}, "Example Wire"),
        ("SEOUL (Reuters) - The ministry denied it.", {"outlet": "Reuters"}, None),
        ("The ministry denied it.", {"byline": "Ann Example"}, None),
        ("The ministry (Defence) - denied it.", {}, None),
        ("Officials told Reuters that it was so.", {}, None),
        ("", {}, None),
    ],
)
def test_credits(text: str, more: dict[str, str], name: str | None) -> None:
    assert credit(text, **more) == name


@pytest.mark.parametrize(
    ("party", "speaker", "outlet", "via", "name"),
    [
        ("RUS", "Dmitry Peskov", "Courier", None, "RUS/Dmitry Peskov"),
        ("RUS", None, "Courier", None, "RUS"),
        ("MEDIA:Courier", None, "Courier", None, "R"),
        ("MEDIA:Courier", None, "Herald", None, "MEDIA:Courier"),
        ("MEDIA:unspecified", None, "Herald", None, "R"),
        ("ANON", None, "Herald", None, "R"),
        ("ANON", None, "Herald", "MEDIA:Courier", "MEDIA:Courier"),
        ("ANON", None, "Courier", "MEDIA:Courier", "R"),
        ("RUS", "Dmitry Peskov", "Herald", "MEDIA:Courier", "RUS/Dmitry Peskov"),
        ("PERSON", "Ali Example", "Herald", None, "Ali Example via R"),
        (None, None, "Herald", None, "R"),
    ],
)
def test_origins(party: str | None, speaker: str | None, outlet: str, via: str | None, name: str) -> None:
    telling = Telling(claim_id="c", report_id="r", party=party, speaker=speaker, outlet=outlet, via=via)
    assert origin(telling, "R") == name


def test_a_nameless_source_adds_nothing_to_its_own_named_ones() -> None:
    assert independent(["RUS", "RUS/A", "RUS/B", "USA", "Courier: r1"]) == {"RUS/A", "RUS/B", "USA", "Courier: r1"}


def test_groups_hang_together() -> None:
    runs = {"a": shingles(WIRE), "b": shingles(CUT), "c": shingles(EMBEDDED), "d": shingles(OTHER)}
    names = sorted(runs)
    copies = [
        copy for place, x in enumerate(names) for y in names[place + 1 :] if (copy := compare(x, runs[x], y, runs[y]))
    ]
    found = groups(names, copies)
    assert found["a"] == found["b"] == found["c"] == {"a", "b", "c"}
    assert found["d"] == {"d"}

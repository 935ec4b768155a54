"""Places: a table of sentences written for the purpose, the gazetteer's own promises, properties, and time taken."""

from __future__ import annotations

from importlib.resources import files
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.stages._gazetteer import gazetteer
from reportedly.stages.places import find_places, place_of
from reportedly.types import Span

# text with one place in brackets | its state, kind, latitude to the degree; `-` where the context does not settle it
SETTLED = [
    ("Shells fell on [Tripoli], Lebanon.", "LBN", "city", 34),
    ("Fighters left the Lebanese city of [Tripoli].", "LBN", "city", 34),
    ("Lebanon sent its army after clashes in [Tripoli].", "LBN", "city", 34),
    ("Libya sent its army after clashes in [Tripoli].", "LBY", "city", 33),
    ("He was born in [Paris], Texas.", "USA", "city", 34),
    ("France was shocked by the attack in [Paris].", "FRA", "city", 49),
    ("Troops from Tbilisi, in [Georgia], left.", "GEO", "country", 42),
    ("Police in Atlanta, [Georgia], made arrests.", "USA", "region", 32),
    ("Russia moved its troops into [Georgia].", "-", None, None),
    ("Troops reached the [Kursk Region] of Russia.", "RUS", "region", 52),
    ("Troops reached Russia's [Kursk] region.", "RUS", "region", 52),
    ("The mayor of [Kursk] spoke.", "RUS", "city", 52),
    ("Rebels hold [Idlib] province.", "SYR", "region", 36),
    ("Fighting reached [Deir ez-Zor].", "SYR", "city", 35),
    ("Fighting reached [al-Bab].", "SYR", "city", 36),
    ("Shelling was heard in [Avdiivka].", "UKR", "city", 48),
    ("Talks opened in [Kiev].", "UKR", "city", 50),
    ("Talks opened in [Kyiv].", "UKR", "city", 50),
    ("[Washington] said nothing.", "USA", "city", 39),
    ("He flew to [New York].", "USA", "city", 41),
    ("He flew to [St. Petersburg] from Moscow.", "RUS", "city", 60),
    ("Crowds marched in [S\u00e3o Paulo].", "BRA", "city", -24),
    ("The [United States] agreed.", "USA", "country", 41),
    ("[Britain] agreed.", "GBR", "country", 54),
    ("The [DPRK] agreed.", "PRK", "country", 40),
    ("[South Sudan]'s army left.", "SSD", "country", 7),
    ("[Jordan] closed its border.", "JOR", "country", 32),
    ("Camps in [Texas] are full.", "USA", "region", 31),
]

NO_PLACE = [
    "Paris Jackson spoke to Jordan Smith.",
    "Lloyd Austin spoke. Austin then left.",
    "The Russian and Syrian armies met.",
    "The Boston Globe was first to tell.",
    "Most of it was nice reading; police may march.",
    "He moved from chad to turkey in lower case.",
    "",
    "12345 !?",
]


def marked(line: str) -> tuple[str, int, int]:
    start, end = line.index("["), line.index("]") - 1
    return line.replace("[", "").replace("]", ""), start, end


@pytest.mark.parametrize(("line", "country", "kind", "latitude"), SETTLED)
def test_settled_by_context(line: str, country: str, kind: str | None, latitude: int | None) -> None:
    text, start, end = marked(line)
    found = {(p.span.start, p.span.end): p for p in find_places(text)}
    assert (start, end) in found, found
    place = found[start, end]
    if country == "-":
        assert (place.country, place.latitude, place.id) == (None, None, None)
    else:
        assert (place.country, place.kind) == (country, kind)
        assert place.latitude is not None
        assert round(place.latitude) == pytest.approx(latitude, abs=1)


@pytest.mark.parametrize("text", NO_PLACE)
def test_no_place(text: str) -> None:
    assert [p.name for p in find_places(text)] == []


@pytest.mark.parametrize(
    ("text", "anchor", "place"),
    [
        ("Moscow said a shell hit a school in Kursk.", "hit", "Kursk"),
        ("In Homs, a bomb killed two men.", "killed", "Homs"),
        ("Seoul condemned the deployment to Russia.", "deployment", "Russia"),
        ("Fighters stormed the town of Azaz near Aleppo.", "stormed", "Azaz"),
        ("The strike in Tripoli, Lebanon, killed two.", "strike", "Tripoli"),
        ("Syria denied it. The blast in Beirut was loud.", "denied", None),
        ("Syria denied the strike.", "strike", None),
        ("Syria said a column had been sent to Homs from Hama.", "had been sent to Homs", "Homs"),
        ("In Homs a column was sent to Hama in May.", "sent to Hama in May", "Hama"),
    ],
)
def test_place_of_an_event(text: str, anchor: str, place: str | None) -> None:
    at = text.index(anchor)
    found = place_of(Span(at, at + len(anchor)), text, find_places(text))
    assert (found.name if found else None) == place


def test_a_lone_famous_name_and_a_lone_shared_name() -> None:
    # Tripoli of Libya is far larger; of the two Georgias neither is the likelier
    assert [p.country for p in find_places("Shots were heard in Tripoli.")] == ["LBY"]
    assert [p.country for p in find_places("Shots were heard in Georgia.")] == [None]


def test_what_ships_is_small_and_noted() -> None:
    folder = files("reportedly") / "data" / "places"
    assert len((folder / "gazetteer.tsv.gz").read_bytes()) < 2_500_000
    notice = (folder / "NOTICE").read_text(encoding="utf-8")
    assert "GeoNames" in notice
    assert "creativecommons.org/licenses/by/4.0" in notice


def test_gazetteer_holds_states_regions_and_cities() -> None:
    kept = gazetteer()
    assert len(kept) > 37_000
    assert {b.record.sort for b in kept.bearers("homs")} == {"R", "C"}
    assert kept.bearers("no such place") == ()
    georgia = kept.state("GEO")
    assert georgia is not None
    assert (georgia.sort, georgia.name) == ("S", "Georgia")
    for name in ("kyiv", "gaza", "texas", "lagos"):
        for bearer in kept.bearers(name):
            assert -90 <= bearer.record.latitude <= 90
            assert -180 <= bearer.record.longitude <= 180


WORDS = st.sampled_from(
    "Paris Georgia Tripoli Lebanon Lebanese the of city in , . Texas St. New York North Korea al- Bab Deir ez-Zor "
    "Region province Austin Lloyd 's US \u0644\u0628\u0646\u0627\u0646 S\u00e3o Paulo\n".split(" ")
)


@given(st.one_of(st.text(), st.lists(WORDS, max_size=30).map(" ".join)))
@settings(max_examples=300, deadline=None)
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    at = 0
    for place in find_places(text):
        assert at <= place.span.start < place.span.end <= len(text)
        at = place.span.end
        assert place.name == place.span.of(text)
        assert (place.latitude is None) == (place.longitude is None)
        assert place.id is None or place.country is not None
    place_of(Span(0, min(3, len(text))), text, find_places(text))


@pytest.mark.parametrize("piece", ["Paris ", "al-", "Paris, ", "New York of the ", "A", "St. ", "Georgia's "])
def test_hostile_text_takes_linear_time(piece: str) -> None:
    find_places("Paris")
    text = (piece * (60_000 // len(piece) + 1))[:60_000]
    before = process_time()
    found = find_places(text)
    place_of(Span(0, 1), text, found)
    assert process_time() - before < 10

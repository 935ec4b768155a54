"""Parties: states, bodies, armed groups, campaigns, outlets, NGOs, nobody's side; evidence; nothing invented."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.registry import load
from reportedly.stages import parties, speakers
from reportedly.terms import Kind
from reportedly.types import Attribution, Report, Span

from .marked_sources import shown, statements, unmark


def sides(marked: str, published: str | None = "2024-10-30") -> list[str | None]:
    """The parties of the sources."""
    return [party for _, party in shown(marked, published)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # states: names, seats, organs, forces, officials, unnamed sources with a side
        ("{Pyongyang} denied it.", ["PRK"]),
        ("{Kenya's foreign ministry} denied it. {The ministry} said more.", ["KEN", "KEN"]),
        ("{The Peruvian navy} denied it.", ["PER"]),
        ("{A senior Norwegian official} denied it. {The official} said more.", ["NOR", "NOR"]),
        ("{A source in the Turkish army} denied it.", ["TUR"]),
        ("{Officials in Lisbon} denied it.", ["PRT"]),
        ("{Police in Lyon} denied it.", ["FRA"]),
        ("{Chilean Defence Minister Ana Rojas} denied it. {She} said more. {Rojas} left.", ["CHL"] * 3),
        ("{Tom Berg, Denmark's ambassador to the United Nations,} denied it.", ["DNK"]),
        ("{Seattle police chief Dan Cole} denied it.", ["USA"]),
        ("{A delegate of Ghana at the United Nations} denied it.", ["GHA"]),
        ("{Ghana’s representative to NATO} denied it.", ["GHA"]),
        ("{A representative of the United Nations} denied it.", ["UN"]),
        ("{North Korea’s Central Military Commission} denied it.", ["PRK"]),
        ("{China’s Central Military Commission} denied it.", ["CHN"]),
        ("{The Moroccan state news agency} reported it.", ["MAR"]),
        ("{The German Foreign Office} denied it.", ["DEU"]),
        # bodies
        ("{The UN special envoy for Libya} denied it.", ["UN"]),
        ("{NATO} denied it. {The alliance's spokesman} said more.", ["NATO", "NATO"]),
        ("{The Red Cross} denied it.", ["RED_CROSS"]),
        ("{Ana Lima, WHO's head of supplies,} denied it. {The organisation} said more.", ["UN", "UN"]),
        ("ISIS lost ground. {The World Health Organization} denied it. {The organisation} said more.", ["UN"] * 2),
        ("{Gov. Carl Dunn (R)} denied it in Texas.", ["REPUBLICANS"]),
        ("{Former MI6 agent Ivan Melnik} denied it.", ["EXPERT"]),
        # armed groups, oppositions
        ("{Boko Haram fighters} denied it.", ["BOKO_HARAM"]),
        ("{A Taliban spokesman, Nur Jan,} denied it. {He} said more.", ["TALIBAN", "TALIBAN"]),
        ("{Syrian rebels} denied it.", ["SYRIAN_OPPOSITION"]),
        ("Al-Shabab attacked a hotel. {The militants} claimed it.", ["AL_SHABAB"]),
        # parties and campaigns
        ("{Sen. Ada Nolan (R-Ohio)} denied it. {Nolan} said more.", ["REPUBLICANS", "REPUBLICANS"]),
        ("{Rep. Sam Ortiz, D-Texas,} denied it.", ["DEMOCRATS"]),
        ("{Senate Democrats} denied it.", ["DEMOCRATS"]),
        ("{The Labour Party} denied it.", ["LABOUR_UK"]),
        # outlets
        ("{Reuters} reported it. {The news agency} said more.", ["MEDIA:Reuters", "MEDIA:Reuters"]),
        ("{A Washington Post report} said so.", ["MEDIA:Washington Post"]),
        ("{CNN reporter Ann Mills} said so.", ["MEDIA:CNN"]),
        ("{Local media} said so.", ["MEDIA:unspecified"]),
        ("{KCNA} said so.", ["PRK"]),
        # organisations, experts, people, nobody's side
        ("{Amnesty International} said so.", ["NGO:Amnesty International"]),
        ("{Ida Moen, director of the Harbour Workers Association,} said so.", ["NGO:Harbour Workers Association"]),
        ("{Analysts} said so.", ["EXPERT"]),
        ("{Leo Ferri, a professor at the University of Siena,} said so.", ["EXPERT"]),
        ("{A fellow at Chatham House} said so.", ["EXPERT"]),
        ("{Witnesses} said so.", ["PERSON"]),
        ("{The victim's mother} said so.", ["PERSON"]),
        ("{Residents of Kabul} said so.", ["PERSON"]),
        ("{A Brazilian farmer} said so.", ["PERSON"]),
        ("{Lawyers for the crew} said so.", ["PERSON"]),
        ("{Sources} said so.", ["ANON"]),
        ("{} It was said.", ["ANON"]),
        ("{Asked} about it, he left.", ["ANON"]),
        # organisations that the report alone shows, by the executives whom it names with them
        ("Sales fell in France. {Nimbar CEO Ana Ruiz} denied it. {Ruiz} left. {Nimbar} said more.", ["NIMBAR"] * 3),
        ("Sales fell in France. {Ana Ruiz, a founder of Nimbar,} denied it.", ["NIMBAR"]),
        # what somebody was, and whom he works for, makes no party; nor does a people before a private noun
        ("{Hal Brandt, 49, a Navy veteran who lives in Ohio,} said so.", ["PERSON"]),
        ("Syria's government fell silent. {Syrian civilians} said so.", ["PERSON"]),
        ("{Mayor Bill de Blasio} denied it.", ["USA"]),
        # it: not who is spoken to
        ("{The Kenyan embassy} told Reuters that {it} would close.", ["KEN", "KEN"]),
        # we, outside quotations, are who writes
        ("{Norway} denied it. {We} asked again.", ["NOR", "MEDIA:unspecified"]),
        # first what somebody is, then who; not where he will not be named, nor where more is told of the second
        ("{A spokesman for the Taliban} denied it. {Karim Nuri} said more.", ["TALIBAN", "TALIBAN"]),
        (
            "{A Kenyan officer, who spoke on condition of anonymity,} denied it. {Karim Nuri} said more.",
            ["KEN", "PERSON"],
        ),
        ("{A spokesman for the Taliban} denied it. {Karim Nuri, a farmer,} said more.", ["TALIBAN", "PERSON"]),
        # who works for somebody
        ("{Sen. Ada Nolan (R-Ohio)} denied it. {Her spokeswoman, Ida Moen,} said more.", ["REPUBLICANS"] * 2),
        # one ministry is not another, and a spokesman is of the ministry whose minister has spoken
        ("{Turkey's foreign ministry} denied it. {Baku} did too, {the defence ministry} said.", ["TUR", "AZE", "AZE"]),
        ("Greece fell. {German Finance Minister Max Holt} left Greece. {A ministry spokesman} spoke.", ["DEU"] * 2),
        # names that hold an outlet's, a town's or another noun
        ("{Ida Moen, director of the Kenya Health Equity Network,} said so.", ["NGO:Kenya Health Equity Network"]),
        ("Chile waited. {Commission Vice President Max Holt of the European Union} said so.", ["EU"]),
        ("Sales fell in France. {Meridian Foods} denied it. {Meridian} said more.", ["MERIDIAN_FOODS"] * 2),
        ("{The charity Open Palms} denied it in Kenya. {Open Palms} said more.", ["NGO:Open Palms"] * 2),
        ("{The newspaper El Marcador} denied it in Chile.", ["MEDIA:El Marcador"]),
        ("{Tolva, the union which has members in Chile,} denied it. {Tolva} left.", ["NGO:Tolva"] * 2),
        ("{Ida Tolva, a farmer,} denied it in Chile.", ["PERSON"]),
        # the Commission, where the report tells of the Union
        ("The EU met in Malta. {The Commission's spokesman Jan Molk} denied it.", ["EU"]),
        ("The EU met in Kenya. {The Fisheries Commission of Kenya} denied it.", ["KEN"]),
        # an organisation by its initials
        ("{The Harbour Workers Alliance} left Kenya. {The HWA} said more.", ["NGO:Harbour Workers Alliance"] * 2),
        # whose a coalition is
        ("Two ministers resigned in Germany. {The coalition} denied it.", [None]),
        # joint sources: the first-named
        ("{Japan and South Korea} said so.", ["JPN"]),
        ("{The Pentagon and the Kremlin} said so.", ["USA"]),
        # modifiers are no side
        ("{A London-based rights group} said so.", ["NGO:London-based rights group"]),
        ("{The anti-Syria bloc} said so.", ["ANON"]),
    ],
)  # fmt: skip
def test_sources_speak_for(marked: str, expected: list[str | None]) -> None:
    assert sides(marked) == expected


@pytest.mark.parametrize(
    "marked",
    [
        "{The Freedonian foreign ministry} denied it.",
        "{Freedonian officials} denied it.",
        "{Prime Minister Rufus Firefly of Freedonia} denied it.",
        "{The Sylvanian army} denied it. {A Sylvanian spokesman} said more.",
        "{The Thistleby village council} denied it. {The council} said more.",
        "{The government} denied it.",
    ],
)
def test_no_party_is_invented(marked: str) -> None:
    for statement in statements(marked):
        assert statement.party is None or statement.party in ("ANON", "PERSON"), statement


def test_an_invented_country_beside_a_real_one_does_not_become_it() -> None:
    assert sides("Japan watched. {The Freedonian army} denied it. {Tokyo} said nothing.") == [None, "JPN"]


def test_speakers_of_an_unknown_country_are_still_resolved() -> None:
    assert shown("{Freedonian minister Rufus Firefly} denied it. {Firefly} left.") == [("Rufus Firefly", None)] * 2


def test_what_several_parties_share_stays_open_with_candidates() -> None:
    statement = statements("{Congo's government} denied it.")[0]
    assert statement.party is None
    assert set(statement.candidates) == {"COD", "COG"}
    statement = statements("Troops left Goma and Kinshasa. {Congo's government} denied it.")[0]
    assert (statement.party, statement.candidates) == ("COD", ())


@pytest.mark.parametrize(
    ("published", "party"),
    [("2016-05-01", "TRUMP_CAMPAIGN"), ("2018-05-01", "USA"), ("2024-05-01", "TRUMP_CAMPAIGN"), ("2025-05-01", "USA")],
)
def test_offices_follow_the_day_of_the_report(published: str, party: str) -> None:
    assert sides("{Donald Trump} denied it.", published) == [party]


@pytest.mark.parametrize(
    ("marked", "published", "party"),
    [
        ("{Sen. Marco Rubio, a Republican,} denied it.", "2016-02-01", "RUBIO_CAMPAIGN"),
        ("{Sen. Marco Rubio, a Republican,} denied it.", "2016-08-01", "REPUBLICANS"),
        # without a date, only a report that tells of a race has candidates
        ("In January 2016 {Sen. Lindsey Graham} spoke of Qatar.", None, "REPUBLICANS"),
    ],
)
def test_who_runs_speaks_for_the_campaign(marked: str, published: str | None, party: str) -> None:
    assert sides(marked, published) == [party]


def test_a_namesake_described_otherwise_is_not_the_office_holder() -> None:
    assert sides("{Philip Hammond, a plumber from Leeds,} denied it.", "2015-01-01") == ["PERSON"]


def test_each_step_carries_its_evidence() -> None:
    text, attributions = unmark("{NATO Secretary General Mark Rutte} denied it.")
    report = Report(id="r", text=text, published="2024-10-30")
    statement = parties.assign(report, attributions, speakers.resolve(report, attributions))[0]
    assert statement.speaker.name == "Mark Rutte"
    assert [link.to for link in statement.links][-1] == "NATO"
    last = statement.links[-1].evidence
    assert last.entry is not None
    assert last.entry.startswith("people.tsv:")
    assert last.since == "2024-10-01"
    assert last.span is not None
    assert "NATO" in last.span.of(text)


def test_a_party_of_the_users_own_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[party]]\nid = "FREEDONIA"\nname = "Freedonia"\nkind = "state"\naliases = ["Freedonian"]\n', encoding="utf-8"
    )
    text, attributions = unmark("{The Freedonian army} denied it.")
    report = Report(id="r", text=text)
    registry = load(path)
    assert (
        parties.assign(report, attributions, speakers.resolve(report, attributions, registry))[0].party == "FREEDONIA"
    )


@given(
    st.text(max_size=150),
    st.lists(st.tuples(st.integers(0, 150), st.integers(0, 40)), max_size=4),
    st.none() | st.dates().map(str),
)
@settings(max_examples=150, deadline=None)
def test_any_text_gives_a_statement_each(text: str, cuts: list[tuple[int, int]], published: str | None) -> None:
    spans = [Span(min(a, len(text)), min(a + n, len(text))) for a, n in cuts]
    attributions = [
        Attribution(id=f"a{k}", source=(s,), cue=(s,), content=(s,), kind=Kind.INDIRECT, score=0.5)
        for k, s in enumerate(spans)
    ]
    report = Report(id="r", text=text, published=published)
    found = parties.assign(report, attributions, speakers.resolve(report, attributions))
    assert [s.attribution for s in found] == [a.id for a in attributions]


@given(st.lists(st.sampled_from(
    ["{The Kremlin} denied it. ", "{Officials} agreed. ", "{He} left. ", "{Sen. Ada Nolan} spoke. ", "{who} ran. ",
     "{The group} met. ",
     "{Its spokesman} spoke. ", "{they} said so. ", "{A statement} said so. ", "{} It was said. ",
     "{Kenya} and {it} spoke. "]
), max_size=12))  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_any_row_of_sources_is_read(pieces: list[str]) -> None:
    marked = "".join(pieces)
    assert len(shown(marked)) == marked.count("{")


def test_speed() -> None:
    marked = (
        "{Harbour spokesman Tom Okoro} said on Monday that the quay in Oslo was shut. {He} added that {the "
        "ministry} had agreed. " * 20
    )
    text, attributions = unmark(marked)
    report = Report(id="r", text=text, published="2024-10-30")
    resolution = speakers.resolve(report, attributions)
    begun = time.process_time()
    parties.assign(report, attributions, resolution)
    assert time.process_time() - begun < 0.25


def test_offices_and_powers_that_nobody_knows_are_no_private_people() -> None:
    text = (
        "Ostmark denied it. Veldland’s transport minister, Joss Arden, said so. A Veldland official agreed. "
        "Her neighbour, Ida Brandt, said she was glad. Ostmark’s government gave no figure."
    )
    minister = "Veldland’s transport minister, Joss Arden"
    sources = ["Ostmark", minister, "A Veldland official", "Her neighbour, Ida Brandt"]
    attributions = [
        Attribution(
            id=f"a{n}",
            source=(Span(text.index(words), text.index(words) + len(words)),),
            cue=(Span(text.index(words) + len(words) + 1, text.index(words) + len(words) + 5),),
            content=(),
            kind=Kind.INDIRECT,
            score=1.0,
        )
        for n, words in enumerate(sources)
    ]
    report = Report(id="r", text=text)
    found = parties.assign(report, attributions, speakers.resolve(report, attributions))
    assert [s.party for s in found] == [None, None, None, "PERSON"]


@pytest.mark.parametrize(
    "described",
    [
        "Dana Vogt, a former CIA division chief for Korea now at the Heritage Foundation,",
        "Dana Vogt, who writes for the website 38 North,",
        "Former CIA analyst Dana Vogt",
        "Dana Vogt, a defector and senior researcher at the Institute for National Security Strategy,",
        "Dana Vogt, the Korea chair at the Center for Strategic and International Studies,",
        "Dana Vogt, who served as Britain's first diplomat in Pyongyang,",
        "Dana Vogt, a seismologist,",
        "Dana Vogt, a former US envoy who directs the Asia programme at the Council on Foreign Relations,",
        "Her veterinarian, Dana Vogt,",
    ],
)
def test_who_is_asked_for_what_he_knows_is_an_expert(described: str) -> None:
    text = f"North Korea tested a missile, South Korea's military said. {described} said it was new."
    at = text.index(described)
    end = at + len(described)
    a = Attribution(
        id="a1",
        source=(Span(at, end),),
        cue=(Span(end + 1, end + 5),),
        content=(Span(end + 6, len(text) - 1),),
        kind=Kind.INDIRECT,
        score=1.0,
    )
    report = Report(id="r", text=text, published="2017-07-05")
    (statement,) = parties.assign(report, [a], speakers.resolve(report, [a], load()))
    assert statement.party == "EXPERT"

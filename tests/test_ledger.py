"""The ledger: the example's dispute told right, nothing twice, any order, rebuilt the same, corrected, judged."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select

from reportedly.errors import LedgerError, UnknownId, UsageError
from reportedly.ledger import Ledger, schema
from reportedly.terms import RelationKind
from reportedly.types import Reading
from tests.handmade import example, simple

STORY = {
    "RUS": [("deny", "2024-10-10"), ("withhold", "2024-10-24"), ("confirm", "2025-04-26")],
    "PRK": [("deny", "2024-10-21"), ("withhold", "2024-10-25"), ("confirm", "2025-04-28")],
    "NATO": [("doubt", "2024-10-17"), ("confirm", "2024-10-28")],
    "USA": [("assert", "2024-10-23")],
    "KOR": [("assert", "2024-10-08")],
    "UKR": [("assert", "2024-10-17")],
}


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    return example()


@pytest.fixture(scope="module")
def told(readings: dict[str, Reading], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """The example's ledger; read only by the tests that take it."""
    with Ledger(tmp_path_factory.mktemp("told") / "reportedly.db") as ledger:
        for reading in readings.values():
            ledger.append(reading)
        yield ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "reportedly.db") as made:
        yield made


def rows(path: Path, *, numbers: bool = True) -> dict[str, list[tuple[object, ...]]]:
    """All derived rows; without the numbers that follow the order of arrival."""
    engine = create_engine(f"sqlite:///{path}")
    found = {}
    with engine.connect() as connection:
        for table in schema.derived.sorted_tables:
            columns = [
                c for c in table.c if numbers or c.name not in ("reading_seq", "mention_seq", "claim_seq", "report_seq")
            ]
            found[table.name] = sorted(map(tuple, connection.execute(select(*columns))), key=repr)
    engine.dispose()
    return found


def test_the_example_is_one_story_told_right(told: Ledger) -> None:
    (line,) = told.stories()
    view = told.story(line.id)
    deployment = view.events[0]
    history = {
        cell.party: [(run.act, run.since) for run in cell.history]
        for cell in view.cells
        if cell.event_id == deployment.id
    }
    assert history == STORY
    assert (line.first, line.last, line.changed) == ("2024-10-08", "2025-04-28", "2025-04-28")


def test_nothing_false_on_the_changes_list(told: Ledger) -> None:
    found = {(change.party, change.earlier.act, change.later.act, change.day) for change in told.changes()}
    assert found == {
        ("RUS", "deny", "withhold", "2024-10-24"),
        ("RUS", "withhold", "confirm", "2025-04-26"),
        ("PRK", "deny", "withhold", "2024-10-25"),
        ("PRK", "withhold", "confirm", "2025-04-28"),
        ("NATO", "doubt", "confirm", "2024-10-28"),
    }
    assert {change.day for change in told.changes(since="2025-01-01")} == {"2025-04-26", "2025-04-28"}


def test_moving_figures_are_no_conflict_and_a_wrong_one_is(told: Ledger) -> None:
    view = told.story(told.stories()[0].id)
    assert {figure.low for figure in view.figures} >= {1500, 3000, 8000, 10000, 12000}
    (conflict,) = view.figures_differ
    assert {conflict.earlier.outlet, conflict.later.outlet} == {"The Mock Tribune", "The Specimen Post"} or {
        conflict.earlier.outlet,
        conflict.later.outlet,
    } == {"The Mock Tribune", "Example Wire"}
    assert "1,500" in conflict.why
    assert "15,000" in conflict.why


def test_copies_count_once_by_origin(told: Ledger) -> None:
    line = told.stories()[0]
    view = told.story(line.id)
    origins: dict[str, set[str | None]] = {}
    for report in view.reports:
        origins.setdefault(report.origin, set()).add(report.outlet)
    shared = sorted(sorted(map(str, outlets)) for outlets in origins.values() if len(outlets) > 1)
    assert shared == [
        ["Example Wire", "The Placeholder Daily"],
        ["Example Wire", "The Placeholder Daily"],
        ["Example Wire", "The Specimen Post"],
    ]
    assert (line.reports, line.origins) == (18, 15)
    russia = next(cell for cell in view.cells if cell.party == "RUS" and cell.event_id == view.events[0].id)
    assert (russia.reports, russia.origins) == (6, 3)
    assert russia.origin_names == ("RUS/Dmitry Peskov", "RUS/Valery Gerasimov", "RUS/Vladimir Putin")


def test_the_corrected_version_counts_and_the_old_one_stays_readable(
    told: Ledger, readings: dict[str, Reading]
) -> None:
    old = readings["2024-10-25-herald-international-law"].report.id
    new = readings["2024-10-26-herald-international-law-corrected"].report.id
    view = told.report(old)
    assert view.corrected_by == (new,)
    assert view.claims == ()
    assert view.reading["report"]["text"] == readings["2024-10-25-herald-international-law"].report.text
    assert "North Korea’s foreign minister" in view.reading["attributions"][0]["source"][0]["text"]
    assert told.report(new).corrected_by == ()
    assert told.stats().corrected == 1


def test_an_outlet_that_is_quoted_is_the_origin(told: Ledger, readings: dict[str, Reading]) -> None:
    view = told.report(readings["2025-04-28-specimen-commission"].report.id)
    assert [claim.origin for claim in view.claims if claim.party == "MEDIA:The Example Courier"] == [
        "MEDIA:The Example Courier"
    ]


def test_every_quotation_is_where_it_says(told: Ledger) -> None:
    for line in told.story(told.stories()[0].id).reports:
        view = told.report(line.id)
        for quotation in view.claims:
            assert view.reading["report"]["text"][quotation.start : quotation.end] == quotation.words


def test_each_link_explains_itself(told: Ledger) -> None:
    change = told.changes()[0]
    view = told.claim(change.later.claim_id)
    assert view.event is not None
    assert view.links
    for link in view.links:
        assert "MOBILIZE" in link.why
        assert "PRK" in link.why
    assert [relation.kind for relation in view.relations] == ["change of position"]
    assert {quotation.party for quotation in view.others} == {view.claim.party}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("another fake", True),
        ('"reflect something"', True),
        ("gerasimov", True),
        ("Geras", True),
        ("deploying", False),
        ("troops russia kim", True),
        ('" OR 1=1 --', False),
        ('NEAR( "', False),
        ("*", False),
        ("", False),
        ("party:RUS", False),
    ],
)
def test_search(told: Ledger, words: str, found: bool) -> None:
    hits = told.search(words)
    assert bool(hits) is found
    for hit in hits:
        assert hit.report.id == (hit.claim.report_id if hit.claim else hit.report.id)


def test_a_party_over_all_its_events(told: Ledger) -> None:
    view = told.party("RUS")
    assert {event.type for event, _ in view.positions} == {"MOBILIZE", "ASSAULT"}
    assert view.reports == 6
    with pytest.raises(UnknownId, match="did you mean RUS"):
        told.party("rus")
    with pytest.raises(UnknownId, match="no claim of that party"):
        told.party("ZZZ")


@pytest.mark.parametrize("call", ["story", "report", "claim", "party"])
def test_unknown_ids_are_one_clear_error(told: Ledger, call: str) -> None:
    with pytest.raises(UnknownId, match="not in the ledger: nonesuch"):
        getattr(told, call)("nonesuch")


def test_filters(told: Ledger) -> None:
    assert len(told.stories(party="NATO")) == 1
    assert told.stories(party="CHN") == ()
    assert len(told.stories(place="Kursk Region")) == 1
    assert len(told.stories(place="RUS")) == 1
    assert told.stories(place="Idlib") == ()
    assert len(told.stories(outlet="example wire")) == 1
    assert told.stories(since="2026-01-01") == ()
    assert told.stories(until="2024-01-01") == ()
    assert told.stories(offset=1) == ()


def test_a_story_is_found_by_its_reports_and_events_and_by_a_beginning(told: Ledger) -> None:
    line = told.stories()[0]
    view = told.story(line.id)
    for name in (view.reports[0].id, view.reports[-1].id, view.events[0].id, line.id[:6]):
        assert told.story(name).story == line


def test_appending_twice_changes_nothing(ledger: Ledger, readings: dict[str, Reading], tmp_path: Path) -> None:
    first = ledger.append(*readings.values())
    before = rows(tmp_path / "reportedly.db")
    again = ledger.append(*readings.values())
    assert {receipt.outcome for receipt in first} == {"added"}
    assert {receipt.outcome for receipt in again} == {"known"}
    assert rows(tmp_path / "reportedly.db") == before
    assert ledger.stats().readings == len(readings)


def test_a_rebuild_gives_the_same_rows(ledger: Ledger, readings: dict[str, Reading], tmp_path: Path) -> None:
    for reading in readings.values():
        ledger.append(reading)
    claim = ledger.changes()[0].later.claim_id
    ledger.judge("act", claim, "deny", who="ann")
    before = rows(tmp_path / "reportedly.db")
    done = []
    ledger.rebuild(lambda number, total: done.append((number, total)))
    assert rows(tmp_path / "reportedly.db") == before
    assert done == [(19, 19)]


@pytest.mark.parametrize("seed", range(2))
def test_the_example_in_any_order(readings: dict[str, Reading], tmp_path: Path, seed: int) -> None:
    orders = [list(readings.values()), list(readings.values())]
    random.Random(seed).shuffle(orders[1])
    found = []
    for number, order in enumerate(orders):
        with Ledger(tmp_path / f"{number}.db") as ledger:
            size = 1 + 4 * number
            for start in range(0, len(order), size):
                ledger.append(*order[start : start + size])
        found.append(rows(tmp_path / f"{number}.db", numbers=False))
    assert found[0] == found[1]


@st.composite
def crowds(draw: st.DrawFn) -> list[Reading]:
    made = []
    for number in range(draw(st.integers(2, 9))):
        party = draw(st.sampled_from(["AAA", "BBB", "CCC"]))
        verb = draw(st.sampled_from(["deployed", "attacked"]))
        made.append(
            simple(
                number,
                f"Speaker {number} of {party} said that it had {draw(st.sampled_from(['quietly', 'openly']))} {verb}",
                party=party,
                act=draw(st.sampled_from(["assert", "deny", "withhold"])),
                factuality="Uu" if draw(st.booleans()) else "CT+",
                actors=(draw(st.sampled_from(["AAA", "BBB"])),),
                recipients=draw(st.sampled_from([(), ("CCC",)])),
                type="MOBILIZE" if verb == "deployed" else "ASSAULT",
                day=draw(st.integers(0, 30)),
                speaker=draw(st.sampled_from([None, "X", "Y"])),
                url=f"https://a.example/{number // 2}" if draw(st.booleans()) else None,
                revises=f"r{number - 1:05d}" if number and draw(st.integers(0, 9)) == 0 else None,
            )
        )
    # of two versions at one address and of one day, the later to come counts: keep their days apart
    days: set[tuple[str | None, str | None]] = set()
    kept = []
    for reading in made:
        key = (reading.report.url, reading.report.published)
        if reading.report.url is None or key not in days:
            kept.append(reading)
        days.add(key)
    return kept


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(crowds(), st.randoms(use_true_random=False))
def test_arrival_order_and_batches_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, made: list[Reading], chance: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("order")
    mixed = list(made)
    chance.shuffle(mixed)
    with Ledger(folder / "one.db") as one:
        for reading in made:
            one.append(reading)
    with Ledger(folder / "two.db") as two:
        two.append(*mixed)
    with Ledger(folder / "three.db") as three:
        for reading in mixed:
            three.append(reading)
    first = rows(folder / "one.db", numbers=False)
    assert rows(folder / "two.db", numbers=False) == first
    assert rows(folder / "three.db", numbers=False) == first


def test_a_reading_by_a_newer_model_supersedes_and_erases_nothing(ledger: Ledger) -> None:
    old = simple(1, "The ministry said they had deployed", act="deny", factuality="CT-")
    new = replace(
        old,
        made_by="hand 2",
        claims=tuple(replace(claim, act="confirm", factuality="CT+", made_by="hand 2") for claim in old.claims),
    )
    from reportedly.terms import Act, Factuality

    new = replace(new, claims=tuple(replace(c, act=Act.CONFIRM, factuality=Factuality.CERTAIN) for c in new.claims))
    ledger.append(old)
    assert ledger.append(new)[0].outcome == "reread"
    view = ledger.report("r00001")
    assert [claim.act for claim in view.claims] == ["confirm"]
    assert view.readings == ("hand 1", "hand 2")
    assert ledger.stats().claims == 1
    assert ledger.append(old)[0].outcome == "known"


def test_revises_supersedes_whichever_comes_first(tmp_path: Path) -> None:
    wrong = simple(1, "The ministry said they had deployed", act="deny", factuality="CT-")
    right = simple(2, "The ministry said now they had deployed", revises="r00001", day=1)
    for number, order in enumerate([(wrong, right), (right, wrong)]):
        with Ledger(tmp_path / f"{number}.db") as ledger:
            for reading in order:
                ledger.append(reading)
            assert ledger.stats().corrected == 1
            assert ledger.report("r00001").corrected_by == ("r00002",)
            assert ledger.changes() == ()


def test_one_id_with_two_texts_is_refused_and_nothing_is_kept_of_it(ledger: Ledger) -> None:
    ledger.append(simple(1, "The ministry said they had deployed"))
    with pytest.raises(LedgerError, match="another text under the id r00001"):
        ledger.append(simple(2, "The army said they had deployed"), simple(1, "The ministry said they had moved"))
    assert ledger.stats().reports == 1


def test_a_clock_that_goes_backwards_changes_nothing(tmp_path: Path) -> None:
    stamps = iter([f"2024-01-{30 - number:02}T00:00:00+00:00" for number in range(20)])
    with Ledger(tmp_path / "reportedly.db", now=lambda: next(stamps)) as ledger:
        ledger.append(simple(1, "A spokesman said they had deployed", act="deny", factuality="CT-", day=0))
        ledger.append(simple(2, "The minister said they had deployed", day=5))
        assert [(c.earlier.act, c.later.act) for c in ledger.changes()] == [("deny", "assert")]


def spoken(number: int, **more: object) -> Reading:
    return simple(number, f"Spokesman {number} said they had deployed", **more)  # type: ignore[arg-type]


def test_judged_apart_and_together_again(ledger: Ledger, tmp_path: Path) -> None:
    ledger.append(spoken(1), spoken(2, day=1), spoken(3, day=2, actors=("DDD",)))
    a, b, c = (ledger.report(f"r0000{n}").claims[0] for n in (1, 2, 3))
    assert a.event_id == b.event_id != c.event_id
    apart = ledger.judge("different", a.claim_id, b.claim_id, who="ann", note="two convoys")
    assert ledger.claim(a.claim_id).claim.event_id != ledger.claim(b.claim_id).claim.event_id
    ledger.judge("same", b.claim_id, c.claim_id, who="bo")
    ledger.rebuild()
    assert ledger.claim(b.claim_id).claim.event_id == ledger.claim(c.claim_id).claim.event_id
    assert ledger.claim(a.claim_id).claim.event_id != ledger.claim(b.claim_id).claim.event_id
    ledger.judge("undo", str(apart.id), who="ann")
    assert ledger.claim(a.claim_id).claim.event_id == ledger.claim(b.claim_id).claim.event_id
    judged = ledger.claim(a.claim_id).judgements
    assert [(one.kind, one.who, one.note, one.undone) for one in judged] == [("different", "ann", "two convoys", True)]


def test_an_event_keeps_answering_to_the_ids_it_once_had(ledger: Ledger) -> None:
    ledger.append(spoken(2, day=5))
    old = ledger.report("r00002").claims[0].event_id
    ledger.append(spoken(1, day=1))
    new = ledger.report("r00002").claims[0].event_id
    assert old != new
    assert old is not None
    assert ledger.story(old).events[0].id == new


@pytest.mark.parametrize(
    ("kind", "value", "field"),
    [
        ("party", "CCC", "party"),
        ("act", "deny", "act"),
        ("speaker", "Ann Example", "speaker"),
        ("speaker", "", "speaker"),
    ],
)
def test_judged_wrong(ledger: Ledger, kind: str, value: str, field: str) -> None:
    ledger.append(spoken(1, speaker="Bo Example"))
    claim = ledger.report("r00001").claims[0]
    judged = ledger.judge(kind, claim.claim_id, value, who="ann")
    assert (judged.who, judged.kind) == ("ann", kind)
    assert getattr(ledger.claim(claim.claim_id).claim, field) == (value or None)
    ledger.rebuild()
    assert getattr(ledger.claim(claim.claim_id).claim, field) == (value or None)
    ledger.judge("undo", str(judged.id), who="ann")
    assert getattr(ledger.claim(claim.claim_id).claim, field) == getattr(claim, field)


def test_a_judgement_survives_a_newer_reading(ledger: Ledger) -> None:
    reading = spoken(1)
    ledger.append(reading)
    claim = ledger.report("r00001").claims[0].claim_id
    ledger.judge("party", claim, "CCC", who="ann")
    ledger.append(replace(reading, made_by="hand 2"))
    assert ledger.claim(claim).claim.party == "CCC"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("maybe", "c1", "c2"), UsageError),
        (("act", "c1", "shrug"), UsageError),
        (("party", "c1", ""), UsageError),
        (("party", "nonesuch", "AAA"), UnknownId),
        (("same", "nonesuch", "nonesuch"), UnknownId),
        (("undo", "7"), UnknownId),
        (("undo", "seven"), UnknownId),
    ],
)
def test_judgements_that_make_no_sense(ledger: Ledger, arguments: tuple[str, ...], error: type[Exception]) -> None:
    ledger.append(spoken(1))
    claim = ledger.report("r00001").claims[0].claim_id
    given_ = tuple(claim if one == "c1" else one for one in arguments)
    with pytest.raises(error):
        ledger.judge(*given_, who="ann")
    with pytest.raises(UsageError, match="who decides"):
        ledger.judge("act", claim, "deny", who=" ")
    assert ledger.stats().judgements == 0


def test_hostile_text_is_only_text(ledger: Ledger) -> None:
    bad = "'; DROP TABLE claims; --\u202e\x00<script>"
    reading = simple(1, f"{bad} said they had deployed", speaker=bad, outlet=bad, party="AAA")
    ledger.append(reading)
    claim = ledger.report("r00001").claims[0]
    assert (claim.speaker, claim.outlet, claim.source) == (bad, bad, bad)
    assert ledger.search("deployed")


def test_a_report_without_anything_is_kept(ledger: Ledger) -> None:
    from reportedly.types import Report

    ledger.append(Reading(report=Report(id="r1", text="")), Reading(report=Report(id="r2", text="No one spoke.")))
    assert ledger.stats().reports == 2
    assert ledger.stories() == ()
    assert ledger.report("r1").claims == ()


def test_a_figure_beyond_counting_is_no_figure(ledger: Ledger) -> None:
    figure = {"words": "deployed", "low": 10**400, "high": 10**400, "unit": "soldiers"}
    ledger.append(simple(1, "A spokesman said they had deployed", figure=figure))
    assert ledger.story(ledger.stories()[0].id).figures == ()


# ---- long lists ----


def test_a_story_shows_as_much_as_asked_and_says_how_much_there_is(tmp_path: Path) -> None:
    with Ledger(tmp_path / "reportedly.db") as ledger:
        ledger.append(*example().values())
        name = ledger.stories()[0].id
        whole, few = ledger.story(name), ledger.story(name, limit=2)
        assert few.totals == whole.totals
        lists = ("changes", "contradictions", "figures_differ", "reports")
        for kind in lists:
            assert len(getattr(whole, kind)) == getattr(whole.totals, kind), kind
            assert getattr(few, kind) == getattr(whole, kind)[:2], kind
        assert len(whole.figures) == whole.totals.figures > 2
        assert len(few.figures) == 2
        # the two that cannot both be right come before all others
        (conflict,) = whole.figures_differ
        assert {f.quotation.claim_id for f in few.figures} == {conflict.earlier.claim_id, conflict.later.claim_id}
        assert whole.totals.events == len(whole.events)
        for event in whole.events:
            own = ledger.story(name, event=event.id)
            assert own.events[0] == event
            assert set(own.events) == set(whole.events)
            assert {cell.event_id for cell in own.cells} <= {event.id}
            assert (own.totals.changes, own.totals.figures) == (event.changes, event.figures)
            assert len(own.contradictions) == event.contradictions
            assert own.cells == tuple(cell for cell in whole.cells if cell.event_id == event.id)


def test_changes_of_a_story_page_by_page(told: Ledger) -> None:
    name = told.stories()[0].id
    for kinds in ([RelationKind.CONTRADICTION], list(RelationKind)):
        whole = told.changes(story=name, kinds=kinds, limit=1000)
        pages = [told.changes(story=name, kinds=kinds, limit=3, offset=at) for at in range(0, len(whole), 3)]
        assert tuple(change for page in pages for change in page) == whole
        assert [change.day or "" for change in whole] == sorted((c.day or "" for c in whole), reverse=True)
    assert told.changes(story=name) == told.changes()
    with pytest.raises(UnknownId):
        told.changes(story="no such story")


def test_statements_of_an_event(told: Ledger) -> None:
    view = told.story(told.stories()[0].id)
    for event in view.events:
        said = told.statements(event.id, limit=1000)
        assert len(said) == event.claims
        assert {quotation.event_id for quotation in said} <= {event.id}
        days = [quotation.day or "9999" for quotation in said]
        assert days == sorted(days)
        halves = [told.statements(event.id, limit=5, offset=at) for at in range(0, len(said), 5)]
        assert tuple(q for half in halves for q in half) == said
        for party in {quotation.party for quotation in said if quotation.party}:
            assert told.statements(event.id, party=party) == tuple(q for q in said if q.party == party)
    with pytest.raises(UnknownId):
        told.statements("no such event")


def test_the_last_change_of_a_story_is_the_first_of_its_changes(told: Ledger) -> None:
    (line,) = told.stories()
    last = told.changes(kinds=[RelationKind.CHANGE_OF_POSITION], limit=1)[0]
    assert line.latest is not None
    assert (line.latest.party, line.latest.day, line.latest.event_id) == (last.party, last.day, last.event_id)
    assert (line.latest.act_before, line.latest.act) == (last.earlier.act, last.later.act)


def test_judgements_are_listed_with_what_was_taken_back(ledger: Ledger) -> None:
    ledger.append(*example().values())
    assert ledger.judgements == ()
    claim = ledger.changes()[0].later.claim_id
    first = ledger.judge("act", claim, "doubt", who="ann", note="read it again")
    second = ledger.judge("speaker", claim, "Somebody Else", who="ben")
    ledger.judge("undo", str(first.id), who="ben")
    listed = ledger.judgements
    assert [(one.kind, one.who, one.undone) for one in listed] == [
        ("act", "ann", True),
        ("speaker", "ben", False),
        ("undo", "ben", False),
    ]
    assert listed[1] == second


# ---- what people type ----

_TYPED = st.one_of(
    st.text(max_size=40),
    st.text(st.characters(categories=["L", "Nd", "P", "S", "Zs", "Cc", "Cs", "Mn"]), max_size=40),
    st.lists(
        st.sampled_from(['"', "*", "NEAR(", "AND", "NOT", "-", "^", ":", "(", ")", "\0", "troops", "words:", "_"])
    ).map(" ".join),
)


@settings(max_examples=200, deadline=None)
@given(words=_TYPED)
def test_any_words_can_be_searched_for(told: Ledger, words: str) -> None:
    for hit in told.search(words, limit=3):
        assert hit.report.id


@pytest.mark.parametrize(
    "words", ["\0", "troops\0", "\ud800", "troops \udfff", " ".join(["troops"] * 5000), "x" * 100_000]
)
def test_words_that_no_database_likes(told: Ledger, words: str) -> None:
    assert bool(told.search(words)) is ("troops" in words)


@settings(max_examples=60, deadline=None)
@given(name=_TYPED.filter(lambda name: name.isprintable() or len(name) < 4))
def test_any_name_is_unknown_or_found(told: Ledger, name: str) -> None:
    for ask in (told.story, told.report, told.claim, told.party, told.statements):
        with pytest.raises((UnknownId, LedgerError)):
            ask(f"{name}?")

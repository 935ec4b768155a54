"""The registry: names to parties, dates, names that several parties share, a user's file and its errors."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import RegistryError
from reportedly.registry import load
from reportedly.registry.fold import fold, words
from reportedly.registry.gloss import gloss
from reportedly.registry.roles import classes
from reportedly.registry.store import _DATA, holds
from reportedly.stages._scene import Scene

REGISTRY = load()


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("the Kremlin", "RUS"), ("Downing Street", "GBR"), ("the Blue House", "KOR"), ("Foggy Bottom", "USA"),
        ("Pyongyang", "PRK"), ("Zhongnanhai", "CHN"), ("Quai d'Orsay", "FRA"), ("Élysée", "FRA"), ("elysee", "FRA"),
        ("Türkiye", "TUR"), ("Côte d'Ivoire", "CIV"), ("Cote d’Ivoire", "CIV"), ("D.P.R.K.", "PRK"), ("U.S.", "USA"),
        ("Guinea-Bissau", "GNB"), ("Equatorial Guinea", "GNQ"), ("Papua New Guinea", "PNG"), ("South Sudan", "SSD"),
        ("Republic of China", "TWN"), ("People's Republic of China", "CHN"), ("Northern Ireland", "GBR"),
        ("World Health Organization", "UN"), ("UNICEF", "UN"), ("ICRC", "RED_CROSS"), ("Daesh", "ISIS"),
        ("al Qaida", "AL_QAEDA"),
        ("KCNA", "PRK"), ("Xinhua", "CHN"), ("Reuters", "MEDIA:Reuters"), ("Médecins Sans Frontières", "NGO:MSF"),
        ("Chatham House", "EXPERT"), ("Россия", "RUS"), ("俄罗斯", "RUS"), ("Nordkorea", "PRK"), ("اليابان", "JPN"),
    ],
)  # fmt: skip
def test_names_mean_parties(name: str, party: str) -> None:
    assert {entry.party for entry in REGISTRY.lookup(name)} == {party}


@pytest.mark.parametrize(
    ("name", "day", "party"),
    [
        ("Mark Rutte", "2020-01-01", "NLD"), ("Mark Rutte", "2024-10-30", "NATO"), ("Mark Rutte", "2024-08-15", None),
        ("Donald Trump", "2016-05-01", "TRUMP_CAMPAIGN"), ("Donald Trump", "2017-01-20", "USA"),
        ("Donald Trump", "2017-01-19", "TRUMP_CAMPAIGN"),
        ("Donald Tusk", "2016-01-01", "EU"), ("Donald Tusk", "2024-01-01", "POL"),
        ("Hillary Clinton", "2012-09-11", "USA"),
        ("Ursula von der Leyen", "2018-01-01", "DEU"), ("Ursula von der Leyen", "2022-03-01", "EU"),
    ],
)  # fmt: skip
def test_offices_hold_for_their_time(name: str, day: str, party: str | None) -> None:
    assert [entry.party for entry in REGISTRY.lookup(name, day)] == ([party] if party else [])


def entries(sentence: str, name: str, published: str | None = None) -> set[str]:
    """The parties that a name of the sentence may mean once the sentence has been read."""
    scene = Scene(sentence, published, REGISTRY)
    at = sentence.index(name)
    for mention in scene.mentions:
        if mention.span.start <= at < mention.span.end:
            return {entry.party for entry in mention.entries}
    return set()


@pytest.mark.parametrize(
    ("sentence", "name", "parties"),
    [
        ("Georgia and Russia exchanged fire near Tbilisi.", "Georgia", {"GEO"}),
        ("Senators from Georgia and Alabama met in the United States Capitol.", "Georgia", {"USA"}),
        ("Georgia will vote.", "Georgia", {"GEO", "USA"}),
        ("Congo said troops had left Kinshasa.", "Congo", {"COD"}),
        ("Congo said troops had left Brazzaville.", "Congo", {"COG"}),
        ("Congo said troops had left.", "Congo", {"COD", "COG"}),
        ("Korea will send a team; Seoul paid for it.", "Korea", {"KOR"}),
        ("Seoul and Pyongyang spoke of Korea.", "Korea", {"KOR", "PRK"}),
        ("Guinea reported new cases.", "Guinea", {"GIN"}),
        ("Guinea and Guinea-Bissau and Equatorial Guinea met.", "Guinea and", {"GIN", "GNB", "GNQ"}),
        ("Jerusalem rejected it, and the Israeli army agreed.", "Jerusalem", {"ISR"}),
        ("Jerusalem was quiet.", "Jerusalem", {"ISR", "PSE"}),
        ("People in East Jerusalem and Israel waited.", "Jerusalem", {"PSE"}),
        ("Washington denied it.", "Washington", {"USA"}),
    ],
)  # fmt: skip
def test_shared_names_are_decided_by_the_report_or_left_open(sentence: str, name: str, parties: set[str]) -> None:
    assert entries(sentence, name) == parties


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("Let us wait and see who is right.", "us"), ("She fried a turkey.", "turkey"), ("It is time to vote.", "time"),
        ("The anti-Syria bloc met.", "Syria"), ("A London-based analyst spoke.", "London"),
        ("US-backed fighters spoke.", "US"),
        ("He climbed the hill.", "hill"),
    ],
)  # fmt: skip
def test_common_words_and_mere_modifiers_are_no_names(sentence: str, word: str) -> None:
    assert entries(sentence, word) == set()


def test_possessives_without_their_apostrophe_are_read() -> None:
    assert entries("Russias defence ministry denied it.", "Russia") == {"RUS"}
    assert entries("Syria’s army denied it.", "Syria") == {"SYR"}


def test_every_line_of_the_data_is_sound() -> None:
    ids = set(REGISTRY.parties)
    for name, cells, column in (
        ("people.tsv", 7, 2), ("bodies.tsv", 5, 0), ("parties.tsv", 6, 0), ("outlets.tsv", 4, None),
        ("organisations.tsv", 4, None),
    ):  # fmt: skip
        for number, line in enumerate((_DATA / name).read_text(encoding="utf-8").splitlines(), 1):
            if line.startswith("#"):
                continue
            row = line.split("\t")
            assert len(row) == cells, f"{name}:{number} has {len(row)} cells"
            if column is not None:
                assert row[column] in ids or row[column].startswith(("NGO:", "MEDIA:")), (
                    f"{name}:{number}: {row[column]}"
                )
            for day in re.findall(r"\b\d{4}-[\d-]+", line):
                assert re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?", day), f"{name}:{number}: {day}"
    assert all(p.part_of is None or p.part_of in ids for p in REGISTRY.parties.values())


def test_nobody_holds_two_parties_on_the_day_that_parts_two_offices() -> None:
    rows = [
        line.split("\t")
        for line in (_DATA / "people.tsv").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    for row in rows:
        assert not row[4] or not row[5] or row[4][: len(row[5])] <= row[5], row
    terms: dict[str, list[tuple[str, str, str]]] = {}
    for name, _, party, _, since, until, _ in rows:
        if len(party) == 3 and len(since) == 10:
            terms.setdefault(name, []).append((since, until, party))
    for name, held in terms.items():
        for since, until, party in sorted(held):
            for other_since, _, other in held:
                if party != other and until and other_since > since:
                    assert until <= other_since, f"{name}: {party} until {until}, {other} from {other_since}"


def test_states_agree_with_the_territory_snapshot() -> None:
    rows = [
        line.split("\t")
        for line in (_DATA / "territories.tsv").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    theirs = {row[1]: {fold_all(n) for n in [row[3], *row[5].split("|")]} for row in rows if row[2] == "state"}
    for line in (_DATA / "states.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        iso, name, others, *_ = line.split("\t")
        assert iso in theirs, iso
        assert {fold_all(n.removeprefix("Republic of ")) for n in (name, *others.split("|"))} & theirs[iso], (
            f"{iso}: {name}"
        )


def fold_all(name: str) -> str:
    """A name as the registry looks it up."""
    return " ".join(word.key for word in words(name))


@given(st.text(max_size=200))
def test_words_lie_in_their_text_in_order(text: str) -> None:
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        assert word.key
        end = word.end


@given(st.sampled_from(sorted(REGISTRY.parties)))
def test_every_party_is_found_by_its_own_name(id: str) -> None:
    party = REGISTRY.parties[id]
    if party.kind in ("no side",) or id == "MEDIA:unspecified":
        return
    if fold_all(party.name) in ("the times", "times", "guinea conakry"):
        return
    assert id in {entry.party for entry in REGISTRY.lookup(party.name)}, party.name


@given(st.dates(), st.dates(), st.dates())
def test_holds_is_what_the_calendar_says(a, b, day) -> None:  # type: ignore[no-untyped-def]
    assert holds(str(a), str(b), str(day)) == (a <= day <= b)


def test_loading_takes_little_time() -> None:
    code = """import time
from reportedly.registry import load
begun = time.process_time()
load()
print(time.process_time() - begun)"""
    root = str(Path(__file__).parent.parent / "src")
    env = {**os.environ, "PYTHONPATH": root}
    spent = min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env).stdout)
        for _ in range(3)
    )
    assert spent < 0.25


def test_classes_have_the_words_of_the_guidelines() -> None:
    table = classes()
    assert {table[w] for w in ("minister", "police", "court")} == {"state"}
    assert {table[w] for w in ("witness", "family", "resident")} == {"person"}
    assert [table[w] for w in ("sources", "analyst", "newspaper")] == ["anon", "expert", "media"]


GOOD = """
[[party]]
id = "FREE_VALDIVIA"
name = "Free Valdivia Movement"
kind = "armed group"
aliases = ["FVM", "Frente Valdivia Libre"]
part_of = "CHL"
since = 2019-05-01

[[name]]
party = "CHL"
kind = "seat"
names = ["La Moneda"]

[[person]]
name = "Rosa Quilodrán"
party = "FREE_VALDIVIA"
role = "spokeswoman of the Free Valdivia Movement"
gender = "f"
since = "2024-03"
until = "2024-12"

[[outlet]]
name = "Diario Calle-Calle"
country = "CHL"
"""


def test_a_users_file_adds_parties_names_people_and_outlets(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, encoding="utf-8")
    registry = load(path)
    assert [e.party for e in registry.lookup("Frente Valdivia Libre")] == ["FREE_VALDIVIA"]
    assert [e.party for e in registry.lookup("la moneda")] == ["CHL"]
    assert [e.party for e in registry.lookup("Rosa Quilodran", "2024-06-01")] == ["FREE_VALDIVIA"]
    assert registry.lookup("Rosa Quilodran", "2025-06-01") == ()
    assert [e.party for e in registry.lookup("Diario Calle-Calle")] == ["MEDIA:Diario Calle-Calle"]
    assert registry.party("FREE_VALDIVIA").part_of == "CHL"  # type: ignore[union-attr]
    assert list(registry.ancestors("FREE_VALDIVIA")) == ["CHL"]
    assert load().lookup("La Moneda") == (), "the shared registry stays as it was"


def test_a_users_name_takes_the_place_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[[name]]\nparty = "CHL"\nkind = "seat"\nnames = ["Foggy Bottom"]\n', encoding="utf-8")
    assert [e.party for e in load(path).lookup("Foggy Bottom")] == ["CHL"]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[[party]]\nid = "A"\nname = "One"\n[[party]]\nid = "A"\nname = "Two"\n', 5, "already, on line 1"),
        ('[[party]]\nid = "A"\nname = "One"\n[[party]]\nid = "B"\nname = "one"\n', 4, "stands for A on line 1"),
        ('[[party]]\nid = "A"\nname = "One"\naliases = ["one"]\n', 1, "given already"),
        ('[[party]]\nid = "A"\nname = "One"\npart_of = "B"\n[[party]]\nid = "B"\nname = "Two"\npart_of = "A"\n',
         4, "A is part of B is part of A"),
        ('[[party]]\nid = "A"\nname = "One"\npart_of = "A"\n', 4, "circle"),
        ('[[party]]\nid = "A"\nname = "One"\nsince = "2023-02-30"\n', 4, "no 2023-02-30"),
        ('[[party]]\nid = "A"\nname = "One"\nsince = 2023-02-30\n', 4, "TOML"),
        ('[[party]]\nid = "A"\nname = "One"\nsince = "last May"\n', 4, "no date"),
        ('[[party]]\nid = "A"\nname = "One"\nsince = 2024\nuntil = 2020\n', 5, "before it begins"),
        ('[[party]]\nid = "A"\nname = "One"\npart_of = "NOWHERE"\n', 4, "no party NOWHERE"),
        ('[[party]]\nid = "A"\nnmae = "One"\n', 3, "unknown key 'nmae'"),
        ('[[party]]\nid = "A"\n', 1, "lacks name"),
        ('[[party]]\nid = "a group"\nname = "One"\n', 2, "is no id"),
        ('[[party]]\nid = "A"\nname = "One"\nkind = "gang"\n', 4, "unknown kind"),
        ('[[party]]\nid = "A"\nname = "One"\naliases = "Uno"\n', 4, "a list of names"),
        ('[[person]]\nname = "Ann Ek"\nparty = "USA"\nrole = "envoy"\ngender = "x"\n', 5, "gender"),
        ('[[place]]\nname = "Here"\n', 1, "none of the tables"),
        ('[[party]\nid = "A"\n', 1, "not TOML"),
    ],
)  # fmt: skip
def test_errors_name_file_and_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        load(path)
    message = str(caught.value)
    assert f"{path}, line {line}:" in message, message
    assert says in message, message
    assert "\n" not in message


def test_one_name_may_pass_from_one_party_to_another(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        '[[party]]\nid = "A"\nname = "One"\nuntil = 2019\n'
        '[[party]]\nid = "B"\nname = "Two"\naliases = ["One"]\nsince = 2020\n',
        encoding="utf-8",
    )
    load(path)


def test_a_bad_encoding_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b'[[party]]\nid = "A"\nname = "Caf\xe9"\n')
    with pytest.raises(RegistryError, match=r"line 3: is not UTF-8"):
        load(path)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="cannot be read"):
        load(tmp_path / "none.toml")


def test_scanning_is_fast() -> None:
    text = "The Foreign Ministry in Moscow denied it, Reuters said, and Washington agreed. " * 60
    tokens = words(text)
    REGISTRY.scan(tokens)
    begun = time.process_time()
    REGISTRY.scan(tokens)
    assert time.process_time() - begun < 0.05


def test_documents_example_is_valid(tmp_path: Path) -> None:
    page = Path(__file__).parent.parent / "docs" / "registry.md"
    blocks = re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.S)
    assert blocks
    path = tmp_path / "docs.toml"
    path.write_text("\n".join(blocks), encoding="utf-8")
    assert json.dumps(sorted(load(path).parties))


def test_fold_is_idempotent() -> None:
    for name in ("Ya’alon", "U.S.", "Élysée", "İstanbul", "Rutte's", "Þór", "ﬁnal"):
        assert fold(fold(name)) == fold(name)


@pytest.mark.parametrize(
    ("term", "told"),
    [
        ("NATO", "NATO (body); also North Atlantic Treaty Organization, North Atlantic Treaty Organisation"),
        ("prk", "North Korea (state); also "),
        ("The Blue House", "The Blue House: seat of South Korea (KOR)"),
        ("MEDIA:Reuters", "Reuters (outlet)"),
        ("Mark Rutte", "Mark Rutte: Prime Minister of the Netherlands, from 2010-10-14, until 2024-07-02: Netherlands"),
        ("Georgia", "Georgia: Republic of Georgia (GEO) or United States (USA), as the report decides"),
    ],
)
def test_gloss_tells_what_the_registry_knows(term: str, told: str) -> None:
    assert (gloss(load(), term) or "").startswith(told)


@pytest.mark.parametrize("term", ["", "Vogonia", "withhold", "MEDIA:The Daily Vogon"])
def test_gloss_invents_nothing(term: str) -> None:
    assert gloss(load(), term) is None

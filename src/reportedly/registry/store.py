"""Parties and the names by which they are meant: read from plain files, looked up by folded name and date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from reportedly.registry.fold import Word, words
from reportedly.types import Party, Span

__all__ = ["Entry", "Mention", "Registry", "holds", "load"]

_DATA = files("reportedly.registry") / "data"

#: kinds of entry whose party speaks when the name is the source
SPEAKING = frozenset(
    {"state", "capital", "seat", "organ", "force", "body", "collective", "armed group", "ethnic side", "opposition"}
    | {"party", "campaign", "company", "outlet", "ngo", "expert"}
)

#: names that several parties share; the context of a report decides, or nobody does (`ambiguity.py`)
AMBIGUOUS: dict[str, tuple[str, ...]] = {
    "georgia": ("GEO", "USA"),
    "congo": ("COD", "COG"),
    "congolese": ("COD", "COG"),
    "korea": ("KOR", "PRK"),
    "korean": ("KOR", "PRK"),
    "koreans": ("KOR", "PRK"),
    "guinea": ("GIN", "GNB", "GNQ"),
    "guinean": ("GIN", "GNB", "GNQ"),
    "guineans": ("GIN", "GNB", "GNQ"),
    "jerusalem": ("ISR", "PSE"),
    "north": ("PRK",),
    "south": ("KOR",),
    "dominican": ("DOM", "DMA"),
    "kurds": ("SYRIAN_KURDS", "IRAQI_KURDS"),
    "kurdish": ("SYRIAN_KURDS", "IRAQI_KURDS"),
    "coalition": ("USA", "SYRIAN_OPPOSITION", "SAU"),
}


class Entry(NamedTuple):
    """One name of one party, with the time in which it holds."""

    party: str
    #: state, adjective, capital, place, seat, organ, force, body, armed group, outlet, ngo, person ...
    kind: str
    #: the name as the registry writes it
    name: str
    #: first and last day, ISO 8601, possibly only a month or a year; empty where open
    since: str = ""
    until: str = ""
    #: office, for people
    role: str = ""
    gender: str = ""
    #: ISO 3166 alpha-3 of the state where it is at home
    home: str = ""
    #: counts only in a report that names its home otherwise
    weak: bool = False
    #: an abbreviation, which must stand in capitals (2), or at least begin with one (1)
    case: int = 0
    #: counts only after `the`, as The Hill does
    article: bool = False
    #: file and line it was read from
    where: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a report that names registry entries."""

    span: Span
    #: first and last (exclusive) word
    first: int
    last: int
    key: str
    entries: tuple[Entry, ...]


def holds(since: str, until: str, on: str | None) -> bool:
    """Whether a day lies between two dates, either of which may be open, a month or a year.

    Example:
        >>> holds("2017-01-20", "2021-01-20", "2019-05-01"), holds("2015", "", "2014-12-31"), holds("2015", "", None)
        (True, False, True)
    """
    if not on:
        return True
    return (not since or on[: len(since)] >= since) and (not until or on[: len(until)] <= until)


def _meet(a: Entry, b: Entry) -> bool:
    """Whether the times of two entries overlap."""
    return (not a.until or not b.since or a.until >= b.since[: len(a.until)]) and (
        not b.until or not a.since or b.until >= a.since[: len(b.until)]
    )


class Registry:
    """Parties, names, offices and outlets; `load` makes one."""

    def __init__(self) -> None:
        self.parties: dict[str, Party] = {}
        #: name and fingerprint of each user's file in it, so that a reading can say what it was made with
        self.files: tuple[str, ...] = ()
        self._index: dict[str, tuple[Entry, ...]] = {}
        #: first word -> lengths, in words, of the keys that begin with it, longest first
        self._lengths: dict[str, tuple[int, ...]] = {}
        #: last and first words of people's names -> their entries
        self._surnames: dict[str, tuple[Entry, ...]] = {}
        self.genders: dict[str, str] = {}
        self._foreign: dict[str, tuple[Entry, ...]] | None = None

    # -- building ---------------------------------------------------------------------------------

    def add_party(self, party: Party) -> None:
        """Keeps a party under its id."""
        self.parties[party.id] = party

    def add(self, name: str, entry: Entry, *, first: bool = False) -> None:
        """Keeps an entry under one of its names; a trailing `~` marks a name that needs its home in the report.

        With `first`, the entry takes the place of those of other parties whose time it shares.
        """
        weak = name.endswith("~")
        name = name.rstrip("~").strip()
        if name.isascii() and name.isalpha():
            key = name.lower()
            head, length = key, 1
        else:
            parts = [word.key for word in words(name)]
            article = len(parts) == 2 and name.startswith("The ")
            if len(parts) > 1 and parts[0] == "the":
                parts = parts[1:]
            if not parts:
                return
            key, head, length = " ".join(parts), parts[0], len(parts)
            if article:
                entry = entry._replace(article=True)
        letters = name.replace(".", "")
        case = 2 if letters.isupper() and len(letters) <= 3 else 1 if name[:1].isupper() else 0
        if weak or case:
            entry = entry._replace(weak=weak, case=case)
        there = self._index.get(key, ())
        if first:
            there = tuple(e for e in there if e.kind == "person" and entry.kind == "person" and not _meet(e, entry))
        if any(e.party == entry.party and e.kind == entry.kind and e.since == entry.since for e in there):
            return
        self._index[key] = (*there, entry)
        lengths = self._lengths.get(head, ())
        if length not in lengths:
            self._lengths[head] = tuple(sorted((*lengths, length), reverse=True))
        if entry.kind == "person" and length > 1:
            parts = key.split(" ")
            for part in {parts[0], parts[-1], *((" ".join(parts[-2:]),) if length > 2 else ())}:
                self._surnames[part] = (*self._surnames.get(part, ()), entry)

    # -- looking up -------------------------------------------------------------------------------

    def lookup(self, name: str, on: str | None = None, *, abroad: bool = True) -> tuple[Entry, ...]:
        """The entries of a whole name that hold on a day; names in any language and script count.

        Args:
            name: a name, in any case, with or without `the` and accents.
            on: ISO 8601 date; None takes all.
            abroad: whether names of states in other languages count; they take a tenth of a second to read, once.

        Example:
            >>> [e.party for e in load().lookup("The Kremlin")], [e.party for e in load().lookup("Nordkorea")]
            (['RUS'], ['PRK'])
            >>> [e.party for e in load().lookup("Mark Rutte", "2024-10-30")]
            ['NATO']
        """
        parts = [word.key for word in words(name)]
        if len(parts) > 1 and parts[0] == "the":
            parts = parts[1:]
        key = " ".join(parts)
        found = self._index.get(key, ())
        if not found and abroad:
            found = self._names_abroad().get(key, ())
        return tuple(entry for entry in found if holds(entry.since, entry.until, on))

    def surname(self, key: str, on: str | None = None) -> tuple[Entry, ...]:
        """The people of whose name this is the last word, the first word or the last two words."""
        return tuple(entry for entry in self._surnames.get(key, ()) if holds(entry.since, entry.until, on))

    def party(self, id: str) -> Party | None:
        """The party of that id; outlets and NGOs are known by what follows the colon."""
        return self.parties.get(id)

    def ancestors(self, id: str) -> Iterator[str]:
        """The ids of what a party is part of, nearest first."""
        seen = {id}
        party = self.parties.get(id)
        while party and party.part_of and party.part_of not in seen:
            seen.add(party.part_of)
            yield party.part_of
            party = self.parties.get(party.part_of)

    def scan(self, tokens: Sequence[Word], *, plain: bool = False) -> list[Mention]:
        """All names of the registry in a text, longest first, none inside another.

        Args:
            tokens: the text's words, from `words`.
            plain: the text has no capitals to go by, so names of one common word are passed over.
        """
        out: list[Mention] = []
        i, n = 0, len(tokens)
        lengths_of, index = self._lengths, self._index
        while i < n:
            word = tokens[i]
            key = word.key
            lengths = lengths_of.get(key)
            stripped = False
            if lengths is None and word.capital and len(key) > 4 and key[-1] == "s" and key[:-1] in lengths_of:
                # a possessive whose apostrophe was lost: Russias, Syrias
                lengths, stripped = (1,), True
            step = 1
            if lengths is not None:
                for length in lengths:
                    if i + length > n:
                        continue
                    if stripped:
                        full = key[:-1]
                    elif length == 1:
                        full = key
                    else:
                        full = " ".join([w.key for w in tokens[i : i + length]])
                    entries = index.get(full)
                    if entries is None and length > 1 and full[-1] == "s":
                        entries = index.get(full[:-1])
                    if entries is None:
                        continue
                    if plain:
                        fit = tuple(e for e in entries if length > 1 or e.kind in ("state", "adjective", "capital"))
                        if key in _COMMON_WORDS:
                            fit = ()
                    else:
                        fit = tuple(
                            e
                            for e in entries
                            if not e.case or (word.capital if e.case == 1 or length > 1 else word.upper)
                        )
                        if length == 1 and not word.capital and full in _COMMON_WORDS:
                            fit = ()
                        if stripped and full in _COMMON_WORDS:
                            # Independents are voters, Turkeys army is Turkey's
                            fit = tuple(e for e in fit if e.kind != "outlet")
                        if fit and fit[0].article and (i == 0 or tokens[i - 1].key != "the"):
                            fit = fit[1:]
                    if fit:
                        out.append(Mention(Span(word.start, tokens[i + length - 1].end), i, i + length, full, fit))
                        step = length
                        break
            i += step
        return out

    def foreign(self, text: str) -> list[tuple[Span, Entry]]:
        """States named in a script other than Latin, each with its span."""
        found = []
        for word in words(text):
            if word.key.isascii():
                continue
            names = self._names_abroad()
            hit = names.get(word.key)
            end = word.end
            if hit is None and "\u3040" <= word.key[0] <= "\uffef":
                # scripts that write no spaces: the longest name that the run begins with
                for size in range(min(len(word.key), 12), 1, -1):
                    hit = names.get(word.key[:size])
                    if hit:
                        end = word.start + size
                        break
            if hit:
                found.append((Span(word.start, end), hit[0]))
        return found

    def _names_abroad(self) -> dict[str, tuple[Entry, ...]]:
        """Names of states in other languages, read when first needed."""
        if self._foreign is None:
            self._foreign = {}
            for line, row in _rows("territories.tsv"):
                _code, state, kind, name, _claimed, names = row
                if kind != "state":
                    continue
                entry = Entry(state, "state", name, where=f"territories.tsv:{line}")
                for other in names.split("|"):
                    plain = other.isascii() and other.isalpha()
                    key = other.lower() if plain else " ".join([word.key for word in words(other)])
                    self._foreign.setdefault(key, (entry,))
        return self._foreign


#: words of a registry name that are common words too when they stand in lower case
_COMMON_WORDS = frozenset(
    "us is it who turkey chad jordan china georgia niger mali male polish nice reading split time fox ice sun met "
    "apple amazon slate salon vice labour conservative democratic republican the hill mirror guardian observer "
    "independent express star politico bild dawn tass fars site cage north south guinea oman cuba togo best most "
    "commons congress senate pale orange mobile buffalo lens essen bath lincoln republic hawks shell target".split()
)


def _rows(name: str) -> Iterator[tuple[int, list[str]]]:
    """Line numbers and cells of a data file; comments and empty lines are passed over."""
    for number, line in enumerate((_DATA / name).read_text(encoding="utf-8").split("\n"), 1):
        if line and line[0] != "#":
            yield number, line.split("\t")


def _read_states(registry: Registry) -> None:
    for line, (iso, name, others, people, capitals) in _rows("states.tsv"):
        where = f"states.tsv:{line}"
        names = [n for n in others.split("|") if n]
        registry.add_party(Party(id=iso, name=name, kind="state", aliases=tuple(names)))
        for alias in (name, *names):
            registry.add(alias, Entry(iso, "state", name, home=iso, where=where))
        for word in filter(None, people.split("|")):
            registry.add(word, Entry(iso, "adjective", name, home=iso, where=where))
        for capital in filter(None, capitals.split("|")):
            registry.add(capital, Entry(iso, "capital", capital, home=iso, where=where))


def _read_parties(registry: Registry) -> None:
    for line, (id, kind, part_of, since, until, names) in _rows("parties.tsv"):
        own, *others = names.split("|")
        registry.add_party(
            Party(id=id, name=own, kind=kind, aliases=tuple(others), part_of=part_of or None, since=since, until=until)
        )
        for alias in (own, *others):
            registry.add(alias, Entry(id, kind, own, since, until, where=f"parties.tsv:{line}"))


def _read_bodies(registry: Registry) -> None:
    for line, (party, kind, since, until, names) in _rows("bodies.tsv"):
        for alias in names.split("|"):
            home = party if len(party) == 3 else ""
            registry.add(
                alias, Entry(party, kind, alias.rstrip("~"), since, until, home=home, where=f"bodies.tsv:{line}")
            )


def _read_outlets(registry: Registry) -> None:
    for line, (name, country, speaks_for, others) in _rows("outlets.tsv"):
        party = speaks_for or f"MEDIA:{name}"
        if not speaks_for:
            registry.add_party(Party(id=party, name=name, kind="outlet", part_of=None))
        for alias in (name, *filter(None, others.split("|"))):
            registry.add(alias, Entry(party, "outlet", name, home=country, where=f"outlets.tsv:{line}"))


def _read_organisations(registry: Registry) -> None:
    for line, (name, kind, country, others) in _rows("organisations.tsv"):
        party = "EXPERT" if kind == "expert" else f"NGO:{name}"
        if kind != "expert":
            registry.add_party(Party(id=party, name=name, kind=kind))
        for alias in (name, *filter(None, others.split("|"))):
            registry.add(alias, Entry(party, kind, name, home=country, where=f"organisations.tsv:{line}"))


def _read_people(registry: Registry) -> None:
    aliases: dict[str, list[str]] = {}
    for line, (name, gender, party, role, since, until, others) in _rows("people.tsv"):
        known = aliases.setdefault(name, [name])
        known += [alias for alias in others.split("|") if alias and alias not in known]
        entry = Entry(party, "person", name, since, until, role, gender, where=f"people.tsv:{line}")
        for alias in known:
            registry.add(alias, entry)


def _read_places(registry: Registry) -> None:
    index, lengths_of = registry._index, registry._lengths
    for file in ("regions.tsv", "places.tsv"):
        for line, (name, state) in _rows(file):
            parts = [name.lower()] if name.isascii() and name.isalpha() else [w.key for w in words(name)]
            key = " ".join(parts)
            if key in index or key in AMBIGUOUS:
                continue
            index[key] = (Entry(state, "place", name, "", "", "", "", state, False, 1, False, f"{file}:{line}"),)
            lengths = lengths_of.get(parts[0], ())
            if len(parts) not in lengths:
                lengths_of[parts[0]] = tuple(sorted((*lengths, len(parts)), reverse=True))


def _build() -> Registry:
    registry = Registry()
    for special, name in (
        ("PERSON", "private individuals"),
        ("EXPERT", "independent experts and analysts"),
        ("ANON", "sources whose side is not given"),
    ):
        registry.add_party(Party(id=special, name=name, kind="no side"))
    registry.add_party(Party(id="MEDIA:unspecified", name="news media, unnamed", kind="outlet"))
    _read_states(registry)
    _read_parties(registry)
    _read_bodies(registry)
    _read_outlets(registry)
    _read_organisations(registry)
    _read_people(registry)
    _read_places(registry)
    for key, parties in AMBIGUOUS.items():
        there = tuple(e for e in registry._index.get(key, ()) if e.kind == "adjective" and e.party in parties)
        kind = "adjective" if key.endswith(("n", "ns", "ese", "ish")) else "state"
        entries = tuple(
            Entry(party, kind, key.capitalize(), home=party, case=1, where="ambiguous") for party in parties
        )
        registry._index[key] = there or entries
        registry._lengths[key] = tuple(sorted({1, *registry._lengths.get(key, ())}, reverse=True))
    for _, (name, gender) in _rows("first_names.tsv"):
        registry.genders[name.lower()] = gender
    return registry


@cache
def _default() -> Registry:
    return _build()


def load(*user_files: Path | str) -> Registry:
    """The registry that ships, with the parties, names, people and outlets of the user's own TOML files.

    Args:
        user_files: TOML files as docs/registry.md describes them; later ones win.

    Returns:
        A registry. Without user files it is built once (some 30 ms) and shared: do not add to it.

    Raises:
        RegistryError: a user file cannot be read or contradicts itself; the message names file and line.

    Example:
        >>> load().party("PRK").name
        'North Korea'
    """
    if not user_files:
        return _default()
    from reportedly.registry.user import extend

    registry = _build()
    for path in user_files:
        extend(registry, Path(path))
    return registry


def first_holding(entries: Iterable[Entry], on: str | None) -> Entry | None:
    """The first entry that holds on a day, or None."""
    return next((e for e in entries if holds(e.since, e.until, on)), None)

"""What a report at large tells of sides: names and their entries, the state it is about, who spoke before."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from reportedly.registry.fold import Word
from reportedly.registry.roles import ORGANISATION_WORDS
from reportedly.registry.store import AMBIGUOUS, Entry, Mention, holds
from reportedly.stages._actors import Actor, Phrase, parse
from reportedly.stages._capitals import OFFICE_WORDS, PREPOSITIONS, TITLES
from reportedly.stages._firms import firms
from reportedly.stages._nouns import (
    NOT_FOR,
    SENTENCE_OPENERS,
    STATE_MEDIA,
    TIED,
    TYING_PREPOSITIONS,
)
from reportedly.stages._scene import Scene
from reportedly.stages.cast import Person
from reportedly.stages.speakers import Resolution
from reportedly.types import Evidence, PartyLink, Report

__all__ = ["OPEN", "Context", "Side"]

#: weights of a state in `_context_state`: each naming, each time it speaks, having spoken last, the dateline
_CONTEXT = (0.25, 0.4, 0.7, 1.0)
#: weight of a name in the same sentence that comes only after
_AFTER = 0.5


@dataclass(frozen=True, slots=True)
class Side:
    """A party, how it follows, and how firmly: 3 named in the words, 2 by kind of noun, 1 by the rest of the report."""

    party: str | None
    firm: int
    links: tuple[PartyLink, ...] = ()
    candidates: tuple[str, ...] = ()
    former: bool = False


OPEN = Side(None, 0)


class Context(ABC):
    """What the ways to a party have in common: the report, its actors, and what has been worked out."""

    def __init__(self, resolution: Resolution, report: Report) -> None:
        self.scene: Scene = resolution.scene
        self.cast = resolution.cast
        self.resolution = resolution
        self.report = report
        self.known: dict[int, Side] = {}
        self.people: dict[int, Side] = {}
        self.open: set[int] = set()
        #: the phrases that name each person, by number
        self.phrases: dict[int, dict[tuple[int, int], None]] = {}
        #: first word and state of each source that names a state, and how often each is named in one
        self.sources: list[tuple[int, str]] | None = None
        self.spoken: dict[str, int] = {}
        #: actors of sources that say something: all but those asked about only as a part in an event
        self.speaking: list[Actor] = list(resolution.actors.values())
        #: registry names by the sentence that they begin in
        self.by_sentence: dict[int, list[Mention]] = {}
        for mention in self.scene.mentions:
            self.by_sentence.setdefault(self.scene.sentence[mention.first], []).append(mention)
        #: for each state, the first name of the report that shows it
        self.showing: dict[str, Mention] = {}
        for mention in reversed(self.scene.mentions):
            for entry in mention.entries:
                self.showing[entry.party] = self.showing[entry.home] = mention
        #: for some kinds of party, how often the report names each and where it does first
        self.named: dict[frozenset[str], tuple[dict[str, float], dict[str, Mention]]] = {}
        #: organisations that only this report shows, by the words of their names and by the first of them
        self.firms = firms(self.scene, self.cast)
        self.firms_first = {firm.keys[0]: firm for firm in self.firms.values()}
        #: sources that are no pronouns in text order: institutions, and people among them
        self.institutions: dict[bool, list[Actor]] = {}

    @abstractmethod
    def of(self, actor: Actor) -> Side:
        """The side of an actor."""

    @abstractmethod
    def of_person(self, person: Person, root: Actor | None = None) -> Side:
        """The side of a named person."""

    @abstractmethod
    def of_phrase(self, phrase: Phrase, cls: str, describing: bool = False) -> Side:
        """The side of a noun phrase."""

    def _mentions(self, phrase: Phrase) -> tuple[list[Mention], list[Mention]]:
        """The registry names before the head (and on it), and those whom a preposition after it speaks for."""
        scene = self.scene
        before: list[Mention] = []
        after: list[Mention] = []
        joint = self._joint(phrase)
        cls = scene.classes.get(scene.words[phrase.head].key, "")
        for mention in scene.mentions_in(phrase.first, phrase.last):
            kind = mention.entries[0].kind
            if kind == "person":
                continue
            if mention.first >= joint and (
                before or after or joint == phrase.cut or any(k in self.cast.at for k in range(phrase.first, joint))
            ):
                # of joint sources the first-named counts
                break
            if mention.first < phrase.cut:
                before.append(mention)
                continue
            k = mention.first - 1
            preposition = ""
            broken = False
            while k >= phrase.cut - 1 and k >= phrase.first:
                key = scene.words[k].key
                if key in ("who", "which", "that", "whom", "whose", "where", "when"):
                    broken = True
                    break
                if not preposition and key in PREPOSITIONS:
                    preposition = key
                k -= 1
            if broken and after:
                continue
            if broken:
                continue
            if preposition in NOT_FOR and not (
                preposition == "to" and any(scene.words[k].key in TIED for k in range(phrase.cut, mention.first))
            ):
                continue
            if (
                preposition == "from"
                and kind in ("place", "state", "adjective", "capital")
                and cls not in ("state", "document")
            ):
                continue
            after.append(mention)
        return before, after

    def _joint(self, phrase: Phrase) -> int:
        """The word where a second source joined by `and` begins, or the phrase's end."""
        scene = self.scene
        for k in range(phrase.cut, phrase.last):
            if scene.words[k].key in ("and", "or") and scene.at[k] < 0:
                return k
        return phrase.last

    def _entry(self, mention: Mention) -> Entry | None:
        """The one entry of a mention, if the report settles it."""
        parties = {e.party for e in mention.entries}
        if len(parties) == 1:
            return mention.entries[0]
        held = [e for e in mention.entries if holds(e.since, e.until, self.scene.on)]
        if len({e.party for e in held}) == 1:
            return held[0]
        if mention.key in AMBIGUOUS:
            return None
        speaking = [e for e in held if e.kind not in ("place", "adjective")]
        return speaking[0] if speaking else (held[0] if held else mention.entries[0])

    def _by_mention(self, mention: Mention) -> Side:
        entry = self._entry(mention)
        if entry is None:
            return Side(None, 3, (), tuple(dict.fromkeys(e.party for e in mention.entries)))
        link = PartyLink(
            of=mention.span.of(self.scene.text),
            to=entry.party,
            evidence=Evidence(
                span=mention.span, entry=entry.where, since=entry.since or None, until=entry.until or None
            ),
        )
        return Side(entry.party, 3, (link,))

    def _first(self, mentions: Iterable[Mention], kinds: frozenset[str] | None = None) -> Mention | None:
        return next((m for m in mentions if kinds is None or any(e.kind in kinds for e in m.entries)), None)

    def _speaking(self, mentions: list[Mention]) -> Mention | None:
        """The name among several that tells the side: a party or group before a state, a state before a place."""
        rank = {
            "party": 0,
            "campaign": 0,
            "armed group": 0,
            "opposition": 0,
            "ethnic side": 0,
            "body": 1,
            "seat": 1,
            "organ": 1,
            "force": 1,
            "state": 2,
            "adjective": 2,
            "capital": 3,
            "collective": 2,
            "company": 2,
            "ngo": 2,
            "expert": 4,
            "outlet": 5,
            "place": 4,
        }
        found = None
        for mention in mentions:
            score = rank.get(mention.entries[0].kind, 5)
            if found is None or score < found[0]:
                found = (score, mention)
        return found[1] if found else None

    def _place(self, mention: Mention) -> Side:
        """The state of a place; a place whose name means another thing in this report is none."""
        return self._by_mention(mention)

    def _class(self, phrase: Phrase) -> str:
        scene = self.scene
        # an abbreviation or office right before the name: Rep., Gen., Foreign Minister
        key = scene.words[phrase.head].key
        cls = scene.classes.get(key, "")
        if phrase.head > phrase.first and scene.seps[phrase.head - 1] == "-":
            cls = scene.classes.get(scene.words[phrase.head - 1].key + key, cls)
        if not cls and key.endswith("s"):
            cls = scene.classes.get(key[:-1], "")
        if not cls and key in TITLES:
            cls = {
                "gen": "state",
                "lt": "state",
                "col": "state",
                "maj": "state",
                "capt": "state",
                "sgt": "state",
                "adm": "state",
                "brig": "state",
                "spc": "state",
                "sen": "state",
                "rep": "state",
                "gov": "state",
                "sens": "state",
                "reps": "state",
                "whip": "state",
                "cpl": "state",
                "cmdr": "state",
                "secretary": "state",
            }.get(key, "")
        index = scene.at[phrase.head]
        if index >= 0 and scene.mentions[index].last == phrase.cut and not cls:
            return "name"
        return cls

    def _complement(self, phrase: Phrase) -> tuple[Phrase, str] | None:
        """The noun phrase after the head's first preposition, with its class."""
        scene = self.scene
        k = phrase.cut
        if k >= phrase.last or scene.words[k].key not in TYING_PREPOSITIONS:
            return None
        if scene.words[k].key in NOT_FOR or k + 1 >= phrase.last:
            return None
        inner = parse(scene, k + 1, phrase.last)
        if inner is None:
            return None
        return inner, self._class(inner) or ("name" if scene.at[inner.head] >= 0 else "")

    def _person_in(self, phrase: Phrase) -> Person | None:
        for k in range(phrase.first, phrase.last):
            person = self.cast.at.get(k)
            if person is not None:
                return person
        return None

    def _invented(self, phrase: Phrase) -> bool:
        """Whether an unknown proper adjective or name stands before the head: a country that nobody knows."""
        scene = self.scene
        for k in range(phrase.first, phrase.head):
            word: Word = scene.words[k]
            if not word.capital or scene.at[k] >= 0 or k in self.cast.at:
                continue
            if (
                word.key in TITLES
                or word.key in OFFICE_WORDS
                or word.key in scene.classes
                or word.key in ORGANISATION_WORDS
            ):
                continue
            if (k == 0 or scene.sentence[k] != scene.sentence[k - 1]) and (
                word.key in scene.lower or word.key in SENTENCE_OPENERS
            ):
                continue
            if word.key in ("the", "a", "an"):
                continue
            if re.search(r"(?:ian|ien|ean|ese|ish|ani|an|stani)s?$", word.key) or not scene.states:
                return True
        # the Ministry of Health of Freedonia
        for k in range(phrase.cut, phrase.last):
            word = scene.words[k]
            if (
                word.capital
                and scene.at[k] < 0
                and scene.words[k - 1].key == "of"
                and not scene.states
                and k not in self.cast.at
                and word.key not in OFFICE_WORDS
            ):
                return True
        return False

    def _context_state(self, at: int, actor: Actor | None) -> Side:
        """The state that a report is about where nothing near the head names one."""
        scene = self.scene
        if not scene.states:
            return OPEN
        here = scene.sentence[at] if at < len(scene.sentence) else 0
        whole, speaks, spoke, opens = _CONTEXT
        scores = {state: whole * weight for state, weight in scene.states.items()}
        for state, count in self._speaking_states(None).items():
            if state in scores:
                scores[state] += speaks * min(count, 4)
        last = self._speaking_states(at)
        for state in last:
            if state in scores:
                scores[state] += spoke
        if scene.dateline in scores:
            scores[scene.dateline] += opens
        for mention, distance in [(m, d) for d in (4, 3, 2, 1, 0, -1) for m in self.by_sentence.get(here - d, ())]:
            entry = mention.entries[0]
            state = entry.party if len(entry.party) == 3 and entry.party in scores else entry.home
            if state not in scores or entry.kind in ("outlet", "ngo"):
                continue
            weight = {0: 2.0, 1: 1.2, 2: 0.8, 3: 0.5, 4: 0.3, -1: 0.3}[distance]
            if entry.kind in ("person", "place"):
                weight *= 0.5
            if distance == 0 and mention.first > at:
                # whom a speaker speaks of is not whom he speaks for
                weight *= _AFTER
            scores[state] += weight
        for closed in STATE_MEDIA & scores.keys():
            # where all media are the state's own, officials and ministries do not talk to reporters unnamed
            scores[closed] *= 0.5
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        best, top = ranked[0]
        if len(ranked) > 1 and top - ranked[1][1] < 0.01:
            return Side(None, 1, (), (best, ranked[1][0]))
        shown = self.showing.get(best)
        links = self._by_mention(shown).links if shown is not None and self._entry(shown) is not None else ()
        return Side(best, 1, links)

    def _speaking_states(self, before: int | None) -> dict[str, int]:
        """How often each state is named in a source; with `before`, the one named last before that word."""
        if self.sources is None:
            self.sources = []
            for actor in self.speaking:
                if actor.last == 0 or actor.pronoun:
                    continue
                cut = actor.phrase.cut if actor.phrase is not None else actor.last
                for mention in self.scene.mentions_in(actor.first, cut):
                    entry = mention.entries[0]
                    if len(entry.party) == 3 and entry.kind != "place" and len({e.party for e in mention.entries}) == 1:
                        self.sources.append((actor.first, entry.party))
                        break
            self.sources.sort()
            for _, party in self.sources:
                self.spoken[party] = self.spoken.get(party, 0) + 1
        if before is not None:
            at = bisect_left(self.sources, (before, ""))
            return {self.sources[at - 1][1]: 1} if at else {}
        return self.spoken

    def _salient_campaign(self) -> Side | None:
        """The campaign that a report is most about, by its candidates."""
        scores = {p: n for p, n in self.scene.groups.items() if p.endswith("_CAMPAIGN")}
        if not scores:
            return None
        party = max(scores, key=lambda p: scores[p])
        shown = next((m for m in self.scene.mentions if any(e.party == party for e in m.entries)), None)
        return Side(
            party, 1, self._by_mention(shown).links if shown is not None and self._entry(shown) is not None else ()
        )

    def _salient(self, kinds: frozenset[str], before: int, reach: bool = True) -> Side | None:
        """The party of some kinds that the report names most, those before the place counting double."""
        scene = self.scene
        if kinds not in self.named:
            self.named[kinds] = self._named_of(kinds)
        often, shown = self.named[kinds]
        scores = dict(often)
        here = scene.sentence[min(before, len(scene.sentence) - 1)]
        for mention in [m for back in range(4) for m in self.by_sentence.get(here - back, ())]:
            entry = self._of_kind(mention, kinds)
            if entry is not None and mention.first < before:
                scores[entry.party] += 1.0
        if not scores:
            return None
        for party in list(scores):
            for above in scene.registry.ancestors(party):
                # a branch named once stands for what is told of the whole
                scores[party] += scores.get(above, 0.0)
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        return Side(ranked[0][0], 1, self._by_mention(shown[ranked[0][0]]).links)

    def _of_kind(self, mention: Mention, kinds: frozenset[str]) -> Entry | None:
        """The entry of some kinds that a name has, unless several parties share the name."""
        return None if mention.key in AMBIGUOUS else next((e for e in mention.entries if e.kind in kinds), None)

    def _named_of(self, kinds: frozenset[str]) -> tuple[dict[str, float], dict[str, Mention]]:
        """How often the report names each party of some kinds, and where first."""
        often: dict[str, float] = {}
        shown: dict[str, Mention] = {}
        for mention in self.scene.mentions:
            entry = self._of_kind(mention, kinds)
            if entry is not None:
                often[entry.party] = often.get(entry.party, 0.0) + 1.0
                shown.setdefault(entry.party, mention)
        return often, shown

    def _last_institution(self, phrase: Phrase, people: bool = False) -> Side | None:
        """The side of the institution that spoke last before a phrase."""
        if people not in self.institutions:
            # of several that begin at one word the first found counts
            found = [a for a in reversed(self.resolution.actors.values()) if a.last and not a.pronoun]
            self.institutions[people] = sorted(
                (
                    a
                    for a in found
                    if a.root().cls not in ("empty", "pronoun", "person", "anon")
                    and (people or a.root().person is None)
                ),
                key=lambda a: a.first,
            )
        known = self.institutions[people]
        at = bisect_left(known, phrase.first, key=lambda a: a.first)
        best = next((known[k] for k in range(at - 1, -1, -1) if id(known[k].root()) not in self.open), None)
        if best is None:
            return None
        side = self.of(best)
        return side if side.party not in (None, "PERSON", "ANON") else None

    def _one_outlet(self) -> Side | None:
        """The outlet that speaks in the report, where it is one."""
        found: dict[str, Mention] = {}
        for actor in self.resolution.actors.values():
            if actor.cls == "name" and actor.phrase is not None:
                index = self.scene.at[actor.phrase.head]
                if index >= 0 and self.scene.mentions[index].entries[0].kind == "outlet":
                    found.setdefault(self.scene.mentions[index].entries[0].party, self.scene.mentions[index])
        return self._by_mention(next(iter(found.values()))) if len(found) == 1 else None

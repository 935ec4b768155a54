"""Nominals: who `the official`, `the group` or `a US envoy` is, by nouns, registry and the words around."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from reportedly.registry import Mention
from reportedly.registry.store import holds
from reportedly.stages._actors import _HUMAN, BREAKS, PARTICIPLES, Actor, Phrase
from reportedly.stages._nouns import (
    CANDIDATE_NOUNS,
    ORGAN_NOUNS,
    OUTLET_NOUNS,
    PLAIN_MODIFIERS,
)
from reportedly.stages._scene import Scene
from reportedly.stages.cast import Cast, Person
from reportedly.types import Attribution

__all__ = ["Nominals"]

#: how many words into a report a nominal may take a name that comes later
_LEAD = 300
#: from more people than this the one named last is looked for first
_FEW = 8

#: nouns that can name again whoever was described by one of the words after the colon
_KIN: dict[str, frozenset[str]] = {
    head: frozenset(words.split())
    for heads, words in (
        line.split(":")
        for line in (
            "official: officer secretary minister spokesman spokeswoman spokesperson general director "
            "commissioner ambassador envoy "
            "commander diplomat aide chief adviser advisor undersecretary deputy",
            "spokesman spokeswoman spokesperson representative: spokesman spokeswoman spokesperson spokewoman "
            "secretary",
            "general: gen",
            "admiral: adm rear",
            "colonel: col",
            "captain: capt",
            "lieutenant: lt",
            "senator: sen",
            "congressman congresswoman representative: rep congressman congresswoman representative",
            "governor: gov",
            "lawmaker legislator politician: senator sen rep congressman congresswoman mp parliament "
            "representative member legislator",
            "republican democrat: sen rep senator governor gov congressman",
            "minister: premier",
            "premier: minister pm",
            "leader: president minister king chancellor pope premier chairman chief emir head leader",
            "king monarch: king",
            "pontiff pope: pope",
            "expert analyst scientist researcher: analyst researcher scientist professor historian economist "
            "astrophysicist specialist scholar "
            "expert consultant engineer fellow astronomer",
            "ambassador envoy diplomat: ambassador envoy diplomat representative",
            "lawyer attorney counsel: lawyer attorney counsel solicitor barrister",
            "journalist reporter: journalist reporter correspondent editor anchor host columnist",
            "host anchor: host anchor presenter",
            "chief head boss: chief head boss director chairman commissioner",
            "doctor physician: doctor physician surgeon",
            "chairman chairwoman chair: chairman chairwoman chair chairperson",
            "dad father: dad father",
            "mom mother: mom mother",
            "group organisation organization: group organisation organization monitor observatory watchdog "
            "movement network charity",
            "monitor: group observatory organisation organization",
            "newspaper paper: newspaper paper daily tabloid magazine",
            "network channel: network channel broadcaster station",
            "agency: agency ministry department bureau service",
            "ministry department: ministry department",
            "army military: army military forces",
            "source insider: source insider",
            "government regime administration authorities: government regime administration",
            "company firm: company firm corporation airline",
            "university: university college school",
            "court: court tribunal",
            "campaign team: campaign team",
            "nominee candidate runner frontrunner elect hopeful: candidate nominee",
            "businessman mogul billionaire tycoon: businessman businesswoman",
        )
    )
    for head in heads.split()
}
_RUNNING = frozenset("candidate nominee runner frontrunner elect hopeful businessman mogul billionaire tycoon".split())
#: classes of nouns under which somebody speaks before the name is told, and how many sentences it may take
_UNVEILED = frozenset(("state", "role", "armed", "expert"))
_SOON = 2
#: words beside a noun that say that its bearer will not be named, and how many words on they are looked for
_UNNAMED = frozenset("anonymity anonymous anonymously unnamed identified named authorised authorized".split())
_CONDITION = 12
_FORMER = frozenset("former ex onetime retired".split())
#: what tells one ministry from another
_PORTFOLIOS = frozenset(
    "foreign defence defense interior finance health justice education energy trade labour labor transport "
    "transportation agriculture economy culture information tourism treasury homeland state".split()
)
_SINGULAR = {"officials": "official", "sources": "source", "spokesmen": "spokesman", "spokespeople": "spokesperson"}
_WIRES = frozenset(
    "Reuters AP AFP UPI DPA EFE ANSA Kyodo Yonhap KCNA Xinhua TASS Interfax SANA IRNA Tasnim Mehr ISNA Anadolu "
    "WAFA SPA WAM "
    "MENA Petra Saba NNA QNA INA Ukrinform Bernama Antara PTI IANS NAN".split()
) | {"RIA Novosti", "Fars News Agency", "Ma'an"}


class Nominals(ABC):
    """A walk over the attributions in the order of their sources; remembers who was named when."""

    def __init__(
        self, scene: Scene, cast: Cast, attributions: Sequence[Attribution], ranges: dict[str, tuple[int, int]]
    ) -> None:
        self.scene, self.cast, self.ranges = scene, cast, ranges
        self.by_id = {a.id: a for a in attributions}
        self.actors: dict[str, Actor] = {}
        self.order = sorted(attributions, key=lambda a: (self._where(a), a.id))
        #: actors met so far, in text order
        self.met: list[Actor] = []
        #: of these, the first noun phrase of some words
        self.by_words: dict[tuple[int, int], Actor] = {}
        #: of those met so far, the first that stands for each person, by the person's number
        self._first: dict[int, Actor] = {}
        self._seen = 0
        #: words that describe each person, by number, as far as the walk has come; and the people whom a word describes
        self._words: dict[int, set[str]] = {}
        self._described_by: dict[str, set[int]] | None = None
        self.contents = sorted((span.start, span.end, a.id) for a in attributions for span in a.content)
        self.content_starts = [start for start, _, _ in self.contents]
        #: how far the contents go on that begin no later than each
        self.reach = list(accumulate((end for _, end, _ in self.contents), max))
        self.pending: set[str] = set()
        #: every naming of a sure person: word, person
        self.namings = sorted((i, p.number) for p in cast.people for i, _ in p.namings)
        self.naming_words = [i for i, _ in self.namings]
        self.mention_words = [mention.first for mention in scene.mentions]

    @abstractmethod
    def resolve(self, a: Attribution) -> Actor:
        """The actor of one attribution."""

    @abstractmethod
    def _actor(self, i: int, j: int, a: Attribution | None) -> Actor:
        """The actor of words i to j."""

    @abstractmethod
    def _person_actor(self, person: Person, i: int, j: int, like: Actor | None = None) -> Actor:
        """The actor of a named person."""

    def first_as(self, person: Person) -> Actor | None:
        """The first actor met that stands for a person and resolves to no other."""
        self._catch_up()
        return self._first.get(person.number)

    def _catch_up(self) -> None:
        """Takes in the actors met since the last time."""
        for actor in self.met[self._seen :]:
            if actor.person is None:
                continue
            if actor.same_as is None:
                self._first.setdefault(actor.person.number, actor)
            self._describe(actor.person, actor.ranges)
        self._seen = len(self.met)

    def _describe(self, person: Person, ranges: Sequence[tuple[int, int]]) -> None:
        """Adds the words of some phrases to the nouns that describe a person."""
        told = self._words.get(person.number)
        if told is None:
            told = self._words[person.number] = self._introduced_as(person)
        for i, j in ranges:
            keys = [word.key for word in self.scene.words[i:j]]
            told.update(keys)
            if self._described_by is not None:
                for key in keys:
                    self._described_by.setdefault(key, set()).add(person.number)

    def _where(self, a: Attribution) -> int:
        spans = a.source or a.cue or a.content
        return spans[0].start if spans else 0

    def _antecedent(self, actor: Actor, phrase: Phrase) -> Actor | None:
        """Who `the official`, `the group`, `the president` was before."""
        scene, words = self.scene, self.scene.words
        head = _SINGULAR.get(actor.head, actor.head)
        here = scene.sentence[phrase.head]
        modifiers = {words[k].key for k in range(phrase.first, phrase.cut - 1)} - PLAIN_MODIFIERS
        end = phrase.cut
        while end < phrase.last and words[end].key not in BREAKS and words[end].key not in PARTICIPLES:
            end += 1
        named = list(scene.mentions_in(phrase.first, end))
        if actor.cls == "name":
            return None
        kin = _KIN.get(head, frozenset((head,)))
        human = head in _HUMAN or head in CANDIDATE_NOUNS
        most = 3.0 + 0.8 * len(modifiers)
        # unnamed actors with the same head, latest first
        best: tuple[float, Actor] | None = None
        for back, other in enumerate(reversed(self.met)):
            root = other.root()
            if root.first == actor.first or root.pronoun:
                continue
            if most - 0.1 * back <= (best[0] if best else 0.0):  # from here on all are too far off
                break
            distance = here - scene.sentence[max(other.first, 0)]
            points = -0.25 * distance - 0.1 * back
            if points + most <= (best[0] if best else 0.0):  # too far off, whatever it turns out to be
                continue
            if root.person is not None:
                if not human:
                    continue
                described = self._described(root.person) | {root.head}
                if head in described:
                    points += 3.0
                elif (
                    actor.cls in ("state", "role", "expert", "media", "person", "armed")
                    and not actor.plural
                    and described & kin
                ):
                    points += 2.0
                elif (
                    head in ("man", "woman", "victim")
                    and self._private(root)
                    and root.person.gender
                    in ("", "m" if head == "man" else "f" if head == "woman" else root.person.gender)
                ):
                    points += 1.5
                else:
                    continue
                if modifiers and not named:
                    points += 0.6 * len(modifiers & described)
                if named and not self._shares(root, named):
                    continue
            else:
                if root.cls == "empty":
                    continue
                if (root.head == head and root.plural == actor.plural) or (
                    head == "source" and root.head in ("source", "sources")
                ):
                    points += 3.0
                    if modifiers and root.phrase is not None:
                        theirs = {words[k].key for k in range(root.phrase.first, root.phrase.last)}
                        if modifiers & _PORTFOLIOS and theirs & _PORTFOLIOS and not modifiers & theirs & _PORTFOLIOS:
                            # the defence ministry is not the foreign ministry named before
                            continue
                        points += 0.8 * len(modifiers & theirs) - 0.4 * len(modifiers - theirs)
                elif actor.cls == "group" and root.cls == "name" and self._org_mention(root, modifiers):
                    points += 2.0
                elif (
                    actor.cls in ("state", "ngo", "media", "group")
                    and root.cls == "name"
                    and not actor.plural
                    and self._institution_of(root, head)
                ):
                    points += 2.2
                elif root.head in kin and root.plural == actor.plural and actor.cls == root.cls:
                    points += 1.6
                else:
                    continue
                if named:
                    points -= 0.5
                    if not self._same_side(root, named):
                        continue
            if points > 0 and (best is None or points > best[0]):
                best = (points, root)
        if best is not None:
            return best[1]
        # people named in the text who never spoke
        if human and not actor.plural:
            found = self._by_office(head, modifiers, named, phrase)
            if found is not None:
                return self._person_actor(found, phrase.first, phrase.last)
        if actor.cls in ("group", "ngo", "media", "state") and not actor.plural and not named:
            return self._by_name(head, phrase, modifiers)
        return None

    def _described(self, person: Person) -> set[str]:
        """The nouns that describe a person, in the report and in the registry; not to be changed."""
        self._catch_up()
        if person.number not in self._words:
            self._describe(person, ())
        return self._words[person.number]

    def _described_as(self, nouns: frozenset[str]) -> Iterator[Person]:
        """The people whom one of some nouns describes, in the order of the cast."""
        if self._described_by is None:
            by_noun: dict[str, set[int]] = {}
            for person in self.cast.people:
                for key in self._described(person):
                    by_noun.setdefault(key, set()).add(person.number)
            self._described_by = by_noun
        self._catch_up()
        found: set[int] = set()
        for noun in nouns:
            found |= self._described_by.get(noun, set())
        return (self.cast.people[number] for number in sorted(found))

    def _introduced_as(self, person: Person) -> set[str]:
        """The nouns that the cast and the registry give a person: the same however far the resolving has come."""
        words = self.scene.words
        found = {word.key for d in person.descriptions for word in words[d.first : d.last]}
        for entry in person.entries:
            if holds(entry.since, entry.until, self.scene.on):
                found |= {word.lower().strip(",") for word in entry.role.split()}
        return found

    def _private(self, root: Actor) -> bool:
        person = root.person
        return person is not None and not person.entries

    def _org_mention(self, root: Actor, modifiers: set[str]) -> bool:
        """Whether a name already met can be `the group`: fighters or monitors where the words say so."""
        scene = self.scene
        index = scene.at[root.phrase.head] if root.phrase else -1
        kinds = {"ngo", "expert", "armed group", "body", "opposition", "company", "party"}
        if modifiers & {"monitoring", "rights", "activist", "aid", "charity", "advocacy", "watchdog"}:
            kinds = {"ngo"}
        elif modifiers & {"terror", "terrorist", "militant", "extremist", "jihadist", "islamist", "armed", "rebel"}:
            kinds = {"armed group", "opposition"}
        return index >= 0 and scene.mentions[index].entries[0].kind in kinds

    def _institution_of(self, root: Actor, head: str) -> bool:
        """Whether a name already met can be called by that noun: SANA `the agency`, Columbia `the university`."""
        scene = self.scene
        index = scene.at[root.phrase.head] if root.phrase else -1
        if index < 0:
            return False
        mention = scene.mentions[index]
        kinds = {e.kind for e in mention.entries}
        if head in OUTLET_NOUNS:
            return "outlet" in kinds
        if head in ("agency",):
            wire = any(e.name in _WIRES for e in mention.entries)
            return wire or "organ" in kinds
        if head in ("charity", "monitor", "watchdog", "organisation", "organization", "foundation", "union", "ngo"):
            return bool(kinds & {"ngo", "body"})
        if head in ("company", "firm"):
            return "company" in kinds
        if head in ORGAN_NOUNS:
            return head in mention.key.split()
        if head in ("country", "nation", "kingdom", "republic"):
            return "state" in kinds
        return head in mention.key.split()

    def _shares(self, root: Actor, named: Sequence[Mention], told: bool = False) -> bool:
        """Whether a person can be of the side that a nominal names; with `told`, one of whom no side is told can."""
        person = root.person
        if person is None:
            return True
        wanted = {e.party for m in named for e in m.entries}
        theirs = {e.party for e in person.entries}
        for d in person.descriptions:
            theirs |= {e.party for m in self.scene.mentions_in(d.first, d.last) for e in m.entries}
        for i, j in root.ranges:
            theirs |= {e.party for m in self.scene.mentions_in(i, j) for e in m.entries}
        if theirs & {"REPUBLICANS", "DEMOCRATS"} or any(t.endswith("_CAMPAIGN") for t in theirs):
            theirs |= {"USA"}
        return bool(wanted & theirs) or (told and not theirs)

    def _same_side(self, root: Actor, named: Sequence[Mention]) -> bool:
        wanted = {e.party for m in named for e in m.entries}
        theirs = {e.party for i, j in root.ranges for m in self.scene.mentions_in(i, j) for e in m.entries}
        return not theirs or bool(wanted & theirs)

    def _by_office(self, head: str, modifiers: set[str], named: Sequence[Mention], phrase: Phrase) -> Person | None:
        """The one person named in the report who holds that office."""
        fit: list[Person] = []
        kin = _KIN.get(head, frozenset()) | {head}
        described = list(self._described_as(kin))
        if len(described) > _FEW and not named and head not in _RUNNING:
            # without a place to tell them apart the one named last counts
            for person in self._named_back(phrase.first):
                if not kin.isdisjoint(self._described(person)) and self._may_be(person, head, modifiers, named):
                    return person
        for person in described:
            if self._may_be(person, head, modifiers, named):
                fit.append(person)
        if len(fit) > 1:
            # the Vermont senator: whom the words place there
            places = {key for m in named for key in m.key.split()}
            there = [p for p in fit if places and places & self._offices(p)]
            if len(there) == 1:
                return there[0]
            if head in _RUNNING:
                # the candidate is the one whom the report is about
                return max(fit, key=lambda p: len(p.namings))
            near = [p for p in fit if any(i < phrase.first for i, _ in p.namings)]
            if near:
                return max(near, key=lambda p: max(i for i, _ in p.namings if i < phrase.first))
            return None
        return fit[0] if fit else None

    def _named_back(self, word: int) -> Iterator[Person]:
        """The people named before a word, each once, those named last first."""
        seen: set[int] = set()
        for k in range(bisect_right(self.naming_words, word - 1) - 1, -1, -1):
            number = self.namings[k][1]
            if number not in seen:
                seen.add(number)
                yield self.cast.people[number]

    def _may_be(self, person: Person, head: str, modifiers: set[str], named: Sequence[Mention]) -> bool:
        """Whether somebody whom one of the nouns describes can be who `the foreign minister` is."""
        if not person.sure and not person.entries:
            return False
        if head in _RUNNING and not person.entries:
            return False
        described = self._described(person)
        if modifiers & {"republican", "democratic", "gop"} and not (modifiers & described):
            return False
        if named and not self._shares(Actor(0, 0, None, "", "", person=person), named):
            return False
        if any(word in modifiers and word not in described for word in ("prime", "vice")):
            return False
        return not (
            "foreign" in modifiers
            and not any("foreign" in e.role.lower() for e in person.entries)
            and not self._word_near(person, "foreign")
        )

    def _offices(self, person: Person) -> set[str]:
        """The words of all offices that the registry has for a person, and of what describes him here."""
        return self._described(person) | {word.lower().strip(",") for e in person.entries for word in e.role.split()}

    def _word_near(self, person: Person, key: str) -> bool:
        return any(self.scene.words[k].key == key for d in person.descriptions for k in range(d.first, d.last))

    def _by_name(self, head: str, phrase: Phrase, modifiers: set[str]) -> Actor | None:
        """The registry name met last before the phrase that can be called by that noun."""
        scene = self.scene
        for k in range(bisect_right(self.mention_words, phrase.first - 1) - 1, -1, -1):
            mention = scene.mentions[k]
            probe = Actor(
                mention.first,
                mention.last,
                Phrase(mention.first, mention.last, mention.last - 1, mention.last, False, False, -1),
                "name",
                mention.key,
                ranges=[(mention.first, mention.last)],
            )
            if head in ("group", "organisation", "organization"):
                kinds = ("armed group", "ngo", "opposition") if head == "group" else ("ngo", "body", "organ")
                known = mention.entries[0].kind in kinds and not (
                    head != "group" and len(mention.entries[0].party) == 3
                )
                if known and (head != "group" or self._org_mention(probe, modifiers)):
                    return probe
            elif head not in ("country", "nation") and self._institution_of(probe, head):
                return probe
            if scene.sentence[phrase.first] - scene.sentence[mention.first] > 8:
                break
        return None

    def _look_ahead(self) -> None:
        """Lets a nominal that stays unnamed (`a US envoy`) take the one later name that fits."""
        scene = self.scene
        #: where each person speaks under words of their own, and under the same noun with the name beside it
        spoken: dict[int, list[int]] = {}
        again: dict[str, dict[int, int]] = {}
        for other in self.met:
            person = other.root().person
            if person is None or other.phrase is None:
                continue
            spoken.setdefault(person.number, []).append(other.first)
            if other.phrase.definite and other.person is person:
                last = again.setdefault(other.head, {})
                last[person.number] = max(last.get(person.number, -1), other.first)
        for actor in self.met:
            if actor.person is not None or actor.same_as is not None or actor.plural or actor.phrase is None:
                continue
            if not actor.human or actor.owner is not None:
                continue
            named = scene.mentions_in(actor.phrase.first, actor.phrase.last)
            told: list[Person] = []
            for number, last_word in again.get(actor.head, {}).items():
                # the same noun again, definite, with the name: the spokeswoman, Hua Chunying
                if last_word > actor.first and self._may_share(number, named):
                    told.append(self.cast.people[number])
                    if len(told) > 1:
                        break
            fit, near = self._fitting(actor, spoken, named)
            same = [person for person in fit if actor.head in self._described(person)]
            chosen = next((found for found in (told, same, near) if len(found) == 1), fit)
            if not chosen:
                chosen = self._unveiled(actor)
            if len(chosen) == 1:
                actor.person = chosen[0]
                actor.same_as = self._first.get(chosen[0].number)
                self._describe(chosen[0], actor.ranges)

    def _fitting(
        self, actor: Actor, spoken: dict[int, list[int]], named: Sequence[Mention]
    ) -> tuple[list[Person], list[Person]]:
        """The people who speak after a nominal of the report's first lines and fit it; those within two sentences."""
        scene = self.scene
        fit: list[Person] = []
        near: list[Person] = []
        if (
            scene.sentence[actor.first] > 4
            or actor.first > _LEAD
            or actor.head in ("official", "source", "person", "leader", "expert")
        ):
            return fit, near
        phrase = actor.phrase
        words = {word.key for word in scene.words[phrase.first : phrase.cut]} if phrase is not None else set()
        for person in self._described_as(_KIN.get(actor.head, frozenset()) | {actor.head}):
            later = [first for first in spoken.get(person.number, ()) if first > actor.first]
            if _FORMER & words and not _FORMER & self._described(person):
                # a former secretary is not the secretary of today
                continue
            if later and self._may_share(person.number, named):
                fit.append(person)
                if scene.sentence[min(later)] - scene.sentence[actor.first] <= 2:
                    near.append(person)
        return fit, near

    def _unveiled(self, actor: Actor) -> list[Person]:
        """Whoever is named bare soon after `a spokesman for the rebels`: reports say first what somebody is, then who.

        Only the next person who speaks, in full name and told nothing else of, and only where nobody of the kind came
        between.
        """
        phrase = actor.phrase
        if phrase is None or not phrase.indefinite or actor.cls not in _UNVEILED:
            return []
        if _UNNAMED & {word.key for word in self.scene.words[phrase.last : phrase.last + _CONDITION]} or _UNNAMED & {
            word.key for word in self.scene.words[phrase.first : phrase.last]
        }:
            return []
        here = self.scene.sentence[actor.first]
        for other in self.met:
            if other.first <= actor.first:
                continue
            if self.scene.sentence[other.first] - here > _SOON:
                break
            if other.person is None:
                if other.same_as is None and other.human and other.phrase is not None and other.phrase.indefinite:
                    break
                continue
            person = other.person
            if person.namings[0][0] < actor.first:
                continue
            bare = other.same_as is None and not person.entries and not person.letter and len(person.keys) > 1
            bare &= self.cast.at.get(other.first) is person
            told = any(
                word.key in self.scene.classes or self.scene.at[k] >= 0
                for d in person.descriptions
                for k, word in enumerate(self.scene.words[d.first : d.last], d.first)
            )
            aged = any(self.scene.words[j].key.isdigit() for _, j in person.namings if j < len(self.scene.words))
            return [person] if bare and not told and not aged else []
        return []

    def _may_share(self, number: int, named: Sequence[Mention]) -> bool:
        """Whether a person can be of the side that a nominal names, or no side of him or her is told."""
        if not named:
            return True
        person = self.cast.people[number]
        return self._shares(self._first.get(number) or Actor(0, 0, None, "", "", person=person), named, told=True)

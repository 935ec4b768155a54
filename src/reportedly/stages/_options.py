"""The parties that a source may speak for, each with what speaks for it; `_choice` weighs that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reportedly.registry.fold import words
from reportedly.registry.store import holds
from reportedly.stages._actors import Actor, Phrase
from reportedly.stages._firms import NOUNS, Firm
from reportedly.stages._nouns import UNNAMED_MEDIA
from reportedly.stages._sides import _UPPER, Grounds, Side
from reportedly.stages.cast import Person
from reportedly.types import Attribution

__all__ = ["KINDS", "Option", "Options", "Unit"]

#: kinds of party; whether a source's words speak for one is learnt kind by kind, never party by party
KINDS = (
    "state",
    "group",
    "made",
    "campaign",
    "opposition",
    "PERSON",
    "EXPERT",
    "ANON",
    "outlet",
    "media",
    "NGO",
)
_SIDELESS = {party: Side(party, 1) for party in ("ANON", "PERSON", "EXPERT", UNNAMED_MEDIA)}
_WORD = re.compile(r"[\w’']+")
_PASSIVE = re.compile(r"\b(?:is|was|were|are|been|being|be)\b")
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.I)
_OUTLET = frozenset(("outlet",))
_PERSONS = (
    ("I", frozenset(("i", "my", "me", "i'm", "i’m", "i've", "i’ve"))),
    ("we", frozenset(("we", "our", "us", "we're", "we’re", "we've", "we’ve"))),
    ("you", frozenset(("you", "your"))),
)
#: words that say that somebody is for a candidate, who is named soon after
_SUPPORT = frozenset(
    "endorse endorses endorsed endorsing endorsement backs backed backing backer supports supported supporting "
    "supporter stumping stumps stumped surrogate campaigning campaigned ally super pac".split()
)
#: grounds that a report as a whole gives, or whoever speaks beside
_AT_LARGE = frozenset(
    (
        *("state near", "state 0", "state 1", "state 2", "group 0", "group 1", "opposition", "outlet most"),
        *("speaks before", "speaks after", "speaks outer", "rule and before", "rule and after", "rule and outer"),
    )
)
#: how many descriptions of a person are read
_DESCRIPTIONS = 12
#: words before an outlet's name that tell what it is to who speaks
_BEFORE_OUTLETS = frozenset("for told on with by from at in to of via to citing said".split())
_RUNNING = frozenset("campaign candidate nominee primary primaries".split())


@dataclass(slots=True)
class Option:
    """A party, how it follows, and why it is one of the options."""

    side: Side
    kind: str = ""
    grounds: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Unit:
    """What is decided at once: one source, or all sources that are one person."""

    #: what tells apart the sources that share a decision
    key: object
    #: `empty`, `named`, `pronoun`, or the class of the phrase's head
    sort: str
    #: what is told of the source, whatever the party
    told: tuple[str, ...]
    options: dict[str, Option]


class Options:
    """The options of a report's sources, and what is told of each source."""

    def __init__(self, sides: Grounds, attributions: Sequence[Attribution]) -> None:
        self.sides = sides
        self.scene = scene = sides.scene
        self.actors = sides.resolution.actors
        self.order = sorted(attributions, key=_start)
        self.turn = {a.id: n for n, a in enumerate(self.order)}
        self.by_id = {a.id: a for a in attributions}
        self.states = sorted(scene.states, key=lambda p: -scene.states[p])[:3]
        self.groups = sorted(scene.groups, key=lambda p: -scene.groups[p])[:2]
        self.large = [
            (party, Side(party, 1), f"{sort} {rank}")
            for sort, parties in (("state", self.states), ("group", self.groups))
            for rank, party in enumerate(parties)
        ]
        self.firms = sides.firms
        self.running = bool(_RUNNING & scene.lower) or any(p.endswith("_CAMPAIGN") for p in scene.groups)
        #: what is told of each person, by the identity of the actor that stands for him or her
        self.people: dict[int, tuple[list[str], _Found]] = {}
        self.cues: dict[int, list[Attribution]] = {}
        for a in attributions:
            person = self.actors[a.id].root().person
            if person is not None:
                self.cues.setdefault(person.number, []).append(a)

    def of(self, a: Attribution, rule: Side) -> Unit:
        """The options of one source, the side that the rules give it among them."""
        actor = self.actors[a.id]
        root = actor.root()
        person = root.person if actor.last else None
        sort = (
            "empty"
            if not actor.last
            else "named"
            if person is not None
            else "pronoun"
            if root.pronoun or root.phrase is None
            else root.cls
        )
        found = _Found()
        told = [f"sort {sort}"]
        for party, side in _SIDELESS.items():
            found.offer(party, side, "always")
        found.offer(rule.party, rule, "rule", f"rule {rule.firm}{' former' if rule.former else ''}")
        told += self._neighbours(a, root, rule, found)
        told += self._at_large(a, actor, found)
        told += self._outlet(a, found)
        told += self._content(a)
        if root.owner is not None and actor.last:
            owner = self.sides.of(root.owner)
            found.offer(owner.party, owner, "owner")
        if person is not None:
            told += self._known(person, root, found)
        elif sort not in ("empty", "pronoun") and root.phrase is not None:
            told += self._phrase(root.phrase, root, rule, found)
        if sort == "empty":
            told += _sourceless(a, self.scene.text)
        if actor.pronoun:
            told.append(f"pronoun {actor.head}")
        cued = self.cues[person.number] if person is not None else [a]
        told += {f"cue {word}" for b in cued[:8] for word in _words(b, self.scene.text)}
        for party, option in found.options.items():
            option.kind = "made" if party in found.made else _kind(party)
        if person is not None:
            # that a report is about a side, or that it speaks before and after, tells nothing of somebody named
            for party in [p for p, option in found.options.items() if p != rule.party and option.grounds <= _AT_LARGE]:
                del found.options[party]
        # it and they are decided with whom they stand for
        key: object = ("person", person.number) if person is not None else ("phrase", root.first, root.last)
        if not actor.last or root.pronoun:
            key = a.id
        return Unit(key, sort, tuple(dict.fromkeys(told)), found.options)

    def _rule(self, a: Attribution) -> Side:
        actor = self.actors[a.id]
        return self.sides.of(actor)

    def _neighbours(self, a: Attribution, root: Actor, rule: Side, found: _Found) -> Iterator[str]:
        """Who speaks before and after, and whose content this stands in."""
        outer = self.by_id.get(a.within or "")
        for tag, other in (
            ("before", self._next(a, root, -1)),
            ("after", self._next(a, root, 1)),
            ("outer", outer if outer is not a else None),
        ):
            if other is None or not self.actors[other.id].last:
                yield f"none {tag}"
                continue
            side = self._rule(other)
            if side.party is not None:
                found.offer(side.party, side, f"speaks {tag}")
                if side.party == rule.party:
                    found.offer(side.party, side, f"rule and {tag}")
                yield f"{tag} {_kind(side.party)}"

    def _next(self, a: Attribution, root: Actor, step: int) -> Attribution | None:
        """The nearest source before or after that is somebody else."""
        at = self.turn[a.id] + step
        while 0 <= at < len(self.order):
            actor = self.actors[self.order[at].id]
            if actor.last and actor.root() is not root:
                return self.order[at]
            at += step
        return None

    def _at_large(self, a: Attribution, actor: Actor, found: _Found) -> Iterator[str]:
        """What the report is about."""
        scene, sides = self.scene, self.sides
        at = actor.first if actor.last else scene.index(a.cue[0].start, a.cue[0].end)[0] if a.cue else 0
        near = sides._context_state(at, None)
        found.offer(near.party, near, "state near")
        for party, side, tag in self.large:
            found.offer(party, side, tag)
        if not self.states:
            yield "no state"
            return
        first = self.states[0]
        yield f"share {int(4 * scene.states[first] / sum(scene.states.values()))}"
        opposition = "SYRIAN_OPPOSITION" if first == "SYR" else f"{first}_OPPOSITION"
        if first == "SYR" or ("opposition" in scene.lower and scene.registry.party(opposition) is not None):
            found.offer(opposition, Side(opposition, 1), "opposition")

    def _outlet(self, a: Attribution, found: _Found) -> Iterator[str]:
        """The outlet named nearest to the cue: whoever asks in a report speaks for one."""
        scene, here = self.scene, 0
        if a.cue:
            at = scene.index(a.cue[0].start, a.cue[0].end)[0]
            here = scene.sentence[at] if at < len(scene.sentence) else 0
        most = self.sides._salient(_OUTLET, len(scene.words)) if scene.words else None
        if most is not None:
            found.offer(most.party, most, "outlet most")
        for back in (0, 1, 2, -1, 3, 4, 5):
            for mention in self.sides.by_sentence.get(here - back, ()):
                if mention.entries[0].kind == "outlet":
                    side = self.sides._by_mention(mention)
                    found.offer(
                        side.party, side, "outlet near", f"outlet near {back}", f"outlet {self._before(mention.first)}"
                    )
                    yield "an outlet"
                    return

    def _before(self, k: int) -> str:
        """The word before a name, articles passed over: `for`, `told`, `on`; none if a name or noun stands there."""
        k -= 1
        if k >= 0 and self.scene.words[k].key in ("the", "a", "an"):
            k -= 1
        key = self.scene.words[k].key if k >= 0 else ""
        return key if key in _BEFORE_OUTLETS else "else"

    def _content(self, a: Attribution) -> Iterator[str]:
        """Whether the content speaks of I, we or you."""
        words = set(_WORD.findall(" ".join([span.of(self.scene.text)[:300] for span in a.content]).lower()))
        for name, some in _PERSONS:
            if words & some:
                yield f"content {name}"

    def _phrase(self, phrase: Phrase, root: Actor, rule: Side, found: _Found) -> Iterator[str]:
        """What the words of a noun phrase tell."""
        scene, sides = self.scene, self.sides
        for mention in scene.mentions_in(phrase.first, phrase.last):
            where = "names" if mention.first < phrase.cut else "names after"
            yield f"{where} {mention.entries[0].kind}"
            entry = sides._entry(mention)
            if entry is None:
                for other in mention.entries:
                    found.offer(other.party, Side(other.party, 1), f"{where} open")
                continue
            side = sides._by_mention(mention)
            found.offer(entry.party, side, where, f"{where} {entry.kind}")
            if entry.home and entry.home != entry.party:
                found.offer(entry.home, Side(entry.home, 2, side.links), f"{where} home")
        head = scene.words[phrase.head]
        yield from (f"end {head.key[-3:]}", f"end {head.key[-4:]}")
        yield "definite" if phrase.definite else "indefinite" if phrase.indefinite else "bare"
        yield "plural" if root.plural else "singular"
        if root.owner is not None:
            yield "owned"
        if head.capital:
            yield "capital UPPER" if head.upper else "capital"
        for k in range(phrase.first, min(phrase.last, phrase.cut + 6)):
            key = scene.words[k].key
            yield from (f"word {key}", f"{'head' if k == phrase.head else 'left' if k < phrase.cut else 'right'} {key}")
        yield from self._employer(phrase.first, phrase.last, found)
        if head.key in NOUNS:
            yield from self._meant(head.key, phrase.first, found)
        name = ""
        _, colon, own = (rule.party or "").partition(":")
        if colon and rule.party != UNNAMED_MEDIA:
            name = own
        elif head.capital and scene.at[phrase.head] < 0:
            i = phrase.head
            while (
                i > phrase.first and scene.words[i - 1].capital and scene.seps[i - 1] in (" ", "-", " & ", "'s ", "’s ")
            ):
                i -= 1
            name = _ARTICLE.sub("", scene.slice(i, phrase.head + 1))
        if name:
            yield "a name"
            yield from (f"name {word}" for word in _WORD.findall(name.lower()))
            yield from self._shown(name)
            self._make(name, "made", found)

    def _known(self, person: Person, root: Actor, found: _Found) -> list[str]:
        """What is told of somebody named, worked out once for all that he or she says."""
        known = self.people.get(id(root))
        if known is None:
            offers = _Found()
            told = list(dict.fromkeys(self._person(person, root, offers)))
            known = self.people[id(root)] = told, offers
        told, offers = known
        found.made |= offers.made - found.options.keys()
        for party, option in offers.options.items():
            found.offer(party, option.side, *option.grounds)
        return told

    def _person(self, person: Person, root: Actor, found: _Found) -> Iterator[str]:
        """What is told of somebody named; the name may be an organisation's after all."""
        scene, sides = self.scene, self.sides
        for entry in person.entries:
            tag = "office" if holds(entry.since, entry.until, scene.on) else "past office"
            found.offer(entry.party, Side(entry.party, 2), tag)
            yield tag
        for d in person.descriptions[:_DESCRIPTIONS]:
            for mention in scene.mentions_in(d.first, d.last):
                known = sides._entry(mention)
                if known is not None and known.kind != "person":
                    found.offer(known.party, sides._by_mention(mention), "told", f"told {known.kind}")
                    yield f"told {known.kind}"
            for k in range(d.first, min(d.last, d.first + 14)):
                key = scene.words[k].key
                yield f"described {key}"
                if key in scene.classes:
                    yield f"described as {scene.classes[key]}"
            unknown = sides._unknown_organisation(d.first, d.last)
            if unknown is not None and unknown.party is not None:
                found.offer(unknown.party, unknown, "told organisation")
                yield f"told organisation {_kind(unknown.party)}"
            yield from self._employer(d.first, d.last, found)
        if not person.descriptions:
            yield "bare name"
        for i, j in root.ranges[:4]:
            for k in range(i, min(j, i + 14)):
                if sides.cast.at.get(k) is not person:
                    yield f"word {scene.words[k].key}"
            yield from self._employer(i, j, found)
        for i, j in person.namings[:6]:
            if i > 0:
                yield f"beside {scene.words[i - 1].key}"
            if j < len(scene.words):
                yield f"then {scene.words[j].key}"
        yield from self._around(person)
        yield f"named {min(len(person.namings), 6)}"
        yield f"length {min(len(person.keys), 4)}"
        yield "given name" if person.keys[0] in scene.registry.genders else "no given name"
        yield "sure" if person.sure else "unsure"
        if person.gender:
            yield "gender"
        if person.letter:
            yield f"letter {person.letter}"
        yield from (f"name {key[-4:]}" for key in person.keys)
        yield from self._shown(person.name)
        self._make(person.name, "made of a person", found)
        if self.running:
            yield from self._backs(person, found)
            own = _UPPER.sub("_", person.keys[-1].upper()) + "_CAMPAIGN"
            found.offer(own, Side(own, 1), "own campaign")
            yield "campaigning"

    def _backs(self, person: Person, found: _Found) -> Iterator[str]:
        """The campaign that somebody is for, by the sentences that name him or her."""
        scene = self.scene
        backed = set()
        for i, j in person.namings[:6]:
            k = j
            while k < len(scene.words) and k - j < 25 and scene.sentence[k] == scene.sentence[i]:
                if scene.words[k].key in _SUPPORT:
                    for mention in scene.mentions_in(k + 1, min(k + 7, len(scene.words))):
                        backed |= {e.party for e in mention.entries if e.party.endswith("_CAMPAIGN")}
                        break
                k += 1
        for party in sorted(backed):
            found.offer(party, Side(party, 1), "backed")
            yield "backs a campaign"

    def _around(self, person: Person) -> Iterator[str]:
        """The nouns for somebody in the sentences that name a person, where no other person stands between."""
        scene, at = self.scene, self.sides.cast.at
        for i, j in person.namings[:6]:
            for start, step in ((i - 1, -1), (j, 1)):
                k = start
                while 0 <= k < len(scene.words) and abs(k - start) < 12 and scene.sentence[k] == scene.sentence[i]:
                    if k in at:
                        break
                    cls = scene.classes.get(scene.words[k].key)
                    if cls:
                        yield f"around {cls}"
                        yield f"around {scene.words[k].key}"
                    k += step

    def _shown(self, name: str) -> Iterator[str]:
        """What the report shows of a name that may be an organisation's."""
        firm = self.firms.get(tuple(word.key for word in words(name)))
        if firm is not None:
            yield "shown"
            yield from (f"shown {tag}" for tag in sorted(firm.tags))

    def _employer(self, i: int, j: int, found: _Found) -> Iterator[str]:
        """The unknown organisations that stand in words i to j, beside somebody's name or office."""
        for firm in self.sides.firms_in(i, j):
            yield "employer"
            yield from (f"employer {tag}" for tag in sorted(firm.tags))
            self._make(firm.name, "made of an employer", found)

    def _meant(self, noun: str, at: int, found: _Found) -> Iterator[str]:
        """The organisation that `the company`, `the clinic` may mean: the one of that noun, or named most before."""
        known = [firm for firm in self.firms.values() if firm.first < at]
        called = [firm for firm in known if f"is {noun}" in firm.tags]
        if called:
            firm = max(called, key=_times)
            yield "called by that noun"
            self._make(firm.name, "made of what is called so", found)
        if known:
            firm = max(known, key=_times)
            yield "a firm before"
            yield from (f"before {tag}" for tag in sorted(firm.tags))
            self._make(firm.name, "made of a firm before", found)
        for mention in reversed(self.scene.mentions):
            if mention.first < at and mention.entries[0].kind in ("company", "ngo", "outlet"):
                kind = mention.entries[0].kind
                side = self.sides._by_mention(mention)
                found.offer(side.party, side, "organisation before", f"organisation before {kind} {noun}")
                yield f"before is {kind}"
                break

    def _make(self, name: str, tag: str, found: _Found) -> None:
        """Offers the outlet, the organisation and the side of a name that the registry does not know."""
        side = _UPPER.sub("_", name.upper()).strip("_")
        for party in (f"MEDIA:{name}", f"NGO:{name}", side):
            if party and party not in found.options:
                found.made.add(party) if party == side else None
            if party and self.states:
                # where the registry knows nothing of a report, an id made up would look as solid as a real one
                found.offer(party, Side(party, 1), tag)


class _Found:
    """Options as they are found."""

    def __init__(self) -> None:
        self.options: dict[str, Option] = {}
        self.made: set[str] = set()

    def offer(self, party: str | None, side: Side, *grounds: str) -> None:
        """One more reason for a party; the first way to it is kept."""
        if party:
            option = self.options.get(party)
            if option is None:
                option = self.options[party] = Option(side)
            option.grounds.update(grounds)


def _times(firm: Firm) -> tuple[int, int]:
    return firm.times, firm.first


def _start(a: Attribution) -> int:
    spans = a.source or a.cue or a.content
    return spans[0].start if spans else 0


def _words(a: Attribution, text: str) -> set[str]:
    return {word for span in a.cue for word in _WORD.findall(span.of(text).lower())[:6]}


def _sourceless(a: Attribution, text: str) -> Iterator[str]:
    """What a cue without a source tells."""
    cue = " ".join(span.of(text) for span in a.cue).lower()
    yield f"whole cue {cue}"
    yield "passive" if _PASSIVE.search(cue) else "active"
    if a.content and a.cue:
        yield "cue first" if a.cue[0].start < a.content[0].start else "content first"


def _kind(party: str) -> str:
    """The kind of a party, by its id."""
    if party in ("PERSON", "EXPERT", "ANON"):
        return party
    if party == UNNAMED_MEDIA:
        return "media"
    kind, colon, _ = party.partition(":")
    if colon:
        return "outlet" if kind == "MEDIA" else "NGO"
    if party.endswith("_CAMPAIGN"):
        return "campaign"
    if party.endswith("_OPPOSITION"):
        return "opposition"
    return "state" if len(party) == 3 else "group"

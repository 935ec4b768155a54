"""For whom: each speaker's way to a party by office and organisation, every step with its evidence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from reportedly.registry import Registry
from reportedly.registry.store import Entry, holds
from reportedly.stages._actors import Actor, Phrase
from reportedly.stages._capitals import TITLES
from reportedly.stages._choice import choose
from reportedly.stages._described import Described, weight
from reportedly.stages._nouns import (
    ASKED,
    CHARGED,
    FOLLOWERS,
    KIN,
    LAWYERS,
    OFFICES,
    UNNAMED_MEDIA,
)
from reportedly.stages._sides import _UPPER, OPEN, Grounds, Side
from reportedly.stages.cast import Person, span_of
from reportedly.stages.speakers import Resolution
from reportedly.types import Attribution, Evidence, PartyLink, Report, Speaker, Statement

__all__ = ["assign"]

#: offices and organs that only a state has: who bears one is no private person, whatever the registry knows
_STATE_NOUNS = frozenset(
    "minister ministers ministry premier chancellor ambassador envoy government governments cabinet embassy "
    "parliament army military navy official officials".split()
)
#: nouns beside which an organ of state tells of somebody's past, kin or work, not for whom he or she speaks
_PRIVATE = KIN | LAWYERS | frozenset("veteran veterans widow resident residents".split())
_RACE = frozenset("candidate candidates nominee nomination primary primaries caucus caucuses".split())
_SIDES_OF_CANDIDATES = frozenset(("REPUBLICANS", "DEMOCRATS"))
_FORMER = frozenset("former ex retired ousted deposed late".split())
#: a name, whether it owns what follows, and up to three words after it
_OWNER = re.compile(r"\b([A-Z][\w-]+)([’']s?)?((?: [a-z-]+){1,3})")
_LETTERS = re.compile(r"[\w-]+")


@lru_cache(maxsize=2)
def _unknown_powers(text: str) -> frozenset[str]:
    """Names that stand before an organ or office of a state, as `Veldland's president`: no private people."""
    return frozenset(m[1] for m in _OWNER.finditer(text) if _STATE_NOUNS.intersection(m[3].split()[: 3 if m[2] else 1]))


def _powers(report: Report, resolution: Resolution) -> frozenset[str]:
    """The unknown powers of a report, without the names that the registry knows: `Syrian activists` are no state."""
    found = _unknown_powers(report.text)
    return found - {word for m in resolution.scene.mentions for word in _LETTERS.findall(m.span.of(report.text))}


def _in_office(text: str, a: Attribution, speaker: Speaker, powers: frozenset[str]) -> bool:
    """Whether a source holds an office or is a power: then it is no private person, whatever the registry knows."""
    words = [w for s in a.source for w in _LETTERS.findall(s.of(text))]
    if speaker.name in powers or (powers.intersection(words) and " " not in (speaker.name or "")):
        return True
    told = [w.lower() for w in (*words, *_LETTERS.findall(speaker.role or ""))]
    return not (_FORMER | _PRIVATE).intersection(told) and bool(_STATE_NOUNS.intersection(told))


def assign(
    report: Report,
    attributions: Sequence[Attribution],
    resolution: Resolution,
    registry: Registry | None = None,
) -> tuple[Statement, ...]:
    """A statement for each attribution: its speaker and the party spoken for, with the steps between.

    A state's organs and officials speak for the state, domestic opponents for their side, an unnamed source with a side
    for that side; families, witnesses and lawyers are PERSON, independent analysts EXPERT, sources without a side ANON,
    outlets MEDIA:<outlet>, organisations NGO:<name>. What neither the report nor the registry shows stays None: no
    party is invented for a country that the registry does not know.

    Args:
        report: the report.
        attributions: the same that were given to `speakers.resolve`.
        resolution: what `speakers.resolve` returned.
        registry: not used when the resolution has one; kept for symmetry.

    Returns:
        Statements in the order of the attributions; `act`, `factuality` and `said` are left to other stages.

    Example:
        >>> from reportedly.stages.speakers import resolve
        >>> from reportedly.terms import Kind
        >>> from reportedly.types import Span
        >>> text = "The Kremlin denied it."
        >>> spans = dict(source=(Span(0, 11),), cue=(Span(12, 18),), content=())
        >>> a = Attribution(id="a1", kind=Kind.INDIRECT, score=1.0, **spans)
        >>> r = Report(id="r", text=text)
        >>> assign(r, [a], resolve(r, [a]))[0].party
        'RUS'
    """
    sides, rules = by_rule(report, attributions, resolution)
    powers = _powers(report, resolution)
    out = []
    for a, rule, side in zip(attributions, rules, choose(sides, attributions, rules), strict=True):
        if side.party == "PERSON" and _in_office(report.text, a, resolution.speakers[a.id], powers):
            side = rule
        out.append(
            Statement(
                attribution=a.id,
                speaker=resolution.speakers[a.id],
                party=side.party,
                links=side.links,
                candidates=side.candidates if side.party is None else (),
            )
        )
    return tuple(out)


def by_rule(report: Report, attributions: Sequence[Attribution], resolution: Resolution) -> tuple[Grounds, list[Side]]:
    """A report's grounds, and the side that the rules alone give each attribution; `_choice` goes on from both."""
    sides = _Sides(resolution, report)
    sides.speaking = [resolution.actors[a.id] for a in attributions if a.cue]
    unknown = _powers(report, resolution)
    out = []
    for a in attributions:
        actor = resolution.actors[a.id]
        side = sides.of(actor) if actor.last else sides.of_none(a)
        if side.party == "PERSON" and _in_office(report.text, a, resolution.speakers[a.id], unknown):
            side = OPEN
        out.append(side)
    return sides, out


class _Sides(Described):
    """The parties of a report's actors, worked out once each."""

    def of(self, actor: Actor) -> Side:
        """The side of an actor."""
        root = actor.root()
        key = id(root)
        if key not in self.known:
            if key in self.open:
                return OPEN
            self.open.add(key)
            self.known[key] = self._of(root)
            self.open.discard(key)
        return self.known[key]

    def _of(self, root: Actor) -> Side:
        if root.person is not None:
            return self.of_person(root.person, root)
        if root.cls == "empty":
            return Side("ANON", 1)
        if root.cls == "narrator":
            # I and we outside quotations are whoever writes the report
            return Side(UNNAMED_MEDIA, 1)
        if root.cls == "pronoun":
            if root.pronoun in ("m", "f"):
                return Side("PERSON", 1)
            if root.pronoun in ("1", "1p", "2"):
                return Side("ANON", 1)
            return self._context_state(root.first, root) if root.pronoun == "n" else Side("ANON", 1)
        if root.owner is not None:
            owned = self._owned(root)
            if owned is not None:
                return owned
        if root.phrase is None:
            return Side("ANON", 1)
        return self.of_phrase(root.phrase, root.cls)

    def of_none(self, a: Attribution) -> Side:
        """The side of a source that the report does not name, as far as the cue gives it away."""
        scene = self.scene
        keys = [scene.words[k].key for s in a.cue for k in range(*scene.index(s.start, s.end))]
        if not keys:
            return Side("ANON", 1)
        if ASKED & set(keys):
            # whoever puts questions to a speaker in a report is a reporter, unless the report says otherwise
            return Side(UNNAMED_MEDIA, 1)
        if CHARGED & set(keys):
            return self._context_state(scene.index(a.cue[0].start, a.cue[0].end)[0], None)
        return Side("ANON", 1)

    def _owned(self, root: Actor) -> Side | None:
        """The side of what belongs to somebody: his office, her lawyer, its editors, the author's letter."""
        owner = root.owner
        assert owner is not None
        head = root.head
        if head in LAWYERS or head in KIN:
            if root.phrase is not None and head not in KIN and self._named(root.phrase):
                return None
            return Side("PERSON", 2)
        if root.cls in ("expert", "media") and root.phrase is not None and root.cls == "expert":
            return Side("EXPERT", 2)
        if root.cls in ("document", "role", "group", "state", "opposition", "") or head in OFFICES or head in FOLLOWERS:
            if root.phrase is not None and root.cls in ("state", "role") and self._firm_mention(root.phrase):
                return None
            side = self.of(owner)
            if side.party in ("EXPERT",) and root.cls == "document":
                return side
            return side if side.party is not None else None
        if root.cls == "person":
            return Side("PERSON", 2)
        if root.cls == "anon":
            return Side("ANON", 2)
        if root.cls == "media":
            side = self.of(owner)
            return side if side.party and side.party.startswith("MEDIA") else None
        return None

    def _named(self, phrase: Phrase) -> bool:
        return any(True for _ in self.scene.mentions_in(phrase.first, phrase.last))

    def _firm_mention(self, phrase: Phrase) -> bool:
        """Whether the phrase itself names a party before its head."""
        return any(
            m.entries[0].kind not in ("person", "place") for m in self.scene.mentions_in(phrase.first, phrase.cut)
        )

    def of_person(self, person: Person, root: Actor | None = None) -> Side:
        """The side of a named person: by registry office of the day, party letter, description."""
        if person.number in self.people:
            return self.people[person.number]
        self.people[person.number] = OPEN
        side = self._of_person(person, root)
        self.people[person.number] = side
        return side

    def _of_person(self, person: Person, root: Actor | None) -> Side:
        scene = self.scene
        name_span = span_of(scene, *person.namings[0]) if person.namings else None
        ranges = list(root.ranges) if root is not None else []
        if not self.phrases:
            for actor in self.resolution.actors.values():
                if actor.person is not None:
                    self.phrases.setdefault(actor.person.number, {}).update(dict.fromkeys(actor.ranges))
        ranges += [r for r in self.phrases.get(person.number, ()) if r not in ranges]
        told: list[Side] = []
        for i, j, named in [
            *[(i, j, True) for i, j in ranges],
            *[(d.first, d.last, False) for d in person.descriptions],
        ]:
            side = self._described(i, j, person, named)
            if side is not None:
                told.append(side)
        text = max(told, key=weight, default=None)
        entries = self._in_office(person, text)
        if entries is not None:
            entry = entries
            conflict = (
                text is not None
                and text.firm >= 2
                and not text.former
                and text.party is not None
                and text.party not in {e.party for e in person.entries}
                and self._rival(text.party, entry.party)
                and self._namesake(person, entry, text.party)
            )
            if not conflict:
                shown = next((d for d in person.descriptions), None)
                evidence = Evidence(
                    span=span_of(scene, shown.first, shown.last) if shown else name_span,
                    entry=entry.where,
                    since=entry.since or None,
                    until=entry.until or None,
                )
                return Side(
                    entry.party,
                    3,
                    (
                        PartyLink(of=person.name, to=entry.role, evidence=Evidence(span=name_span, entry=entry.where)),
                        PartyLink(of=entry.role, to=entry.party, evidence=evidence),
                    ),
                )
        if person.letter in ("R", "D"):
            party = "REPUBLICANS" if person.letter == "R" else "DEMOCRATS"
            return Side(party, 3, (PartyLink(of=person.name, to=party, evidence=Evidence(span=name_span)),))
        if text is not None and text.party is not None:
            if (
                text.former
                and text.firm == 3
                and text.party not in ("REPUBLICANS", "DEMOCRATS")
                and (len(text.party) == 3 or text.party.startswith("MEDIA:"))
            ):
                return Side("PERSON", 2, text.links)
            return text
        campaign = self._campaign(person)
        if campaign:
            return campaign
        if text is None and root is not None and root.owner is not None and root.cls == "role":
            owner = self.of(root.owner)
            if owner.party not in (None, "ANON", "PERSON", "EXPERT"):
                return Side(owner.party, 2, owner.links)
        for d in person.descriptions:
            key = scene.words[d.last - 1].key
            if not d.after and key in ("spokesman", "spokeswoman", "spokesperson"):
                probe = Phrase(d.first, d.last, d.last - 1, d.last, False, False, -1)
                side = self._last_institution(probe) or self._salient(
                    frozenset(("company", "campaign", "ngo", "organ", "force")), d.first
                )
                if side is not None:
                    return side
        if text is not None:
            return text
        if person.entries and not scene.dated:
            latest = max(person.entries, key=lambda e: e.since)
            return Side(
                latest.party,
                1,
                (PartyLink(of=person.name, to=latest.party, evidence=Evidence(span=name_span, entry=latest.where)),),
            )
        company = self._firm(tuple(person.keys)) if len(person.keys) == 1 else None
        return company or Side("PERSON", 1)

    def _rival(self, text: str, registry: str) -> bool:
        """Whether a party told in the text rules out that the registry's person is meant."""
        return text != registry and (
            len(text) == 3 or text.startswith(("MEDIA", "NGO")) or text in ("PERSON", "EXPERT")
        )

    def _namesake(self, person: Person, entry: Entry, told: str) -> bool:
        """Whether nothing in the report but the name points to the registry's office-holder."""
        scene = self.scene
        office = set(entry.role.lower().split()) - {"of", "the", "us", "for"}
        words = {scene.words[k].key for d in person.descriptions for k in range(d.first, d.last)}
        titled = any(
            i > 0 and scene.words[i - 1].key in TITLES - {"mr", "mrs", "ms", "miss", "dr"} for i, _ in person.namings
        )
        if words & office or titled:
            return False
        if told in ("PERSON", "EXPERT"):
            return len(person.namings) <= 3
        return not scene.groups[entry.party] and not scene.states[entry.party]

    def _in_office(self, person: Person, text: Side | None) -> Entry | None:
        """The office that the registry has for a person on the day of the report."""
        scene = self.scene
        if not person.entries or (len(person.keys) == 1 and not person.sure and not person.entries):
            return None
        held = [e for e in person.entries if holds(e.since, e.until, scene.on)]
        if not scene.dated and not _RACE & scene.lower:
            # a day guessed within a race does not make a race of what the report tells
            held = [e for e in held if not e.party.endswith("_CAMPAIGN")] or held
        if not held:
            return None
        if len({e.party for e in held}) == 1:
            return held[-1]
        if text is not None and not text.former:
            agreeing = [e for e in held if e.party == text.party]
            running = [e for e in held if e.party.endswith("_CAMPAIGN")]
            if agreeing and running and text.party in _SIDES_OF_CANDIDATES:
                # who runs speaks for the campaign, whatever seat and party are told beside the name
                return running[-1]
            if agreeing:
                return agreeing[-1]
        words = {scene.words[k].key for d in person.descriptions for k in range(d.first, d.last)}
        scored = sorted(held, key=lambda e: (len(words & set(e.role.lower().split())), e.since), reverse=True)
        if scene.dated:
            return max(held, key=lambda e: e.since)
        return scored[0]

    def _campaign(self, person: Person) -> Side | None:
        """The campaign of a candidate whom the registry does not know."""
        for d in person.descriptions:
            keys = {self.scene.words[k].key for k in range(d.first, d.last)}
            if keys & {"candidate", "nominee", "hopeful"} and keys & {"presidential", "gubernatorial", "mayoral"}:
                party = _UPPER.sub("_", person.keys[-1].upper()) + "_CAMPAIGN"
                return Side(
                    party,
                    2,
                    (
                        PartyLink(
                            of=person.name, to=party, evidence=Evidence(span=span_of(self.scene, d.first, d.last))
                        ),
                    ),
                )
        return None

"""For whom: each speaker's way to a party by office and organisation, every step with its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportedly.registry import Registry
from reportedly.registry.fold import Word
from reportedly.registry.roles import ORGANISATION_WORDS
from reportedly.registry.store import AMBIGUOUS, Entry, Mention, holds
from reportedly.stages._actors import Actor, Phrase, parse
from reportedly.stages._scene import OFFICE_WORDS, PREPOSITIONS, TITLES, Scene
from reportedly.stages.cast import Person, span_of
from reportedly.stages.speakers import Resolution
from reportedly.types import Attribution, Evidence, PartyLink, Report, Span, Statement

__all__ = ["assign"]

UNNAMED_MEDIA = "MEDIA:unspecified"
#: prepositions whose object is where somebody is sent or what is spoken of, not whom one speaks for
_NOT_FOR = frozenset(
    "to on about against over near into between than after before like as outside despite without during under "
    "through around across among".split()
)
#: states whose news media are all the state's own
_STATE_MEDIA = frozenset(("PRK", "ERI", "TKM", "CUB"))
_STATE_OWNED = frozenset("state official run owned controlled government semi".split())
_LAWYERS = frozenset("lawyer lawyers attorney attorneys counsel solicitor barrister".split())
_KIN = frozenset(
    "mother father mom dad parent parents son daughter brother sister uncle aunt cousin nephew niece grandmother grandfather "
    "grandparents wife husband widow friend friends family relative relatives girlfriend boyfriend neighbor neighbour "
    "colleague colleagues fan fans teacher doctor doctors staff employee employees victim victims follower followers devotee devotees".split()
)
_FOLLOWERS = frozenset(
    "supporter supporters sympathisers sympathizers aide aides ally allies surrogate surrogates loyalists backers backer spokesman".split()
)
_OFFICES = frozenset(
    "office administration government regime campaign team cabinet party ministry camp staffers presidency".split()
)
_INSTITUTIONS = frozenset(
    "police court ministry council government department army hospital fire sheriff district school schools parliament "
    "customs embassy consulate navy prison coroner directorate commission bureau authority board office agency "
    "province county governorate municipality".split()
)
_LEARNED = frozenset("university institute college institution centre center academy".split())
_PRESS = frozenset(
    "news times post tribune herald journal gazette daily magazine television tv radio press media today".split()
)
_TRADE = frozenset("inc corp corporation company ltd llc bank airlines airways group".split())
_LEARNED_ROLES = frozenset("director fellow researcher member professor head president chairman scholar co".split())
_TIED = frozenset("linked loyal affiliated close allied belonging attributed sympathetic connected aligned".split())
#: offices that organisations of every kind have
_ANY_BODY = frozenset(
    "president presidents vice secretary commissioner officer chief commander deputy treasurer general leader speaker".split()
)
#: weights of a state in `_context_state`: for each naming in the report, each time it speaks, having spoken last, the dateline
_CONTEXT = (0.25, 0.4, 0.5, 1.0)
_ASKED = frozenset("asked questioned pressed question questions quizzed".split())
_CHARGED = frozenset("charged indicted sentenced convicted ordered".split())
_UPPER = re.compile(r"[^A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class _Side:
    """A party, how it follows, and how firmly: 3 named in the words, 2 by kind of noun, 1 by the rest of the report."""

    party: str | None
    firm: int
    links: tuple[PartyLink, ...] = ()
    candidates: tuple[str, ...] = ()
    former: bool = False


_OPEN = _Side(None, 0)


def assign(
    report: Report,
    attributions: Sequence[Attribution],
    resolution: Resolution,
    registry: Registry | None = None,
) -> tuple[Statement, ...]:
    """A statement for each attribution: its speaker and the party spoken for, with the steps between.

    A state's organs and officials speak for the state, domestic opponents for their side, an unnamed source with a side
    for that side; families, witnesses and lawyers are PERSON, independent analysts EXPERT, sources without a side ANON,
    outlets MEDIA:<outlet>, organisations NGO:<name>. What neither the report nor the registry shows stays None: no party
    is invented for a country that the registry does not know.

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
        >>> text = "The Kremlin denied it."
        >>> a = Attribution(id="a1", source=(Span(0, 11),), cue=(Span(12, 18),), content=(), kind=Kind.INDIRECT, score=1.0)
        >>> r = Report(id="r", text=text)
        >>> assign(r, [a], resolve(r, [a]))[0].party
        'RUS'
    """
    sides = _Sides(resolution, report)
    out = []
    for a in attributions:
        actor = resolution.actors[a.id]
        side = sides.of(actor) if actor.last else sides.of_none(a)
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


class _Sides:
    """The parties of a report's actors, worked out once each."""

    def __init__(self, resolution: Resolution, report: Report) -> None:
        self.scene: Scene = resolution.scene
        self.cast = resolution.cast
        self.resolution = resolution
        self.report = report
        self.known: dict[int, _Side] = {}
        self.people: dict[int, _Side] = {}
        self.open: set[int] = set()
        #: first word and state of each source that names a state
        self.sources: list[tuple[int, str]] | None = None

    # -- actors -----------------------------------------------------------------------------------

    def of(self, actor: Actor) -> _Side:
        """The side of an actor."""
        root = actor.root()
        key = id(root)
        if key not in self.known:
            if key in self.open:
                return _OPEN
            self.open.add(key)
            self.known[key] = self._of(root)
            self.open.discard(key)
        return self.known[key]

    def _of(self, root: Actor) -> _Side:
        if root.person is not None:
            return self.of_person(root.person, root)
        if root.cls == "empty":
            return _Side("ANON", 1)
        if root.cls == "pronoun":
            if root.pronoun in ("m", "f"):
                return _Side("PERSON", 1)
            if root.pronoun in ("1", "1p", "2"):
                return _Side("ANON", 1)
            return self._context_state(root.first, root) if root.pronoun == "n" else _Side("ANON", 1)
        if root.owner is not None:
            owned = self._owned(root)
            if owned is not None:
                return owned
        if root.phrase is None:
            return _Side("ANON", 1)
        return self.of_phrase(root.phrase, root.cls)

    def of_none(self, a: Attribution) -> _Side:
        """The side of a source that the report does not name, as far as the cue gives it away."""
        scene = self.scene
        keys = [scene.words[k].key for s in a.cue for k in range(*scene.index(s.start, s.end))]
        if not keys:
            return _Side("ANON", 1)
        if _ASKED & set(keys):
            # whoever puts questions to a speaker in a report is a reporter, unless the report says otherwise
            return _Side(UNNAMED_MEDIA, 1)
        if _CHARGED & set(keys):
            return self._context_state(scene.index(a.cue[0].start, a.cue[0].end)[0], None)
        return _Side("ANON", 1)

    def _owned(self, root: Actor) -> _Side | None:
        """The side of what belongs to somebody: his office, her lawyer, its editors, the author's letter."""
        owner = root.owner
        assert owner is not None
        head = root.head
        if head in _LAWYERS or head in _KIN:
            if root.phrase is not None and head not in _KIN and self._named(root.phrase):
                return None
            return _Side("PERSON", 2)
        if root.cls in ("expert", "media") and root.phrase is not None and root.cls == "expert":
            return _Side("EXPERT", 2)
        if (
            root.cls in ("document", "role", "group", "state", "opposition", "")
            or head in _OFFICES
            or head in _FOLLOWERS
        ):
            if root.phrase is not None and root.cls in ("state", "role") and self._firm_mention(root.phrase):
                return None
            side = self.of(owner)
            if side.party in ("EXPERT",) and root.cls == "document":
                return side
            return side if side.party is not None else None
        if root.cls == "person":
            return _Side("PERSON", 2)
        if root.cls == "anon":
            return _Side("ANON", 2)
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

    # -- people -----------------------------------------------------------------------------------

    def of_person(self, person: Person, root: Actor | None = None) -> _Side:
        """The side of a named person: by the party letter, the registry's office of the day, the words that describe him."""
        if person.number in self.people:
            return self.people[person.number]
        self.people[person.number] = _OPEN
        side = self._of_person(person, root)
        self.people[person.number] = side
        return side

    def _of_person(self, person: Person, root: Actor | None) -> _Side:
        scene = self.scene
        name_span = span_of(scene, *person.namings[0]) if person.namings else None
        ranges = list(root.ranges) if root is not None else []
        for actor in self.resolution.actors.values():
            if actor.person is person:
                ranges += [r for r in actor.ranges if r not in ranges]
        told: list[_Side] = []
        for i, j, named in [
            *[(i, j, True) for i, j in ranges],
            *[(d.first, d.last, False) for d in person.descriptions],
        ]:
            side = self._described(i, j, person, named)
            if side is not None:
                told.append(side)
        text = max(told, key=lambda s: s.firm - 1.5 * s.former, default=None)
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
                return _Side(
                    entry.party,
                    3,
                    (
                        PartyLink(of=person.name, to=entry.role, evidence=Evidence(span=name_span, entry=entry.where)),
                        PartyLink(of=entry.role, to=entry.party, evidence=evidence),
                    ),
                )
        if person.letter in ("R", "D"):
            party = "REPUBLICANS" if person.letter == "R" else "DEMOCRATS"
            return _Side(party, 3, (PartyLink(of=person.name, to=party, evidence=Evidence(span=name_span)),))
        if text is not None and text.party is not None:
            if (
                text.former
                and text.firm == 3
                and text.party not in ("REPUBLICANS", "DEMOCRATS")
                and len(text.party) == 3
            ):
                return _Side("PERSON", 2, text.links)
            return text
        campaign = self._campaign(person)
        if campaign:
            return campaign
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
            return _Side(
                latest.party,
                1,
                (PartyLink(of=person.name, to=latest.party, evidence=Evidence(span=name_span, entry=latest.where)),),
            )
        return _Side("PERSON", 1)

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

    def _in_office(self, person: Person, text: _Side | None) -> Entry | None:
        """The office that the registry has for a person on the day of the report."""
        scene = self.scene
        if not person.entries or (len(person.keys) == 1 and not person.sure and not person.entries):
            return None
        held = [e for e in person.entries if holds(e.since, e.until, scene.on)]
        if not held:
            return None
        if len({e.party for e in held}) == 1:
            return held[-1]
        if text is not None and not text.former:
            agreeing = [e for e in held if e.party == text.party]
            if agreeing:
                return agreeing[-1]
        words = {scene.words[k].key for d in person.descriptions for k in range(d.first, d.last)}
        scored = sorted(held, key=lambda e: (len(words & set(e.role.lower().split())), e.since), reverse=True)
        if scene.dated:
            return max(held, key=lambda e: e.since)
        return scored[0]

    def _campaign(self, person: Person) -> _Side | None:
        """The campaign of a candidate whom the registry does not know."""
        for d in person.descriptions:
            keys = {self.scene.words[k].key for k in range(d.first, d.last)}
            if keys & {"candidate", "nominee", "hopeful"} and keys & {"presidential", "gubernatorial", "mayoral"}:
                party = _UPPER.sub("_", person.keys[-1].upper()) + "_CAMPAIGN"
                return _Side(
                    party,
                    2,
                    (
                        PartyLink(
                            of=person.name, to=party, evidence=Evidence(span=span_of(self.scene, d.first, d.last))
                        ),
                    ),
                )
        return None

    def _described(self, i: int, j: int, person: Person, named: bool) -> _Side | None:
        """What a description tells of somebody's side; None if nothing."""
        scene = self.scene
        # the name itself is left out
        pieces: list[tuple[int, int]] = []
        start = i
        for k in range(i, j):
            other = self.cast.at.get(k)
            if other is not None and other is not person and named and pieces:
                # another person begins: what follows is about that one
                j = k
                break
            if other is person:
                if k > start:
                    pieces.append((start, k))
                start = k + 1
        if start < j:
            pieces.append((start, j))
        pieces = [
            (a, b)
            for a, b in pieces
            if a == i or scene.words[a].key not in ("along", "together", "and", "as", "whose", "whom", "with")
        ]
        best: _Side | None = None
        for a, b in [part for piece in pieces for part in self._parts(*piece)]:
            while (
                (a < b
                and scene.words[a].key in ("who", "now", "then", "also", "and", "is", "was", "aged"))
                or (a < b and scene.words[a].key.isdigit())
            ):
                a += 1
            if a >= b:
                continue
            runs = scene.words[a].key in (
                "runs",
                "heads",
                "leads",
                "leading",
                "runs",
                "directs",
                "founded",
                "commands",
                "chairs",
                "represents",
            )
            if a > 0 and scene.words[a - 1].key == "who" and not runs:
                # a relative clause tells what he does, not for whom he speaks
                continue
            side = self._piece(a, b, runs)
            if side is not None and (best is None or side.firm - 1.5 * side.former > best.firm - 1.5 * best.former):
                best = side
        return best

    def _parts(self, a: int, b: int) -> list[tuple[int, int]]:
        """A description cut where a second one begins: `a former captain, specialist and consultant at the institute`."""
        scene = self.scene
        parts = []
        start = a
        for k in range(a + 1, b):
            sep = scene.seps[k - 1]
            after_and = scene.words[k - 1].key == "and"
            if (
                not ("," in sep or "(" in sep or after_and)
                or (scene.at[k] >= 0
                and scene.mentions[scene.at[k]].first < k)
            ):
                continue
            near = [scene.classes.get(scene.words[n].key, "") for n in range(k, min(k + 4, b))]
            if after_and and not any(c in ("role", "expert", "media", "state", "person") for c in near):
                continue
            if "," in sep or after_and:
                parts.append((start, k - 1 if after_and else k))
                start = k
        parts.append((start, b))
        return [(x, y) for x, y in parts if y > x]

    def _piece(self, a: int, b: int, runs: bool) -> _Side | None:
        scene = self.scene
        if runs or scene.words[a].key in ("of", "from", "at", "with"):
            for mention in scene.mentions_in(a, b):
                if (
                    mention.entries[0].kind not in ("person", "place", "adjective", "state", "capital")
                    or scene.words[a].key == "from"
                ):
                    side = self._by_mention(mention)
                    if side is not None and mention.entries[0].kind not in ("place", "state", "adjective", "capital"):
                        return side
            name = self._unknown_organisation(a + 1, b)
            return name
        phrase = parse(scene, a, b)
        if phrase is None:
            return None
        cls = self._class(phrase)
        former = any(
            scene.words[k].key in ("former", "ex", "onetime", "retired", "late", "outgoing")
            for k in range(a, min(phrase.cut, a + 4))
        )
        if any(scene.words[k].key == "outgoing" for k in range(a, min(phrase.cut, a + 4))):
            former = False
        if scene.words[phrase.head].key in _KIN and cls == "person":
            return _Side("PERSON", 2)
        if (
            scene.words[phrase.head].key in _ANY_BODY
            and phrase.cut < phrase.last
            and not scene.words[phrase.head].capital
        ):
            # a vice president for public affairs: of what, the words do not say
            if (
                not scene.mentions_in(phrase.first, phrase.last)
                and self._unknown_organisation(phrase.first, phrase.last) is None
            ):
                return None
        if cls == "name":
            mention = scene.mentions[scene.at[phrase.head]]
            kind = mention.entries[0].kind
            if kind in ("person", "place") or (
                kind in ("state", "adjective", "capital") and not scene.words[phrase.head].possessive
            ):
                return None
        side = self.of_phrase(phrase, cls, describing=True)
        if side.party is None and not side.candidates:
            # an office of a country that nobody knows is still an office
            return _Side(None, 2) if cls == "state" and self._invented(phrase) else None
        if side.firm == 1 and cls not in ("state", "role") and scene.words[phrase.head].key not in _LAWYERS:
            return None
        return _Side(side.party, side.firm, side.links, side.candidates, former)

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

    # -- phrases ----------------------------------------------------------------------------------

    def of_phrase(self, phrase: Phrase, cls: str, describing: bool = False) -> _Side:
        """The side of a noun phrase by its head, the names before it and the names after its prepositions."""
        scene = self.scene
        before, after = self._mentions(phrase)
        head = scene.words[phrase.head].key
        method = getattr(self, f"_{cls}", None) if cls else None
        if cls == "name":
            return self._name(phrase, before, after)
        if cls == "state":
            return self._state(phrase, head, before, after, describing)
        if cls == "role":
            return self._role(phrase, head, before, after, describing)
        if cls == "person":
            return self._person(phrase, head, before, after)
        if cls == "expert":
            return self._expert(phrase, head, before, after)
        if cls == "media":
            return self._media(phrase, head, before, after)
        if cls == "anon":
            return self._anon(phrase, head, before, after)
        if cls == "armed":
            return self._armed(phrase, head, before, after)
        if cls == "opposition":
            return self._opposition(phrase, before, after)
        if cls == "document":
            return self._document(phrase, head, before, after)
        if cls in ("ngo", "group"):
            return self._group(phrase, head, before, after)
        del method
        return self._unknown(phrase, before, after)

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
            if preposition in _NOT_FOR and not (
                preposition == "to" and any(scene.words[k].key in _TIED for k in range(phrase.cut, mention.first))
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

    def _by_mention(self, mention: Mention) -> _Side:
        entry = self._entry(mention)
        if entry is None:
            return _Side(None, 3, (), tuple(dict.fromkeys(e.party for e in mention.entries)))
        link = PartyLink(
            of=mention.span.of(self.scene.text),
            to=entry.party,
            evidence=Evidence(
                span=mention.span, entry=entry.where, since=entry.since or None, until=entry.until or None
            ),
        )
        return _Side(entry.party, 3, (link,))

    def _first(self, mentions: Iterable[Mention], kinds: frozenset[str] | None = None) -> Mention | None:
        return next((m for m in mentions if kinds is None or any(e.kind in kinds for e in m.entries)), None)

    def _name(self, phrase: Phrase, before: list[Mention], after: list[Mention]) -> _Side:
        """A registry name as the head."""
        scene = self.scene
        head = next((m for m in before if m.first <= phrase.head < m.last), None)
        if head is None:
            return self._unknown(phrase, before, after)
        entry = self._entry(head)
        row = [m for m in before if m.entries[0].kind in ("state", "capital")]
        if len(row) > 1 and all(b.first == a.last for a, b in zip(row, row[1:], strict=False)):
            # joint sources whose commas were lost
            return self._by_mention(row[0])
        if entry is not None and entry.kind == "adjective":
            word = scene.words[phrase.head]
            people = (word.key.endswith("s") and word.key not in ("swiss", "us")) or word.key in ("britons",)
            qualified = phrase.head - phrase.first > (1 if scene.words[phrase.first].key == "the" else 0)
            if people and (
                qualified or (phrase.cut < phrase.last and scene.words[phrase.cut].key not in ("and", "or"))
            ):
                return _Side("PERSON", 2)
        if entry is not None and entry.kind in ("outlet",) and len(before) > 1:
            owned = any(w.key in _STATE_OWNED for w in scene.words[phrase.first : phrase.head])
            if owned:
                state = self._first(before, frozenset(("state", "adjective", "capital")))
                if state is not None and self._entry(state) is not None:
                    return self._by_mention(state)
        if entry is not None and entry.kind == "outlet" and entry.party.startswith("MEDIA") and entry.home:
            near = scene.words[max(0, phrase.first - 0) : phrase.head]
            if any(w.key in ("state", "official") for w in near):
                return _Side(entry.home, 3, self._by_mention(head).links)
        return self._by_mention(head)

    def _state(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention], describing: bool) -> _Side:
        scene = self.scene
        keys = {w.key for w in scene.words[phrase.first : phrase.cut]}
        if head in ("country", "nation") and not before:
            return self._context_state(phrase.head, None)
        if (
            head in ("administration", "administrations")
            and not before
            and scene.states["USA"]
            and phrase.cut == phrase.last
        ):
            return self._by_mention(
                next(m for m in scene.mentions if any("USA" in (e.party, e.home) for e in m.entries))
            )
        if head in ("countries", "nations", "states", "governments") and not before:
            if keys & {"western"}:
                return _Side("WESTERN_POWERS", 2)
            return _Side("INTL_COMMUNITY" if head != "governments" else "ANON", 2)
        mention = self._speaking(before)
        if mention is not None:
            entry = self._entry(mention)
            if entry is None:
                return self._by_mention(mention)
            party = entry.party
            if party in ("REPUBLICANS", "DEMOCRATS") or entry.kind in (
                "party",
                "opposition",
                "campaign",
                "body",
                "organ",
                "force",
                "armed group",
                "ethnic side",
                "seat",
                "state",
                "adjective",
                "capital",
                "company",
                "collective",
            ):
                return self._by_mention(mention)
            if entry.kind in ("place",):
                return self._place(mention)
            if entry.kind in ("ngo", "outlet", "expert"):
                return self._by_mention(mention)
        if keys & {"opposition", "rebel"} and head not in ("lawmaker", "lawmakers", "mp", "mps", "legislator"):
            return self._opposition(phrase, before, after)
        if keys & {"jihadi", "jihadist", "militant", "insurgent"}:
            return self._armed(phrase, head, before, after)
        mention = self._speaking(after)
        if mention is not None:
            entry = self._entry(mention)
            if entry is None:
                return self._by_mention(mention)
            if head in _ANY_BODY and entry.kind in ("place", "capital", "state", "adjective"):
                unknown = self._unknown_organisation(phrase.cut, phrase.last)
                if unknown is not None:
                    return unknown
            if entry.kind not in ("outlet",):
                return self._place(mention) if entry.kind == "place" else self._by_mention(mention)
        if head in _ANY_BODY:
            unknown = self._unknown_organisation(phrase.first, phrase.head) or self._unknown_organisation(
                phrase.cut, phrase.last
            )
            if unknown is not None:
                return unknown
        person = next((self.cast.at[k] for k in range(phrase.cut, phrase.last) if k in self.cast.at), None)
        if person is not None and head in _OFFICES and scene.words[phrase.cut].key == "of":
            side = self.of_person(person)
            if side.party not in (None, "PERSON"):
                return side
        if head in ("diplomat", "diplomats") and not keys & {"state", "foreign"}:
            return _Side("ANON", 2)
        if self._invented(phrase):
            return _OPEN
        letter = self._party_of_legislators(phrase, keys)
        if letter:
            return letter
        return self._context_state(phrase.head, None)

    def _party_of_legislators(self, phrase: Phrase, keys: set[str]) -> _Side | None:
        if keys & {"republican", "gop", "republicans"}:
            return _Side("REPUBLICANS", 2)
        if keys & {"democratic", "democrat", "democrats"} and self.scene.states["USA"]:
            return _Side("DEMOCRATS", 2)
        return None

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

    def _place(self, mention: Mention) -> _Side:
        """The state of a place; a place whose name means another thing in this report is none."""
        return self._by_mention(mention)

    def _invented(self, phrase: Phrase) -> bool:
        """Whether an unknown proper adjective or name stands before the head: a country that the registry does not know."""
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
                word.key in scene.lower
                or word.key
                in (
                    "the",
                    "a",
                    "an",
                    "senior",
                    "top",
                    "some",
                    "many",
                    "two",
                    "three",
                    "one",
                    "other",
                    "another",
                    "several",
                    "local",
                    "military",
                    "civil",
                    "federal",
                    "civilian",
                    "security",
                    "intelligence",
                    "administration",
                    "law",
                )
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

    def _role(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention], describing: bool) -> _Side:
        scene = self.scene
        keys = {w.key for w in scene.words[phrase.first : phrase.cut]}
        if head in ("campaign", "campaigns") and not before:
            name = self._unknown_organisation(phrase.first, phrase.cut)
            return name or self._salient_campaign() or _Side("ANON", 1)
        if head in ("candidate", "candidates", "nominee", "contender", "frontrunner", "runner"):
            mention = self._first(before, frozenset(("party", "campaign")))
            if mention is not None and not describing:
                return self._by_mention(mention)
            if describing and keys & {"presidential"}:
                return _OPEN
        if keys & {"opposition", "rebel"} and not self._first(
            before, frozenset(("party", "armed group", "opposition"))
        ):
            return self._opposition(phrase, before, after)
        mention = self._speaking([m for m in before if m.first <= phrase.head])
        if mention is not None:
            entry = self._entry(mention)
            if entry is None:
                return self._by_mention(mention)
            if not (entry.kind in ("place", "adjective", "state", "capital") and self._better(phrase, after)):
                unknown = self._unknown_organisation(phrase.first, phrase.head) if entry.kind == "place" else None
                return unknown or (self._place(mention) if entry.kind == "place" else self._by_mention(mention))
        unknown = self._unknown_organisation(phrase.first, phrase.head)
        if unknown is not None and not (keys & {"police"}):
            return unknown
        mention = self._speaking(after)
        inside = self._complement(phrase)
        organised = mention is not None and mention.entries[0].kind not in ("place", "state", "adjective", "capital")
        if (
            inside is not None
            and not organised
            and (
                mention is None
                or inside[0].first <= mention.first < inside[0].last
                or mention.entries[0].kind == "place"
            )
        ):
            cls = inside[1]
            if cls in ("person",):
                inner = scene.words[inside[0].head].key
                if inner in _LAWYERS:
                    return self._person(inside[0], inner, *self._mentions(inside[0]))
                if inner in _KIN | {"family", "families", "victims"}:
                    return _Side("PERSON", 2)
            if cls in ("state", "group", "ngo", "armed", "opposition", "media", "document") or (
                cls == "" and mention is None
            ):
                side = self.of_phrase(inside[0], cls) if cls else None
                if cls == "" or (side is not None and side.firm <= 1 and cls not in ("state", "armed", "opposition")):
                    name = self._unknown_organisation(phrase.cut, phrase.last)
                    if name is not None:
                        return name
                if side is not None and side.party not in (None, "ANON"):
                    return side
        if mention is not None:
            entry = self._entry(mention)
            if entry is None:
                return self._by_mention(mention)
            unknown = (
                self._unknown_organisation(phrase.cut, phrase.last)
                if entry.kind in ("place", "state", "adjective", "capital")
                else None
            )
            return unknown or self._by_mention(mention)
        unknown = self._unknown_organisation(phrase.cut, phrase.last)
        if unknown is not None:
            return unknown
        person = self._person_in(phrase)
        if person is not None:
            return self.of_person(person)
        # an adjective that names a kind of organisation: government spokesman, campaign aide, family spokesperson
        for k in range(phrase.head - 1, phrase.first - 1, -1):
            cls = scene.classes.get(scene.words[k].key, "")
            key = scene.words[k].key
            if key in ("family",):
                return _Side("PERSON", 2)
            if key in ("campaign",):
                return self._salient_campaign() or self._context_state(phrase.head, None)
            if cls == "state" or key in (
                "security",
                "military",
                "intelligence",
                "presidential",
                "defence",
                "defense",
                "foreign",
                "federal",
                "law",
                "congressional",
                "diplomatic",
            ):
                return _OPEN if self._invented(phrase) else self._context_state(phrase.head, None)
            if cls == "armed" or key in ("terror", "terrorist"):
                return self._armed(phrase, head, before, after)
            if cls == "media" or key in ("network",):
                return self._media(phrase, head, before, after)
            if cls in ("group", "ngo"):
                return self._group(phrase, key, before, after)
        if describing:
            return _OPEN
        if head in (
            "spokesman",
            "spokeswoman",
            "spokesperson",
            "representative",
            "spokespeople",
            "representatives",
            "spokesmen",
        ):
            side = self._last_institution(phrase)
            if side is not None:
                return side
        if head in (
            "leader",
            "leaders",
            "member",
            "members",
            "commander",
            "commanders",
            "executive",
            "executives",
            "brass",
            "bosses",
            "employee",
        ):
            side = self._last_institution(phrase)
            if side is not None:
                return side
        return (
            _OPEN
            if self._invented(phrase)
            else _Side("ANON", 1)
            if head in ("figures", "figure", "members", "rivals", "critics")
            else self._context_state(phrase.head, None)
        )

    def _better(self, phrase: Phrase, after: list[Mention]) -> bool:
        """Whether an organisation after the head says more than the nation or place before it."""
        return any(
            m.entries[0].kind in ("ngo", "expert", "armed group", "body", "party", "company", "outlet", "opposition")
            for m in after[:1]
        ) or (not after and self._unknown_organisation(phrase.cut, phrase.last) is not None)

    def _complement(self, phrase: Phrase) -> tuple[Phrase, str] | None:
        """The noun phrase after the head's first preposition, with its class."""
        scene = self.scene
        k = phrase.cut
        if k >= phrase.last or scene.words[k].key not in (
            "of",
            "for",
            "at",
            "with",
            "from",
            "in",
            "within",
            "inside",
            "on",
            "to",
        ):
            return None
        if scene.words[k].key in _NOT_FOR or k + 1 >= phrase.last:
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

    def _person(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention]) -> _Side:
        scene = self.scene
        keys = {w.key for w in scene.words[phrase.first : phrase.cut]}
        if head in (
            "activist",
            "activists",
            "volunteer",
            "volunteers",
            "supporter",
            "supporters",
            "rescuers",
            "rescuer",
            "opponents",
        ):
            if "opposition" in keys:
                return self._opposition(phrase, before, after)
            for mention in [*before, *after]:
                if mention.entries[0].kind in ("opposition", "ngo", "armed group", "campaign", "party"):
                    return self._by_mention(mention)
        if head not in (
            "victim",
            "victims",
            "hostage",
            "hostages",
            "survivor",
            "survivors",
            "captive",
            "prisoner",
            "family",
            "relatives",
            "opponents",
        ):
            mention = self._first(before, frozenset(("armed group",)))
            if mention is not None:
                return self._by_mention(mention)
        if (
            head == "activists"
            and scene.states["SYR"]
            and scene.states["SYR"] == max(scene.states.values())
            and not before
        ):
            # in the Syrian war activists speak for the opposition
            return self._opposition(phrase, before, after)
        if head in (
            "worker",
            "workers",
            "employee",
            "employees",
            "staffer",
            "staffers",
            "photographer",
            "volunteer",
        ) or head in ("colleagues",):
            mention = self._speaking(
                [m for m in [*before, *after] if m.entries[0].kind in ("outlet", "ngo", "campaign", "party", "company")]
            )
            if mention is not None:
                return self._by_mention(mention)
        if head in ("attorney", "attorneys", "lawyer") and keys & {
            "district",
            "us",
            "federal",
            "state",
            "county",
            "prosecuting",
        }:
            return self._state(phrase, head, before, after, False)
        if head in ("doctor", "officer") and "police" in keys:
            return self._state(phrase, head, before, after, False)
        return _Side("PERSON", 2)

    def _expert(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention]) -> _Side:
        for mention in before:
            entry = self._entry(mention)
            if entry is None:
                continue
            if entry.kind in ("body", "organ", "force") and head in (
                "expert",
                "experts",
                "analyst",
                "analysts",
                "consultant",
                "researchers",
            ):
                return self._by_mention(mention)
            if entry.kind == "outlet" and head in ("poll", "polls", "polling", "survey", "project"):
                return self._by_mention(mention)
        if head in ("poll", "polls", "survey"):
            mention = self._first(after, frozenset(("outlet",)))
            if mention is not None:
                return self._by_mention(mention)
        return _Side("EXPERT", 2)

    def _media(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention]) -> _Side:
        scene = self.scene
        outlet = self._first([*before, *after], frozenset(("outlet",)))
        keys = {w.key for w in scene.words[phrase.first : phrase.cut]}
        owned = ("state" in keys and not keys & {"united"}) or "official" in keys
        if outlet is not None and not (owned and outlet.entries[0].party.startswith("MEDIA")):
            return self._by_mention(outlet)
        other = self._first([*before, *after], frozenset(("ngo", "expert", "company", "campaign")))
        if other is not None:
            return self._by_mention(other)
        state = self._first(before, frozenset(("state", "adjective", "capital", "seat")))
        armed = self._first([*before, *after], frozenset(("armed group",)))
        if armed is not None:
            return self._by_mention(armed)
        if owned:
            if state is not None:
                return self._by_mention(state)
            mention = self._first(after, frozenset(("state", "adjective", "capital")))
            if mention is not None:
                return self._by_mention(mention)
            return self._context_state(phrase.head, None)
        if state is not None:
            entry = self._entry(state)
            if entry is not None and entry.party in _STATE_MEDIA:
                return self._by_mention(state)
        name = self._unknown_organisation(phrase.first, phrase.cut, "MEDIA:") or self._unknown_organisation(
            phrase.cut, phrase.last, "MEDIA:"
        )
        if name is not None:
            return name
        if head in ("newspaper", "paper", "channel", "network", "station", "broadcaster", "website", "magazine"):
            outlet = self._one_outlet()
            if outlet is not None:
                return outlet
        return _Side(UNNAMED_MEDIA, 2)

    def _anon(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention]) -> _Side:
        scene = self.scene
        keys = {w.key for w in scene.words[phrase.first : phrase.cut]}
        if head in (
            "toll",
            "tolls",
            "claims",
            "accounts",
            "allegations",
            "investigation",
            "investigations",
            "information",
        ):
            mention = self._speaking(before) or self._speaking(after)
            return self._by_mention(mention) if mention is not None else _Side("ANON", 2)
        mention = self._speaking([m for m in before if m.entries[0].kind not in ("place",)])
        if mention is not None:
            return self._by_mention(mention)
        sided = keys & {
            "government",
            "military",
            "security",
            "police",
            "army",
            "administration",
            "intelligence",
            "ministry",
            "enforcement",
            "diplomatic",
            "official",
            "palace",
            "presidential",
            "defence",
            "defense",
            "navy",
        }
        mention = self._speaking(
            [m for m in after if m.entries[0].kind not in ("place", "state", "adjective") or sided]
        )
        if mention is not None:
            return self._by_mention(mention)
        if keys & {"opposition", "rebel"}:
            return self._opposition(phrase, before, after)
        inside = self._complement(phrase)
        if inside is not None and inside[1] in ("state", "armed", "opposition", "media"):
            return self.of_phrase(*inside)
        if sided:
            return _OPEN if self._invented(phrase) else self._context_state(phrase.head, None)
        return _Side("ANON", 2)

    def _one_outlet(self) -> _Side | None:
        """The outlet that speaks in the report, where it is one."""
        found: dict[str, Mention] = {}
        for actor in self.resolution.actors.values():
            if actor.cls == "name" and actor.phrase is not None:
                index = self.scene.at[actor.phrase.head]
                if index >= 0 and self.scene.mentions[index].entries[0].kind == "outlet":
                    found.setdefault(self.scene.mentions[index].entries[0].party, self.scene.mentions[index])
        return self._by_mention(next(iter(found.values()))) if len(found) == 1 else None

    def _armed(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention]) -> _Side:
        scene = self.scene
        kinds = frozenset(("armed group", "opposition", "ethnic side"))
        mention = self._first(before, kinds) or self._first(after, kinds)
        if mention is not None:
            return self._by_mention(mention)
        rebel = head.startswith(("rebel", "insurgent", "opposition")) or any(
            w.key in ("rebel", "opposition") for w in scene.words[phrase.first : phrase.cut]
        )
        if rebel:
            return self._opposition(phrase, before, after)
        side = self._salient(frozenset(("armed group",)), phrase.first)
        return side or _Side("ANON", 1)

    def _opposition(self, phrase: Phrase, before: list[Mention], after: list[Mention]) -> _Side:
        """The opposition or rebels of a state: Syria's, or <ISO>_OPPOSITION where the registry knows one."""
        kinds = frozenset(("opposition", "party"))
        mention = self._first(before, kinds) or self._first(after, kinds)
        if mention is not None:
            return self._by_mention(mention)
        state = self._first([*before, *after], frozenset(("state", "adjective", "capital", "place")))
        entry = self._entry(state) if state is not None else None
        iso = entry.party if entry is not None else self._context_state(phrase.head, None).party
        if iso is None:
            return _OPEN
        party = "SYRIAN_OPPOSITION" if iso == "SYR" else f"{iso}_OPPOSITION"
        if self.scene.registry.party(party) is None and iso != "SYR":
            salient = self._salient(frozenset(("armed group", "opposition")), phrase.first)
            return salient or _Side(None, 1, (), (party,))
        links = self._by_mention(state).links if state is not None else ()
        return _Side(party, 2, links)

    def _document(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention]) -> _Side:
        scene = self.scene
        kinds = frozenset(
            (
                "state",
                "adjective",
                "organ",
                "seat",
                "force",
                "body",
                "armed group",
                "opposition",
                "party",
                "campaign",
                "outlet",
                "ngo",
                "expert",
                "capital",
                "company",
                "ethnic side",
            )
        )
        platform = {"FACEBOOK", "TWITTER", "TELEGRAM", "GOOGLE", "WHATSAPP"}
        usable = [m for m in before if any(e.kind in kinds for e in m.entries) and m.entries[0].party not in platform]
        keys = {w.key for w in scene.words[phrase.first : phrase.cut]}
        mention = self._speaking(usable)
        if mention is not None:
            if (
                mention.entries[0].kind == "adjective"
                and keys & {"media", "press", "news"}
                and self._entry(mention) is not None
            ):
                return self._media(phrase, "media", before, after)
            return self._by_mention(mention)
        if (
            keys & {"media", "press", "news", "newspaper"}
            and not keys & {"release"}
            and head not in ("release", "statement")
        ):
            return _Side(UNNAMED_MEDIA, 2)
        k = phrase.cut
        while k < phrase.last - 1:
            if scene.words[k].key in ("by", "from", "of", "in"):
                inner = parse(scene, k + 1, phrase.last)
                if inner is not None:
                    cls = self._class(inner) or ("name" if scene.at[inner.head] >= 0 else "")
                    if scene.words[k].key == "in" and not self._first(self._mentions(inner)[0], frozenset(("outlet",))):
                        k += 1
                        continue
                    if cls in (
                        "state",
                        "name",
                        "armed",
                        "opposition",
                        "role",
                        "ngo",
                        "group",
                        "expert",
                        "media",
                        "person",
                    ):
                        side = self.of_phrase(inner, cls)
                        if side.party not in (None, "ANON"):
                            return side
                        if side.firm == 3:
                            return side
            k += 1
        for k in range(phrase.head - 1, phrase.first - 1, -1):
            cls = scene.classes.get(scene.words[k].key, "")
            if cls == "state" or scene.words[k].key in ("criminal", "plea", "official", "draft"):
                return _OPEN if self._invented(phrase) else self._context_state(phrase.head, None)
            if cls == "expert":
                return _Side("EXPERT", 2)
        mention = self._speaking(
            [
                m
                for m in after
                if any(e.kind in kinds for e in m.entries)
                and m.entries[0].kind not in ("state", "adjective", "place", "capital")
            ]
        )
        if mention is not None:
            return self._by_mention(mention)
        if head in ("report", "story", "article"):
            outlet = self._one_outlet()
            if outlet is not None:
                return outlet
        if head in ("reports", "report", "stories", "story", "article", "articles", "headline") and not phrase.definite:
            return _Side(UNNAMED_MEDIA, 2)
        if head in (
            "tweet",
            "tweets",
            "placard",
            "placards",
            "sign",
            "signs",
            "posts",
            "comments",
            "banner",
            "banners",
        ):
            return _Side("PERSON", 1)
        if head in (
            "records",
            "filing",
            "indictment",
            "affidavit",
            "complaint",
            "charge",
            "sheet",
            "verdict",
            "ruling",
            "record",
            "log",
            "logs",
        ):
            return self._context_state(phrase.head, None)
        if phrase.definite or head in ("statement", "letter", "release", "document", "documents"):
            side = self._last_institution(phrase, people=True)
            if side is not None:
                return side
        return _Side("ANON", 1)

    def _group(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention]) -> _Side:
        scene = self.scene
        keys = {w.key for w in scene.words[phrase.first : phrase.cut]}
        organised = [
            m
            for m in [*before, *after]
            if m.entries[0].kind not in ("state", "adjective", "capital", "place", "person")
        ]
        mention = self._speaking(organised)
        if mention is not None:
            return self._by_mention(mention)
        if keys & {"opposition", "rebel", "insurgent"}:
            return self._opposition(phrase, before, after)
        if keys & {"militant", "terror", "terrorist", "extremist", "jihadist", "armed", "islamist"}:
            return self._armed(phrase, "group", before, after)
        name = self._unknown_organisation(phrase.first, phrase.cut) or self._unknown_organisation(
            phrase.cut, phrase.last
        )
        if name is not None:
            return name
        keys |= {w.key for w in scene.words[phrase.cut : min(phrase.cut + 2, phrase.last)]}
        if head == "agencies" and keys & {"security", "intelligence", "enforcement", "government", "federal", "state"}:
            return self._context_state(phrase.head, None) if not before else self._by_mention(before[0])
        if keys & {
            "monitor",
            "monitors",
            "monitoring",
            "rights",
            "watchdog",
            "aid",
            "charity",
            "charities",
            "relief",
            "advocacy",
            "activist",
            "nonprofit",
            "profit",
        } or head in (
            "charity",
            "monitor",
            "ngo",
            "watchdog",
            "monitors",
            "union",
            "foundation",
            "agencies",
            "groups",
            "observatory",
        ):
            side = (
                self._salient(frozenset(("ngo",)), phrase.first, reach=False)
                if not head.endswith("s") or head == "rights"
                else None
            )
            if side is not None:
                return side
            if keys & {"activist"}:
                return _Side("PERSON", 1)
            label = scene.slice(phrase.first, phrase.cut)
            label = re.sub(r"^(?:the|a|an|some|several|other|many)\s+", "", label, flags=re.I)
            return _Side(f"NGO:{label}", 1)
        if head in ("company", "firm", "firms", "corporation", "business"):
            side = self._salient(frozenset(("company",)), phrase.first)
            return side or _OPEN
        if head in ("university", "college", "institute", "school"):
            return _Side("EXPERT", 1)
        if head in ("hospital", "clinic"):
            return _Side("PERSON", 1)
        if head in ("council", "committee", "board"):
            mention = self._speaking([*before, *after])
            if mention is not None:
                return self._by_mention(mention)
            return _OPEN if self._invented(phrase) or not scene.states else self._context_state(phrase.head, None)
        if head in ("group", "groups", "organisation", "organization", "movement", "network"):
            side = self._salient(frozenset(("armed group", "ngo", "opposition")), phrase.first)
            if side is not None:
                return side
        if head in ("community", "communities", "tribe"):
            return _Side("PERSON", 1)
        mention = self._speaking([*before, *after])
        if mention is not None:
            return self._by_mention(mention)
        return _Side("ANON", 1)

    def _unknown(self, phrase: Phrase, before: list[Mention], after: list[Mention]) -> _Side:
        """A head that neither lexicon nor registry knows."""
        scene = self.scene
        mention = self._speaking([m for m in before if m.entries[0].kind not in ("place",)])
        if mention is not None:
            if mention.entries[0].kind in ("adjective",) and scene.words[phrase.head].key.endswith("s"):
                return self._by_mention(mention)
            return self._by_mention(mention)
        inside = self._complement(phrase)
        if inside is not None and scene.words[phrase.cut].key == "of" and inside[1]:
            return self.of_phrase(*inside)
        name = self._unknown_organisation(phrase.first, phrase.last)
        if name is not None:
            return name
        mention = self._speaking(after)
        if mention is not None and mention.entries[0].kind != "place":
            return self._by_mention(mention)
        if scene.words[phrase.head].upper and len(scene.words[phrase.head].key) > 2:
            side = self._acronym(phrase.head)
            if side is not None:
                return side
        return _Side("ANON", 1)

    # -- names that the registry lacks -------------------------------------------------------------

    def _acronym(self, k: int) -> _Side | None:
        """The side of an abbreviation that the report spells out: `Civil Defense Directorate (CDD)`."""
        scene = self.scene
        upper = scene.text[scene.words[k].start : scene.words[k].end]
        at = scene.text.find(f"({upper})")
        if at < 0:
            return None
        i, _ = scene.index(at, at + len(upper) + 2)
        start = i
        while (
            start > 0
            and i - start < 8
            and scene.seps[start - 1] in (" ", " (", "-", "'s ", "’s ")
            and (scene.words[start - 1].capital or scene.words[start - 1].key in ("of", "for", "the", "and", "in"))
        ):
            start -= 1
        phrase = parse(scene, start, i)
        if phrase is None or start == i:
            return None
        cls = self._class(phrase)
        side = self.of_phrase(phrase, cls) if cls else self._unknown_organisation(start, i)
        return side

    def _unknown_organisation(self, i: int, j: int, prefix: str = "") -> _Side | None:
        """The side of an organisation that only its capitals and nouns show; None if there is none."""
        scene = self.scene
        k = i
        while k < j:
            word = scene.words[k]
            index = scene.at[k]
            single = index >= 0 and scene.mentions[index].entries[0].kind in ("place", "state", "adjective", "capital")
            if word.capital and (index < 0 or single) and k not in self.cast.at and word.key not in TITLES:
                start = k
                while (
                    k + 1 < j
                    and scene.seps[k] in (" ", "-", "'s ", "’s ", "s' ", "' ", "’ ", " & ", "' ")
                    and (
                        scene.words[k + 1].capital
                        or (
                            scene.words[k + 1].key in ("of", "for", "and", "the", "in", "to", "on")
                            and self._capital_follows(k + 1, j)
                        )
                    )
                ):
                    k += 1
                end = k + 1
                keys = [scene.words[n].key for n in range(start, end)]
                body = [key for key in keys if key not in ("the", "of", "for", "and", "in", "to", "on")]
                organised = set(keys) & ORGANISATION_WORDS
                if organised and len(body) >= 2:
                    while scene.words[start].key in ("the", "a", "an") and start + 1 < end:
                        start += 1
                    name = scene.slice(start, end)
                    span = span_of(scene, start, end)
                    return self._organisation(name, set(keys), span, start, prefix)
            k += 1
        return None

    def _capital_follows(self, k: int, j: int) -> bool:
        return any(n < j and self.scene.words[n].capital for n in (k + 1, k + 2)) and self.scene.seps[k] == " "

    def _organisation(self, name: str, keys: set[str], span: Span, at: int, prefix: str) -> _Side:
        def link(party: str) -> tuple[PartyLink, ...]:
            return (PartyLink(of=name, to=party, evidence=Evidence(span=span)),)

        scene = self.scene
        inside = [m for m in scene.mentions_in(*scene.index(span.start, span.end)) if m.entries[0].kind != "person"]
        state = self._speaking(inside)
        if prefix:
            return _Side(prefix + name, 3, link(prefix + name))
        if (
            (keys & {"office"}
            and keys & {"foreign", "home", "press", "president", "prime", "mayor", "governor", "attorney"})
            or keys & {"force", "forces", "guard", "corps"}
        ):
            return self._by_mention(state) if state is not None else self._context_state(at, None)
        if keys & {
            "police",
            "court",
            "ministry",
            "army",
            "navy",
            "embassy",
            "consulate",
            "sheriff",
            "parliament",
            "government",
            "customs",
        }:
            if state is not None:
                return self._by_mention(state)
            return self._context_state(at, None) if scene.states else _OPEN
        if keys & {"university", "college", "institute", "institution", "think"} or (
            keys & {"center", "centre"} and keys & {"research", "studies", "policy", "strategic"}
        ):
            return _Side("EXPERT", 2, link("EXPERT"))
        if keys & {
            "news",
            "tribune",
            "herald",
            "gazette",
            "television",
            "radio",
            "tv",
            "times",
            "post",
            "journal",
            "daily",
            "magazine",
        }:
            return _Side(f"MEDIA:{name}", 3, link(f"MEDIA:{name}"))
        if keys & {
            "department",
            "directorate",
            "commission",
            "bureau",
            "authority",
            "agency",
            "board",
            "district",
            "county",
            "province",
            "prison",
            "congress",
            "senate",
            "assembly",
            "command",
            "battalion",
            "brigade",
            "division",
            "regiment",
            "squadron",
            "administration",
        } and not keys & {"refugee", "citizens", "muslim", "jewish", "christian", "research", "rights", "advisory"}:
            if state is not None:
                return self._by_mention(state)
            return self._context_state(at, None) if scene.states else _OPEN
        if keys & {"council"} and (
            state is not None
            or keys
            & {
                "city",
                "town",
                "village",
                "county",
                "provincial",
                "regional",
                "district",
                "supreme",
                "military",
                "security",
                "ministers",
            }
        ):
            return (
                self._by_mention(state)
                if state is not None
                else self._context_state(at, None)
                if scene.states
                else _OPEN
            )
        if keys & {"inc", "corp", "corporation", "company", "ltd", "llc", "bank", "airlines", "airways"}:
            party = _UPPER.sub("_", name.upper()).strip("_")
            return _Side(party, 2, link(party))
        if keys & {"campaign"}:
            party = _UPPER.sub("_", name.upper()).strip("_")
            return _Side(party, 2, link(party))
        if keys & {
            "war",
            "day",
            "week",
            "street",
            "avenue",
            "road",
            "river",
            "valley",
            "mountain",
            "island",
            "islands",
            "sea",
            "ocean",
            "bridge",
            "cup",
            "games",
            "awards",
            "treaty",
            "act",
            "agreement",
            "region",
            "state",
            "park",
            "airport",
            "relations",
            "affairs",
            "operation",
            "strip",
        } and not keys & {"association", "union", "group", "alliance"}:
            return _OPEN if not (state and keys & {"state", "region"}) else self._by_mention(state)
        return _Side(f"NGO:{name}", 2, link(f"NGO:{name}"))

    # -- the rest of the report --------------------------------------------------------------------

    def _context_state(self, at: int, actor: Actor | None) -> _Side:
        """The state that a report is about where nothing near the head names one."""
        scene = self.scene
        if not scene.states:
            return _OPEN
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
        for mention in scene.mentions:
            distance = here - scene.sentence[mention.first]
            if distance < -1 or distance > 4:
                continue
            entry = mention.entries[0]
            state = entry.party if len(entry.party) == 3 and entry.party in scores else entry.home
            if state not in scores or entry.kind in ("outlet", "ngo"):
                continue
            weight = {0: 2.0, 1: 1.2, 2: 0.8, 3: 0.5, 4: 0.3, -1: 0.3}[distance]
            if entry.kind == "person":
                weight *= 0.5
            scores[state] += weight
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        best, top = ranked[0]
        if len(ranked) > 1 and top - ranked[1][1] < 0.01:
            return _Side(None, 1, (), (best, ranked[1][0]))
        shown = next((m for m in scene.mentions if any(best in (e.party, e.home) for e in m.entries)), None)
        links = self._by_mention(shown).links if shown is not None and self._entry(shown) is not None else ()
        return _Side(best, 1, links)

    def _speaking_states(self, before: int | None) -> dict[str, int]:
        """How often each state is named in a source; with `before`, the one named last before that word."""
        if self.sources is None:
            self.sources = []
            for actor in self.resolution.actors.values():
                if actor.last == 0 or actor.pronoun:
                    continue
                cut = actor.phrase.cut if actor.phrase is not None else actor.last
                for mention in self.scene.mentions_in(actor.first, cut):
                    entry = mention.entries[0]
                    if len(entry.party) == 3 and entry.kind != "place" and len({e.party for e in mention.entries}) == 1:
                        self.sources.append((actor.first, entry.party))
                        break
            self.sources.sort()
        if before is not None:
            earlier = [party for first, party in self.sources if first < before]
            return {earlier[-1]: 1} if earlier else {}
        counts: dict[str, int] = {}
        for _, party in self.sources:
            counts[party] = counts.get(party, 0) + 1
        return counts

    def _salient_campaign(self) -> _Side | None:
        """The campaign that a report is most about, by its candidates."""
        scores = {p: n for p, n in self.scene.groups.items() if p.endswith("_CAMPAIGN")}
        if not scores:
            return None
        party = max(scores, key=lambda p: scores[p])
        shown = next((m for m in self.scene.mentions if any(e.party == party for e in m.entries)), None)
        return _Side(
            party, 1, self._by_mention(shown).links if shown is not None and self._entry(shown) is not None else ()
        )

    def _salient(self, kinds: frozenset[str], before: int, reach: bool = True) -> _Side | None:
        """The party of some kinds that the report names most, those before the place counting double."""
        scene = self.scene
        scores: dict[str, float] = {}
        shown: dict[str, Mention] = {}
        for mention in scene.mentions:
            if not any(e.kind in kinds for e in mention.entries) or mention.key in AMBIGUOUS:
                continue
            entry = next(e for e in mention.entries if e.kind in kinds)
            near = scene.sentence[min(before, len(scene.sentence) - 1)] - scene.sentence[mention.first]
            scores[entry.party] = scores.get(entry.party, 0.0) + (2.0 if mention.first < before and near <= 3 else 1.0)
            shown.setdefault(entry.party, mention)
        if not scores:
            return None
        for party in list(scores):
            for above in scene.registry.ancestors(party):
                # a branch named once stands for what is told of the whole
                scores[party] += scores.get(above, 0.0)
        ranked = sorted(scores.items(), key=lambda item: -item[1])
        return _Side(ranked[0][0], 1, self._by_mention(shown[ranked[0][0]]).links)

    def _last_institution(self, phrase: Phrase, people: bool = False) -> _Side | None:
        """The side of the institution that spoke last before a phrase."""
        best: Actor | None = None
        for actor in self.resolution.actors.values():
            if actor.last == 0 or actor.first >= phrase.first or actor.pronoun:
                continue
            root = actor.root()
            if id(root) in self.open or root.cls in ("empty", "pronoun", "person", "anon"):
                continue
            if root.person is not None and not people:
                continue
            if best is None or actor.first > best.first:
                best = actor
        if best is None:
            return None
        side = self.of(best)
        return side if side.party not in (None, "PERSON", "ANON") else None

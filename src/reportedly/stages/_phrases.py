"""The side of a noun phrase: one way for each class of head noun."""

from __future__ import annotations

import itertools

from reportedly.registry.store import Mention
from reportedly.stages._actors import Phrase
from reportedly.stages._bodies import Bodies
from reportedly.stages._nouns import (
    ANY_BODY,
    BODY_EXPERTS,
    DIPLOMATS,
    EMPLOYEES,
    EXECUTIVES,
    KIN,
    LAWYERS,
    MEMBERS,
    OFFICES,
    PROSECUTING,
    SPEAKING_KINDS,
    SPOKESPEOPLE,
    STATE_MODIFIERS,
    STATE_OWNED,
    SUFFERERS,
    VOLUNTEERS,
)
from reportedly.stages._sides import OPEN, Side

__all__ = ["Phrases"]

_LANDS = ("state", "adjective", "capital")


class Phrases(Bodies):
    """Sides of noun phrases, by head noun, names before it and names after its prepositions."""

    def of_phrase(self, phrase: Phrase, cls: str, describing: bool = False) -> Side:
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

    def _name(self, phrase: Phrase, before: list[Mention], after: list[Mention]) -> Side:
        """A registry name as the head."""
        scene = self.scene
        head = next((m for m in before if m.first <= phrase.head < m.last), None)
        if head is None:
            return self._unknown(phrase, before, after)
        entry = self._entry(head)
        row = [m for m in before if m.entries[0].kind in ("state", "capital")]
        if len(row) > 1 and all(b.first == a.last for a, b in itertools.pairwise(row)):
            # joint sources whose commas were lost
            return self._by_mention(row[0])
        if entry is not None and entry.kind == "organ":
            # other states have a body of the same name: North Korea's Central Military Commission is not China's
            whose = next((m for m in before if m.last == head.first and m.entries[0].kind in _LANDS), None)
            if whose is not None:
                return self._by_mention(whose)
        if entry is not None and entry.kind == "adjective":
            word = scene.words[phrase.head]
            people = (word.key.endswith("s") and word.key not in ("swiss", "us")) or word.key in ("britons",)
            qualified = head.first - phrase.first > (1 if scene.words[phrase.first].key == "the" else 0)
            if people and (
                qualified or (phrase.cut < phrase.last and scene.words[phrase.cut].key not in ("and", "or"))
            ):
                return Side("PERSON", 2)
        if entry is not None and entry.kind in ("outlet",) and len(before) > 1:
            owned = any(w.key in STATE_OWNED for w in scene.words[phrase.first : phrase.head])
            if owned:
                state = self._first(before, frozenset(("state", "adjective", "capital")))
                if state is not None and self._entry(state) is not None:
                    return self._by_mention(state)
        if entry is not None and entry.kind == "outlet" and entry.party.startswith("MEDIA") and entry.home:
            near = scene.words[max(0, phrase.first - 0) : phrase.head]
            if any(w.key in ("state", "official") for w in near):
                return Side(entry.home, 3, self._by_mention(head).links)
        return self._by_mention(head)

    def _state(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention], describing: bool) -> Side:
        scene = self.scene
        keys = {w.key for w in scene.words[phrase.first : phrase.cut]}
        if "news" in keys and head in ("agency", "service"):
            return self._media(phrase, "newspaper", before, after)
        if "federal" in keys and not before and scene.states["USA"]:
            return Side("USA", 1)
        if head == "coalition" and not before and not after:
            # whose it is the registry knows where the report tells; no state that happens to be named near
            return OPEN
        if head in ("country", "nation") and not before:
            return self._context_state(phrase.head, None)
        if head in ("commissioner", "commissioners") and not before and not keys & {"police"}:
            body = self._salient(frozenset(("body",)), phrase.first)
            if body is not None and body.party == "EU":
                return body
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
                return Side("WESTERN_POWERS", 2)
            return Side("INTL_COMMUNITY" if head != "governments" else "ANON", 2)
        mention = self._speaking(before)
        if head in DIPLOMATS:
            # the Russian ambassador to the United Nations, Pyongyang's UN mission
            mention = self._first(before, frozenset(("state", "adjective", "capital"))) or mention
        if mention is not None:
            entry = self._entry(mention)
            if entry is None:
                return self._by_mention(mention)
            party = entry.party
            if party in ("REPUBLICANS", "DEMOCRATS") or entry.kind in SPEAKING_KINDS:
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
            if head in ANY_BODY and entry.kind in ("place", "capital", "state", "adjective"):
                unknown = self._unknown_organisation(phrase.cut, phrase.last)
                if unknown is not None:
                    return unknown
            if entry.kind not in ("outlet",):
                return self._place(mention) if entry.kind == "place" else self._by_mention(mention)
        if head in ANY_BODY:
            unknown = self._unknown_organisation(phrase.first, phrase.head) or self._unknown_organisation(
                phrase.cut, phrase.last
            )
            if unknown is not None:
                return unknown
        person = next((self.cast.at[k] for k in range(phrase.cut, phrase.last) if k in self.cast.at), None)
        if person is not None and head in OFFICES and scene.words[phrase.cut].key == "of":
            side = self.of_person(person)
            if side.party not in (None, "PERSON"):
                return side
        if head in ("diplomat", "diplomats") and not keys & {"state", "foreign"}:
            return Side("ANON", 2)
        if self._invented(phrase):
            return OPEN
        letter = self._party_of_legislators(phrase, keys)
        if letter:
            return letter
        return self._context_state(phrase.head, None)

    def _party_of_legislators(self, phrase: Phrase, keys: set[str]) -> Side | None:
        if keys & {"republican", "gop", "republicans"}:
            return Side("REPUBLICANS", 2)
        if keys & {"democratic", "democrat", "democrats"} and self.scene.states["USA"]:
            return Side("DEMOCRATS", 2)
        return None

    def _follows(self, mention: Mention, prepositions: tuple[str, ...]) -> bool:
        """Whether a name stands right after one of these prepositions, an article between or not."""
        keys = [w.key for w in self.scene.words[max(0, mention.first - 2) : mention.first]]
        return bool(keys) and (keys[-1] in prepositions or (keys[-1] == "the" and keys[0] in prepositions))

    def _role(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention], describing: bool) -> Side:
        scene = self.scene
        keys = {w.key for w in scene.words[phrase.first : phrase.cut]}
        if head in ("campaign", "campaigns") and not before:
            name = self._unknown_organisation(phrase.first, phrase.cut)
            return name or self._salient_campaign() or Side("ANON", 1)
        if "family" in keys:
            return Side("PERSON", 2)
        if head in ("candidate", "candidates", "nominee", "contender", "frontrunner", "runner"):
            mention = self._first(before, frozenset(("party", "campaign")))
            if mention is not None and not describing:
                return self._by_mention(mention)
            if describing and keys & {"presidential"}:
                return OPEN
        if keys & {"opposition", "rebel"} and not self._first(
            before, frozenset(("party", "armed group", "opposition"))
        ):
            return self._opposition(phrase, before, after)
        mention = self._speaking([m for m in before if m.first <= phrase.head])
        entry = self._entry(mention) if mention is not None else None
        if mention is not None and entry is None and not self._better(phrase, after):
            return self._by_mention(mention)
        if mention is not None and entry is not None:
            accredited = head in DIPLOMATS and after and self._follows(after[0], ("to", "at", "in"))
            if not (
                entry.kind in ("place", "adjective", "state", "capital")
                and not accredited
                and self._better(phrase, after)
            ):
                unknown = self._unknown_organisation(phrase.first, phrase.head) if entry.kind == "place" else None
                return unknown or (self._place(mention) if entry.kind == "place" else self._by_mention(mention))
        unknown = self._unknown_organisation(phrase.first, phrase.head)
        if unknown is not None and not (keys & {"police"}):
            return unknown
        if head in EXECUTIVES:
            firm = next((f for f in self.firms_in(phrase.first, phrase.last) if "staff" in f.tags), None)
            if firm is not None:
                return self._company(firm)
        if (
            head in DIPLOMATS
            and after
            and after[0].entries[0].kind in _LANDS
            and self._follows(after[0], ("of", "from"))
        ):
            # a delegate of Ghana at the United Nations speaks for Ghana
            return self._by_mention(after[0])
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
                if inner in LAWYERS:
                    return self._person(inside[0], inner, *self._mentions(inside[0]))
                if inner in KIN | {"family", "families", "victims"}:
                    return Side("PERSON", 2)
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
                return Side("PERSON", 2)
            if key in ("campaign",):
                return self._salient_campaign() or self._context_state(phrase.head, None)
            if cls == "state" or key in STATE_MODIFIERS:
                if self._invented(phrase):
                    return OPEN
                return self._same_organ(key, phrase.first) or self._context_state(phrase.head, None)
            if cls == "armed" or key in ("terror", "terrorist"):
                return self._armed(phrase, head, before, after)
            if cls == "media" or key in ("network",):
                return self._media(phrase, head, before, after)
            if cls in ("group", "ngo"):
                return self._group(phrase, key, before, after)
        if describing:
            return OPEN
        if head in SPOKESPEOPLE:
            side = self._last_institution(phrase)
            if side is not None:
                return side
        if head in MEMBERS:
            side = self._last_institution(phrase)
            if side is not None:
                return side
        return (
            OPEN
            if self._invented(phrase)
            else Side("ANON", 1)
            if head in ("figures", "figure", "members", "rivals", "critics")
            else self._context_state(phrase.head, None)
        )

    def _same_organ(self, key: str, before: int) -> Side | None:
        """The state whose minister has spoken just before, for `a ministry spokesman`; None if none has."""
        if key not in ("ministry", "ministries"):
            return None
        scene = self.scene
        here = scene.sentence[before]
        for actor in reversed(self.resolution.actors.values()):
            if not 0 < actor.last <= before or here - scene.sentence[actor.first] > 2 or id(actor.root()) in self.open:
                continue
            words = {word.key for word in scene.words[actor.first : actor.last]}
            if words & {"minister", "ministry"}:
                side = self.of(actor)
                return side if side.party is not None and len(side.party) == 3 else None
        return None

    def _better(self, phrase: Phrase, after: list[Mention]) -> bool:
        """Whether an organisation after the head says more than the nation or place before it."""
        return any(
            m.entries[0].kind in ("ngo", "expert", "armed group", "body", "party", "company", "outlet", "opposition")
            for m in after[:1]
        ) or (not after and self._unknown_organisation(phrase.cut, phrase.last) is not None)

    def _person(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention]) -> Side:
        scene = self.scene
        keys = {w.key for w in scene.words[phrase.first : phrase.cut]}
        if head in VOLUNTEERS:
            if "opposition" in keys:
                return self._opposition(phrase, before, after)
            for named in [*before, *after]:
                if named.entries[0].kind in ("opposition", "ngo", "armed group", "campaign", "party"):
                    return self._by_mention(named)
        if head not in SUFFERERS:
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
        if head in EMPLOYEES or head in ("colleagues",):
            mention = self._speaking(
                [m for m in [*before, *after] if m.entries[0].kind in ("outlet", "ngo", "campaign", "party", "company")]
            )
            if mention is not None:
                return self._by_mention(mention)
        if head in ("attorney", "attorneys", "lawyer") and keys & PROSECUTING:
            return self._state(phrase, head, before, after, False)
        if head in ("doctor", "officer") and "police" in keys:
            return self._state(phrase, head, before, after, False)
        return Side("PERSON", 2)

    def _expert(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention]) -> Side:
        for named in before:
            entry = self._entry(named)
            if entry is None:
                continue
            if entry.kind in ("body", "organ", "force") and head in BODY_EXPERTS:
                return self._by_mention(named)
            if entry.kind == "outlet" and head in ("poll", "polls", "polling", "survey", "project"):
                return self._by_mention(named)
        if head in ("poll", "polls", "survey"):
            mention = self._first(after, frozenset(("outlet",)))
            if mention is not None:
                return self._by_mention(mention)
        return Side("EXPERT", 2)

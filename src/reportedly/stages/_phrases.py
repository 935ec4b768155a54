"""The side of a noun phrase: one way for each class of head noun."""

from __future__ import annotations

import itertools
import re

from reportedly.registry.store import Mention
from reportedly.stages._actors import Phrase, parse
from reportedly.stages._nouns import (
    AID_HEADS,
    AID_MODIFIERS,
    ANY_BODY,
    AUTHOR_CLASSES,
    AUTHOR_KINDS,
    BODY_EXPERTS,
    CALLED_COMPANY,
    CALLED_OUTLET,
    CARE,
    CIVIC,
    COURT_PAPERS,
    DIPLOMATS,
    EMPLOYEES,
    EXECUTIVES,
    KIN,
    LAWYERS,
    LEARNED,
    MEMBERS,
    OFFICES,
    OFFICIAL_MODIFIERS,
    PRESS_WORDS,
    PRIVATE_WRITINGS,
    PROSECUTING,
    SPEAKING_KINDS,
    SPOKESPEOPLE,
    STATE_MEDIA,
    STATE_MODIFIERS,
    STATE_OWNED,
    SUFFERERS,
    TALLIES,
    UNNAMED_MEDIA,
    VOLUNTEERS,
)
from reportedly.stages._sides import _UPPER, OPEN, Grounds, Side
from reportedly.stages.cast import span_of
from reportedly.types import Evidence, PartyLink

__all__ = ["Phrases"]


#: how nouns for people end, and nouns for things that end alike
_SOMEBODY = re.compile(r"(?:[^aeiou]ers?|ors?|ists?|men|man|women|woman|mates?|ians?|goers?|ees?)$")
_LANDS = ("state", "adjective", "capital")
_NOBODY = frozenset(
    "number numbers other others paper papers letter letters tower power powers water order orders center matter "
    "border offer answer "
    "committee factor factors error errors list lists sector doors floor door corner chapter river winter summer "
    "weather computer "
    "server newsletter charter quarter quarters figure poster banner tanker tankers helicopter fighter terror "
    "horror employee degree "
    "coffee tree fee fees referee mirror manner dinner cover discover folder header chamber transfer counter "
    "filter".split()
)


#: beside `group` or `organisation`, fighters and no NGO
ARMED_MODIFIERS = frozenset(
    "militant terror terrorist extremist jihadist jihadi armed islamist rebel insurgent paramilitary guerrilla "
    "mercenary separatist opposition criminal hacker hacking".split()
)
_OF_PEOPLE = (CARE | CIVIC) - {"press", "business"} | frozenset(
    "equity human social farmers doctors lawyers teachers relief solidarity development environmental climate peace "
    "democracy education".split()
)
_BROADCASTING = frozenset("news television tv radio broadcasting cable media sports press satellite".split())
#: companies on whose pages others publish
_PLATFORMS = frozenset("FACEBOOK TWITTER TELEGRAM GOOGLE WHATSAPP INSTAGRAM REDDIT SNAPCHAT LINKEDIN".split())


class Phrases(Grounds):
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

    def _called(self, phrase: Phrase) -> Side | None:
        """The organisation that a noun beside its name says it is: an outlet, a company, else an NGO."""
        scene = self.scene
        for start in range(max(phrase.first, phrase.head - 4), phrase.head):
            at = scene.called.get(tuple(word.key for word in scene.words[start : phrase.head + 1]))
            if at is None:
                continue
            noun, name, span = scene.words[at[0] - 1].key, scene.slice(*at), span_of(scene, *at)
            if noun in CALLED_COMPANY:
                party = _UPPER.sub("_", name.upper()).strip("_")
            else:
                party = f"MEDIA:{name}" if noun in CALLED_OUTLET else f"NGO:{name}"
            if any(scene.words[k].key in ARMED_MODIFIERS for k in range(max(0, at[0] - 4), at[0])):
                return None
            return Side(party, 2, (PartyLink(of=name, to=party, evidence=Evidence(span=span)),))
        return None

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

    def _media(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention]) -> Side:
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
            if entry is not None and entry.party in STATE_MEDIA:
                return self._by_mention(state)
        # a Farmers' Rights Network is no broadcaster
        within = {w.key for w in scene.words[phrase.first : phrase.last]}
        prefix = (
            "" if head in ("network", "networks") and within & _OF_PEOPLE and not within & _BROADCASTING else "MEDIA:"
        )
        name = self._unknown_organisation(phrase.first, phrase.cut, prefix) or self._unknown_organisation(
            phrase.cut, phrase.last, prefix
        )
        if name is not None:
            return name
        if head in ("newspaper", "paper", "channel", "network", "station", "broadcaster", "website", "magazine"):
            only = self._one_outlet()
            if only is not None:
                return only
        return Side(UNNAMED_MEDIA, 2)

    def _anon(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention]) -> Side:
        scene = self.scene
        keys = {w.key for w in scene.words[phrase.first : phrase.cut]}
        if head in TALLIES:
            mention = self._speaking(before) or self._speaking(after)
            return self._by_mention(mention) if mention is not None else Side("ANON", 2)
        mention = self._speaking([m for m in before if m.entries[0].kind not in ("place",)])
        if mention is not None:
            return self._by_mention(mention)
        sided = keys & OFFICIAL_MODIFIERS
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
            return OPEN if self._invented(phrase) else self._context_state(phrase.head, None)
        return Side("ANON", 2)

    def _armed(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention]) -> Side:
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
        return side or Side("ANON", 1)

    def _opposition(self, phrase: Phrase, before: list[Mention], after: list[Mention]) -> Side:
        """The opposition or rebels of a state: Syria's, or <ISO>_OPPOSITION where the registry knows one."""
        kinds = frozenset(("opposition", "party"))
        mention = self._first(before, kinds) or self._first(after, kinds)
        if mention is not None:
            return self._by_mention(mention)
        state = self._first([*before, *after], frozenset(("state", "adjective", "capital", "place")))
        entry = self._entry(state) if state is not None else None
        iso = entry.party if entry is not None else self._context_state(phrase.head, None).party
        if iso is None:
            return OPEN
        party = "SYRIAN_OPPOSITION" if iso == "SYR" else f"{iso}_OPPOSITION"
        if self.scene.registry.party(party) is None and iso != "SYR":
            salient = self._salient(frozenset(("armed group", "opposition")), phrase.first)
            return salient or Side(None, 1, (), (party,))
        links = self._by_mention(state).links if state is not None else ()
        return Side(party, 2, links)

    def _document(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention]) -> Side:
        scene = self.scene
        kinds = frozenset(AUTHOR_KINDS)
        usable = [m for m in before if any(e.kind in kinds for e in m.entries) and m.entries[0].party not in _PLATFORMS]
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
            return Side(UNNAMED_MEDIA, 2)
        k = phrase.cut
        while k < phrase.last - 1:
            if scene.words[k].key in ("by", "from", "of", "in"):
                inner = parse(scene, k + 1, phrase.last)
                if inner is not None:
                    cls = self._class(inner) or ("name" if scene.at[inner.head] >= 0 else "")
                    if scene.words[k].key == "in" and not self._first(self._mentions(inner)[0], frozenset(("outlet",))):
                        k += 1
                        continue
                    if cls in AUTHOR_CLASSES:
                        side = self.of_phrase(inner, cls)
                        if side.party not in (None, "ANON"):
                            return side
                        if side.firm == 3:
                            return side
            k += 1
        for k in range(phrase.head - 1, phrase.first - 1, -1):
            cls = scene.classes.get(scene.words[k].key, "")
            if cls == "state" or scene.words[k].key in ("criminal", "plea", "official", "draft"):
                return OPEN if self._invented(phrase) else self._context_state(phrase.head, None)
            if cls == "expert":
                return Side("EXPERT", 2)
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
            return Side(UNNAMED_MEDIA, 2)
        if head in PRIVATE_WRITINGS:
            return Side("PERSON", 1)
        if head in COURT_PAPERS:
            return self._context_state(phrase.head, None)
        if phrase.definite or head in ("statement", "letter", "release", "document", "documents"):
            spoke = self._last_institution(phrase, people=True)
            if spoke is not None:
                return spoke
        return Side("ANON", 1)

    def _group(self, phrase: Phrase, head: str, before: list[Mention], after: list[Mention]) -> Side:
        scene = self.scene
        keys = {w.key for w in scene.words[phrase.first : phrase.cut]}
        if head in LEARNED and not self._first(before, frozenset(("ngo", "company"))):
            return Side("EXPERT", 1)
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
        if keys & AID_MODIFIERS or head in AID_HEADS:
            side = (
                self._salient(frozenset(("ngo",)), phrase.first, reach=False)
                if not head.endswith("s") or head == "rights"
                else None
            )
            if side is not None:
                return side
            if keys & {"activist"}:
                return Side("PERSON", 1)
            label = scene.slice(phrase.first, phrase.cut)
            label = re.sub(r"^(?:the|a|an|some|several|other|many)\s+", "", label, flags=re.I)
            return Side(f"NGO:{label}", 1)
        if head in ("company", "firm", "firms", "corporation", "business"):
            side = self._salient(frozenset(("company",)), phrase.first)
            return side or OPEN
        if head in ("hospital", "clinic"):
            return Side("PERSON", 1)
        if head in ("council", "committee", "board"):
            mention = self._speaking([*before, *after])
            if mention is not None:
                return self._by_mention(mention)
            return OPEN if self._invented(phrase) or not scene.states else self._context_state(phrase.head, None)
        if head in ("group", "groups", "organisation", "organization", "movement", "network"):
            side = self._salient(frozenset(("armed group", "ngo", "opposition")), phrase.first)
            if side is not None:
                return side
        if head in ("community", "communities", "tribe"):
            return Side("PERSON", 1)
        mention = self._speaking([*before, *after])
        if mention is not None:
            return self._by_mention(mention)
        return Side("ANON", 1)

    def _unknown(self, phrase: Phrase, before: list[Mention], after: list[Mention]) -> Side:
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
        named = self._called(phrase)
        if named is not None:
            return named
        name = self._unknown_organisation(phrase.first, phrase.last)
        if name is not None:
            return name
        if scene.words[phrase.head].key in PRESS_WORDS and scene.words[phrase.head].capital:
            return Side(UNNAMED_MEDIA, 1)
        mention = self._speaking(after)
        if mention is not None and mention.entries[0].kind != "place":
            return self._by_mention(mention)
        if scene.words[phrase.head].upper and len(scene.words[phrase.head].key) > 2:
            side = self._acronym(phrase.head)
            if side is not None:
                return side
        if scene.words[phrase.head].key in scene.short:
            company = self._in_full(scene.words[phrase.head].key)
            if company is not None:
                return company
        for firm in self.firms_in(phrase.first, phrase.cut):
            company = self._firm(firm.keys)
            if company is not None:
                return company
        key = scene.words[phrase.head].key
        if not scene.words[phrase.head].capital and _SOMEBODY.search(key) and key not in _NOBODY:
            # traders, herders, vigilantes' neighbours: nouns for people that the lexicon lacks
            return Side("PERSON", 1)
        return Side("ANON", 1)

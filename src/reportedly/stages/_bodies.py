"""The side of a noun phrase that tells of a body: media, fighters, opponents, documents, groups, unknown names."""

from __future__ import annotations

import re

from reportedly.registry.roles import TRADES
from reportedly.registry.store import Mention
from reportedly.stages._actors import Phrase, parse
from reportedly.stages._nouns import (
    AID_HEADS,
    AID_MODIFIERS,
    AUTHOR_CLASSES,
    AUTHOR_KINDS,
    CALLED_COMPANY,
    CALLED_OUTLET,
    CARE,
    CIVIC,
    COURT_PAPERS,
    LEARNED,
    OFFICIAL_MODIFIERS,
    PRESS_WORDS,
    PRIVATE_WRITINGS,
    STATE_MEDIA,
    TALLIES,
    UNNAMED_MEDIA,
)
from reportedly.stages._sides import _UPPER, OPEN, Grounds, Side
from reportedly.stages.cast import span_of
from reportedly.types import Evidence, PartyLink

__all__ = ["Bodies"]

#: how nouns for people end, and nouns for things that end alike
_SOMEBODY = re.compile(r"(?:[^aeiou]ers?|ors?|ists?|men|man|women|woman|mates?|ians?|goers?|ees?)$")
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
_FIGHTING = frozenset(
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


class Bodies(Grounds):
    """Sides of noun phrases whose head is a body or a thing that speaks for one."""

    def _called(self, phrase: Phrase) -> Side | None:
        """The organisation that a noun beside its name says it is: an outlet, a company, else an NGO."""
        scene = self.scene
        for start in range(max(phrase.first, phrase.head - 4), phrase.head + 1):
            at = scene.called.get(tuple(word.key for word in scene.words[start : phrase.head + 1]))
            if at is None:
                continue
            first, last, noun = at
            name, span = scene.slice(first, last), span_of(scene, first, last)
            if noun in CALLED_COMPANY or scene.words[last - 1].key in TRADES:
                party = _UPPER.sub("_", name.upper()).strip("_")
            else:
                party = f"MEDIA:{name}" if noun in CALLED_OUTLET else f"NGO:{name}"
            if any(scene.words[k].key in _FIGHTING for k in range(max(0, first - 4), first)):
                return None
            return Side(party, 2, (PartyLink(of=name, to=party, evidence=Evidence(span=span)),))
        return None

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

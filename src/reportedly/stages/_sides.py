"""The grounds on which a party is found: a report at large, and the organisations that only its own words make."""

from __future__ import annotations

import re

from reportedly.registry.roles import ORGANISATION_WORDS, TRADES
from reportedly.stages._actors import parse
from reportedly.stages._capitals import TITLES
from reportedly.stages._context import OPEN, Context, Side
from reportedly.stages._firms import Firm
from reportedly.stages._nouns import (
    AGENCY_WORDS,
    CARE,
    CIVIC,
    COUNCIL_MODIFIERS,
    PRESS_WORDS,
    STATE_BODIES,
    THING_WORDS,
)
from reportedly.stages.cast import span_of
from reportedly.types import Evidence, PartyLink, Span

__all__ = ["OPEN", "Grounds", "Side"]

_UPPER = re.compile(r"[^A-Z0-9]+")


class Grounds(Context):
    """The grounds on which a party is found: a report at large, and the organisations that its words make."""

    def _acronym(self, k: int) -> Side | None:
        """The side of an abbreviation that the report spells out: `Civil Defense Directorate (CDD)`."""
        scene = self.scene
        upper = scene.text[scene.words[k].start : scene.words[k].end]
        at = scene.text.find(f"({upper})")
        if at < 0:
            return self._initials(upper, k)
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
        return self.of_phrase(phrase, cls) if cls else self._unknown_organisation(start, i)

    def _initials(self, upper: str, before: int) -> Side | None:
        """The side of the organisation named before whose words begin with these letters."""
        scene, words = self.scene, self.scene.words
        if len(upper) < 3 or not upper.isalpha():
            return None
        for run in scene.runs:
            if run.first >= before:
                break
            for i in range(run.first, run.last):
                j, letters = i, ""
                while j < len(words) and len(letters) < len(upper):
                    if words[j].capital:
                        letters += words[j].key[0].upper()
                    elif words[j].key not in ("of", "for", "and", "the", "in", "on"):
                        break
                    if not upper.startswith(letters):
                        break
                    j += 1
                if letters == upper:
                    return self._unknown_organisation(i, j)
        return None

    def _unknown_organisation(self, i: int, j: int, prefix: str = "") -> Side | None:
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

    def firms_in(self, i: int, j: int) -> list[Firm]:
        """The organisations shown by this report alone whose names stand in words i to j."""
        words = self.scene.words
        found = []
        for k in range(i, j):
            firm = self.firms_first.get(words[k].key)
            if firm is not None and tuple(word.key for word in words[k : k + len(firm.keys)]) == firm.keys:
                found.append(firm)
        return found

    def _in_full(self, key: str) -> Side | None:
        """The company whose name in full begins with a word and ends on its trade."""
        words = self.scene.words
        for i in range(len(words) - 1):
            if words[i].key == key and words[i].capital and words[i + 1].key in TRADES:
                return self._unknown_organisation(i, i + 2)
        return None

    def _firm(self, keys: tuple[str, ...]) -> Side | None:
        """The company of that name, where its executives or its legal form show that it is one, and no outlet."""
        firm = self.firms.get(keys)
        if firm is None or not firm.tags & {"staff", "form"} or firm.tags & {"press", "domain"}:
            return None
        return self._company(firm)

    def _company(self, firm: Firm) -> Side:
        """The side of an organisation that has executives: it goes by its name in capitals."""
        party = _UPPER.sub("_", firm.name.upper()).strip("_")
        span = span_of(self.scene, firm.first, firm.first + len(firm.keys))
        return Side(party, 2, (PartyLink(of=firm.name, to=party, evidence=Evidence(span=span)),))

    def _capital_follows(self, k: int, j: int) -> bool:
        return any(n < j and self.scene.words[n].capital for n in (k + 1, k + 2)) and self.scene.seps[k] == " "

    def _organisation(self, name: str, keys: set[str], span: Span, at: int, prefix: str) -> Side:
        def link(party: str) -> tuple[PartyLink, ...]:
            return (PartyLink(of=name, to=party, evidence=Evidence(span=span)),)

        scene = self.scene
        inside = [m for m in scene.mentions_in(*scene.index(span.start, span.end)) if m.entries[0].kind != "person"]
        state = self._speaking(inside)
        end = scene.index(span.start, span.end)[1]
        if state is None and end + 1 < len(scene.words) and scene.words[end].key == "of" and scene.at[end + 1] >= 0:
            # the People's Council of Syria
            owner = scene.mentions[scene.at[end + 1]]
            if owner.entries[0].kind == "state" and keys & {
                "council",
                "assembly",
                "parliament",
                "congress",
                "senate",
                "court",
            }:
                state = owner
        if prefix:
            return Side(prefix + name, 3, link(prefix + name))
        if (
            keys & {"office"}
            and keys & {"foreign", "home", "press", "president", "prime", "mayor", "governor", "attorney"}
        ) or keys & {"force", "forces", "guard", "corps"}:
            return self._by_mention(state) if state is not None else self._context_state(at, None)
        if keys & STATE_BODIES:
            if state is not None:
                return self._by_mention(state)
            return self._context_state(at, None) if scene.states else OPEN
        if keys & {"university", "college", "institute", "institution", "think"} or (
            keys & {"center", "centre"} and keys & {"research", "studies", "policy", "strategic"}
        ):
            return Side("EXPERT", 2, link("EXPERT"))
        if keys & {"center", "centre"} and not keys & CARE:
            return Side("EXPERT", 2, link("EXPERT"))
        if keys & PRESS_WORDS:
            return Side(f"MEDIA:{name}", 3, link(f"MEDIA:{name}"))
        if keys & AGENCY_WORDS and not keys & {
            "refugee",
            "citizens",
            "muslim",
            "jewish",
            "christian",
            "research",
            "rights",
            "advisory",
        }:
            if state is not None:
                return self._by_mention(state)
            return self._context_state(at, None) if scene.states else OPEN
        if keys & {"council"} and not keys & CIVIC and (state is not None or keys & COUNCIL_MODIFIERS):
            return (
                self._by_mention(state)
                if state is not None
                else self._context_state(at, None)
                if scene.states
                else OPEN
            )
        if keys & ({"inc", "corp", "corporation", "company", "ltd", "llc", "bank"} | TRADES):
            party = _UPPER.sub("_", name.upper()).strip("_")
            return Side(party, 2, link(party))
        if keys & {"campaign"}:
            party = _UPPER.sub("_", name.upper()).strip("_")
            return Side(party, 2, link(party))
        if keys & THING_WORDS and not keys & {"association", "union", "group", "alliance"}:
            return OPEN if not (state and keys & {"state", "region"}) else self._by_mention(state)
        return Side(f"NGO:{name}", 2, link(f"NGO:{name}"))

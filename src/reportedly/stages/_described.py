"""What the words beside a name tell of its bearer's side."""

from __future__ import annotations

from reportedly.stages._actors import parse
from reportedly.stages._nouns import (
    ANY_BODY,
    HEADS_VERBS,
    KIN,
    LAWYERS,
    SERVICE,
    STUDYING,
)
from reportedly.stages._phrases import Phrases
from reportedly.stages._sides import Side
from reportedly.stages.cast import Person

__all__ = ["Described", "weight"]


def weight(side: Side) -> tuple[float, bool]:
    """How much a description counts: what somebody was less than what he is, a scholar's calling more than another."""
    return side.firm - 1.5 * side.former, side.party == "EXPERT"


class Described(Phrases):
    """Sides told by descriptions: appositions, titles, relative clauses."""

    def _described(self, i: int, j: int, person: Person, named: bool) -> Side | None:
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
        best: Side | None = None
        for a, b in [part for piece in pieces for part in self._parts(*piece)]:
            relative = False
            while (
                a < b
                and scene.words[a].key in ("who", "now", "then", "also", "and", "is", "was", "aged")
                and scene.at[a] < 0
            ) or (a < b and scene.words[a].key.isdigit()):
                relative |= scene.words[a].key == "who"
                a += 1
            if a >= b:
                continue
            runs = scene.words[a].key in HEADS_VERBS
            if relative and scene.words[a].key in STUDYING:
                found = Side("EXPERT", 2)
                best = found if best is None or best.firm < 2 or best.former else best
                continue
            if relative and not runs and not self._calls(a, b):
                # a relative clause tells what he does, not for whom he speaks
                continue
            side = self._piece(a, b, runs)
            if side is not None and (best is None or weight(side) > weight(best)):
                best = side
        return best

    def _calls(self, a: int, b: int) -> bool:
        """Whether a relative clause says what somebody is: `who is a spokesman for`, `who calls himself leader of`."""
        scene = self.scene
        keys = [w.key for w in scene.words[a : min(a + 4, b)]]
        if keys[:2] in (
            ["calls", "himself"],
            ["calls", "herself"],
            ["works", "for"],
            ["writes", "for"],
            ["speaks", "for"],
            ["served", "as"],
        ):
            return True
        was = a > 0 and scene.words[a - 1].key in ("is", "was")
        return was and bool(keys) and (keys[0] in ("a", "an", "the") or scene.classes.get(keys[0]) == "role")

    def _parts(self, a: int, b: int) -> list[tuple[int, int]]:
        """A description cut where a second one begins: `a former captain and consultant at the institute`."""
        scene = self.scene
        parts = []
        start = a
        for k in range(a + 1, b):
            sep = scene.seps[k - 1]
            after_and = scene.words[k - 1].key == "and"
            if scene.words[k].key == "who" and k + 1 < b and scene.words[k + 1].key in HEADS_VERBS | STUDYING:
                # a former envoy who directs a programme at an institute
                parts.append((start, k))
                start = k
                continue
            if scene.words[k].key == "now" and k + 1 < b and scene.words[k + 1].key in ("at", "with", "a", "an", "the"):
                # a former officer now at an institute
                parts.append((start, k))
                start = k
                continue
            if not ("," in sep or "(" in sep or after_and) or (
                scene.at[k] >= 0 and scene.mentions[scene.at[k]].first < k
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

    def _piece(self, a: int, b: int, runs: bool) -> Side | None:
        scene = self.scene
        served = scene.words[a].key == "served"
        if scene.words[a].key in ("calls", "works", "writes", "speaks", "served") and a + 2 < b:
            a += 2
        if runs or scene.words[a].key in ("of", "from", "at", "with"):
            for mention in scene.mentions_in(a, b):
                if (
                    mention.entries[0].kind not in ("person", "place", "adjective", "state", "capital")
                    or scene.words[a].key == "from"
                ):
                    side = self._by_mention(mention)
                    if side is not None and mention.entries[0].kind not in ("place", "state", "adjective", "capital"):
                        return side
            return self._unknown_organisation(a + 1, b)
        phrase = parse(scene, a, b)
        if phrase is None:
            return None
        cls = self._class(phrase)
        former = served or any(
            scene.words[k].key in ("former", "formerly", "ex", "onetime", "retired", "late", "outgoing")
            for k in range(a, min(phrase.cut, a + 4))
        )
        if any(scene.words[k].key == "outgoing" for k in range(a, min(phrase.cut, a + 4))):
            former = False
        if scene.words[phrase.head].key in KIN and cls == "person":
            return Side("PERSON", 2)
        if (
            scene.words[phrase.head].key in ANY_BODY
            and phrase.cut < phrase.last
            and not scene.words[phrase.head].capital
        ):
            # a vice president for public affairs: of what, the words do not say
            told = scene.mentions_in(phrase.first, phrase.last) or self._unknown_organisation(phrase.first, phrase.last)
            if not told:
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
            return Side(None, 2) if cls == "state" and self._invented(phrase) else None
        if side.firm == 1 and cls not in ("state", "role") and scene.words[phrase.head].key not in LAWYERS:
            return None
        if former and (
            cls == "expert"
            or (
                cls in ("state", "role", "person", "armed", "")
                and scene.words[phrase.head].key in SERVICE
                and not scene.words[phrase.head].capital
            )
        ):
            # a former intelligence officer is asked for what he knows, not for whom he served
            return Side("EXPERT", 2, side.links)
        return Side(side.party, side.firm, side.links, side.candidates, former)

"""Pronouns: he and she by weight, it and they by place, I and we by who is quoted, who by what precedes."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from functools import cache
from importlib.resources import files

from reportedly.stages._actors import Actor
from reportedly.stages._capitals import PREPOSITIONS, TITLES
from reportedly.stages._nominals import Nominals
from reportedly.stages._nouns import (
    CLAUSE_WORDS,
    GROUP_CLASSES,
    MEN,
)
from reportedly.stages.cast import Person
from reportedly.types import Attribution

__all__ = ["Pronouns", "pronoun_weights"]

_REACH = 4
#: how a turn of an interview opens, and that its lines are questions and answers
_TURN = re.compile(r"[ \t]*((?:[A-Z][\w.’'-]*[ \t]?){1,4}):[ \t]")
_QUESTION = re.compile(r"^[ \t]*(?:Q|Question):[ \t]", re.M)
#: verbs whose object is spoken to or of, and so is not who goes on speaking
_ADDRESSING = frozenset("told tells telling urged asked warned blamed accused condemned criticised criticized".split())


class Pronouns(Nominals):
    """Antecedents of pronouns."""

    def _enclosing(self, a: Attribution | None, i: int) -> Attribution | None:
        """The attribution whose content holds word i, by `within` or by offsets; the tightest one."""
        if a is not None and a.within and a.within in self.by_id and a.within != a.id:
            return self.by_id[a.within]
        at = self.scene.words[i].start
        best: tuple[int, str] | None = None
        for k in range(bisect_right(self.content_starts, at) - 1, -1, -1):
            if self.reach[k] <= at:  # no content that begins earlier goes on so far
                break
            start, end, name = self.contents[k]
            if end > at and (a is None or name != a.id) and (best is None or end - start <= best[0]):
                best = (end - start, name)
        return self.by_id[best[1]] if best else None

    def _pronoun(self, i: int, j: int, kind: str, key: str, a: Attribution | None) -> Actor:
        actor = Actor(i, j, None, "pronoun", key, pronoun=kind, plural=kind in ("p", "1p"))
        if kind in ("1", "1p"):
            outer = self._enclosing(a, i)
            if outer is not None:
                actor.same_as = self.resolve(outer)
            elif not self._in_quotes(i):
                answering = self._answering(i)
                if answering is not None:
                    actor.same_as = self._person_actor(answering, i, j)
                else:
                    actor.cls = "narrator"
            elif self.met:
                actor.same_as = next((m for m in reversed(self.met) if m.human or kind == "1p"), None)
            return actor
        if kind == "2":
            return actor
        if kind == "r":
            actor.same_as = self._relative(i)
            return actor
        if kind in ("m", "f"):
            found, tied = self._he(i, kind, a)
            actor.same_as = found
            actor.candidates = tied
            return actor
        actor.same_as = self._they(i, kind, a)
        return actor

    def _answering(self, i: int) -> Person | None:
        """Whose words the line of word i is, where it opens as in an interview: `A: ...`, `Pevkur: ...`."""
        scene = self.scene
        start = scene.text.rfind("\n", 0, scene.words[i].start) + 1
        opened = _TURN.match(scene.text, start)
        if opened is None:
            return None
        if opened[1] in ("A", "Answer"):
            if not _QUESTION.search(scene.text):
                return None
            # the first who is named, as a rule in the headline or the line below
            told = [person for person in self.cast.people if len(person.keys) > 1 and person.descriptions]
            return min(told, key=lambda person: person.namings[0], default=None)
        first, last = scene.index(opened.start(1), opened.end(1))
        return next((self.cast.at[k] for k in range(first, last) if k in self.cast.at), None)

    def _relative(self, i: int) -> Actor | None:
        """The noun phrase right before a relative pronoun."""
        scene, words = self.scene, self.scene.words
        if i == 0:
            return None
        k = i - 1
        if words[k].key in ("of", "to", "for", "with", "in") and k > 0:
            k -= 1
        if scene.seps[k].startswith(")"):
            # what stands in brackets after a name is no antecedent: Reyes (D-Ohio), who
            opened = next((n for n in range(k, max(k - 6, 0), -1) if scene.seps[n - 1].endswith("(")), 0)
            if opened and opened - 1 in self.cast.at:
                k = opened - 1
        end = k + 1
        if k in self.cast.at:
            return self._met_or_new_person(self.cast.at[k], k)
        # walk back to where the phrase begins
        start = k
        while start > 0 and end - start < 12:
            prev = start - 1
            if scene.sentence[prev] != scene.sentence[k]:
                break
            sep = scene.seps[prev]
            key = words[prev].key
            if any(c in sep for c in ';:"“”()') or (sep.startswith(",")):
                # an apposition between name and pronoun: Ren, a colonel, who
                if prev in self.cast.at and scene.classes.get(words[start].key) is None:
                    return self._met_or_new_person(self.cast.at[prev], prev)
                break
            if key in CLAUSE_WORDS:
                break
            start = prev
        for n in range(k, start - 1, -1):
            if n in self.cast.at and not words[n].possessive and n == k:
                return self._met_or_new_person(self.cast.at[n], n)
        phrase_start = start
        for n in range(k, start - 1, -1):
            if words[n].key in PREPOSITIONS and words[n].key not in ("of",):
                # `officials in Kiev who`: the noun before the preposition, unless nothing human is there
                inner = self._actor(n + 1, end, None)
                if (
                    inner.cls in ("state", "person", "expert", "role", "armed", "name", "group", "media", "ngo")
                    and inner.cls != "name"
                ):
                    phrase_start = n + 1
                    break
        return self._actor(phrase_start, end, None)

    def _met_or_new_person(self, person: Person, i: int) -> Actor:
        return self._person_actor(person, i, i + 1)

    def _he(self, i: int, gender: str, a: Attribution | None) -> tuple[Actor | None, tuple[Person, ...]]:
        """The human being that he or she is, and who ties with it."""
        found = self.antecedents(i, gender, a)
        if not found:
            return None, ()
        weights = pronoun_weights()
        ranked = sorted(
            (
                (sum(weights.get(name, 0.0) * value for name, value in features.items()), actor)
                for actor, features in found
            ),
            key=lambda item: -item[0],
        )
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 0.02:
            two = [ranked[0][1].person, ranked[1][1].person]
            if all(two):
                return None, tuple(p for p in two if p is not None)
        return ranked[0][1], ()

    def antecedents(self, i: int, gender: str, a: Attribution | None) -> list[tuple[Actor, dict[str, float]]]:
        """Whom he or she at word i may be, each with what speaks for it; `training/train_pronouns.py` weighs that."""
        scene = self.scene
        here = scene.sentence[i]
        quoted = self._in_quotes(i)
        actors: dict[int, Actor] = {}
        features: dict[int, dict[str, float]] = {}

        def offer(actor: Actor, given: dict[str, float]) -> None:
            root = actor.root()
            key = id(root) if root.person is None else -1 - root.person.number
            if key not in features:
                fit = self._fits(root, gender)
                if fit == 0:
                    return
                actors[key] = root
                features[key] = {"gender": 1.0 if fit == 1.0 else 0.0, "unnamed": 1.0 if root.person is None else 0.0}
                if root.person is not None:
                    features[key]["namings"] = min(len(root.person.namings), 12) / 12
                    features[key]["unsure"] = 0.0 if root.person.sure else 1.0
            features[key].update(given)  # each is 1 where it is given

        enclosing = self._enclosing(a, i)
        if enclosing is not None and enclosing.id not in self.pending:
            outer = self.resolve(enclosing)
            offer(outer, {"outer quoted" if quoted else "outer": 1.0})
        back = 0
        for actor in reversed(self.met):
            if actor.last > i:
                continue
            distance = here - scene.sentence[max(actor.first, 0)]
            if distance > 2 * _REACH and back > 0:
                break
            inside = self._quoted_inside(actor)
            given = {f"spoke {min(distance, 4)}": 1.0, f"turn {min(back, 4)}": 1.0}
            if inside:
                given["spoke in quotes"] = 1.0
            root = actor.root()
            if self._fits(root, gender):
                if back == 0 and quoted:
                    given["turn 0 quoted"] = 1.0
                offer(actor, given)
                back += 1
            if back > 6:
                break
        at = bisect_right(self.naming_words, i - 1)
        nearest = True
        for index in range(at - 1, max(-1, at - 24), -1):
            word, number = self.namings[index]
            person = self.cast.people[number]
            distance = here - scene.sentence[word]
            if distance > 2 * _REACH:
                break
            subject = word == 0 or scene.sentence[word - 1] != scene.sentence[word] or self._opens(word)
            if person.gender and person.gender != gender:  # what `_fits` says of a person
                continue
            probe = self.first_as(person) or Actor(word, word + 1, None, "person", "", person=person)
            given = {f"named {min(distance, 4)}": 1.0}
            if subject:
                given[f"subject {min(distance, 3)}"] = 1.0
            if scene.words[word].possessive:
                given["possessive"] = 1.0
            if nearest:
                given["nearest"] = 1.0
                nearest = False
            if quoted and self._in_quotes(word):
                given["same quote"] = 1.0
            offer(probe, given)
        return [(actors[key], found) for key, found in features.items()]

    def _opens(self, word: int) -> bool:
        """Whether only titles and the like stand between the sentence's start and the word."""
        k = word
        while k > 0 and self.scene.sentence[k - 1] == self.scene.sentence[word] and word - k < 5:
            if (
                self.scene.words[k - 1].key not in TITLES
                and not self.scene.words[k - 1].capital
                and self.scene.words[k - 1].key not in ("the", "spokesman", "spokeswoman")
            ):
                return False
            k -= 1
        return True

    def _in_quotes(self, i: int) -> bool:
        """Whether word i stands inside double quotation marks."""
        known = self.scene.quoted.get(i)
        if known is None:
            known = self.scene.quoted[i] = self._marked(self.scene.words[i].start)
        return known

    def _marked(self, start: int) -> bool:
        text = self.scene.text
        line = max(text.rfind("\n", 0, start), start - 600)
        before = text[max(line, 0) : start]
        opened, closed = before.rfind("“"), before.rfind("”")
        if opened >= 0 or closed >= 0:
            return opened > closed
        return before.count('"') % 2 == 1 or before.count("''") % 2 == 1

    def _quoted_inside(self, actor: Actor) -> bool:
        return self._in_quotes(actor.first) if actor.last else False

    def _fits(self, root: Actor, gender: str) -> float:
        """How well an actor fits he or she: 0 not at all."""
        person = root.person
        if person is not None:
            if person.gender:
                return 1.0 if person.gender == gender else 0.0
            return 0.85
        if root.plural or (
            root.cls in ("empty", "name", "document", "pronoun", "group", "ngo", "media") and not root.human
        ):
            return 0.0
        if not root.human:
            return 0.0
        head = root.head
        if head in MEN:
            return 1.0 if gender == "m" else 0.0
        if head in ("woman", "mother", "sister", "daughter", "aunt", "wife", "spokeswoman", "girl", "chairwoman"):
            return 1.0 if gender == "f" else 0.0
        return 0.9

    def _they(self, i: int, kind: str, a: Attribution | None) -> Actor | None:
        """The institution or people that it or they are."""
        scene = self.scene
        here = scene.sentence[i]
        best: tuple[float, Actor] | None = None

        def offer(actor: Actor, points: float) -> None:
            nonlocal best
            root = actor.root()
            if root.cls in ("empty",) or (root.person is not None) or (root.pronoun and root.same_as is None):
                return
            if kind == "n" and root.plural:
                return
            if kind == "n" and root.human:
                return
            if kind == "p" and not root.plural:
                points -= 0.8
            if best is None or points > best[0]:
                best = (points, root)

        said = [] if a is None else [scene.index(s.start, s.end) for s in a.content if s.end <= scene.words[i].start]

        def own(n: int) -> bool:
            """Whether word n stands in what this very source has said: it speaks of others there."""
            return any(first <= n < last for first, last in said)

        enclosing = self._enclosing(a, i)
        for _ in range(2):
            if enclosing is not None and enclosing.id not in self.pending and not self._in_quotes(i):
                # the embassy denied reports that it planned: the reports are many, the embassy is one
                offer(self.resolve(enclosing), 4.5)
                enclosing = self._enclosing(enclosing, self.ranges.get(enclosing.id, (i, i))[0])
        back = 0
        for actor in reversed(self.met):
            if actor.last > i or own(actor.first):
                continue
            distance = here - scene.sentence[max(actor.first, 0)]
            if distance > 3:
                break
            offer(actor, 4.0 - 0.9 * distance - 0.3 * back)
            back += 1
            if back > 5:
                break
        # names and nouns that open this sentence or the one before
        for target in (here, here - 1):
            k = i - 1
            while k >= 0 and scene.sentence[k] > target:
                k -= 1
            end = k + 1
            while k >= 0 and scene.sentence[k] == target:
                k -= 1
            start = k + 1
            if start >= end or target < 0:
                continue
            for n in range(start, end):
                index = scene.at[n]
                if index >= 0 and scene.mentions[index].first == n:
                    mention = scene.mentions[index]
                    entry = mention.entries[0]
                    if entry.kind in ("person", "place") or mention.last > i or own(n):
                        continue
                    if n > start and scene.words[n - 1].key in _ADDRESSING:
                        continue
                    after = scene.words[mention.last].key if mention.last < len(scene.words) else ""
                    if entry.kind == "adjective" and scene.classes.get(after) not in GROUP_CLASSES:
                        continue
                    if scene.classes.get(after) == "person" or (
                        scene.words[n - 1].key in PREPOSITIONS if n > start else False
                    ):
                        continue
                    if kind == "p" and entry.kind not in ("adjective",):
                        continue
                    last = mention.last + (1 if entry.kind == "adjective" else 0)
                    offer(self._actor(n, last, None), 3.3 - 0.9 * (here - target) + (0.5 if n - start < 4 else 0.0))
                    break
                cls = scene.classes.get(scene.words[n].key, "")
                if cls in ("state", "media", "ngo", "armed", "person", "anon", "expert", "group") and n + 1 < end:
                    plural = scene.words[n].key.endswith("s") or scene.words[n].key in ("police", "people")
                    if (kind == "p") == plural and n < i and scene.words[n].key not in ("state", "states"):
                        first = n
                        while (
                            first > start
                            and scene.words[first - 1].key not in PREPOSITIONS
                            and scene.seps[first - 1] == " "
                            and n - first < 4
                        ):
                            first -= 1
                        offer(
                            self._actor(first, n + 1, None),
                            3.2 - 0.9 * (here - target) + (0.4 if n - start < 4 else 0.0),
                        )
                        break
        return best[1] if best else None


@cache
def pronoun_weights() -> dict[str, float]:
    """How much each feature of `antecedents` weighs; learnt by training/train_pronouns.py."""
    found: dict[str, float] = json.loads((files("reportedly.stages") / "pronouns.json").read_text(encoding="utf-8"))[
        "weights"
    ]
    return found

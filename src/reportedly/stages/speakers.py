"""Who speaks: each source resolved to a person of the report, an unnamed one or an institution; ties stay open."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportedly.registry import Registry, load
from reportedly.stages._actors import _HUMAN, POSSESSIVES, PRONOUNS, Actor, Phrase, head_person, parse
from reportedly.stages._scene import PREPOSITIONS, TITLES, Scene
from reportedly.stages.cast import Cast, Person, build, span_of
from reportedly.types import Attribution, Report, Span, Speaker

__all__ = ["Resolution", "resolve"]

#: nouns that can name again whoever was described by one of the words after the colon
_KIN: dict[str, frozenset[str]] = {
    head: frozenset(words.split())
    for heads, words in (
        line.split(":")
        for line in (
            "official: officer secretary minister spokesman spokeswoman spokesperson general director commissioner ambassador envoy "
            "commander diplomat aide chief adviser advisor undersecretary deputy",
            "spokesman spokeswoman spokesperson representative: spokesman spokeswoman spokesperson spokewoman secretary",
            "general: gen",
            "admiral: adm rear",
            "colonel: col",
            "captain: capt",
            "lieutenant: lt",
            "senator: sen",
            "congressman congresswoman representative: rep congressman congresswoman representative",
            "governor: gov",
            "lawmaker legislator politician: senator sen rep congressman congresswoman mp parliament representative member legislator",
            "republican democrat: sen rep senator governor gov congressman",
            "minister: premier",
            "premier: minister pm",
            "leader: president minister king chancellor pope premier chairman chief emir head leader",
            "king monarch: king",
            "pontiff pope: pope",
            "expert analyst scientist researcher: analyst researcher scientist professor historian economist astrophysicist specialist scholar "
            "expert consultant engineer fellow astronomer",
            "lawyer attorney counsel: lawyer attorney counsel solicitor barrister",
            "journalist reporter: journalist reporter correspondent editor anchor host columnist",
            "host anchor: host anchor presenter",
            "chief head boss: chief head boss director chairman commissioner",
            "doctor physician: doctor physician surgeon",
            "chairman chairwoman chair: chairman chairwoman chair chairperson",
            "dad father: dad father",
            "mom mother: mom mother",
            "group organisation organization: group organisation organization monitor observatory watchdog movement network charity",
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
        )
    )
    for head in heads.split()
}
_SINGULAR = {"officials": "official", "sources": "source", "spokesmen": "spokesman", "spokespeople": "spokesperson"}
_REACH = 4
_WIRES = frozenset(
    "Reuters AP AFP UPI DPA EFE ANSA Kyodo Yonhap KCNA Xinhua TASS Interfax SANA IRNA Tasnim Mehr ISNA Anadolu WAFA SPA WAM "
    "MENA Petra Saba NNA QNA INA Ukrinform Bernama Antara PTI IANS NAN".split()
) | {"RIA Novosti", "Fars News Agency", "Ma'an"}
#: words that annotators take into a source now and then
_NOT_SOURCE = frozenset("also later earlier initially is was are has have had told said".split())


@dataclass(frozen=True, slots=True)
class Resolution:
    """The speakers of a report's attributions, and what `parties.assign` goes on from."""

    #: attribution id -> speaker
    speakers: dict[str, Speaker]
    scene: Scene
    cast: Cast
    #: attribution id -> who the source is
    actors: dict[str, Actor]
    problems: tuple[()] = ()


def resolve(report: Report, attributions: Sequence[Attribution], registry: Registry | None = None) -> Resolution:
    """The speaker of each attribution, resolved within the report.

    Names count in any length (full, last, with honorifics); pronouns, nominals (`the official`), possessives
    (`Rutte's comments`) and relative pronouns follow their antecedents. Unnamed people and institutions stay
    unnamed: their `Speaker.name` is None. Where two people fit alike, the name is None and both are `candidates`.

    Args:
        report: the report; its date of publication decides which office-holders of the registry hold.
        attributions: with spans in the report's text, in any order.
        registry: parties and people; the one that ships by default.

    Returns:
        A Resolution; `speakers` has an entry for each attribution.

    Example:
        >>> from reportedly.types import Attribution, Report, Span
        >>> from reportedly.terms import Kind
        >>> text = "Kenya's envoy, Asha Mwangi, denied it. She left."
        >>> a = Attribution(id="a1", source=(Span(39, 42),), cue=(Span(43, 47),), content=(), kind=Kind.INDIRECT, score=1.0)
        >>> resolve(Report(id="r", text=text), [a]).speakers["a1"].name
        'Asha Mwangi'
    """
    registry = registry or load()
    scene = Scene(report.text, report.published, registry)
    ranges = {}
    for a in attributions:
        if a.source:
            i, j = scene.index(min(s.start for s in a.source[:1]), a.source[0].end)
            if len(a.source) > 1 and a.source[-1].end - a.source[0].start < 200:
                j = max(j, scene.index(a.source[-1].start, a.source[-1].end)[1])
            if i < j:
                ranges[a.id] = (i, j)
    cast = build(scene, ranges.values())
    resolver = _Resolver(scene, cast, attributions, ranges)
    resolver.run()
    speakers = {a.id: _speaker(scene, resolver.actors[a.id]) for a in attributions}
    return Resolution(speakers, scene, cast, resolver.actors)


class _Resolver:
    """One walk over the attributions in the order of their sources; remembers who was named when."""

    def __init__(
        self, scene: Scene, cast: Cast, attributions: Sequence[Attribution], ranges: dict[str, tuple[int, int]]
    ) -> None:
        self.scene, self.cast, self.ranges = scene, cast, ranges
        self.by_id = {a.id: a for a in attributions}
        self.actors: dict[str, Actor] = {}
        self.order = sorted(attributions, key=lambda a: (self._where(a), a.id))
        #: actors met so far, in text order
        self.met: list[Actor] = []
        self.contents = sorted((span.start, span.end, a.id) for a in attributions for span in a.content)
        self.pending: set[str] = set()
        #: every naming of a sure person: word, person
        self.namings = sorted((i, p.number) for p in cast.people for i, _ in p.namings)
        self.naming_words = [i for i, _ in self.namings]

    def _where(self, a: Attribution) -> int:
        spans = a.source or a.cue or a.content
        return spans[0].start if spans else 0

    def run(self) -> None:
        """Resolves all attributions."""
        for a in self.order:
            self.resolve(a)
        self._look_ahead()

    def resolve(self, a: Attribution) -> Actor:
        """The actor of one attribution."""
        if a.id in self.actors:
            return self.actors[a.id]
        if a.id not in self.ranges or a.id in self.pending:
            actor = Actor(0, 0, None, "empty", "")
            if a.id not in self.pending:
                self.actors[a.id] = actor
            return actor
        self.pending.add(a.id)
        i, j = self.ranges[a.id]
        known = next((m for m in self.met if m.first == i and m.last == j and m.phrase is not None), None)
        actor = known or self._actor(i, j, a)
        self.actors[a.id] = actor
        if known is None:
            self.met.append(actor)
        self.pending.discard(a.id)
        return actor

    # -- one source -------------------------------------------------------------------------------

    def _actor(self, i: int, j: int, a: Attribution | None) -> Actor:
        scene, words = self.scene, self.scene.words
        content = [k for k in range(i, j) if words[k].upper or words[k].key not in _NOT_SOURCE]
        if not content:
            return Actor(i, j, None, "empty", "")
        while j - 1 > content[-1]:
            j -= 1
        keys = [words[k].key for k in content]
        pronoun = (
            keys[0]
            if keys[0] in PRONOUNS
            and not (words[content[0]].upper and len(keys[0]) > 1 and not scene.headline[content[0]])
            else ""
        )
        if pronoun and (
            len(keys) == 1
            or (keys[0] in ("he", "she", "it", "they", "i", "we", "who", "which", "that", "him", "them")
            and (len(keys) < 3 or keys[1] in ("and", "described", "also", "himself", "herself", "too")))
        ):
            if not (pronoun in ("us",) and words[content[0]].upper):
                return self._pronoun(i, j, PRONOUNS[pronoun], keys[0], a)
        if keys[0] in ("me", "i") and len(keys) > 1 and keys[1] == "and":
            return self._pronoun(i, j, "1", keys[0], a)
        phrase = parse(scene, i, j)
        if phrase is None:
            return Actor(i, j, None, "empty", "")
        person, how = head_person(scene, self.cast, phrase)
        head = words[phrase.head].key
        cls = self._class(phrase)
        actor = Actor(i, j, phrase, cls, head, plural=self._plural(phrase), ranges=[(i, j)])
        if person is not None and how in ("name", "apposition"):
            if actor.plural and cls == "document":
                actor.owner = self._person_actor(person, i, j)
                return actor
            return self._person_actor(person, i, j, actor)
        if person is not None and cls == "document" and how == "possessive":
            return self._person_actor(person, i, j)
        if person is not None:
            actor.owner = self._person_actor(person, i, j)
            return actor
        if cls == "document":
            author = self._author(phrase)
            if author is not None:
                if author.root().person is not None:
                    return self._person_actor(author.root().person, i, j)  # type: ignore[arg-type]
                actor.owner = author
                return actor
        if phrase.possessor >= 0 and words[phrase.possessor].key in POSSESSIVES:
            kind = PRONOUNS.get(words[phrase.possessor].key, "")
            if kind and kind != "r":
                actor.owner = self._pronoun(
                    phrase.possessor, phrase.possessor + 1, kind, words[phrase.possessor].key, a
                )
                if cls == "document" and actor.owner.root().person is not None:
                    return self._person_actor(actor.owner.root().person, i, j)  # type: ignore[arg-type]
        if phrase.definite or (not phrase.indefinite and cls in ("state", "role", "group") and not actor.plural):
            found = None if words[phrase.first].key == "no" else self._antecedent(actor, phrase)
            if found is not None:
                actor.same_as = found
        return actor

    def _class(self, phrase: Phrase) -> str:
        """The class of a phrase's head: `name` where a registry name closes it."""
        scene = self.scene
        index = scene.at[phrase.head]
        key = scene.words[phrase.head].key
        cls = scene.classes.get(key, "")
        if not cls and key.endswith("s"):
            cls = scene.classes.get(key[:-1], "")
        if (
            index >= 0
            and scene.mentions[index].last == phrase.cut
            and not (
                cls
                and scene.mentions[index].last - scene.mentions[index].first == 1
                and scene.mentions[index].entries[0].kind == "place"
            )
        ):
            return "name"
        if phrase.head > phrase.first and scene.seps[phrase.head - 1] == "-":
            cls = scene.classes.get(scene.words[phrase.head - 1].key + key, cls)
        return cls

    def _plural(self, phrase: Phrase) -> bool:
        key = self.scene.words[phrase.head].key
        if self.scene.at[phrase.head] >= 0:
            return False
        return (key.endswith("s") and not key.endswith(("ss", "us", "is"))) or key in (
            "people",
            "police",
            "media",
            "men",
            "women",
            "children",
            "spokesmen",
            "brass",
            "many",
            "some",
            "others",
            "several",
            "most",
        )

    def _person_actor(self, person: Person, i: int, j: int, like: Actor | None = None) -> Actor:
        """The actor of a named person: one a person, described by all phrases that name it."""
        for actor in self.met:
            if actor.person is person and actor.same_as is None:
                root = actor
                break
        else:
            root = None
        actor = Actor(
            i,
            j,
            like.phrase if like else None,
            like.cls if like else "person",
            like.head if like else "",
            person=person,
        )
        if like is not None:
            actor.ranges = [(i, j)]
        if root is not None:
            root.ranges += [r for r in actor.ranges if r not in root.ranges]
            actor.same_as = root
        return actor

    def _author(self, phrase: Phrase) -> Actor | None:
        """Who made a document: `a message from Bruno`, `the ministry's statement`, else whoever made one before."""
        scene, words = self.scene, self.scene.words
        k = phrase.cut
        while k < phrase.last:
            if words[k].key in ("by", "from", "of") or (
                words[k].key in ("to",) and k > phrase.cut and words[k - 1].key == "attributed"
            ):
                start = k + 1
                if start < phrase.last:
                    inner = self._actor(start, phrase.last, None)
                    if inner.person is not None or inner.cls in (
                        "name",
                        "state",
                        "armed",
                        "role",
                        "ngo",
                        "person",
                        "expert",
                        "group",
                        "media",
                        "opposition",
                    ):
                        return inner
            k += 1
        if (
            phrase.possessor >= 0
            and words[phrase.possessor].key not in POSSESSIVES
            and phrase.possessor not in self.cast.at
        ):
            return None
        if scene.mentions_in(phrase.first, phrase.last):
            return None
        if phrase.definite:
            key = words[phrase.head].key
            for actor in reversed(self.met):
                if actor.head == key and actor.owner is not None:
                    return actor.owner
        return None

    # -- pronouns ---------------------------------------------------------------------------------

    def _enclosing(self, a: Attribution | None, i: int) -> Attribution | None:
        """The attribution whose content holds word i, by `within` or by offsets; the tightest one."""
        if a is not None and a.within and a.within in self.by_id and a.within != a.id:
            return self.by_id[a.within]
        at = self.scene.words[i].start
        best: tuple[int, str] | None = None
        for start, end, name in self.contents:
            if start > at:
                break
            if end > at and (a is None or name != a.id) and (best is None or end - start < best[0]):
                best = (end - start, name)
        return self.by_id[best[1]] if best else None

    def _pronoun(self, i: int, j: int, kind: str, key: str, a: Attribution | None) -> Actor:
        actor = Actor(i, j, None, "pronoun", key, pronoun=kind, plural=kind in ("p", "1p"))
        if kind in ("1", "1p"):
            outer = self._enclosing(a, i)
            if outer is not None:
                actor.same_as = self.resolve(outer)
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

    def _relative(self, i: int) -> Actor | None:
        """The noun phrase right before a relative pronoun."""
        scene, words = self.scene, self.scene.words
        if i == 0:
            return None
        k = i - 1
        if words[k].key in ("of", "to", "for", "with", "in") and k > 0:
            k -= 1
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
            if key in (
                "said",
                "says",
                "told",
                "and",
                "but",
                "by",
                "to",
                "from",
                "with",
                "that",
                "is",
                "was",
                "are",
                "were",
                "when",
            ):
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

        def offer(actor: Actor, **given: float) -> None:
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
            for name, value in given.items():
                features[key][name] = max(features[key].get(name, 0.0), value)

        enclosing = self._enclosing(a, i)
        if enclosing is not None and enclosing.id not in self.pending:
            outer = self.resolve(enclosing)
            offer(outer, **{"outer quoted" if quoted else "outer": 1.0})
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
                offer(actor, **given)
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
            root = next((m for m in self.met if m.person is person and m.same_as is None), None)
            probe = root or Actor(word, word + 1, None, "person", "", person=person)
            if not self._fits(probe.root(), gender):
                continue
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
            offer(probe, **given)
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
        text = self.scene.text
        start = self.scene.words[i].start
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
        if (
            root.plural
            or (root.cls in ("empty", "name", "document", "pronoun", "group", "ngo", "media")
            and not root.human)
        ):
            return 0.0
        if not root.human:
            return 0.0
        head = root.head
        if head in (
            "man",
            "father",
            "brother",
            "son",
            "uncle",
            "husband",
            "spokesman",
            "king",
            "boy",
            "chairman",
            "congressman",
        ):
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

        enclosing = self._enclosing(a, i)
        if enclosing is not None and enclosing.id not in self.pending and not self._in_quotes(i):
            offer(self.resolve(enclosing), 4.5)
        back = 0
        for actor in reversed(self.met):
            if actor.last > i:
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
                    if entry.kind in ("person", "place") or mention.last > i:
                        continue
                    after = scene.words[mention.last].key if mention.last < len(scene.words) else ""
                    if entry.kind == "adjective" and scene.classes.get(after) not in (
                        "state",
                        "media",
                        "armed",
                        "role",
                        "group",
                    ):
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

    # -- nominals ---------------------------------------------------------------------------------

    def _antecedent(self, actor: Actor, phrase: Phrase) -> Actor | None:
        """Who `the official`, `the group`, `the president` was before."""
        scene, words = self.scene, self.scene.words
        head = _SINGULAR.get(actor.head, actor.head)
        here = scene.sentence[phrase.head]
        modifiers = {words[k].key for k in range(phrase.first, phrase.cut - 1)} - {
            "the",
            "a",
            "an",
            "this",
            "that",
            "senior",
            "first",
            "second",
        }
        named = [m for m in scene.mentions_in(phrase.first, phrase.last)]
        if actor.cls == "name":
            return None
        kin = _KIN.get(head, frozenset((head,)))
        human = head in _HUMAN or head in (
            "elect",
            "frontrunner",
            "runner",
            "businessman",
            "mogul",
            "billionaire",
            "congressman",
            "republican",
            "democrat",
        )
        # unnamed actors with the same head, latest first
        best: tuple[float, Actor] | None = None
        for back, other in enumerate(reversed(self.met)):
            root = other.root()
            if root.first == actor.first or root.pronoun:
                continue
            distance = here - scene.sentence[max(other.first, 0)]
            points = -0.25 * distance - 0.1 * back
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
        """The nouns that describe a person, in the report and in the registry."""
        scene = self.scene
        found: set[str] = set()
        for d in person.descriptions:
            for k in range(d.first, d.last):
                key = scene.words[k].key
                found.add(key)
        for m in self.met:
            if m.person is person:
                for i, j in m.ranges:
                    found |= {scene.words[k].key for k in range(i, j)}
        for entry in person.entries:
            from reportedly.registry.store import holds

            if holds(entry.since, entry.until, scene.on):
                found |= {word.lower().strip(",") for word in entry.role.split()}
        return found

    def _private(self, root: Actor) -> bool:
        person = root.person
        return person is not None and not person.entries

    def _org_mention(self, root: Actor, modifiers: set[str]) -> bool:
        """Whether a name already met can be `the group`: fighters where the words say so, monitors where they say that."""
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
        if head in (
            "newspaper",
            "paper",
            "outlet",
            "daily",
            "tabloid",
            "magazine",
            "publication",
            "network",
            "channel",
            "station",
            "broadcaster",
            "website",
            "site",
            "blog",
        ):
            return "outlet" in kinds
        if head in ("agency",):
            wire = any(e.name in _WIRES for e in mention.entries)
            return wire or "organ" in kinds
        if head in ("charity", "monitor", "watchdog", "organisation", "organization", "foundation", "union", "ngo"):
            return bool(kinds & {"ngo", "body"})
        if head in ("company", "firm"):
            return "company" in kinds
        if head in (
            "ministry",
            "department",
            "bureau",
            "council",
            "committee",
            "court",
            "parliament",
            "army",
            "military",
            "command",
            "police",
            "commission",
            "office",
        ):
            return head in mention.key.split()
        if head in ("country", "nation", "kingdom", "republic"):
            return "state" in kinds
        return head in mention.key.split()

    def _shares(self, root: Actor, named: Sequence[object]) -> bool:
        """Whether a person can be of the side that a nominal names."""
        person = root.person
        if person is None:
            return True
        wanted = {e.party for m in named for e in m.entries}  # type: ignore[attr-defined]
        theirs = {e.party for e in person.entries}
        for d in person.descriptions:
            theirs |= {e.party for m in self.scene.mentions_in(d.first, d.last) for e in m.entries}
        for i, j in root.ranges:
            theirs |= {e.party for m in self.scene.mentions_in(i, j) for e in m.entries}
        if theirs & {"REPUBLICANS", "DEMOCRATS"} or any(t.endswith("_CAMPAIGN") for t in theirs):
            theirs |= {"USA"}
        return bool(wanted & theirs)

    def _same_side(self, root: Actor, named: Sequence[object]) -> bool:
        wanted = {e.party for m in named for e in m.entries}  # type: ignore[attr-defined]
        theirs = {e.party for i, j in root.ranges for m in self.scene.mentions_in(i, j) for e in m.entries}
        return not theirs or bool(wanted & theirs)

    def _by_office(self, head: str, modifiers: set[str], named: Sequence[object], phrase: Phrase) -> Person | None:
        """The one person named in the report who holds that office."""
        fit = []
        for person in self.cast.people:
            if not person.sure and not person.entries:
                continue
            described = self._described(person)
            if head not in described and not (described & _KIN.get(head, frozenset())):
                continue
            if (
                head
                in ("candidate", "nominee", "runner", "frontrunner", "elect", "businessman", "mogul", "billionaire")
                and not person.entries
            ):
                continue
            if modifiers & {"republican", "democratic", "gop"} and not (modifiers & described):
                continue
            if named and not self._shares(Actor(0, 0, None, "", "", person=person), named):
                continue
            if "prime" in modifiers and "prime" not in described:
                continue
            if "vice" in modifiers and "vice" not in described:
                continue
            if (
                "foreign" in modifiers
                and not any("foreign" in e.role.lower() for e in person.entries)
                and not self._word_near(person, "foreign")
            ):
                continue
            fit.append(person)
        if len(fit) > 1:
            near = [p for p in fit if any(i < phrase.first for i, _ in p.namings)]
            if near:
                last = max(near, key=lambda p: max(i for i, _ in p.namings if i < phrase.first))
                return last
            return None
        return fit[0] if fit else None

    def _word_near(self, person: Person, key: str) -> bool:
        return any(self.scene.words[k].key == key for d in person.descriptions for k in range(d.first, d.last))

    def _by_name(self, head: str, phrase: Phrase, modifiers: set[str]) -> Actor | None:
        """The registry name met last before the phrase that can be called by that noun."""
        scene = self.scene
        for mention in reversed(scene.mentions):
            if mention.first >= phrase.first:
                continue
            probe = Actor(
                mention.first,
                mention.last,
                Phrase(mention.first, mention.last, mention.last - 1, mention.last, False, False, -1),
                "name",
                mention.key,
                ranges=[(mention.first, mention.last)],
            )
            if head == "group":
                if mention.entries[0].kind in ("armed group", "ngo", "opposition") and self._org_mention(
                    probe, modifiers
                ):
                    return probe
            elif head not in ("country", "nation") and self._institution_of(probe, head):
                return probe
            if scene.sentence[phrase.first] - scene.sentence[mention.first] > 8:
                break
        return None

    def _look_ahead(self) -> None:
        """Lets a nominal that stays unnamed (`a US envoy`) take the one later name that fits."""
        scene = self.scene
        for actor in self.met:
            if actor.person is not None or actor.same_as is not None or actor.plural or actor.phrase is None:
                continue
            if not actor.human or actor.owner is not None:
                continue
            early = scene.sentence[actor.first] <= 4
            named = scene.mentions_in(actor.phrase.first, actor.phrase.last)
            fit: list[Person] = []
            told: list[Person] = []
            for other in self.met:
                root = other.root()
                person = root.person
                if person is None or other.first <= actor.first or other.phrase is None:
                    continue
                # the same noun again, definite, with the name: the spokeswoman, Hua Chunying
                if named and not self._shares(root, named):
                    continue
                if other.head == actor.head and other.phrase.definite and other.person is person and person not in told:
                    told.append(person)
                if (
                    early
                    and person not in fit
                    and actor.head in self._described(person)
                    and actor.head not in ("official", "source", "person")
                ):
                    fit.append(person)
            chosen = told if len(told) == 1 else fit
            if len(chosen) == 1:
                actor.person = chosen[0]
                actor.same_as = next(
                    (m for m in self.met if m.person is chosen[0] and m is not actor and m.same_as is None), None
                )


@cache
def pronoun_weights() -> dict[str, float]:
    """How much each feature of `antecedents` weighs; learnt by training/train_pronouns.py."""
    found: dict[str, float] = json.loads((files("reportedly.stages") / "pronouns.json").read_text(encoding="utf-8"))[
        "weights"
    ]
    return found


def _speaker(scene: Scene, actor: Actor) -> Speaker:
    """What the reading shows of an actor."""
    root = actor.root()
    person = root.person
    if person is None:
        role_spans: tuple[Span, ...] = ()
        role = None
        if (
            root.phrase is not None
            and root.cls in ("state", "role", "person", "expert", "media", "armed", "anon")
            and root.human
        ):
            role_spans = (span_of(scene, root.phrase.first, root.phrase.last),)
            role = scene.slice(root.phrase.first, root.phrase.last)
        organisation, organisation_spans = _organisation(scene, [(root.first, root.last)] if root.last else [])
        names = tuple(p.name for p in actor.candidates)
        return Speaker(
            name=None,
            role=role,
            role_spans=role_spans,
            organisation=organisation,
            organisation_spans=organisation_spans,
            candidates=names,
        )
    spans = tuple(span_of(scene, i, j) for i, j in person.namings[:1])
    longest = max(person.namings, key=lambda n: n[1] - n[0], default=None)
    if longest is not None:
        spans = (span_of(scene, *longest),)
    roles = [
        (d.first, d.last)
        for d in person.descriptions
        if any(scene.words[k].key in scene.classes for k in range(d.first, d.last))
    ]
    organisation, organisation_spans = _organisation(scene, roles)
    return Speaker(
        name=person.name,
        name_spans=spans,
        role=scene.slice(*roles[0]) if roles else None,
        role_spans=tuple(span_of(scene, i, j) for i, j in roles[:1]),
        organisation=organisation,
        organisation_spans=organisation_spans,
    )


def _organisation(scene: Scene, ranges: Sequence[tuple[int, int]]) -> tuple[str | None, tuple[Span, ...]]:
    """The first registry name that is no place, person or people within some ranges."""
    for i, j in ranges:
        for mention in scene.mentions_in(i, j):
            if mention.entries[0].kind not in ("place", "person", "adjective"):
                return mention.span.of(scene.text), (mention.span,)
    return None, ()

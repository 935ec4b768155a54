"""Who speaks: each source resolved to a person of the report, an unnamed one or an institution; ties stay open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.registry import Registry, load
from reportedly.stages._actors import POSSESSIVES, PRONOUNS, Actor, Phrase, head_person, parse
from reportedly.stages._nouns import (
    AUTHOR_CLASSES_SPEAKERS,
    PLURALS,
)
from reportedly.stages._pronouns import Pronouns
from reportedly.stages._scene import Scene
from reportedly.stages.cast import Cast, Person, build, span_of
from reportedly.types import Attribution, Problem, Report, Span, Speaker

__all__ = ["Resolution", "resolve"]

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
    #: sources between whose candidates nothing decides (`speaker-tied`)
    problems: tuple[Problem, ...] = ()


def resolve(
    report: Report,
    attributions: Sequence[Attribution],
    registry: Registry | None = None,
    scene: Scene | None = None,
) -> Resolution:
    """The speaker of each attribution, resolved within the report.

    Names count in any length (full, last, with honorifics); pronouns, nominals (`the official`), possessives
    (`Rutte's comments`) and relative pronouns follow their antecedents. Unnamed people and institutions stay
    unnamed: their `Speaker.name` is None. Where two people fit alike, the name is None and both are `candidates`.

    Args:
        report: the report; its date of publication decides which office-holders of the registry hold.
        attributions: with spans in the report's text, in any order.
        registry: parties and people; the one that ships by default.
        scene: the report laid out, where that was done before.

    Returns:
        A Resolution; `speakers` has an entry for each attribution.

    Example:
        >>> from reportedly.types import Attribution, Report, Span
        >>> from reportedly.terms import Kind
        >>> text = "Kenya's envoy, Asha Mwangi, denied it. She left."
        >>> spans = dict(source=(Span(39, 42),), cue=(Span(43, 47),), content=())
        >>> a = Attribution(id="a1", kind=Kind.INDIRECT, score=1.0, **spans)
        >>> resolve(Report(id="r", text=text), [a]).speakers["a1"].name
        'Asha Mwangi'
    """
    registry = registry or load()
    scene = scene or Scene(report.text, report.published, registry)
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
    speakers = _speakers(scene, attributions, resolver.actors)
    problems = tuple(
        Problem(
            stage="speakers",
            code="speaker-tied",
            message="nothing decides between " + " and ".join(speakers[a.id].candidates),
            span=a.source[0],
        )
        for a in attributions
        if speakers[a.id].candidates
    )
    return Resolution(speakers, scene, cast, resolver.actors, problems)


class _Resolver(Pronouns):
    """Resolves each source of a report in turn."""

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
        known = self.by_words.get((i, j))
        actor = known or self._actor(i, j, a)
        self.actors[a.id] = actor
        if known is None:
            self.met.append(actor)
            if actor.phrase is not None:
                self.by_words.setdefault((actor.first, actor.last), actor)
        self.pending.discard(a.id)
        return actor

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
        if (
            pronoun
            and (
                len(keys) == 1
                or (
                    keys[0] in ("he", "she", "it", "they", "i", "we", "who", "which", "that", "him", "them")
                    and (len(keys) < 3 or keys[1] in ("and", "described", "also", "himself", "herself", "too"))
                )
            )
            and not (pronoun in ("us",) and words[content[0]].upper)
        ):
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
            named = self._person_actor(person, i, j, actor)
            if cls == "role" and named.owner is None and phrase.possessor >= 0:
                # her spokeswoman, Dana Whitfield: she speaks for whom she works for
                key = words[phrase.possessor].key
                kind = PRONOUNS.get(key, "") if key in POSSESSIVES else ""
                if kind in ("m", "f", "n"):
                    named.owner = self._pronoun(phrase.possessor, phrase.possessor + 1, kind, key, a)
            return named
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
        return (key.endswith("s") and not key.endswith(("ss", "us", "is"))) or key in PLURALS

    def _person_actor(self, person: Person, i: int, j: int, like: Actor | None = None) -> Actor:
        """The actor of a named person: one a person, described by all phrases that name it."""
        root = self.first_as(person)
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
            new = [r for r in actor.ranges if r not in root.ranges]
            root.ranges += new
            self._describe(person, new)
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
                    if inner.person is not None or inner.cls in AUTHOR_CLASSES_SPEAKERS:
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


def _speakers(scene: Scene, attributions: Sequence[Attribution], actors: dict[str, Actor]) -> dict[str, Speaker]:
    """What the reading shows of each actor; of a person, worked out once."""
    people: dict[int, Speaker] = {}
    out = {}
    for a in attributions:
        person = actors[a.id].root().person
        if person is None:
            out[a.id] = _speaker(scene, actors[a.id])
            continue
        if person.number not in people:
            people[person.number] = _speaker(scene, actors[a.id])
        out[a.id] = people[person.number]
    return out


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
            kind = mention.entries[0].kind
            if kind == "capital" and mention.first and scene.words[mention.first - 1].key in ("of", "in", "from"):
                # the archbishop of Quito is nobody of the government there
                continue
            if kind not in ("place", "person", "adjective"):
                return mention.span.of(scene.text), (mention.span,)
    return None, ()

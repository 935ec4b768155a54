"""Who could have a part in an event: the phrases of a report that name or describe a party, each with its party."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.registry import Mention, Registry
from reportedly.stages import parties, speakers
from reportedly.stages._actors import DETERMINERS, PRONOUNS
from reportedly.stages._capitals import PREPOSITIONS
from reportedly.stages._scene import Scene
from reportedly.terms import Kind
from reportedly.types import Attribution, Report, Span

__all__ = ["KINDS", "Named", "named"]

#: how a phrase shows its party; the row of the table that the role head reads
KINDS = ("name", "adjective", "place", "person", "noun", "people", "pronoun", "other")

#: pronouns that can have a part in an event
_PRONOUNS = frozenset("he him his she her they them their it its we us our who".split())
#: lower-case words that end a noun phrase to the left
_STOPS = PREPOSITIONS | frozenset(
    "and or but nor that which who whom whose where when while because if than as not no is are was were be been "
    "being has have had do does did will would shall should can could may might must said says say told tell added "
    "there then also only even just".split()
)
#: longest way from a head noun to the left
_LEFT = 5
#: least that a phrase stands for, by class of its head noun
_HEADS = frozenset("state person expert media ngo armed opposition role group anon".split())


@dataclass(frozen=True, slots=True)
class Named:
    """A phrase that names or describes a party.

    Attributes:
        span: its words.
        head: the word by which it is placed: the last one.
        party: id of the party; None where open.
        kind: one of `KINDS`.
    """

    span: Span
    head: Span
    party: str | None
    kind: str


def _left(scene: Scene, head: int, floor: int) -> int:
    """The first word of the noun phrase that ends with `head`."""
    words, seps = scene.words, scene.seps
    best = i = head
    while i > floor and head - i < _LEFT:
        if seps[i - 1] not in (" ", "-", "\xa0") and not words[i - 1].possessive:
            break
        word = words[i - 1]
        if word.key in _STOPS:
            break
        i -= 1
        if scene.at[i] >= 0:
            i = best = scene.mentions[scene.at[i]].first
        elif word.key in DETERMINERS:
            return i
        elif word.capital:
            best = i
    return best


def _goes_on(scene: Scene, at: int) -> bool:
    """Whether a name goes on with a noun of office: `Pentagon officials`."""
    words = scene.words
    return not words[at - 1].possessive and words[at].key in scene.classes and scene.seps[at - 1] == " "


def _kind(mention: Mention) -> str:
    kinds = {entry.kind for entry in mention.entries}
    if "person" in kinds:
        return "person"
    if kinds <= {"place"}:
        return "place"
    return "adjective" if "adjective" in kinds else "name"


def _phrases(scene: Scene) -> list[tuple[int, int, str]]:
    """First and last (exclusive) word of each candidate, and its kind; none inside another."""
    words = scene.words
    heads: list[tuple[int, int, str]] = []
    runs = {run.first: run for run in scene.runs if run.end > run.name or run.organisation}
    i, n = 0, len(words)
    at, classes = scene.at, scene.classes
    while i < n:
        word = words[i]
        index = at[i]
        run = runs.get(i)
        if run is not None:
            kind = "name" if run.organisation else "person"
            last = run.last
            while last < n and _goes_on(scene, last):
                last += 1
                kind = "noun"
            heads.append((i, last, kind))
            i = last
            continue
        if index >= 0:
            mention = scene.mentions[index]
            heads.append((mention.first, mention.last, _kind(mention)))
            i = max(mention.last, i + 1)
            continue
        cls = classes.get(word.key)
        if cls in _HEADS and not (word.capital and word.upper and len(word.key) < 3):
            heads.append((i, i + 1, "people" if cls == "person" else "noun"))
        elif word.key in _PRONOUNS and word.key in PRONOUNS and not (word.upper and len(word.key) > 1):
            heads.append((i, i + 1, "pronoun"))
        i += 1
    out: list[tuple[int, int, str]] = []
    for first, last, kind in heads:
        if kind in ("noun", "people"):
            start = _left(scene, last - 1, max(0, last - 1 - _LEFT))
            start = min(start, first)
            while out and out[-1][0] >= start and scene.sentence[out[-1][0]] == scene.sentence[first]:
                out.pop()
            first = max(start, out[-1][1]) if out else start
        out.append((first, last, kind))
    return out


def named(
    report: Report,
    registry: Registry | None = None,
    within: Sequence[Span] | None = None,
    scene: Scene | None = None,
) -> tuple[Named, ...]:
    """The phrases of a report that name or describe a party, in text order.

    Each phrase is resolved as if it were a source: names and offices by the registry, pronouns and nouns such as
    `the ministry` by their antecedents, private people to PERSON.

    Args:
        report: the report.
        registry: parties and people; the one that ships by default.
        within: stretches of the text outside which no phrase is looked at; by default all is.
        scene: the report laid out, where that was done before.

    Returns:
        Phrases of which none lies inside another.

    Example:
        >>> [(n.party, n.kind) for n in named(Report(id="r", text="Kenyan police arrested two students."))]
        [('KEN', 'noun'), ('PERSON', 'people')]
    """
    from reportedly.registry import load

    registry = registry or load()
    scene = scene or Scene(report.text, report.published, registry)
    phrases = _phrases(scene)
    spans = [Span(scene.words[i].start, scene.words[j - 1].end) for i, j, _ in phrases]
    if within is not None:
        seen = [any(span in stretch for stretch in within) for span in spans]
        phrases = [phrase for phrase, inside in zip(phrases, seen, strict=True) if inside]
        spans = [span for span, inside in zip(spans, seen, strict=True) if inside]
    asked = [
        Attribution(id=f"n{k}", source=(span,), cue=(), content=(), kind=Kind.INDIRECT, score=1.0)
        for k, span in enumerate(spans)
    ]
    resolution = speakers.resolve(report, asked, registry, scene)
    statements = parties.assign(report, asked, resolution, registry)
    return tuple(
        Named(span, Span(scene.words[j - 1].start, scene.words[j - 1].end), statement.party, kind)
        for span, (_, j, kind), statement in zip(spans, phrases, statements, strict=True)
    )

"""Who could have a part in an event: the phrases of a report that name or describe a party, each with its party."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reportedly.registry import Mention, Registry
from reportedly.stages import dateline, parties, speakers
from reportedly.stages._actors import DETERMINERS, PRONOUNS
from reportedly.stages._capitals import PREPOSITIONS, TITLES
from reportedly.stages._scene import Run, Scene
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
#: nouns for somebody that mostly are a verb after a name: `Kenya accused them`, `the spokesman claims`
_ALSO_VERBS = frozenset("accused claims charges".split())
#: what follows `fire` where it is a service and no shooting
_FIRE_SERVICE = frozenset(
    "department departments service services brigade brigades chief chiefs crew crews official officials officer "
    "officers marshal marshals rescue authority authorities".split()
)
#: an age or an apposition right after a name
_APPOSED = re.compile(r", (?:\d\d,|an? |the )")
#: longest way from a head noun to the left
_LEFT = 5
#: verbs whose subject has the forces that are their object
_SENDING = frozenset(
    "send sends sent sending ship ships shipped shipping deploy deploys deployed deploying dispatch dispatches "
    "dispatched dispatching mass massed massing amassed station stationed stationing contribute contributed "
    "contributing withdraw withdrew withdrawn withdrawing".split()
)
_FORCES = frozenset("soldiers troops forces personnel servicemen fighters reinforcements police policemen".split())
#: what may stand between a sender and the verb
_HELPING = frozenset(
    "has have had having is are was been being will would may might could can should shall must to also already again "
    "not never soon now recently secretly covertly reportedly allegedly plans planned intends wants began begun".split()
)
_COUNTS = frozenset("one two three four several some many more another dozens hundreds thousands".split())
#: words between a sender and the verb, and between the verb and its object, at most
_AUXILIARIES, _OBJECT = 6, 7
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
        shown: its words for people to read, without a verb at its end.
    """

    span: Span
    head: Span
    party: str | None
    kind: str
    shown: Span | None = None


def _left(scene: Scene, head: int, floor: int) -> int:
    """The first word of the noun phrase that ends with `head`."""
    words, seps = scene.words, scene.seps
    best = i = head
    while i > floor and head - i < _LEFT:
        if seps[i - 1] not in (" ", "-", "\xa0") and not words[i - 1].possessive:
            break
        word = words[i - 1]
        if word.key in _STOPS or word.key in _SENDING:
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


def _lone_name(scene: Scene, run: Run, known: set[str]) -> bool:
    """Whether one capitalised word that the registry lacks is a person's: a title, a full name or an age shows it.

    `Clashes` at the beginning of a sentence and the make of `Shahed drones` have nothing of the kind.
    """
    word = scene.words[run.name]
    after = scene.text[word.end : word.end + 6]
    return (
        word.key in known
        or word.key in scene.registry.genders
        or (run.name > run.first and scene.words[run.name - 1].key in TITLES)
        or bool(_APPOSED.match(after))
    )


def _phrases(scene: Scene) -> list[tuple[int, int, str]]:
    """First and last (exclusive) word of each candidate, and its kind; none inside another."""
    words = scene.words
    heads: list[tuple[int, int, str]] = []
    full = [run for run in scene.runs if run.end - run.name > 1 and not run.organisation]
    known = {word.key for run in full for word in words[run.name : run.end]}
    runs = {
        run.first: run
        for run in scene.runs
        if run.organisation or run.end - run.name > 1 or (run.end > run.name and _lone_name(scene, run, known))
    }
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
        if word.key == "fire" and not (i + 1 < n and words[i + 1].key in _FIRE_SERVICE):
            # who opens fire has the part, not the fire
            cls = None
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
        Phrases of which none lies inside another, and none in the dateline: where a report was filed does nothing.

    Example:
        >>> [(n.party, n.kind) for n in named(Report(id="r", text="Kenyan police arrested two students."))]
        [('KEN', 'noun'), ('PERSON', 'people')]
    """
    from reportedly.registry import load

    registry = registry or load()
    scene = scene or Scene(report.text, report.published, registry)
    phrases = _phrases(scene)
    if head := dateline.find(report.text):
        phrases = [
            phrase for phrase in phrases if scene.words[phrase[0]].start not in range(head.span.start, head.span.end)
        ]
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
    sent = _sent(scene, phrases, [statement.party for statement in statements])
    return tuple(
        Named(
            span,
            Span(scene.words[j - 1].start, scene.words[j - 1].end),
            statement.party,
            kind,
            _without_verb(scene, span, i, j),
        )
        for k, (span, (i, j, kind), statement) in enumerate(zip(spans, phrases, statements, strict=True))
        if k not in sent
    )


def _without_verb(scene: Scene, span: Span, first: int, last: int) -> Span:
    """The words of a phrase without the verb that may stand for a noun at its end: `Moscow` of `Moscow accused`."""
    words = scene.words
    if last - first > 1 and words[last - 1].key in _ALSO_VERBS and words[last - 2].capital:
        return Span(span.start, words[last - 2].end)
    return span


def _sent(scene: Scene, phrases: Sequence[tuple[int, int, str]], parties_of: Sequence[str | None]) -> set[int]:
    """The phrases for forces that somebody sends, who has the part that they would have: `Kenya sent 200 soldiers`.

    Only forces that nothing in their own words gives to anybody: `Kenya sent Somali soldiers home` leaves them.
    """
    out: set[int] = set()
    before = {last: k for k, (_, last, _) in enumerate(phrases)}
    for k, (first, last, kind) in enumerate(phrases):
        if kind not in ("noun", "people") or scene.words[last - 1].key not in _FORCES:
            continue
        if any(scene.at[i] >= 0 or scene.words[i].possessive for i in range(first, last)):
            continue
        verb = _sender(scene, first)
        sender = next((before[at] for at in range(verb, max(verb - _AUXILIARIES, 0), -1) if at in before), None)
        if verb < 0 or sender is None or sender == k or scene.sentence[phrases[sender][0]] != scene.sentence[first]:
            continue
        between = range(phrases[sender][1], verb)
        if parties_of[sender] and all(scene.words[i].key in _HELPING and scene.seps[i - 1].isspace() for i in between):
            out.add(k)
    return out


def _sender(scene: Scene, first: int) -> int:
    """The verb of sending that has the phrase from word `first` for its object, or -1; numbers may stand between."""
    words = scene.words
    for at in range(first - 1, max(first - 1 - _OBJECT, -1), -1):
        if scene.seps[at].strip() not in ("", "-", ",", "."):
            return -1
        key = words[at].key
        if key in _SENDING:
            return at
        if key in _STOPS or key in DETERMINERS - _COUNTS or scene.at[at] >= 0:
            return -1
    return -1

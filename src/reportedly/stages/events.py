"""What happened: events with PLOVER type, parties, modality, figure, place and time, from heads on the encoder."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from reportedly.model import Model
from reportedly.stages._deeds import undone, whole
from reportedly.stages._eventfeatures import AWAY, Candidates, Run
from reportedly.stages._found import Found, choose, odds_of, parties, scored, sentence_of, tags, take_part, typed
from reportedly.stages._pairs import PEOPLE
from reportedly.stages._plover import TYPES, contexts, mode
from reportedly.stages._scene import Scene
from reportedly.stages.encode import Encoded
from reportedly.stages.further import innermost, spoken_of
from reportedly.stages.participants import Named, named
from reportedly.stages.places import place_of
from reportedly.stages.segment import Segments, rows_of
from reportedly.terms import Modality
from reportedly.types import Attribution, EventMention, Participant, Place, Quantity, Report, Span, Timex
from reportedly.words import content_words

__all__ = ["Echo", "figure_of", "find_events", "read_events", "time_of"]

_MODALITIES = tuple(Modality)
#: words before and after an anchor that are taken for its clause
_CLAUSE = 6


@dataclass(frozen=True, slots=True)
class Echo:
    """Words that mean again an event told elsewhere in the report: `the deployment`."""

    anchor: Span
    #: id of the event mention
    event: str


def _participants(
    names: Sequence[str], role: dict[int, float], who: Candidates, anchor: Span
) -> tuple[Participant, ...]:
    """Each party with the words that name it most likely; the anchor's own where no phrase does (`the killings`)."""
    out = []
    for name in names:
        own = [(p, number) for number, p in role.items() if number >= 0 and who.phrases[number].party == name]
        people = role.get(PEOPLE, 0.0) if name == "PERSON" else 0.0
        span = anchor
        if own and max(own)[0] >= people / 4:
            phrase = who.phrases[max(own)[1]]
            span = phrase.shown or phrase.span
        out.append(Participant(span=span, party=name))
    return tuple(out)


def _roles(found: Found, who: Candidates, anchor: Span) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
    """Actors and recipients; where the same people would stand alone on both sides, they keep the likelier one.

    A party may act on itself: annotators write so of what a state's organs do to each other.
    """
    acting, suffering = parties(found, who)
    actors = _participants(acting, found.actors, who, anchor)
    recipients = _participants(suffering, found.recipients, who, anchor)
    if actors != recipients or acting != ["PERSON"] or actors[0].span == anchor:
        return actors, recipients
    number = next(k for k, phrase in enumerate(who.phrases) if actors[0].span in (phrase.span, phrase.shown))
    if found.actors.get(number, 0.0) >= found.recipients.get(number, 0.0):
        return actors, ()
    return (), recipients


def _naming(segments: Segments, found: Sequence[Found]) -> list[Found]:
    """The events whose anchors name a deed, an auxiliary joined to the anchor after it."""
    runs = whole(segments, [f.run for f in found], [TYPES[int(f.types.argmax())] for f in found])
    return [replace(f, run=run) for f, run in zip(found, runs, strict=True) if run is not None]


def figure_of(anchor: Span, sentence: Span, quantities: Sequence[Quantity]) -> Quantity | None:
    """The figure of an event: in its sentence, best one that counts people or things, nearest to the anchor.

    Example:
        >>> figure_of(Span(0, 6), Span(0, 20), ()) is None
        True
    """
    near = [
        q for q in quantities if q.span in sentence and q.unit not in ("percent", "%", "dollars", "euros", "pounds")
    ]
    return min(near, key=lambda q: (q.counts is None, _way(anchor, q.span)), default=None)


def time_of(anchor: Span, sentence: Span, times: Sequence[Timex]) -> Timex | None:
    """When an event was: the nearest date of its sentence; one after the anchor goes before one ahead of it.

    Example:
        >>> time_of(Span(0, 6), Span(0, 20), ()) is None
        True
    """
    near = [
        t for t in times if t.span in sentence and t.type.value in ("DATE", "TIME") and not t.value.endswith("_REF")
    ]
    return min(near, key=lambda t: _way(anchor, t.span) + (20 if t.span.end <= anchor.start else 0), default=None)


def _way(a: Span, b: Span) -> int:
    return max(a.start - b.end, b.start - a.end, 0)


def find_events(
    report: Report,
    segments: Segments,
    encoded: Encoded,
    model: Model,
    *,
    attributions: Sequence[Attribution] = (),
    phrases: Sequence[Named] | None = None,
    scene: Scene | None = None,
    quantities: Sequence[Quantity] = (),
    places: Sequence[Place] = (),
    times: Sequence[Timex] = (),
    least: float | None = None,
) -> tuple[EventMention, ...]:
    """The main events of a report: `read_events` without the rest."""
    return read_events(
        report, segments, encoded, model,
        attributions=attributions, phrases=phrases, scene=scene, quantities=quantities, places=places, times=times,
        least=least,
    )[0]  # fmt: skip


def read_events(
    report: Report,
    segments: Segments,
    encoded: Encoded,
    model: Model,
    *,
    attributions: Sequence[Attribution] = (),
    phrases: Sequence[Named] | None = None,
    scene: Scene | None = None,
    quantities: Sequence[Quantity] = (),
    places: Sequence[Place] = (),
    times: Sequence[Timex] = (),
    least: float | None = None,
) -> tuple[tuple[EventMention, ...], tuple[Echo, ...], tuple[EventMention, ...]]:
    """The main events of a report, whoever tells them, coded in PLOVER 2.0; where each is meant again; further ones.

    Anchors are tagged, typed and given their modality by heads on the words' vectors; actors and recipients are chosen
    among the phrases that name or describe a party. The score says how likely an annotator who notes the three to eight
    main events of a report would note this one, with this type.

    Args:
        report: the report.
        segments: its words.
        encoded: their vectors.
        model: the heads; without event heads in it nothing is found.
        attributions: who is said to say what; a source near an event often acts in it.
        phrases: as `named` gives them; by default found here.
        scene: the report laid out, where that was done before (`Resolution.scene`).
        quantities, places, times: found by their stages; the event gets those of its sentence.
        least: score below which an event is left out; by default the model's own.

    Returns:
        Events with ids e1, e2 ..., and echoes: candidates that were left out but mean one of them again, since they
        have its type, share a stem of its anchor, and have no other party in a role. Then the events that a statement
        is about and that are neither: see `spoken_of`.
    """
    tagged = tags(segments, encoded, model)
    if tagged is None:
        return (), (), ()
    limit = float(model.about.get("least", {}).get("events", 0.4)) if least is None else least
    text = report.text
    found = scored(segments, encoded, model, *tagged, attributions)
    kept = _naming(segments, [f for f in found if f.score >= limit])
    told = [span for attribution in attributions for span in attribution.content]
    left = _repeating(segments, kept, [f for f in found if f.score < limit], told)
    runs = spoken_of(segments, [f.run for f in kept], odds_of(tagged[0]), attributions)
    said = typed(segments, encoded, model, list(runs.values()), tagged[1])
    for f in said:
        f.score = limit * float(np.exp(np.logaddexp(tagged[0][:, 1], tagged[0][:, 2])[slice(*f.run)].max()))
    both = [*kept, *left, *said]
    if phrases is None:
        phrases = named(report, within=_around(segments, [*kept, *said]), scene=scene)
    who = Candidates(segments, phrases, attributions)
    take_part(both, encoded.vectors, model, who)
    choose(kept, model, who)
    choose([*left, *said], model, who)

    def mention(f: Found, number: int) -> EventMention:
        a, b = f.run
        anchor = Span(segments.starts[a], segments.ends[b - 1])
        first, last = sentence_of(segments, a)
        sentence = Span(segments.starts[first], segments.ends[last - 1])
        kind = TYPES[int(f.types.argmax())]
        actors, recipients = _roles(f, who, anchor)
        clause, sentence_words = _own_words(
            segments, f.run, [other.run for other in both], innermost(anchor, attributions)
        )
        return EventMention(
            id=f"e{number}",
            anchor=anchor,
            type=kind,
            mode=mode(kind, segments.forms[a:b], clause),
            contexts=contexts(sentence_words),
            actors=actors,
            recipients=recipients,
            quantity=figure_of(anchor, sentence, quantities),
            place=place_of(anchor, text, places),
            when=time_of(anchor, sentence, times),
            modality=Modality.DENIED if undone(segments, f.run, kind) else _MODALITIES[int(f.modality.argmax())],
            score=round(f.score, 3),
        )

    events = [mention(f, number) for number, f in enumerate(kept, 1)]
    echoes = _echoes(report, segments, events, left, who)
    meant = {holder.id for echo in echoes if (holder := innermost(echo.anchor, attributions)) is not None}
    own = [f for holder, f in zip(runs, said, strict=True) if holder not in meant]
    return tuple(events), echoes, tuple(mention(f, number) for number, f in enumerate(own, len(events) + 1))


def _own_words(
    segments: Segments, run: Run, others: Sequence[Run], holder: Attribution | None
) -> tuple[list[str], list[str]]:
    """An event's clause and its sentence in words, gaps for who says it and, in the clause, other events."""
    first, last = sentence_of(segments, run[0])
    spans = (*holder.source, *holder.cue) if holder else ()
    saying = {row for span in spans for row in range(*rows_of(segments, span))}
    telling = {row for a, b in others for row in range(a, b)}.difference(range(*run))
    whole = ["" if row in saying else segments.forms[row] for row in range(first, last)]
    near = range(max(first, run[0] - _CLAUSE), min(last, run[1] + _CLAUSE))
    return ["" if row in telling else whole[row - first] for row in near], whole


def _stems(segments: Segments, f: Found) -> frozenset[str]:
    return content_words(" ".join(segments.forms[slice(*f.run)]))


def _repeating(segments: Segments, kept: Sequence[Found], left: Sequence[Found], told: Sequence[Span]) -> list[Found]:
    """Those left out that somebody says, and that have the type and a stem of one that is kept."""
    known: dict[int, set[str]] = {}
    for f in kept:
        known.setdefault(int(f.types.argmax()), set()).update(_stems(segments, f))
    out = []
    for f in left:
        stems = known.get(int(f.types.argmax()))
        at = segments.starts[f.run[0]]
        if stems and any(span.start <= at < span.end for span in told) and _stems(segments, f) & stems:
            out.append(f)
    return out


def _around(segments: Segments, found: Sequence[Found]) -> list[Span]:
    """The stretches of text whose phrases are looked at for these events."""
    numbers = segments.sentences
    out: list[Span] = []
    for f in sorted(found, key=lambda f: f.run):
        own = segments.sentences[f.run[0]]
        first, last = bisect_left(numbers, own - AWAY[0]), bisect_right(numbers, own + AWAY[1])
        span = Span(segments.starts[first], segments.ends[last - 1])
        if out and span.start <= out[-1].end:
            span = Span(out.pop().start, span.end)
        out.append(span)
    return out


def _echoes(
    report: Report, segments: Segments, events: Sequence[EventMention], left: Sequence[Found], who: Candidates
) -> tuple[Echo, ...]:
    """The candidates left out that mean one of the events again; where several fit, the nearest."""
    text = report.text
    stems = [content_words(event.anchor.of(text)) for event in events]
    out = []
    for f in left:
        anchor = Span(segments.starts[f.run[0]], segments.ends[f.run[1] - 1])
        kind = TYPES[int(f.types.argmax())]
        own = content_words(anchor.of(text))
        sides = parties(f, who)
        fit = []
        for event, words in zip(events, stems, strict=True):
            if event.type is not kind or not own & words:
                continue
            theirs = [{p.party for p in role} for role in (event.actors, event.recipients)]
            if all(not ours or not other or set(ours) & other for ours, other in zip(sides, theirs, strict=True)):
                fit.append(event)
        if fit:
            out.append(Echo(anchor, min(fit, key=lambda event: _way(event.anchor, anchor)).id))
    return tuple(out)

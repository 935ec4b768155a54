"""Claims: each statement joined to the events that it is about, and the narrator's own assertions as the outlet's."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from reportedly.stages.events import Echo
from reportedly.stages.further import innermost
from reportedly.terms import Act, Factuality, Modality
from reportedly.types import Attribution, Claim, EventMention, Report, Span, Statement, Timex

__all__ = ["claim_id", "factuality_of", "make_claims"]

_NEGATED = {
    Factuality.CERTAIN: Factuality.CERTAINLY_NOT,
    Factuality.PROBABLE: Factuality.PROBABLY_NOT,
    Factuality.POSSIBLE: Factuality.POSSIBLY_NOT,
    Factuality.CERTAINLY_NOT: Factuality.CERTAIN,
    Factuality.PROBABLY_NOT: Factuality.PROBABLE,
    Factuality.POSSIBLY_NOT: Factuality.POSSIBLE,
}
#: the most that can be held of an event told as possible or as planned
_POSSIBLE = {
    Factuality.CERTAIN: Factuality.POSSIBLE,
    Factuality.PROBABLE: Factuality.POSSIBLE,
    Factuality.CERTAINLY_NOT: Factuality.POSSIBLY_NOT,
    Factuality.PROBABLY_NOT: Factuality.POSSIBLY_NOT,
}
_PLANNED = {Factuality.CERTAIN: Factuality.PROBABLE, Factuality.CERTAINLY_NOT: Factuality.PROBABLY_NOT}


def claim_id(report_id: str, attribution: Attribution | None, anchor: Span | None) -> str:
    """The name of a claim: `c` and 16 hexadecimal digits of report id, attribution's spans and mention's anchor.

    Example:
        >>> claim_id("r1", None, Span(0, 4)) == claim_id("r1", None, Span(0, 4)) != claim_id("r2", None, Span(0, 4))
        True
    """
    spans = [
        ",".join(f"{span.start}-{span.end}" for span in getattr(attribution, role)) if attribution else ""
        for role in ("source", "cue", "content")
    ]
    key = "\x00".join([report_id, *spans, f"{anchor.start}-{anchor.end}" if anchor else ""])
    return "c" + hashlib.blake2b(key.encode(), digest_size=8).hexdigest()


def factuality_of(held: Factuality, modality: Modality) -> Factuality:
    """What a source holds of an event, from what it holds of its content and how the event is told there.

    A denied event turns the polarity; a possible one is at most possible, a planned one at most probable (it has not
    happened yet); a conditional one is held neither way. After FactBank (Saurí & Pustejovsky 2009).

    Example:
        >>> factuality_of(Factuality.CERTAIN, Modality.DENIED).value
        'CT-'
    """
    if modality is Modality.CONDITIONAL:
        return Factuality.UNCOMMITTED
    if modality is Modality.DENIED:
        return _NEGATED.get(held, held)
    if modality is Modality.POSSIBLE:
        return _POSSIBLE.get(held, held)
    if modality is Modality.PLANNED:
        return _PLANNED.get(held, held)
    return held


def _day(said: Timex | None) -> str | None:
    """The day of a saying, where it is one day."""
    return said.begin if said is not None and said.begin is not None and said.begin == said.end else None


def make_claims(
    report: Report,
    attributions: Sequence[Attribution],
    statements: Sequence[Statement],
    events: Sequence[EventMention],
    *,
    echoes: Iterable[Echo] = (),
    made_by: str = "",
) -> tuple[Claim, ...]:
    """What each party claims in a report, in text order of what is claimed.

    An event belongs to the innermost statement whose content holds its anchor: in `X said Y had denied Z`, the denial
    of Z is Y's, and the attribution's `within` tells that X says so. A statement that holds no event of its own but
    words that mean one told elsewhere (an echo: `the deployment`) is about that one. A statement about no event is a
    claim with no mention. Events outside all contents are told by the narrator: claims of the outlet, without an
    attribution.

    Args:
        report: the report.
        attributions, statements: by `attribution` and the stages after it; a statement without act asserts.
        events, echoes: as `read_events` gives them.
        made_by: name and version of pipeline and model.

    Returns:
        Claims with ids by `claim_id`, none twice.

    Example:
        >>> from reportedly.terms import EventType
        >>> e = EventMention(id="e1", anchor=Span(7, 13), type=EventType.ASSAULT, score=0.9)
        >>> claim, = make_claims(Report(id="r", text="Rebels struck at dawn.", outlet="Gazette"), (), (), (e,))
        >>> claim.party, claim.act.value, claim.factuality.value
        ('MEDIA:Gazette', 'assert', 'CT+')
    """
    by_id = {s.attribution: s for s in statements}
    told: dict[str, list[tuple[Span, EventMention]]] = {a.id: [] for a in attributions}
    own: list[EventMention] = []
    for event in events:
        holder = innermost(event.anchor, attributions)
        if holder is None:
            own.append(event)
        else:
            told[holder.id].append((event.anchor, event))
    known = {event.id: event for event in events}
    for echo in echoes:
        holder = innermost(echo.anchor, attributions)
        event = known[echo.event]
        if holder is not None and all(e.id != event.id for _, e in told[holder.id]):
            told[holder.id].append((echo.anchor, event))

    found: list[tuple[int, Claim]] = []
    for a in attributions:
        statement = by_id.get(a.id)
        act = statement.act if statement and statement.act else Act.ASSERT
        held = statement.factuality if statement and statement.factuality else Factuality.CERTAIN
        where = min((span.start for span in (*a.content, *a.cue)), default=0)
        about: list[tuple[Span, EventMention] | None] = [*told[a.id]] or [None]
        for pair in about:
            mention = pair[1] if pair else None
            # an echo's modality is not known: what is said of it is the statement's own
            here = mention is not None and pair is not None and pair[0] == mention.anchor
            found.append(
                (
                    pair[0].start if pair else where,
                    Claim(
                        id=claim_id(report.id, a, mention.anchor if mention else None),
                        report_id=report.id,
                        attribution=a.id,
                        mention=mention.id if mention else None,
                        speaker=statement.speaker.name if statement else None,
                        party=statement.party if statement else None,
                        act=act,
                        factuality=factuality_of(held, mention.modality) if mention and here else held,
                        said=_day(statement.said) if statement else None,
                        made_by=made_by,
                    ),
                )
            )
    outlet = f"MEDIA:{report.outlet}" if report.outlet else "MEDIA:unspecified"
    for event in own:
        found.append(
            (
                event.anchor.start,
                Claim(
                    id=claim_id(report.id, None, event.anchor),
                    report_id=report.id,
                    attribution=None,
                    mention=event.id,
                    speaker=None,
                    party=outlet,
                    act=Act.ASSERT,
                    factuality=factuality_of(Factuality.CERTAIN, event.modality),
                    said=(report.published or "")[:10] or None,
                    made_by=made_by,
                ),
            )
        )
    found.sort(key=lambda pair: pair[0])
    return tuple({claim.id: claim for _, claim in found}.values())

"""A ledger of two short reports, on which the examples in this package run."""

from __future__ import annotations

import tempfile
import weakref
from pathlib import Path

from reportedly.ledger import Ledger
from reportedly.terms import Act, EventType, Factuality, Kind, Modality
from reportedly.types import (
    Attribution,
    Claim,
    EventMention,
    Participant,
    Reading,
    Report,
    Span,
    Speaker,
    Statement,
)

__all__ = ["reading", "small"]

_REPORTS = (
    ("r1", "2024-10-10", "Moscow denied that Russia had sent troops abroad.", Act.DENY, Factuality.CERTAINLY_NOT),
    ("r2", "2024-10-24", "Moscow would not say whether Russia had sent troops abroad.", Act.WITHHOLD, None),
)


def reading(number: int) -> Reading:
    """The Reading of the first or the second report, as one is made by reading it.

    Example:
        >>> reading(0).report.text
        'Moscow denied that Russia had sent troops abroad.'
    """
    name, day, text, act, factuality = _REPORTS[number]

    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    begin = text.index("that" if act is Act.DENY else "whether")
    attribution = Attribution(
        id="A1",
        source=(span("Moscow"),),
        cue=(Span(7, begin - 1),),
        content=(Span(begin, len(text) - 1),),
        kind=Kind.INDIRECT,
        score=1.0,
    )
    event = EventMention(
        id="E1",
        anchor=span("sent"),
        type=EventType.MOBILIZE,
        actors=(Participant(span=span("Russia"), party="RUS"),),
        modality=Modality.ASSERTED,
        score=1.0,
    )
    claim = Claim(
        id=f"c{name}",
        report_id=name,
        attribution="A1",
        mention="E1",
        speaker=None,
        party="RUS",
        act=act,
        factuality=factuality or Factuality.UNCOMMITTED,
        said=day,
        made_by="example",
    )
    return Reading(
        report=Report(id=name, text=text, outlet="The Example", title="Troops", published=day),
        attributions=(attribution,),
        statements=(Statement(attribution="A1", speaker=Speaker(name=None), party="RUS"),),
        events=(event,),
        claims=(claim,),
        made_by="example",
    )


def small() -> Ledger:
    """A ledger of both reports, in a temporary folder that goes when the ledger does: Russia denies, then withholds.

    Example:
        >>> with small() as ledger:
        ...     ledger.stats().reports
        2
    """
    folder = Path(tempfile.mkdtemp())
    ledger = Ledger(folder / "reportedly.db")
    weakref.finalize(ledger, _remove, folder)
    ledger.append(reading(0), reading(1))
    return ledger


def _remove(folder: Path) -> None:
    for file in folder.iterdir():
        file.unlink(missing_ok=True)
    folder.rmdir()

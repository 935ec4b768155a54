"""Readings made by hand: literal words in a report become spans, so that the ledger can be tested without a model."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from reportedly import sources
from reportedly.terms import Act, Bound, EventType, Factuality, Kind, Modality, TimexType
from reportedly.types import (
    Attribution,
    Claim,
    EventMention,
    Participant,
    Place,
    Quantity,
    Reading,
    Report,
    Span,
    Speaker,
    Statement,
    Timex,
)

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "deployment"
GOLDEN = Path(__file__).parent / "golden" / "deployment.json"


def find(text: str, words: str, after: int = 0) -> Span:
    """The span of the literal words, the first at or after an offset; `words@2` is their third turn."""
    turn = 0
    if "@" in words and words.rpartition("@")[2].isdigit():
        words, _, number = words.rpartition("@")
        turn = int(number)
    start = after - 1
    for _ in range(turn + 1):
        start = text.find(words, start + 1)
        if start < 0:
            raise AssertionError(f"{words!r} is not in {text[:60]!r}...")
    return Span(start, start + len(words))


def reading(report: Report, marks: dict[str, Any], made_by: str = "hand 1") -> Reading:
    """The Reading of a report that the marks say: events by name, and statements about them."""
    text = report.text
    events = {name: _event(text, name, mark) for name, mark in marks.get("events", {}).items()}
    attributions, statements, claims = [], [], []
    for number, mark in enumerate(marks.get("claims", []), 1):
        attribution = None
        if "cue" in mark:
            attribution = Attribution(
                id=f"A{number}",
                source=tuple(find(text, words) for words in mark.get("source", ())),
                cue=tuple(find(text, words) for words in mark["cue"]),
                content=tuple(find(text, words) for words in mark["content"]),
                kind=Kind.INDIRECT,
                within=mark.get("within"),
                score=mark.get("score", 1.0),
            )
            attributions.append(attribution)
            statements.append(
                Statement(
                    attribution=attribution.id,
                    speaker=Speaker(name=mark.get("speaker"), organisation=mark.get("organisation")),
                    party=mark.get("party"),
                )
            )
        event = events.get(mark["event"]) if mark.get("event") else None
        key = f"{report.id}|{attribution.cue if attribution else ''}|{event.anchor if event else ''}"
        claims.append(
            Claim(
                id="c" + hashlib.blake2b(key.encode(), digest_size=8).hexdigest(),
                report_id=report.id,
                attribution=attribution.id if attribution else None,
                mention=event.id if event else None,
                speaker=mark.get("speaker"),
                party=mark.get("party"),
                act=Act(mark["act"]),
                factuality=Factuality(mark.get("factuality", "CT+")),
                said=mark.get("said"),
                made_by=made_by,
            )
        )
    return Reading(
        report=report,
        attributions=tuple(attributions),
        statements=tuple(statements),
        events=tuple(events.values()),
        claims=tuple(claims),
        made_by=made_by,
    )


def _event(text: str, name: str, mark: dict[str, Any]) -> EventMention:
    anchor = find(text, mark["anchor"])
    quantity = None
    if "figure" in mark:
        figure = mark["figure"]
        quantity = Quantity(
            span=find(text, figure["words"]),
            low=figure.get("low"),
            high=figure.get("high"),
            approx=Bound(figure.get("bound", "exact")),
            unit=figure.get("unit"),
            counts=figure.get("counts"),
        )
    place = None
    if "place" in mark:
        place = Place(
            span=find(text, mark["place"]["words"]), name=mark["place"]["name"], country=mark["place"]["country"]
        )
    when = None
    if "when" in mark:
        days = mark["when"]
        when = Timex(
            span=find(text, days["words"]),
            type=TimexType.DATE,
            value=days["value"],
            begin=days.get("begin", days["value"]),
            end=days.get("end", days["value"]),
        )
    return EventMention(
        id=name,
        anchor=anchor,
        type=EventType(mark["type"]),
        actors=tuple(Participant(span=anchor, party=party) for party in mark.get("actors", ())),
        recipients=tuple(Participant(span=anchor, party=party) for party in mark.get("recipients", ())),
        quantity=quantity,
        place=place,
        when=when,
        modality=Modality(mark.get("modality", "asserted")),
        score=1.0,
    )


def example() -> dict[str, Reading]:
    """File name -> the hand-made Reading of every report of the example, in the order of their dates."""
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    found = {}
    for path in sorted(EXAMPLE.glob("*.html")):
        report, _ = sources.load(path)
        found[path.stem] = reading(report, golden[path.stem])
    return found


def simple(
    number: int,
    text: str,
    *,
    party: str = "AAA",
    act: str = "assert",
    factuality: str = "CT+",
    actors: tuple[str, ...] = ("AAA",),
    recipients: tuple[str, ...] = ("BBB",),
    type: str = "MOBILIZE",
    day: int = 0,
    speaker: str | None = None,
    said: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    revises: str | None = None,
    **event: Any,
) -> Reading:
    """A Reading of one sentence, `X said Y`: one statement about one event, whose anchor is the last word of Y."""
    published = (date(2024, 1, 1) + timedelta(days=day)).isoformat()
    report = Report(
        id=f"r{number:05d}",
        text=text,
        outlet=outlet or f"Outlet {number % 7}",
        url=url,
        title=text[:60],
        published=published,
        revises=revises,
    )
    head, _, tail = text.partition(" said ")
    marks = {
        "events": {
            "e": {"anchor": tail.split()[-1], "type": type, "actors": actors, "recipients": recipients, **event},
        },
        "claims": [
            {
                "source": [head],
                "cue": ["said"],
                "content": [tail],
                "party": party,
                "speaker": speaker,
                "act": act,
                "factuality": factuality,
                "said": said,
                "event": "e",
            }
        ],
    }
    return reading(report, marks)

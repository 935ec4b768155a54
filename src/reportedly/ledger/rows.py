"""A Reading as rows: flat columns for what is asked often, and the whole of it deflated beside them."""

from __future__ import annotations

import hashlib
import json
import math
import re
import zlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from reportedly import codec
from reportedly.linking import Node
from reportedly.origins import credit
from reportedly.terms import EventType
from reportedly.types import Attribution, Participant, Reading, Report, Span
from reportedly.wording import gist
from reportedly.words import base, content_stems, content_words

__all__ = [
    "claim_rows", "day", "gist_of", "mention_id", "mention_rows", "node", "ordinal", "pack", "report_row", "unpack",
]  # fmt: skip

#: a longer passage is cut for the tables; the Reading keeps it whole
_LONGEST = 4000
#: how far around an anchor its context reaches, in code points, within its sentence
_AROUND = 160

#: words at a cue that place the saying in an earlier time than the report's news
_RECAP = re.compile(
    r"\b(?:initially|originally|at first|first|earlier|previously|formerly|had|in the past)\b", re.IGNORECASE
)
_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.!?][”\"’')\]]*\s|\n")


def day(stamp: str | None) -> str | None:
    """The date of an ISO 8601 stamp, in its own offset; None where there is none or it is not one.

    Example:
        >>> day("2024-10-30T23:30:00+09:00"), day("soon")
        ('2024-10-30', None)
    """
    try:
        return date.fromisoformat((stamp or "")[:10]).isoformat()
    except ValueError:
        return None


def ordinal(stamp: str | None) -> int | None:
    """The day's number in the proleptic calendar."""
    found = day(stamp)
    return date.fromisoformat(found).toordinal() if found else None


def pack(reading: Reading) -> tuple[bytes, str]:
    """The whole Reading, deflated, and a hash by which the same reading is known again.

    Without the report's text, which has a column of its own, and without the moment of retrieval in the hash.
    """
    bare = replace(reading, report=replace(reading.report, retrieved=None))
    plain = codec.encode(bare)
    text, plain["report"]["text"] = plain["report"]["text"], ""
    body = codec.dump_plain(plain).encode()
    mark = hashlib.blake2b(body, digest_size=12)
    mark.update(text.encode("utf-8", "surrogatepass"))
    plain["report"]["retrieved"] = reading.report.retrieved
    whole = body if reading.report.retrieved is None else codec.dump_plain(plain).encode()
    return zlib.compress(whole, 6), mark.hexdigest()


def unpack(body: bytes, text: str) -> dict[str, Any]:
    """The Reading as plain data, text and all; of any version, so it is not turned into values here."""
    plain: dict[str, Any] = json.loads(zlib.decompress(body))
    plain["report"]["text"] = text
    return plain


def report_row(report: Report, reading: Reading) -> dict[str, Any]:
    """The columns of `reports`, but for when it was added."""
    line = reading.dateline
    named = line.outlet.of(report.text) if line and line.outlet else None
    return {
        "id": report.id,
        "text": report.text,
        "outlet": report.outlet,
        "url": report.url,
        "title": report.title,
        "byline": report.byline,
        "published": report.published,
        "retrieved": report.retrieved,
        "language": report.language,
        "revises": report.revises,
        "credit": credit(report.text, report.outlet, report.byline, named),
    }


def mention_id(report_id: str, anchor: Span) -> str:
    """The name of a mention across reports: `m` and 16 hexadecimal digits of report id and anchor."""
    key = f"{report_id}\x00{anchor.start}\x00{anchor.end}".encode()
    return "m" + hashlib.blake2b(key, digest_size=8).hexdigest()


def mention_rows(reading: Reading) -> list[dict[str, Any]]:
    """The columns of `mentions`, one row for each anchor."""
    report = reading.report
    sayings = _sayings(reading)
    rows: dict[str, dict[str, Any]] = {}
    telling = gist_of(report.text)
    for mention in (*reading.events, *reading.further):
        name = mention_id(report.id, mention.anchor)
        if name in rows:
            continue
        when = mention.when if mention.when and mention.when.span not in sayings else None
        begin, end = (day(when.begin), day(when.end)) if when else (None, None)
        figure = mention.quantity
        words = mention.anchor.of(report.text)
        stems = _deed(report.text, mention.anchor, reading.attributions)
        rows[name] = {
            "id": name,
            "report_id": report.id,
            "type": mention.type.value,
            "mode": mention.mode.value if mention.mode else None,
            "actors": json.dumps(_parties(mention.actors)),
            "recipients": json.dumps(_parties(mention.recipients)),
            "place": mention.place.name if mention.place else None,
            "country": mention.place.country if mention.place else None,
            "latitude": mention.place.latitude if mention.place else None,
            "longitude": mention.place.longitude if mention.place else None,
            "when": when.value if when else None,
            "begin": begin,
            "end": end,
            "day": day(report.published),
            "modality": mention.modality.value,
            "low": _number(figure.low) if figure else None,
            "high": _number(figure.high) if figure else None,
            "bound": figure.approx.value if figure else None,
            "unit": figure.unit if figure else None,
            "counts": figure.counts if figure else None,
            "figure": figure.span.of(report.text) if figure else None,
            "start": mention.anchor.start,
            "words": words[:_LONGEST],
            "stems": " ".join(sorted(stems)),
            "context": " ".join(sorted(content_words(_around(report.text, mention.anchor)) - stems)),
            "gist": telling,
            "score": mention.score,
        }
    return list(rows.values())


def gist_of(text: str) -> str:
    """The stems that tell a report best from others, parted by spaces."""
    return " ".join(sorted(gist(map(base, content_stems(text)))))


def _parties(roles: Iterable[Participant]) -> list[str]:
    return sorted({role.party for role in roles if role.party})


def _number(value: float | None) -> float | None:
    """A figure as the database holds it; one beyond all counting is no figure."""
    try:
        number = float(value) if value is not None else None
    except OverflowError:
        return None
    return number if number is None or math.isfinite(number) else None


def _deed(text: str, anchor: Span, attributions: Iterable[Attribution]) -> frozenset[str]:
    """The stems of an anchor's words that name what was done.

    Without names and numbers, which say who and how many; and, where the anchor is a saying ("denied that troops were
    sent"), without what is said.
    """
    said = [span for one in attributions if any(cue in anchor for cue in one.cue) for span in one.content]
    start = anchor.start
    words = [Span(start + match.start(), start + match.end()) for match in _WORD.finditer(anchor.of(text))]
    own = [word.of(text) for word in words if not any(word in span for span in said)]
    return content_words(" ".join(word for word in own if word[:1].islower())) or content_words(" ".join(own))


def _sayings(reading: Reading) -> frozenset[Span]:
    """The times at which something was said: in "denied on Monday that troops went" Monday is not that of the going."""
    contents = [span for attribution in reading.attributions for span in attribution.content]
    found = (statement.said.span for statement in reading.statements if statement.said is not None)
    return frozenset(span for span in found if not any(span in content for content in contents))


def _around(text: str, anchor: Span) -> str:
    """The words about an anchor, within its sentence."""
    left, right = max(0, anchor.start - _AROUND), min(len(text), anchor.end + _AROUND)
    ends = [match.end() for match in _SENTENCE_END.finditer(text, left, anchor.start)]
    if ends:
        left = ends[-1]
    after = _SENTENCE_END.search(text, anchor.end, right)
    return text[left : after.start() if after else right]


def claim_rows(reading: Reading) -> list[dict[str, Any]]:
    """The columns of `claims`, one row for each."""
    report = reading.report
    attributions = {attribution.id: attribution for attribution in reading.attributions}
    anchors = {mention.id: mention.anchor for mention in (*reading.events, *reading.further)}
    scores = {mention.id: mention.score for mention in (*reading.events, *reading.further)}
    parties = {claim.attribution: claim.party for claim in reading.claims if claim.attribution}
    bodies = {statement.attribution: statement.speaker.organisation for statement in reading.statements}
    rows: dict[str, dict[str, Any]] = {}
    for claim in reading.claims:
        attribution = attributions.get(claim.attribution or "")
        anchor = anchors.get(claim.mention or "")
        spans = attribution.content if attribution and attribution.content else (anchor,) if anchor else ()
        cue = attribution.cue if attribution else ()
        rows.setdefault(
            claim.id,
            {
                "id": claim.id,
                "report_id": report.id,
                "attribution": claim.attribution,
                "mention_id": mention_id(report.id, anchor) if anchor else None,
                "party": claim.party,
                "speaker": claim.speaker,
                "organisation": bodies.get(claim.attribution or ""),
                "act": claim.act.value,
                "factuality": claim.factuality.value,
                "said": claim.said,
                "day": day(report.published),
                "recap": bool(cue) and _recap(report.text, cue),
                "via": parties.get(attribution.within or "") if attribution else None,
                "source": _words(report.text, attribution.source if attribution else ()),
                "cue": _words(report.text, cue),
                "words": _passage(report.text, attribution, anchor)[:_LONGEST],
                "start": spans[0].start if spans else 0,
                "end": spans[-1].end if spans else 0,
                # how much a report dwells on an event says nothing of whether its statement was read right
                "score": round(attribution.score if attribution else scores.get(claim.mention or "", 1.0), 4),
            },
        )
    return list(rows.values())


def _recap(text: str, cue: tuple[Span, ...]) -> bool:
    """Whether the words at a cue place the saying in an earlier time."""
    start, end = cue[0].start, cue[-1].end
    return _RECAP.search(text[start:end]) is not None or _RECAP.search(text[max(0, start - 14) : start]) is not None


def _words(text: str, spans: tuple[Span, ...]) -> str:
    return " … ".join(span.of(text) for span in spans)[:_LONGEST]


def _passage(text: str, attribution: Attribution | None, anchor: Span | None) -> str:
    """What is claimed, in the report's words: the content, or the sentence around a narrator's mention."""
    if attribution and attribution.content:
        return " … ".join(span.of(text) for span in attribution.content)
    return _around(text, anchor).strip() if anchor else ""


def node(row: Any) -> Node:
    """What linking knows of a mention, from its row."""
    place = row.place.casefold() if row.place else None
    return Node(
        id=row.id,
        report_id=row.report_id,
        type=EventType(row.type),
        actors=frozenset(json.loads(row.actors)),
        recipients=frozenset(json.loads(row.recipients)),
        place=place,
        country=row.country,
        first=ordinal(row.begin),
        last=ordinal(row.end),
        day=ordinal(row.day),
        low=row.low,
        high=row.high,
        unit=row.unit,
        words=frozenset(map(base, row.stems.split())),
        context=frozenset(map(base, row.context.split())),
        gist=frozenset(row.gist.split()),
    )

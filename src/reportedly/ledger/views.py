"""What the ledger answers with: values that say all there is to show, each with the words behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = [
    "Cell", "Change", "ClaimView", "EventLine", "FigureLine", "Hit", "Judgement", "LinkLine", "PartyView", "Quotation",
    "Receipt", "ReportLine", "ReportView", "Run", "Stats", "StoryLine", "StoryView", "Totals", "Turn",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of one Reading that was appended."""

    report_id: str
    #: added, known (nothing changed), reread (a new reading of a known report), corrects (supersedes another report)
    outcome: str
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """One claim with its words: who said it, for whom, when, and where to find it."""

    claim_id: str
    report_id: str
    event_id: str | None
    outlet: str | None
    title: str | None
    url: str | None
    published: str | None
    party: str | None
    speaker: str | None
    act: str
    factuality: str
    #: date of the saying, or else of publication
    day: str | None
    #: whether `day` is that of the saying
    dated: bool
    source: str
    cue: str
    #: the content, or the sentence where the outlet speaks for itself
    words: str
    #: code points of the report's text that `words` run from and to
    start: int
    end: int
    origin: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A change of position in a few words: who, about what, from what to what."""

    party: str
    event_id: str
    day: str | None
    act_before: str
    factuality_before: str
    act: str
    factuality: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """One story in a list."""

    #: id of its first report
    id: str
    title: str
    first: str | None
    last: str | None
    #: day of the last change of position
    changed: str | None
    #: that change
    latest: Turn | None
    reports: int
    origins: int
    claims: int
    #: the most heard first
    parties: tuple[str, ...]
    #: (Monday of a week, reports), by date
    activity: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """One event: who did what to whom, where, and how many tell it."""

    #: id of its first mention
    id: str
    story_id: str | None
    type: str
    #: the words of the mention that says most
    label: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    place: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    first: str | None
    last: str | None
    reports: int
    origins: int
    claims: int
    #: changes of position and disagreements within a party
    changes: int
    contradictions: int
    #: claims about it that give a figure, and pairs of figures that cannot both be right
    figures: int
    figures_differ: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One position in a party's history on an event."""

    act: str
    factuality: str
    since: str | None
    until: str | None
    speakers: tuple[str, ...]
    claims: tuple[str, ...]
    reports: int
    origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A party's position on an event: the present one, and the run of them by date."""

    party: str
    event_id: str
    act: str
    factuality: str
    since: str | None
    history: tuple[Run, ...]
    #: reports behind all of it, and the independent origins, which may be fewer
    reports: int
    origins: int
    #: which these are
    origin_names: tuple[str, ...]
    #: the words that opened the present position
    quotation: Quotation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Two claims that stand against each other: a change, a disagreement, a contradiction, figures that differ."""

    kind: str
    event_id: str
    event: str
    story_id: str | None
    party: str | None
    day: str | None
    why: str
    score: float
    earlier: Quotation
    later: Quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """A figure that somebody gives, with its bounds and its scope."""

    quotation: Quotation
    event: str
    #: as the report has it
    figure: str
    low: float | None
    high: float | None
    bound: str
    unit: str | None
    counts: str | None
    place: str | None
    when: str | None
    planned: bool
    #: figures can disagree only within one scope
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One report in a list."""

    id: str
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    #: where its information comes from: reports of one origin are copies of each other
    origin: str
    #: claims it makes
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How many there are of what a view may show only some of."""

    events: int
    changes: int
    contradictions: int
    figures: int
    figures_differ: int
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story: its events, and every party's position on each."""

    story: StoryLine
    #: of the events in question: the whole story, or the one that was asked for
    totals: Totals
    events: tuple[EventLine, ...]
    cells: tuple[Cell, ...]
    #: these lists hold so many as were asked for, the newest first; figures by what they count
    changes: tuple[Change, ...]
    contradictions: tuple[Change, ...]
    figures: tuple[FigureLine, ...]
    figures_differ: tuple[Change, ...]
    reports: tuple[ReportLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """Why two mentions are taken for one event."""

    a: str
    b: str
    score: float
    why: str
    #: of two mentions: the report of the one that was not asked about, with its outlet and date
    report_id: str | None = None
    outlet: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A person's decision."""

    id: int
    kind: str
    subject: str
    object: str
    who: str
    at: str
    note: str | None
    undone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """A report: its text, all that was read in it, and its place among the others."""

    report: ReportLine
    story_id: str | None
    #: the whole Reading as plain data, text included
    reading: Mapping[str, Any]
    claims: tuple[Quotation, ...]
    #: why it counts no longer: ids of reports that correct it
    corrected_by: tuple[str, ...]
    corrects: str | None
    #: copies of it or that it copies, with the measure
    copies: tuple[LinkLine, ...]
    #: name of each reading made of it, oldest first; the last one counts
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim: its words, its event and why it is taken for that one, and what stands with and against it."""

    claim: Quotation
    event: EventLine | None
    links: tuple[LinkLine, ...]
    #: the party's other claims on the event
    others: tuple[Quotation, ...]
    relations: tuple[Change, ...]
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """A party: its positions over all stories, the latest first."""

    party: str
    positions: tuple[tuple[EventLine, Cell], ...]
    changes: tuple[Change, ...]
    claims: int
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Something found: a claim, or a report where no claim of it was found."""

    #: the passage, found words between U+0002 and U+0003
    passage: str
    report: ReportLine
    story_id: str | None
    claim: Quotation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """How much the ledger holds."""

    where: str
    format: int
    reports: int
    #: of which others correct
    corrected: int
    origins: int
    readings: int
    claims: int
    events: int
    stories: int
    parties: int
    changes: int
    judgements: int
    first: str | None
    last: str | None
    #: bytes on disk
    size: int | None

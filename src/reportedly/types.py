"""The values that pass between stages: frozen, without behaviour beyond their own fields."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.terms import (
    Act,
    Bound,
    Context,
    EventType,
    Factuality,
    Kind,
    Modality,
    Mode,
    Reference,
    RelationKind,
    TimexType,
)

__all__ = [
    "Attribution",
    "Claim",
    "Dateline",
    "EventMention",
    "Evidence",
    "Participant",
    "Party",
    "PartyLink",
    "Place",
    "Position",
    "Problem",
    "Quantity",
    "Reading",
    "Relation",
    "Report",
    "Span",
    "Speaker",
    "Statement",
    "Timex",
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points of `Report.text`.

    Example:
        >>> "Seoul denied it."[slice(6, 12)], Span(6, 12).of("Seoul denied it.")
        ('denied', 'denied')
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of this span in `text`."""
        return text[self.start : self.end]

    def __contains__(self, other: object) -> bool:
        """Whether another span, or a code point's offset, lies inside this one."""
        if isinstance(other, Span):
            return self.start <= other.start and other.end <= self.end
        return isinstance(other, int) and self.start <= other < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One document as it came in; `text` is kept exactly and every span counts in it."""

    #: names the report; by default a hash of text, url, outlet and published
    id: str
    #: the body, exactly as given
    text: str
    #: who published it
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    #: ISO 8601 date, or date and time with offset
    published: str | None = None
    #: ISO 8601 date and time with offset
    retrieved: str | None = None
    #: ISO 639-1
    language: str | None = None
    #: id of the report that this one corrects or replaces
    revises: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """Place, date and agency before a report's first sentence: `SEOUL, Oct 29 (Outlet) -`."""

    span: Span
    place: Span | None = None
    date: Span | None = None
    outlet: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Somebody is said to say something: the spans of source, cue and content (PARC, PolNeAR).

    Each role is a tuple of spans, in text order: a content broken by its cue has two pieces, a
    source that the report does not name has none.
    """

    #: unique within its Reading
    id: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: Kind
    #: id of the attribution whose content holds this one's cue
    within: str | None = None
    audience: tuple[Span, ...] = ()
    basis: tuple[Span, ...] = ()
    #: calibrated confidence, 0 to 1
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """A time expression with its TIMEX3 value (ISO-TimeML) and the days it may mean."""

    span: Span
    type: TimexType
    #: TIMEX3: 2024-10-28, 2024-W44, 2024-06, 2024-Q3, 202, P2W, 2024-10-28TNI, PAST_REF; what is not known is X
    value: str
    #: what the value was counted from
    reference: Reference = Reference.ITSELF
    #: TIMEX3 modifier: START, MID, END, APPROX, BEFORE, AFTER, MORE_THAN, LESS_THAN, EQUAL_OR_MORE, EQUAL_OR_LESS
    mod: str | None = None
    #: first and last day meant, ISO 8601, the preposition heeded (`since`, `by`, `until`); None is open or not known
    begin: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure with the bounds that its words give, and what it counts."""

    #: the figure with its bounding words: `around 10,000`, `between 3,000 and 5,000`
    span: Span
    #: least and greatest number meant; None is open
    low: int | float | None
    high: int | float | None
    #: how the words bound it: about, over, at least, vague (dozens) ...
    approx: Bound = Bound.EXACT
    #: what is counted, as the text has it, folded: soldiers, people, percent; None where not said
    unit: str | None = None
    unit_span: Span | None = None
    #: what is said of them: killed, wounded, sent ...; None where not said
    counts: str | None = None
    counts_span: Span | None = None
    #: the figure is a part of a whole, between 0 and 1: `a third of`, `a portion of`
    share: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that the words name; where several bear the name and the context does not decide, only the name."""

    span: Span
    name: str
    #: ISO 3166 alpha-3 of the state whose territory it is generally held to be
    country: str | None = None
    #: degrees, WGS 84
    latitude: float | None = None
    longitude: float | None = None
    #: city, region or country; None where the name is not settled
    kind: str | None = None
    #: `geonames:524901`, an ISO 3166-2 code (`RU-KRS`) or an ISO 3166 alpha-3 code; None where the name is not settled
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Words that fill a role of an event, and the party they resolve to."""

    span: Span
    #: id of the party; None where the words do not settle it
    party: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """Words of a report that name an event, coded in PLOVER 2.0."""

    #: unique within its Reading
    id: str
    anchor: Span
    type: EventType
    mode: Mode | None = None
    contexts: tuple[Context, ...] = ()
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    quantity: Quantity | None = None
    place: Place | None = None
    when: Timex | None = None
    modality: Modality = Modality.ASSERTED
    #: calibrated confidence, 0 to 1
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """On whose behalf somebody speaks: a state, an international body, an armed group, a campaign, an outlet."""

    #: ISO 3166 alpha-3 for a state, MEDIA:<outlet>, NGO:<name>, else a short upper-case id
    id: str
    name: str
    #: state, body, armed group, opposition, party, campaign, company, outlet, ngo ...
    kind: str
    aliases: tuple[str, ...] = ()
    #: id of the party it belongs to
    part_of: str | None = None
    #: first and last day, ISO 8601, possibly only a month or a year; empty where open or not known
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What shows something: words of this report, or a dated entry of the registry, or both."""

    #: words of the report
    span: Span | None = None
    #: file and line of the registry's entry
    entry: str | None = None
    #: first and last day for which the entry holds; None where open or not from the registry
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLink:
    """One step from a speaker to the party spoken for, with what shows it: person, office, organisation, party."""

    of: str
    to: str
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who a source resolves to within its report: a named person, or an unnamed one, or an institution."""

    #: full name of a person; None for unnamed people and institutions, and where candidates tie
    name: str | None
    name_spans: tuple[Span, ...] = ()
    #: title or office, in the report's words
    role: str | None = None
    role_spans: tuple[Span, ...] = ()
    #: organisation, in the report's words
    organisation: str | None = None
    organisation_spans: tuple[Span, ...] = ()
    #: full names between which nothing in the report decides
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What an attribution comes to: who says it, for whom, doing what, how sure, and when."""

    #: id of the attribution
    attribution: str
    speaker: Speaker
    #: id of the party spoken for; None where it is not known
    party: str | None
    #: how the party follows, from the source outwards
    links: tuple[PartyLink, ...] = ()
    #: ids of parties between which nothing in the report decides
    candidates: tuple[str, ...] = ()
    act: Act | None = None
    factuality: Factuality | None = None
    #: when it was said, anchored on the report's publication
    said: Timex | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One party's act and factuality about one event, in one report: a statement joined to a mention.

    A narrator's own assertion is a claim of the outlet: `attribution` is None, `party` is `MEDIA:<outlet>`.
    """

    #: hash of the report's id, the attribution's spans and the mention's anchor
    id: str
    report_id: str
    #: id of the attribution in its Reading
    attribution: str | None
    #: id of the event mention in its Reading; None where the statement is about no event
    mention: str | None
    #: full name of who said it; None for unnamed people and institutions
    speaker: str | None
    #: id of the party spoken for
    party: str | None
    act: Act
    #: towards the mention: what the source would answer to `did it happen?`
    factuality: Factuality
    #: ISO 8601 date of the saying
    said: str | None = None
    #: name and version of pipeline and model
    made_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A run of one party's claims that hold one view of one event."""

    party: str
    event_id: str
    act: Act
    factuality: Factuality
    #: first and last day it is known to be held: ISO 8601 dates; None where no claim of it is dated
    since: str | None
    until: str | None
    #: ids of its claims, by date
    claims: tuple[str, ...]
    #: who said it, for the party
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """How two claims about one event stand to each other, and why it is thought so."""

    kind: RelationKind
    #: ids of claims
    earlier: str
    later: str
    event_id: str
    #: one line for a person
    why: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something about a report that a reader should know; reading went on."""

    #: the stage that noticed
    stage: str
    #: short, stable, hyphenated
    code: str
    #: one line for a person
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A report and all that was found in it."""

    report: Report
    dateline: Dateline | None = None
    attributions: tuple[Attribution, ...] = ()
    statements: tuple[Statement, ...] = ()
    #: the main ones
    events: tuple[EventMention, ...] = ()
    #: others that a statement is about
    further: tuple[EventMention, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[Problem, ...] = ()
    #: name and version of pipeline and model
    made_by: str = ""

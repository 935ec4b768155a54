"""The values that pass between stages: frozen, without behaviour beyond their own fields."""

from __future__ import annotations

from dataclasses import dataclass

from reportedly.terms import Kind

__all__ = ["Attribution", "Dateline", "Problem", "Reading", "Report", "Span"]


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
    problems: tuple[Problem, ...] = ()
    #: name and version of pipeline and model
    made_by: str = ""

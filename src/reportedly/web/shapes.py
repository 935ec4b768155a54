"""The ledger's views laid out as a page needs them: a matrix, a timeline, figures by scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reportedly.ledger import Ledger
from reportedly.ledger.views import Cell, Change, EventLine, FigureLine, Quotation, Run, StoryView
from reportedly.web.words import day

__all__ = ["Matrix", "Row", "complete", "contested", "evidence", "matrix", "panels", "statements"]

#: so many parties have a column of their own; the others stand in a line below
_COLUMNS = 8
#: of an event with more claims than this a timeline shows those that matter, which are many enough
_LARGE = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A disputed event, and each party's cell on it in the order of the columns; None where it holds none."""

    event: EventLine
    cells: tuple[Cell | None, ...]
    #: cells of parties without a column
    others: tuple[Cell, ...]
    #: one party affirms what another denies
    disputed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Events down, parties across."""

    parties: tuple[str, ...]
    rows: tuple[Row, ...]
    #: events about which no party holds a position
    silent: tuple[EventLine, ...]


def matrix(view: StoryView, only: str | None = None) -> Matrix:
    """The parties' positions on a story's events, the most told event and the most heard party first.

    Outlets that speak for themselves come after the parties they report on.
    """
    cells: dict[str, dict[str, Cell]] = defaultdict(dict)
    heard: dict[str, int] = defaultdict(int)
    for cell in view.cells:
        cells[cell.event_id][cell.party] = cell
        heard[cell.party] += sum(len(run.claims) for run in cell.history)
    order = {party: place for place, party in enumerate(view.story.parties)}
    parties = sorted(heard, key=lambda p: (p.startswith("MEDIA:"), order.get(p, len(order)), -heard[p], p))
    columns = tuple(parties[:_COLUMNS])
    rows = []
    for event in view.events:
        own = cells.get(event.id)
        if own is None or (only is not None and event.id != only):
            continue
        rows.append(
            Row(
                event=event,
                cells=tuple(own.get(party) for party in columns),
                others=tuple(own[party] for party in parties[_COLUMNS:] if party in own),
                disputed=event.contradictions > 0,
            )
        )
    return Matrix(
        parties=columns,
        rows=tuple(rows),
        silent=tuple(event for event in view.events if event.id not in cells),
    )


def contested(view: StoryView) -> str | None:
    """The event with most contradictions, then with most changes, then the most told of those that have positions."""
    held = {cell.event_id for cell in view.cells}
    events = [event for event in view.events if event.id in held]
    return max(events, key=lambda e: (3 * e.contradictions + 2 * e.changes, e.reports)).id if events else None


def _by_day(quotation: Quotation) -> tuple[str, str, str]:
    return (quotation.day or "9999", quotation.published or "", quotation.claim_id)


def evidence(cell: Cell, quotations: Iterable[Quotation]) -> list[tuple[Run | None, list[Quotation]]]:
    """The runs of a cell, the latest first, each with its quotations."""
    by_id = {quotation.claim_id: quotation for quotation in quotations}
    runs: list[tuple[Run | None, list[Quotation]]] = []
    for run in reversed(cell.history):
        runs.append((run, [by_id.pop(name) for name in run.claims if name in by_id]))
    if by_id:
        runs.append((None, sorted(by_id.values(), key=_by_day)))
    return runs


def statements(ledger: Ledger, view: StoryView, event: str | None) -> dict[str, list[Quotation]]:
    """party -> its statements on one event by date: all of them, or of a large event those that matter.

    Those are the statements that opened a position, changed it, gave a figure or contradicted somebody.
    """
    found: dict[str, dict[str, Quotation]] = defaultdict(dict)

    def put(quotation: Quotation | None) -> None:
        if quotation is not None and quotation.party and quotation.event_id == event:
            found[quotation.party][quotation.claim_id] = quotation

    cells = [cell for cell in view.cells if cell.event_id == event]
    if event is not None and complete(view, event):
        for quotation in ledger.statements(event, limit=_LARGE):
            put(quotation)
    else:
        for cell in cells:
            put(cell.quotation)
        for change in (*view.changes, *view.contradictions, *view.figures_differ):
            put(change.earlier)
            put(change.later)
        for figure in view.figures:
            put(figure.quotation)
    heard = {cell.party: place for place, cell in enumerate(cells)}
    return {
        party: sorted(found[party].values(), key=_by_day)
        for party in sorted(found, key=lambda p: (p not in heard, heard.get(p, 0), p))
    }


def complete(view: StoryView, event: str | None) -> bool:
    """Whether a timeline of this event has all that was said about it."""
    return all(one.claims <= _LARGE for one in view.events if one.id == event)


def panels(view: StoryView, event: str | None = None) -> list[tuple[str, str, list[FigureLine], list[Change]]]:
    """Figures by event and scope, those that differ first: (event, scope, figures by date, conflicts)."""
    groups: dict[tuple[str, str, str], list[FigureLine]] = defaultdict(list)
    for figure in view.figures:
        if event is None or figure.quotation.event_id == event:
            groups[figure.quotation.event_id or "", figure.event, figure.scope].append(figure)
    conflicts: dict[str, Change] = {}
    for change in view.figures_differ:
        conflicts[change.earlier.claim_id] = conflicts[change.later.claim_id] = change
    made = []
    for (_, label, scope), own in groups.items():
        against = {
            id(conflicts[f.quotation.claim_id]): conflicts[f.quotation.claim_id]
            for f in own
            if f.quotation.claim_id in conflicts
        }
        made.append((label, _scope(own[0]) or scope, _joined(own), list(against.values())))
    return sorted(made, key=lambda panel: (-len(panel[3]), -len(panel[2])))


def _scope(figure: FigureLine) -> str:
    """What a figure counts, in words: `soldiers sent, in Vladivostok, 8 Oct 2024 to 13 Oct 2024`."""
    days = [day(part) for part in (figure.when or "").split("/") if part[:4].isdigit()]
    counted = " ".join(filter(None, [figure.unit, figure.counts]))
    place = f"in {figure.place}" if figure.place else ""
    return ", ".join(filter(None, [counted, place, " to ".join(days), "planned" if figure.planned else ""]))


def _joined(figures: list[FigureLine]) -> list[FigureLine]:
    """The figures by date, each said once: a wire's copies say it again."""
    seen: dict[tuple[Any, ...], FigureLine] = {}
    for figure in sorted(figures, key=lambda f: _by_day(f.quotation)):
        key = (
            figure.quotation.party,
            figure.quotation.speaker,
            figure.quotation.day,
            figure.low,
            figure.high,
            figure.bound,
        )
        seen.setdefault(key, figure)
    return list(seen.values())


def numbered(reading: Mapping[str, Any]) -> dict[str, int]:
    """attribution id -> its number on the page of its report."""
    return {attribution["id"]: number for number, attribution in enumerate(reading["attributions"], 1)}

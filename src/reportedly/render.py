"""Readings for people: a table that fits the terminal, and rows for grep and spreadsheets."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from reportedly.marks import pieces, visible, words_of
from reportedly.sources.text import headline
from reportedly.terms import Bound, Modality
from reportedly.types import Attribution, EventMention, Participant, Quantity, Reading, Span, Statement, Timex

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

__all__ = ["Row", "console", "marked", "rows", "table", "tsv", "tsv_header"]

#: from this width on every field has a column of its own; below, what is not content is stacked in one
WIDE = 110
#: longest content shown, in code points; the other formats have it whole
_LONGEST = 700
#: scores, best first, and their marks; the words are for the legend
_MARKS = ((0.85, "●●●", "sure"), (0.6, "●●○", "likely"), (0.0, "●○○", "unsure"))
_STYLES = {"source": "cyan", "cue": "yellow", "content": "", "mark": "dim"}
_ACT_STYLES = {
    "deny": "red",
    "reject": "red",
    "threaten": "bold red",
    "condemn": "magenta",
    "confirm": "green",
    "endorse": "green",
    "withhold": "blue",
    "doubt": "blue",
}
#: stand for somebody whose side is not known: the words say more
_UNNAMED = frozenset({"ANON", "PERSON", "MEDIA:unspecified"})
#: greater numbers are not written out again beside their words
_GREATEST = 10**15


@dataclass(frozen=True, slots=True)
class Row:
    """One attribution in its place: how deep it lies, and what it comes to where that is known."""

    attribution: Attribution
    depth: int
    statement: Statement | None


def rows(reading: Reading) -> list[Row]:
    """The attributions as a reader follows them: in text order, each nested one after the one that holds it."""
    inside: dict[str | None, list[Attribution]] = {}
    known = {a.id for a in reading.attributions}
    for attribution in sorted(reading.attributions, key=_place):
        inside.setdefault(attribution.within if attribution.within in known else None, []).append(attribution)
    statements = {statement.attribution: statement for statement in reading.statements}
    out: list[Row] = []
    seen: set[str] = set()

    def visit(attributions: list[Attribution], depth: int) -> None:
        for attribution in attributions:
            if attribution.id not in seen:
                seen.add(attribution.id)
                out.append(Row(attribution, depth, statements.get(attribution.id)))
                visit(inside.get(attribution.id, []), depth + 1)

    visit(inside.get(None, []), 0)
    # Attributions that hold each other would have no outermost one; they are shown all the same.
    visit([a for a in reading.attributions if a.id not in seen], 0)
    return out


def _place(attribution: Attribution) -> tuple[int, int]:
    """Where an attribution comes in the order of the text: at its cue, else at the first of its words."""
    starts = [s.start for s in (*attribution.source, *attribution.content)]
    return (attribution.cue[0].start if attribution.cue else min(starts, default=0), min(starts, default=0))


def console(stream: TextIO, width: int | None = None) -> Console:
    """A rich console on a stream: colour only on a terminal, and nothing in a text taken for markup."""
    from rich.console import Console

    if width is None and not stream.isatty():
        width = shutil.get_terminal_size((80, 24)).columns
    return Console(file=stream, width=width, highlight=False, markup=False, emoji=False)


def table(reading: Reading, out: Console, name: str | None = None) -> None:
    """Prints a report's heading, its statements as a table, its events as another, its problems, and an empty line.

    Args:
        out: from `console`; its width decides the layout.
        name: what the report was called, such as its path.
    """
    if out.is_terminal:
        _table(reading, out, name)
        return
    # Columns are filled with spaces up to their width; in a file or pipe nobody wants those at the ends of lines.
    with out.capture() as captured:
        _table(reading, out, name)
    out.file.write("".join(line.rstrip() + "\n" for line in captured.get().splitlines()))


def _table(reading: Reading, out: Console, name: str | None) -> None:
    for line in _heading(reading, name):
        out.print(line)
    found = rows(reading)
    if found:
        out.print(_wide(reading, found) if out.width >= WIDE else _narrow(reading, found))
    else:
        out.print(_text("\n  No attributed statements found.\n", "dim"))
    if reading.events:
        out.print(_events(reading, out.width >= WIDE))
    for problem in reading.problems:
        message = f"  ! {visible(problem.message)}"
        where = ""
        if problem.span is not None:
            # Enough words to find the place by, in what is left of the line.
            room = max(out.width - len(message) - 8, 16)
            start = problem.span.start
            where = f"  “{visible(reading.report.text[start : start + room])} …”"
        out.print(_text(message, "yellow") + _text(where, "dim"), overflow="fold")
    if reading.problems:
        out.print()


def _text(words: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(words, style=style)


def _heading(reading: Reading, name: str | None) -> Iterator[Text]:
    """Title, or name; then outlet, date and so on, and how much was found."""
    from rich.text import Text

    report, line = reading.report, reading.dateline
    shown = visible(name) if name else None
    title = visible(report.title or headline(report.text) or "") or shown or "report"
    yield Text(title, style="bold")
    agency = line.outlet.of(report.text) if line and line.outlet else None
    count = len(reading.attributions)
    parts = (
        report.outlet or agency,
        report.published.replace("T", " ") if report.published else None,
        f"by {report.byline}" if report.byline else None,
        shown if shown != title else None,
        f"{count} statement{'' if count == 1 else 's'}",
    )
    yield Text(" · ".join(visible(part) for part in parts if part), style="dim")


def score_mark(score: float) -> str:
    """Three dots for a score, fuller where it is higher."""
    return next(mark for least, mark, _ in _MARKS if score >= least or least == 0.0)


def legend() -> str:
    """What the marks of the scores mean, on one line."""
    return "score  " + "  ".join(f"{mark} {word}" for _, mark, word in _MARKS)


def _content(row: Row, text: str) -> Text:
    """A row's content, shortened in the middle of nothing: at a word, with an ellipsis."""
    return _text(_shortened(words_of(row.attribution, "content", text)))


def _shortened(words: str) -> str:
    """The words, as far as they are not too long."""
    return words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _source(row: Row, text: str) -> Text:
    words = words_of(row.attribution, "source", text)
    return _text(words, "cyan") if words else _text("(no source named)", "dim")


def _stated(row: Row) -> tuple[Text, Text, Text]:
    """Party, act and factuality; empty where nothing is known, a question mark for a party left open."""
    statement = row.statement
    if statement is None:
        return _text(""), _text(""), _text("")
    act = str(statement.act or "")
    return (
        _text(visible(statement.party or "?"), "bold"),
        _text(act, _ACT_STYLES.get(act, "")),
        _text(str(statement.factuality or ""), "dim"),
    )


def _wide(reading: Reading, found: list[Row]) -> RenderableType:
    """A column for every field."""
    from rich import box
    from rich.padding import Padding
    from rich.table import Table

    text = reading.report.text
    stated = any(row.statement for row in found)
    made = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1), header_style="dim")
    made.add_column("", no_wrap=True)
    if stated:
        made.add_column("party", max_width=14)
    made.add_column("source", ratio=5)
    made.add_column("cue", ratio=3)
    if stated:
        made.add_column("act", no_wrap=True)
        made.add_column("fact", no_wrap=True)
    made.add_column("content", ratio=14)
    made.add_column("kind", no_wrap=True, style="dim")
    made.add_column("score", no_wrap=True)
    for row in found:
        step = 2 * min(row.depth, 5)
        cells: list[RenderableType] = [_text(visible(row.attribution.id), "dim")]
        party, act, factuality = _stated(row)
        if stated:
            cells.append(party)
        cells += [
            Padding(_hung(_source(row, text), row.depth), (0, 0, 0, max(step - 2, 0))),
            _text(words_of(row.attribution, "cue", text), "yellow"),
        ]
        if stated:
            cells += [act, factuality]
        cells += [
            Padding(_content(row, text), (0, 0, 0, step)),
            str(row.attribution.kind),
            score_mark(row.attribution.score),
        ]
        made.add_row(*cells)
    return made


def _hung(words: RenderableType, depth: int) -> RenderableType:
    """Words behind a corner that shows them nested, later lines under the first; as they are at depth 0."""
    if not depth:
        return words
    from rich.table import Table

    grid = Table.grid(padding=0)
    grid.add_column(width=2, no_wrap=True)
    grid.add_column()
    grid.add_row(_text("└ ", "dim"), words)
    return grid


def _narrow(reading: Reading, found: list[Row]) -> RenderableType:
    """Two columns: who and how on the left, what on the right."""
    from rich import box
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table

    text = reading.report.text
    made = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1), header_style="dim")
    made.add_column("", no_wrap=True)
    made.add_column("source / cue", ratio=5)
    made.add_column("content", ratio=8)
    made.add_column("", no_wrap=True)
    for row in found:
        step = 2 * min(row.depth, 4)
        left: list[RenderableType] = [_source(row, text)]
        cue = words_of(row.attribution, "cue", text)
        if cue:
            left.append(_text(cue, "yellow"))
        stated = _text(" ").join(part for part in _stated(row) if part.plain)
        if stated.plain:
            left.append(stated)
        made.add_row(
            _text(visible(row.attribution.id), "dim"),
            Padding(_hung(Group(*left), row.depth), (0, 0, 0, max(step - 2, 0))),
            Padding(_content(row, text), (0, 0, 0, step)),
            score_mark(row.attribution.score),
        )
    return made


def _events(reading: Reading, wide: bool) -> RenderableType:
    """The events, a row each; where it is not wide, what is known of one stands under its words."""
    from rich import box
    from rich.padding import Padding
    from rich.table import Table

    text = reading.report.text
    found = [_told(event, text) for event in reading.events]
    made = Table(box=box.SIMPLE_HEAD, expand=True, show_edge=False, pad_edge=False, padding=(0, 1), header_style="dim")
    made.add_column("", no_wrap=True)
    made.add_column("event", overflow="fold", min_width=11)
    # A column for what is known of no event would be empty.
    fields = [name for name in found[0] if any(told[name].plain for told in found)]
    made.add_column("words" if wide or not fields else "words / " + " · ".join(fields), ratio=10, overflow="fold")
    for name in fields if wide else ():
        made.add_column(name, ratio=5 if name == "who → whom" else 4, overflow="fold")
    made.add_column("score" if wide else "", no_wrap=True)
    for event, told in zip(reading.events, found, strict=True):
        type_ = _text(event.type.lower(), "bold")
        if event.modality is not Modality.ASSERTED:
            type_.append(f"\n{event.modality}", "magenta")
        words = _text(_shortened(visible(event.anchor.of(text))))
        known = [told[name] for name in fields if told[name].plain]
        if not wide and known:
            words = _text("\n").join([words, _text(" · ", "dim").join(known)])
        cells = [told[name] for name in fields] if wide else []
        made.add_row(_text(visible(event.id), "dim"), type_, words, *cells, score_mark(event.score))
    # Without its edge, for there is an empty line above it already.
    return Padding(made, (0, 1, 1, 1))


def _told(event: EventMention, text: str) -> dict[str, Text]:
    """What is known of an event, by the heading of its column; empty where nothing is."""
    actors, recipients = (_names(role, text, event.anchor) for role in (event.actors, event.recipients))
    who = f"{actors or '?'} → {recipients}" if recipients else actors
    return {
        "who → whom": _text(who, "cyan"),
        "figure": _text(_figure(event.quantity, text) if event.quantity else ""),
        "place": _text(visible(event.place.name) if event.place else ""),
        "time": _text(_time(event.when, text) if event.when else ""),
    }


def _names(participants: Iterable[Participant], text: str, anchor: Span) -> str:
    """The parties, each once; the words of one whose party is not known, `people` where the event's own imply them."""
    shown = (
        p.party
        if p.party and p.party not in _UNNAMED
        else "people"
        if p.span == anchor
        else visible(" ".join(p.span.of(text).split()))
        for p in participants
    )
    return ", ".join(dict.fromkeys(filter(None, map(visible, shown))))


def _figure(quantity: Quantity, text: str) -> str:
    """A figure's words and what is counted, and the numbers meant where the words do not write them."""
    words, unit = visible(quantity.span.of(text)), visible(quantity.unit or "")
    counted = "" if unit.casefold() in words.casefold() else f" {unit}"
    ends = (quantity.low, quantity.high)
    numbers = [n for n in ends if n is not None]
    vague = quantity.approx is Bound.VAGUE
    if quantity.share or not numbers or not all(abs(n) < _GREATEST for n in numbers):
        return words + counted
    written = re.findall(r"\d+(?:\.\d+)?", words.replace(",", ""))
    # Whoever reads `three` needs no 3 beside it.
    if not vague and (any(f"{n:.15g}" in written for n in numbers) or all(0 <= n <= 12 for n in numbers)):
        return words + counted
    least, most = (None if n is None else f"{n:,.15g}" for n in ends)
    if least == most:
        meant = least
    else:
        meant = f"{least} to {most}" if least and most else f"≥ {least}" if least else f"≤ {most}"
    return f"{words} ({meant}){counted}"


def _time(when: Timex, text: str) -> str:
    """A time's value, after its words where the value leaves something open or is no date."""
    value = visible(when.value)
    settled = value[:1].isdigit() and "X" not in value
    return value if settled else f"{visible(when.span.of(text))} = {value}"


def marked(reading: Reading, out: Console) -> None:
    """Prints the marked text; on a terminal sources and cues are coloured and the marks dim."""
    made = _text("")
    for words, roles in pieces(reading):
        style = next((_STYLES[role] for role in reversed(roles) if _STYLES[role]), "")
        made.append(words, style)
    out.print(made, soft_wrap=True)


_COLUMNS = ("path", "start", "id", "within", "kind", "score", "source", "cue", "content")


def tsv_header() -> str:
    """The names of the columns that `tsv` writes, with tabs between."""
    return "\t".join(_COLUMNS)


def tsv(reading: Reading, name: str) -> Iterator[str]:
    """One line an attribution, tabs between its fields, for grep and spreadsheets; `start` is the cue's offset."""
    text = reading.report.text
    for row in rows(reading):
        a = row.attribution
        fields = (name, str(_place(a)[0]), a.id, a.within or "", str(a.kind), f"{a.score:.2f}")
        words = (words_of(a, role, text) for role in ("source", "cue", "content"))
        yield "\t".join((*(visible(field) for field in fields), *words))

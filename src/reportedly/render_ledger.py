"""The ledger's views for people: positions as words and colours, runs as arrows, words in quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING

from reportedly.ledger.activity import stretches
from reportedly.ledger.views import (
    Cell,
    Change,
    ClaimView,
    EventLine,
    FigureLine,
    Hit,
    PartyView,
    Quotation,
    ReportView,
    Run,
    Stats,
    StoryLine,
    StoryView,
)
from reportedly.marks import visible

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

__all__ = ["changes", "claim", "figures", "hits", "party", "report", "stats", "stories", "story"]

_STYLES = {
    "assert": "green",
    "confirm": "bold green",
    "deny": "bold red",
    "doubt": "yellow",
    "withhold": "blue",
}
_SPARKS = "▁▂▃▄▅▆▇█"
_LONGEST = 240


@lru_cache(maxsize=4096)
def name_of(party: str | None) -> str:
    """A party's name, where the registry has it; else what its id says."""
    if party is None:
        return "unknown"
    if party == "MEDIA:unspecified":
        return "unnamed media"
    if party.startswith(("MEDIA:", "NGO:")):
        return visible(party.partition(":")[2])
    from reportedly.registry import load

    known = load().party(party)
    return known.name if known else visible(party)


def _text(words: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(_spaced(words), style=style, overflow="fold")


def _spaced(words: str) -> str:
    """The words made harmless, their spaces kept."""
    return "".join(
        piece if piece.isspace() else visible(piece) for piece in re.split(r"( +)", re.sub(r"\s", " ", words))
    )


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"


def _quoted(words: str) -> str:
    words = _short(words)
    return words if words[:1] in "“\"‘'" else f"“{words}”"


def _act(word: str) -> Text:
    return _text(word, _STYLES.get(word, "magenta"))


def _counts(reports: int, origins: int) -> str:
    return f"{reports} report{'' if reports == 1 else 's'}, {origins} origin{'' if origins == 1 else 's'}"


def _spark(activity: Sequence[tuple[str, int]]) -> str:
    """A story's whole activity, a mark each stretch of it; a space where it had no report."""
    counts = [count for _, _, count in stretches(activity)]
    most = max(counts, default=0)
    return "".join(_SPARKS[min(7, count * 7 // most)] if count else " " for count in counts)


def stories(found: Sequence[StoryLine], out: Console) -> None:
    """Prints the list of stories."""
    if not found:
        out.print(_text("no stories; `reportedly add PATH` puts reports in the ledger", "dim"))
        return
    for line in found:
        out.print(_text(line.title, "bold"))
        when = f"{line.first or 'undated'} to {line.last}" if line.last != line.first else (line.first or "undated")
        out.print(
            _indented(f"{when}  {_counts(line.reports, line.origins)}, {line.claims} claims  {_spark(line.activity)}")
        )
        names = ", ".join(name_of(one) for one in line.parties[:8]) + (" …" if len(line.parties) > 8 else "")
        changed = f"; last change of position {line.changed}" if line.changed else ""
        out.print(_indented(f"{names}{changed}"))
        out.print(_indented(line.id, "dim"))
        out.print()


def _indented(words: str, style: str = "") -> object:
    from rich.padding import Padding

    return Padding(_text(words, style), (0, 0, 0, 2))


def _event(line: EventLine) -> Text:
    roles = " → ".join(filter(None, (", ".join(map(name_of, line.actors)), ", ".join(map(name_of, line.recipients)))))
    place = f", {line.place}" if line.place else ""
    text = _text(line.label, "bold")
    text.append(f"  {line.type}  {roles}{visible(place)}", style="dim")
    return text


def _history(runs: Iterable[Run]) -> Text:
    from rich.text import Text

    text = Text()
    for run in runs:
        if text:
            text.append(" → ", style="dim")
        text.append(run.act, style=_STYLES.get(run.act, "magenta"))
        text.append(f" {run.since or 'earlier'}", style="dim")
    return text


def _who(quotation: Quotation | None) -> str:
    if quotation is None:
        return ""
    return quotation.speaker or quotation.source or quotation.outlet or ""


def _beside(quotation: Quotation) -> str:
    """Who says it, in brackets, where somebody is named."""
    who = _who(quotation)
    return f" ({who})" if who else ""


def story(view: StoryView, out: Console) -> None:
    """Prints a story: for each event, the parties' positions with their words; then changes and figures that differ."""
    stories([view.story], out)
    cells: dict[str, list[Cell]] = {}
    for cell in view.cells:
        cells.setdefault(cell.event_id, []).append(cell)
    for event in view.events:
        if event.id not in cells:
            continue
        out.print(_event(event))
        out.print(_indented(f"{_counts(event.reports, event.origins)}  {event.id}", "dim"))
        for cell in cells[event.id]:
            _cell(cell, name_of(cell.party), out)
        out.print()
    if view.contradictions:
        out.print(_text("Contradictions", "bold"))
        for change in view.contradictions:
            out.print(_indented(f"{change.day or 'undated'}  {change.why}  ({change.event})"))
        _more(len(view.contradictions), view.totals.contradictions, out)
        out.print()
    if view.figures_differ:
        out.print(_text("Figures that cannot both be right", "bold"))
        for change in view.figures_differ:
            out.print(_indented(f"{change.day or 'undated'}  {change.why}  ({_outlets(change)})"))
        _more(len(view.figures_differ), view.totals.figures_differ, out)
        out.print()


def _more(shown: int, total: int, out: Console) -> None:
    """Says how many are not shown."""
    if total > shown:
        out.print(_indented(f"and {total - shown:,} more of the story; --limit shows more", "dim"))


def _outlets(change: Change) -> str:
    return " / ".join(one.outlet or one.report_id for one in (change.earlier, change.later))


def _cell(cell: Cell, head: str, out: Console) -> None:
    from rich.padding import Padding

    line = _text(head)
    line.append("  ")
    line.append_text(_history(cell.history))
    line.append(f"  ({_counts(cell.reports, cell.origins)})", style="dim")
    out.print(Padding(line, (0, 0, 0, 2)))
    if cell.quotation:
        who = _who(cell.quotation)
        words = _text(f"{who}: {_quoted(cell.quotation.words)}" if who else _quoted(cell.quotation.words))
        words.append(f"  {visible(cell.quotation.outlet or '')} {cell.quotation.report_id}", style="dim")
        out.print(Padding(words, (0, 0, 0, 4)))


def changes(found: Sequence[Change], out: Console) -> None:
    """Prints changes of position with the words before and after."""
    from rich.padding import Padding

    if not found:
        out.print(_text("no changes of position", "dim"))
    for change in found:
        head = _text(change.day or "undated")
        head.append(f"  {name_of(change.party)}  ", style="bold")
        head.append_text(_act(change.earlier.act))
        head.append(" against " if change.kind == "disagreement within" else " → ", style="dim")
        head.append_text(_act(change.later.act))
        head.append(f"  {visible(change.event)}", style="dim")
        out.print(head)
        for quotation in (change.earlier, change.later):
            words = _text(
                f"{quotation.day or 'undated'}  {_who(quotation)} {quotation.cue}: {_quoted(quotation.words)}"
            )
            words.append(f"  {visible(quotation.outlet or '')} {quotation.report_id}", style="dim")
            out.print(Padding(words, (0, 0, 0, 4)))
        out.print()


def figures(view: StoryView, out: Console) -> None:
    """Prints the figures of a story by event and scope."""
    groups: dict[tuple[str, str], list[FigureLine]] = {}
    for figure in view.figures:
        groups.setdefault((figure.event, figure.scope), []).append(figure)
    if not groups:
        out.print(_text("no figures", "dim"))
    for (event, scope), own in groups.items():
        head = _text(scope, "bold")
        head.append(f"  {visible(event)}", style="dim")
        out.print(head)
        for figure in own:
            quotation = figure.quotation
            out.print(
                _indented(
                    f"{quotation.day or 'undated'}  {figure.figure}  {name_of(quotation.party)}{_beside(quotation)}, "
                    f"{quotation.outlet or quotation.report_id}"
                )
            )
        out.print()
    _more(len(view.figures), view.totals.figures, out)
    for change in view.figures_differ:
        out.print(_text(f"cannot both be right: {change.why} ({_outlets(change)})", "yellow"))


def party(view: PartyView, out: Console) -> None:
    """Prints a party's positions, the latest first."""
    head = _text(name_of(view.party), "bold")
    head.append(f"  {view.party}  {view.claims} claims in {view.reports} reports", style="dim")
    out.print(head)
    out.print()
    for event, cell in view.positions:
        out.print(_event(event))
        _cell(cell, name_of(cell.party), out)
        out.print()


def hits(found: Sequence[Hit], out: Console) -> None:
    """Prints what was found, the words marked."""
    from rich.padding import Padding
    from rich.text import Text

    if not found:
        out.print(_text("nothing found", "dim"))
    for hit in found:
        head = _text(f"{(hit.report.published or 'undated')[:10]}  {hit.report.outlet or ''}  {hit.report.title or ''}")
        head.append(f"  {hit.report.id}", style="dim")
        out.print(head)
        passage = Text()
        if hit.claim:
            said_by = (name_of(hit.claim.party), visible(_who(hit.claim)))
            passage.append("".join(f"{one}, " for one in dict.fromkeys(said_by) if one))
            passage.append_text(_act(hit.claim.act))
            passage.append(": ")
        for piece in re.split("(\x02[^\x02\x03]*\x03)", hit.passage):
            found_word = piece.startswith("\x02")
            words = _spaced(piece.strip("\x02\x03"))
            passage.append(words, style="bold underline" if found_word else "")
        out.print(Padding(passage, (0, 0, 0, 4)))
        out.print()


def report(view: ReportView, out: Console) -> None:
    """Prints a report's claims, and what it corrects or copies."""
    from rich.padding import Padding

    line = view.report
    out.print(_text(line.title or "untitled", "bold"))
    out.print(_indented(f"{line.outlet or 'unnamed outlet'}, {line.published or 'undated'}  {line.url or ''}"))
    out.print(_indented(f"{line.id}  origin: {line.origin}", "dim"))
    if view.corrected_by:
        out.print(_indented(f"corrected by {', '.join(view.corrected_by)}: counts no longer", "yellow"))
    if view.corrects:
        out.print(_indented(f"corrects {view.corrects}"))
    for copy in view.copies:
        out.print(_indented(f"copy: {copy.b if copy.a == line.id else copy.a}, {copy.why}"))
    if view.story_id:
        out.print(_indented(f"story: {view.story_id}", "dim"))
    out.print()
    for quotation in view.claims:
        text = _text(f"{name_of(quotation.party)}  {_who(quotation)}  ")
        text.append_text(_act(quotation.act))
        text.append(f" {quotation.factuality}  {quotation.day or 'undated'}", style="dim")
        out.print(text)
        words = _text(_quoted(quotation.words))
        words.append(f"  {quotation.claim_id}", style="dim")
        out.print(Padding(words, (0, 0, 0, 4)))
    if not view.claims:
        out.print(_text("no claims that count", "dim"))


def claim(view: ClaimView, out: Console) -> None:
    """Prints a claim, its event and the reasons for it, and what stands with and against it."""
    own = view.claim
    text = _text(f"{name_of(own.party)}  {_who(own)}  ", "bold")
    text.append_text(_act(own.act))
    text.append(f" {own.factuality}  {own.day or 'undated'}", style="dim")
    out.print(text)
    out.print(_indented(f"{_quoted(own.words)}  {own.outlet or ''} {own.report_id}; origin {own.origin}"))
    if view.event:
        out.print(_event(view.event))
        for link in view.links[:10]:
            out.print(_indented(f"{link.score:.2f}  {link.why}"))
    for change in view.relations:
        out.print(_indented(f"{change.kind}: {change.why}"))
    for other in view.others[:10]:
        out.print(_indented(f"{other.day or 'undated'}  {other.act}  {_who(other)}: {_quoted(other.words)}", "dim"))
    for judgement in view.judgements:
        state = " (undone)" if judgement.undone else ""
        out.print(_indented(f"judgement {judgement.id}: {judgement.kind} {judgement.object} by {judgement.who}{state}"))


def stats(found: Stats, out: Console) -> None:
    """Prints how much the ledger holds, a line each."""
    for field in fields(found):
        value = getattr(found, field.name)
        words = f"{value:,}" if isinstance(value, int) else str(value if value is not None else "-")
        out.print(_text(f"{field.name:11} {words}"))

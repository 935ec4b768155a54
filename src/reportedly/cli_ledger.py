"""The ledger's commands: arguments in, views out; everything else is the library's."""

from __future__ import annotations

import getpass
import json
import os
import sys
import time
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportedly.errors import ReportedlyError, SourceError, UsageError

if TYPE_CHECKING:
    from reportedly.ledger import Ledger
    from reportedly.ledger.views import Receipt
    from reportedly.registry import Registry
    from reportedly.types import Reading

__all__ = ["own_registry", "register"]

#: readings are kept in lots of this many, or after this many seconds, whichever comes first
_LOT, _SECONDS = 64, 15.0


class View(StrEnum):
    """How answers are written."""

    TABLE = "table"
    JSON = "json"


_Path = Annotated[
    str,
    typer.Option(
        "--ledger", "-l", metavar="PATH", envvar="REPORTEDLY_LEDGER", help="The ledger: a file, or a database URL."
    ),
]
_Format = Annotated[View, typer.Option("--format", "-f", help="A table for people, or JSON.")]
_Width = Annotated[
    int | None, typer.Option(min=40, max=1000, metavar="COLUMNS", help="Width of the table; else the terminal's.")
]
_Limit = Annotated[int, typer.Option("--limit", "-n", min=1, max=100_000, help="At most so many.")]
_DEFAULT = "reportedly.db"


def register(app: typer.Typer) -> None:
    """Adds the ledger's commands to the application."""
    for name, command in _COMMANDS.items():
        app.command(name)(command)


def _open(where: str, *, write: bool = False) -> Ledger:
    from reportedly.ledger import Ledger

    return Ledger(where, read_only=not write and "://" not in where)


def own_registry(files: list[str] | None) -> Registry | None:
    """The registry with the user's files, checked before anything is read; None where there are none."""
    if not files:
        return None
    from reportedly.registry import load

    return load(*files)


def _answer(value: Any, view: View, width: int | None, table: str, **more: Any) -> None:
    """Writes a view as JSON, or with the printer of that name."""
    if view is View.JSON:
        from reportedly.codec import dump_plain, encode

        sys.stdout.flush()
        sys.stdout.buffer.write((dump_plain(encode(value), indent=2) + "\n").encode())
        return
    from reportedly import render, render_ledger

    out = render.console(sys.stdout, width)
    with out.capture() as captured:
        getattr(render_ledger, table)(value, out, **more)
    out.file.write("".join(line.rstrip() + "\n" for line in captured.get().splitlines()))


def add(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH", help="Reports as `read` takes them, folders, -, or .jsonl files that `read -f jsonl` wrote."
        ),
    ],
    ledger: _Path = _DEFAULT,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="When it was published, such as 2024-10-30 (ISO 8601).")
    ] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Who published it.")] = None,
    title: Annotated[str | None, typer.Option(metavar="WORDS", help="Its title; for one report.")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Its address; for one report.")] = None,
    registry: Annotated[
        list[str] | None,
        typer.Option("--registry", metavar="FILE", help="Your own parties, people and outlets, TOML; may be repeated."),
    ] = None,
    revises: Annotated[str | None, typer.Option(metavar="ID", help="The report that this one corrects.")] = None,
    format_: _Format = View.TABLE,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
) -> None:
    """Read reports and keep what they say in the ledger.

    May be stopped and started again: what is in the ledger is not read twice. A page at an address that the ledger
    knows supersedes the older version, as does one with --revises.

    Exit code 1 if a report could not be read; the others are kept all the same.
    """
    from reportedly import sources

    sources.when(published)
    known = own_registry(registry)
    found = list(sources.walk(paths))
    if len(found) > 1 and (title or url or revises):
        raise UsageError("--title, --url and --revises", f"name one report, and there are {len(found)}")
    given = {"published": published, "outlet": outlet, "title": title, "url": url}
    with _open(ledger, write=True) as kept:
        keeper = _Keeper(kept, len(found), shown=not quiet and sys.stderr.isatty(), registry=known)
        try:
            for entry in found:
                if isinstance(entry, ReportedlyError):
                    keeper.failed(entry)
                    continue
                keeper.at(entry)
                try:
                    for reading in _readings(entry, kept, given, revises, keeper):
                        keeper.keep(reading)
                except UsageError:
                    raise
                except ReportedlyError as error:
                    if keeper.broken:
                        raise
                    keeper.failed(error)
        finally:
            # on Ctrl-C too: what was read is kept
            if not keeper.broken:
                keeper.flush()
        keeper.close()
    if format_ is View.JSON:
        _answer(tuple(keeper.receipts), format_, None, "receipts")
    elif not quiet:
        print(keeper.summary())
    if keeper.failures:
        raise typer.Exit(1)


def _readings(
    entry: str, kept: Ledger, given: dict[str, str | None], revises: str | None, keeper: _Keeper
) -> Iterator[Reading]:
    """The Readings of one path: read now, or read before and written as JSON lines."""
    if entry.endswith(".jsonl"):
        yield from _lines(entry)
        return
    from dataclasses import replace

    from reportedly import pipeline, sources

    report, problems = sources.load(entry, **given)
    if revises:
        report = replace(report, revises=revises)
    if keeper.knows(kept, report.id):
        return
    yield pipeline.read(report, registry=keeper.registry, problems=problems)


def _lines(path: str) -> Iterator[Reading]:
    from reportedly import codec
    from reportedly.types import Reading

    try:
        with open(path, encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if not line.strip():
                    continue
                try:
                    plain = json.loads(line)
                    plain.pop("path", None)
                    yield codec.decode(Reading, plain)
                except (ValueError, AttributeError, codec.CodecError) as error:
                    raise SourceError(f"{path}, line {number}", f"is not a reading: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(path, getattr(error, "strerror", None) or "is not UTF-8") from None


class _Keeper:
    """Readings on their way into the ledger, in lots, with progress on standard error."""

    def __init__(self, ledger: Ledger, total: int, *, shown: bool, registry: Registry | None = None) -> None:
        self.registry = registry
        self.ledger, self.total, self.shown = ledger, total, shown and total > 3
        self.lot: list[Reading] = []
        self.receipts: list[Receipt] = []
        self.begun = self.failures = self.skipped = 0
        self.since = time.monotonic()
        #: the ledger itself failed, so nothing more can be kept
        self.broken = False
        self._made_by: str | None = None

    def knows(self, ledger: Ledger, report_id: str) -> bool:
        """Whether the ledger has this report as this version of the reader reads it."""
        from reportedly.errors import UnknownId

        try:
            view = ledger.report(report_id)
        except UnknownId:
            return False
        known = view.report.id == report_id and bool(view.readings) and view.readings[-1] == self.made_by()
        self.skipped += known
        return known

    def made_by(self) -> str:
        """What the present pipeline and model call themselves."""
        if self._made_by is None:
            from reportedly import pipeline

            self._made_by = pipeline.read("", registry=self.registry).made_by
        return self._made_by

    def at(self, name: str) -> None:
        """Says which report is being read."""
        self.begun += 1
        if self.shown:
            from reportedly.marks import visible

            width = os.get_terminal_size(sys.stderr.fileno()).columns
            line = f"adding {self.begun} of {self.total}  {visible(name)}"
            sys.stderr.write("\r\x1b[2K" + line[: width - 1])
            sys.stderr.flush()

    def keep(self, reading: Reading) -> None:
        """Takes a Reading; from time to time all that came are kept together."""
        self.lot.append(reading)
        if len(self.lot) >= _LOT or time.monotonic() - self.since > _SECONDS:
            self.flush()

    def flush(self) -> None:
        """Keeps what has come: when this returns, it is on the disk."""
        lot, self.lot = self.lot, []
        if lot:
            self.broken = True
            self.receipts += self.ledger.append(*lot)
            self.broken = False
        self.since = time.monotonic()

    def failed(self, error: ReportedlyError) -> None:
        """Counts and shows a report that could not be read."""
        from reportedly.marks import visible

        self.failures += 1
        self.clear()
        print(f"reportedly: {visible(str(error))}", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Takes the line of progress away."""
        if self.shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()

    close = clear

    def summary(self) -> str:
        """What was done, in a line."""
        count: dict[str, int] = {}
        for receipt in self.receipts:
            count[receipt.outcome] = count.get(receipt.outcome, 0) + 1
        known = count.get("known", 0) + self.skipped
        new = count.get("added", 0) + count.get("corrects", 0)
        parts = [f"{new} report{'' if new == 1 else 's'} added"]
        parts += [f"{count['reread']} read anew"] if "reread" in count else []
        parts += [f"{known} known already"] if known else []
        parts += [f"{self.failures} not read"] if self.failures else []
        claims = sum(receipt.claims for receipt in self.receipts if receipt.outcome != "known")
        return ", ".join(parts) + f"; {claims} claims"


def stories(
    ledger: _Path = _DEFAULT,
    party: Annotated[str | None, typer.Option(metavar="ID", help="In which it takes a position.")] = None,
    place: Annotated[str | None, typer.Option(metavar="NAME", help="With an event there; or a state's code.")] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Told by it.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Told on or after this day.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Told on or before this day.")] = None,
    limit: _Limit = 50,
    offset: Annotated[int, typer.Option(min=0, help="Leave out the first so many.")] = 0,
    format_: _Format = View.TABLE,
    width: _Width = None,
) -> None:
    """List the stories, the newest first."""
    with _open(ledger) as kept:
        found = kept.stories(
            party=party,
            place=place,
            outlet=outlet,
            since=_date(since, "--since"),
            until=_date(until, "--until"),
            limit=limit,
            offset=offset,
        )
    _answer(found, format_, width, "stories")


_Story = Annotated[
    str, typer.Argument(metavar="STORY", help="A story's id or its beginning, or the id of a report or event in it.")
]


def show(
    story: _Story,
    ledger: _Path = _DEFAULT,
    events: Annotated[int, typer.Option(min=1, max=1000, help="How many events, the most told first.")] = 5,
    limit: _Limit = 50,
    format_: _Format = View.TABLE,
    width: _Width = None,
) -> None:
    """Show a story: what each party holds, since when, in which words.

    Then what contradicts what.
    """
    with _open(ledger) as kept:
        found = kept.story(story, events=events, limit=limit)
    _answer(found, format_, width, "story")


def changes(
    ledger: _Path = _DEFAULT,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="On or after this day.")] = None,
    party: Annotated[str | None, typer.Option(metavar="ID", help="Of this party.")] = None,
    limit: _Limit = 50,
    format_: _Format = View.TABLE,
    width: _Width = None,
) -> None:
    """List who changed position, the newest first.

    Each change with the words before and after it.
    """
    with _open(ledger) as kept:
        found = kept.changes(since=_date(since, "--since"), party=party, limit=limit)
    _answer(found, format_, width, "changes")


def figures(
    story: _Story,
    ledger: _Path = _DEFAULT,
    limit: _Limit = 200,
    format_: _Format = View.TABLE,
    width: _Width = None,
) -> None:
    """Show who gives which figures in a story.

    By what they count, with those that cannot both be right.
    """
    with _open(ledger) as kept:
        found = kept.story(story, limit=limit)
    if format_ is View.JSON:
        _answer({"figures": found.figures, "differ": found.figures_differ}, format_, width, "figures")
    else:
        _answer(found, format_, width, "figures")


def party(
    party: Annotated[str, typer.Argument(metavar="PARTY", help="A party's id, such as RUS, NATO or MEDIA:Reuters.")],
    ledger: _Path = _DEFAULT,
    limit: _Limit = 50,
    format_: _Format = View.TABLE,
    width: _Width = None,
) -> None:
    """Show a party's positions over all stories, the latest first."""
    with _open(ledger) as kept:
        found = kept.party(party, limit=limit)
    _answer(found, format_, width, "party")


def search(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help='All must be there; "..." as it stands; the last may be a beginning.'),
    ],
    ledger: _Path = _DEFAULT,
    limit: _Limit = 20,
    format_: _Format = View.TABLE,
    width: _Width = None,
) -> None:
    """Find claims and reports by their words."""
    with _open(ledger) as kept:
        found = kept.search(" ".join(words), limit=limit)
    _answer(found, format_, width, "hits")


def report(
    report: Annotated[str, typer.Argument(metavar="ID", help="A report's id, or its beginning.")],
    ledger: _Path = _DEFAULT,
    format_: _Format = View.TABLE,
    width: _Width = None,
) -> None:
    """Show a report: its claims, what it corrects or copies, its text."""
    with _open(ledger) as kept:
        found = kept.report(report)
    _answer(found, format_, width, "report")


def claim(
    claim: Annotated[str, typer.Argument(metavar="ID", help="A claim's id.")],
    ledger: _Path = _DEFAULT,
    format_: _Format = View.TABLE,
    width: _Width = None,
) -> None:
    """Show a claim: its event, and what stands with it and against it.

    And why it is taken for that event.
    """
    with _open(ledger) as kept:
        found = kept.claim(claim)
    _answer(found, format_, width, "claim")


class Kind(StrEnum):
    """What a person decides."""

    SAME = "same"
    DIFFERENT = "different"
    PARTY = "party"
    ACT = "act"
    SPEAKER = "speaker"
    UNDO = "undo"


def judge(
    kind: Annotated[Kind, typer.Argument(help="same, different: two events; party, act, speaker: a claim; undo.")],
    subject: Annotated[str, typer.Argument(metavar="ID", help="An event or claim; for undo, a judgement's number.")],
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help="The other event or claim; or what the claim should say.")
    ] = "",
    ledger: _Path = _DEFAULT,
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Who decides; by default, you.")] = None,
    note: Annotated[str | None, typer.Option(metavar="WORDS", help="Why.")] = None,
    format_: _Format = View.TABLE,
) -> None:
    """Record a person's decision, which outranks the machine's.

    It can be undone, but not erased.
    """
    with _open(ledger, write=True) as kept:
        made = kept.judge(kind.value, subject, value, who=who if who is not None else _user(), note=note)
    if format_ is View.JSON:
        _answer(made, format_, None, "judgement")
    else:
        print(f"kept as judgement {made.id}, by {made.who}; `reportedly judge undo {made.id}` takes it back")


def rebuild(
    ledger: _Path = _DEFAULT,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
) -> None:
    """Make all that is derived anew from what is kept.

    The outcome is the same unless the rules changed.
    """
    begun = time.monotonic()
    shown = not quiet and sys.stderr.isatty()

    def progress(done: int, total: int) -> None:
        if shown:
            sys.stderr.write(f"\r\x1b[2Krebuilding {done:,} of {total:,}")
            sys.stderr.flush()

    with _open(ledger, write=True) as kept:
        kept.rebuild(progress)
        found = kept.stats()
    if shown:
        sys.stderr.write("\r\x1b[2K")
    if not quiet:
        took = time.monotonic() - begun
        print(f"{found.reports:,} reports, {found.events:,} events, {found.stories:,} stories in {took:.1f} s")


def stats(ledger: _Path = _DEFAULT, format_: _Format = View.TABLE) -> None:
    """Say how much the ledger holds."""
    with _open(ledger) as kept:
        found = kept.stats()
    _answer(found, format_, None, "stats")


def _date(value: str | None, option: str) -> str | None:
    from reportedly.sources import when

    stamp = when(value, option)
    return stamp[:10] if stamp else None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


_COMMANDS: dict[str, Any] = {
    "add": add,
    "stories": stories,
    "show": show,
    "changes": changes,
    "figures": figures,
    "party": party,
    "search": search,
    "report": report,
    "claim": claim,
    "judge": judge,
    "rebuild": rebuild,
    "stats": stats,
}

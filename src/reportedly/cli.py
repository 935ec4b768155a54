"""The command: arguments in, readings out; everything else is the library's."""

from __future__ import annotations

import os
import signal
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly import __version__, cli_ledger, cli_serve
from reportedly.cli_ledger import own_registry
from reportedly.errors import ReportedlyError, UsageError

if TYPE_CHECKING:
    from reportedly.types import Reading

__all__ = ["app", "main"]

app = typer.Typer(
    name="reportedly",
    help="Reads news reports: who said what happened, in which words.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

#: from this many reports on a terminal shows how far it is
_FEW = 3


class Format(StrEnum):
    """How readings are written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    MARKED = "marked"
    TSV = "tsv"


def main() -> None:
    """Runs the command and exits: 0 done, 1 something could not be read, 2 misuse, 130 stopped by Ctrl-C."""
    code = 1
    interrupts: list[int] = []

    def interrupted(number: int, _: object) -> None:
        interrupts.append(number)
        raise KeyboardInterrupt

    # Where Ctrl-C is ignored, as in what a shell runs behind, it stays so.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupted)
    try:
        _streams()
        code = app(standalone_mode=False) or 0
        if code == 130:
            _stopped()
        sys.stdout.flush()
    except ReportedlyError as error:
        _complain(error)
        code = 2 if isinstance(error, UsageError) else 1
    except BrokenPipeError:
        # The reader went away (`| head`); the interpreter must not try to flush the rest to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 141
    except KeyboardInterrupt:
        code = _stopped()
    except OSError as error:
        # What is read is guarded where it is opened, so this is the output: a full disk, a terminal that is gone.
        code = _unwritten(error)
    except Exception as error:  # typer's own usage errors have no public base
        # A library that is interrupted while it is being loaded fails in its own way.
        code = _stopped() if interrupts else _misuse(error)
    sys.exit(code)


def _streams() -> None:
    """Makes standard output and error fit for any name and any text, and there at all (`>&-` closes them)."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        # Odd bytes in a file's name come as lone surrogates, which no terminal takes.
        getattr(sys, name).reconfigure(errors="backslashreplace")


def _stopped() -> int:
    """The exit code of Ctrl-C, once said in a line."""
    print("reportedly: stopped", file=sys.stderr, flush=True)
    return 130


def _unwritten(error: OSError) -> int:
    """The exit code where the output could not be written, once said in a line; any other error is raised again."""
    if error.filename is not None:
        raise error
    print(f"reportedly: cannot write the output: {(error.strerror or str(error)).lower()}", file=sys.stderr, flush=True)
    # what is still in the buffer would fail again when the interpreter ends
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 1


def _misuse(error: Exception) -> int:
    """The exit code of an error of the command line, once shown; anything else is raised again."""
    if type(error).__name__ == "Abort":
        return _stopped()
    if not hasattr(error, "exit_code") or not hasattr(error, "show"):
        raise error
    error.show()
    return int(error.exit_code)


def _complain(error: ReportedlyError) -> None:
    """One line on standard error."""
    from reportedly.marks import visible

    print(f"reportedly: {visible(str(error))}", file=sys.stderr, flush=True)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"reportedly {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    pass


@app.command("read")
def read_command(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Text files, saved web pages, folders of them, or - for standard input."),
    ],
    format_: Annotated[Format, typer.Option("--format", "-f", help="How to write what was found.")] = Format.TABLE,
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
    min_score: Annotated[
        float, typer.Option(min=0.0, max=1.0, metavar="SCORE", help="Leave out what is less sure, 0 to 1.")
    ] = 0.0,
    width: Annotated[
        int | None,
        typer.Option(min=40, max=1000, metavar="COLUMNS", help="Width of the table; by default the terminal's."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes on standard error.")] = False,
) -> None:
    """Read reports and show who said what.

    Each statement comes with the words of its source, its cue and its content, and a score of how sure the reading
    is. What a page says of itself (title, outlet, date) is used unless told otherwise here.

    Exit code 1 if a report could not be read; the others are read all the same.
    """
    from reportedly import pipeline, sources

    sources.when(published)
    known = own_registry(registry)
    found = list(sources.walk(paths))
    if len(found) > 1 and (title is not None or url is not None):
        raise UsageError("--title and --url", f"name one report, and there are {len(found)}")
    alone = len(paths) == 1 and not os.path.isdir(paths[0])
    writer = _JsonArray if format_ is Format.JSON and not alone else _WRITERS[format_]
    out = writer(width, quiet)
    counted = _Count(len(found), shown=not quiet and len(found) > _FEW and sys.stderr.isatty())
    for entry in found:
        if isinstance(entry, ReportedlyError):
            counted.failed(entry)
            continue
        counted.at(entry)
        try:
            report, problems = sources.load(entry, published=published, outlet=outlet, title=title, url=url)
        except UsageError:
            raise
        except ReportedlyError as error:
            counted.failed(error)
            continue
        reading = pipeline.at_least(pipeline.read(report, registry=known, problems=problems), min_score)
        counted.done(reading)
        out.write(reading, "standard input" if entry == "-" else entry)
        sys.stdout.flush()
    out.close()
    counted.close(quiet or alone)
    if counted.failures:
        raise typer.Exit(1)


@app.command("explain")
def explain_command(
    term: Annotated[
        str | None, typer.Argument(help="An act, a factuality value or another word of the output, a party or a name.")
    ] = None,
    registry: Annotated[
        list[str] | None,
        typer.Option("--registry", metavar="FILE", help="Your own parties, people and outlets, TOML; may be repeated."),
    ] = None,
) -> None:
    """Explain a word, a party or a name; without one, list the words."""
    if term is not None:
        typer.echo(_explained(term, registry))
        return
    from reportedly.terms import glosses

    entries = glosses()
    widest = max(map(len, entries))
    for word, gloss in entries.items():
        typer.echo(f"{word:{widest}}  {gloss}")


def _explained(term: str, files: list[str] | None) -> str:
    """The gloss of a term, else what the registry knows of a party or name."""
    from reportedly.errors import UnknownTerm
    from reportedly.registry import load
    from reportedly.registry.gloss import gloss
    from reportedly.terms import explain

    known = own_registry(files)
    if term.strip().startswith(("MEDIA:", "NGO:")):
        told = gloss(known or load(), term)
        if told is not None:
            return told
    try:
        return explain(term)
    except UnknownTerm:
        told = gloss(known or load(), term)
        if told is None:
            raise
        return told


cli_ledger.register(app)
cli_serve.register(app)


class _Writer:
    """Where readings go, one after the other."""

    def __init__(self, width: int | None = None, quiet: bool = False) -> None:
        self.width, self.quiet = width, quiet
        self.written = 0

    def write(self, reading: Reading, name: str) -> None:
        """Writes one reading."""
        raise NotImplementedError

    def close(self) -> None:
        """Writes what ends the output."""

    def note(self, reading: Reading, name: str) -> None:
        """Puts a reading's problems on standard error, for formats that have no room for them."""
        from reportedly.marks import visible

        if not self.quiet:
            for problem in reading.problems:
                print(f"reportedly: note: {visible(name)}: {visible(problem.message)}", file=sys.stderr)


class _Table(_Writer):
    def write(self, reading: Reading, name: str) -> None:
        from reportedly import render

        render.table(reading, render.console(sys.stdout, self.width), name)
        self.written += len(reading.attributions)

    def close(self) -> None:
        from reportedly import render

        if self.written and not self.quiet:
            render.console(sys.stdout, self.width).print(render.legend(), style="dim")


class _Marked(_Writer):
    def write(self, reading: Reading, name: str) -> None:
        from reportedly import render

        if self.written:
            sys.stdout.write("\n\n")
        self.written += 1
        render.marked(reading, render.console(sys.stdout))
        self.note(reading, name)


class _Tsv(_Writer):
    def write(self, reading: Reading, name: str) -> None:
        from reportedly import render

        if not self.written:
            print(render.tsv_header())
        self.written += 1
        for line in render.tsv(reading, name):
            print(line)
        self.note(reading, name)


def _json(reading: Reading, name: str, indent: int | None) -> str:
    """A reading as JSON, after the path that it came from."""
    from reportedly.codec import dump_plain, encode

    return dump_plain({"path": name, **encode(reading)}, indent=indent)


def _bytes(words: str) -> None:
    """JSON is UTF-8, whatever the terminal's encoding."""
    sys.stdout.flush()
    sys.stdout.buffer.write(words.encode())


class _JsonLines(_Writer):
    def write(self, reading: Reading, name: str) -> None:
        _bytes(_json(reading, name, None) + "\n")


class _Json(_Writer):
    def write(self, reading: Reading, name: str) -> None:
        _bytes(_json(reading, name, 2) + "\n")


class _JsonArray(_Writer):
    def write(self, reading: Reading, name: str) -> None:
        _bytes(("," if self.written else "[") + "\n" + _json(reading, name, 2))
        self.written += 1

    def close(self) -> None:
        _bytes("\n]\n" if self.written else "[]\n")


_WRITERS: dict[Format, type[_Writer]] = {
    Format.TABLE: _Table,
    Format.JSON: _Json,
    Format.JSONL: _JsonLines,
    Format.MARKED: _Marked,
    Format.TSV: _Tsv,
}


class _Count:
    """How far it is: one line on standard error that is rewritten, and what failed."""

    def __init__(self, total: int, shown: bool) -> None:
        self.total, self.shown = total, shown
        self.begun = self.read = self.statements = self.failures = 0

    def at(self, name: str) -> None:
        """Says that a report is being read."""
        self.begun += 1
        if self.shown:
            from reportedly.marks import visible

            width = os.get_terminal_size(sys.stderr.fileno()).columns
            line = f"reading {self.begun} of {self.total}  {visible(name)}"
            sys.stderr.write("\r\x1b[2K" + line[: width - 1])
            sys.stderr.flush()

    def clear(self) -> None:
        """Takes the line away, before anything else is printed."""
        if self.shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()

    def failed(self, error: ReportedlyError) -> None:
        """Counts and shows a report that could not be read."""
        self.failures += 1
        self.clear()
        _complain(error)

    def done(self, reading: Reading) -> None:
        """Counts a report that was read."""
        self.read += 1
        self.statements += len(reading.attributions)
        self.clear()

    def close(self, silent: bool) -> None:
        """Sums up, where there were several."""
        self.clear()
        if not silent and self.total > 1:
            missed = f", {self.failures} not read" if self.failures else ""
            reports = f"{self.read} report{'' if self.read == 1 else 's'}"
            print(f"{reports}, {self.statements} statements{missed}", file=sys.stderr)

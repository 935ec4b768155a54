"""The stages in order: `read(report) -> Reading`, a pure function of one report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportedly import __version__
from reportedly.errors import ReportedlyError
from reportedly.terms import Scheme
from reportedly.types import Attribution, EventMention, Problem, Reading, Report, Span, Statement, Timex

if TYPE_CHECKING:
    from reportedly.model import Model
    from reportedly.registry import Registry

__all__ = ["STAGES", "Stage", "at_least", "read", "run"]


#: code points of a report that are read; long news reports have a tenth of it
LONGEST = 500_000


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a reading: a plain function, and the names of what it needs and gives.

    `report`, `text` (its beginning, where it is longer than `LONGEST`), `model`, `scheme` and `registry` are there from
    the start.
    What a stage gives under the name of a field of `Reading` ends up there; `problems` from all stages are joined.
    """

    name: str
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    #: called with its needs by name; returns its gives by name, and "problems" if it has any
    run: Callable[..., Mapping[str, Any]]


def _language(report: Report, text: str) -> Mapping[str, Any]:
    from reportedly.stages import language

    found, problems = language.check(text)
    return {
        "report": report if report.language or found is None else replace(report, language=found),
        "problems": problems,
    }


def _dateline(report: Report, text: str) -> Mapping[str, Any]:
    from reportedly.stages import dateline

    found = dateline.find(text)
    day = dateline.published(text, found) if report.published is None else None
    if day is None:
        return {"report": report, "dateline": found}
    message = f"published is taken from the text: {day[0]}"
    noted = Problem(stage="dateline", code="published-by-text", message=message, span=day[1])
    return {"report": replace(report, published=day[0]), "dateline": found, "problems": (noted,)}


def _segment(text: str) -> Mapping[str, Any]:
    from reportedly.stages.segment import segment

    segments = segment(text)
    return {"segments": segments, "problems": segments.problems}


def _encode(segments: Any, model: Any, scheme: Scheme) -> Mapping[str, Any]:
    from reportedly.stages.encode import encode

    return {"encoded": encode(segments, model, scheme)}


def _attribution(segments: Any, encoded: Any, model: Any, scheme: Scheme) -> Mapping[str, Any]:
    from reportedly.stages.attribution import attribute

    attributions, vectors = attribute(segments, encoded, model, scheme=scheme)
    return {"attributions": attributions, "vectors": vectors}


def _times(report: Report, text: str) -> Mapping[str, Any]:
    from reportedly.stages.timex import read_timexes

    times, problems = read_timexes(text, report.published)
    return {"times": times, "problems": problems}


def _statements(
    report: Report,
    text: str,
    segments: Any,
    attributions: Sequence[Attribution],
    vectors: Any,
    times: Sequence[Timex],
    model: Any,
    registry: Registry | None,
) -> Mapping[str, Any]:
    from reportedly.stages import acts, parties, saying, speakers

    attributions = saying.circumstances(text, attributions)
    resolution = speakers.resolve(report, attributions, registry)
    statements = parties.assign(report, attributions, resolution)
    when = saying.said(text, attributions, times, {s.attribution: s.speaker.name for s in statements}, report.published)
    classes = acts.classify(vectors, model, segments, attributions)
    stated = tuple(
        replace(statement, act=act, factuality=factuality, said=when.get(statement.attribution))
        for statement, attribution, found in zip(statements, attributions, classes, strict=True)
        for act, factuality in [acts.settled(text, attribution, found)]
    )
    return {
        "attributions": attributions,
        "statements": stated,
        "scene": resolution.scene,
        "problems": resolution.problems,
    }


def _events(
    report: Report,
    text: str,
    segments: Any,
    encoded: Any,
    attributions: Sequence[Attribution],
    times: Sequence[Timex],
    scene: Any,
    model: Any,
) -> Mapping[str, Any]:
    from reportedly.stages.events import read_events
    from reportedly.stages.places import find_places
    from reportedly.stages.quantities import read_quantities

    quantities, problems = read_quantities(text, times)
    events, echoes, further = read_events(
        report,
        segments,
        encoded,
        model,
        attributions=attributions,
        scene=scene,
        quantities=quantities,
        places=find_places(text, *_laid_out(text, scene)),
        times=times,
    )
    return {"events": events, "echoes": echoes, "further": further, "problems": problems}


def _laid_out(text: str, scene: Any) -> tuple[Any, ...]:
    """Registry, words and registry names of a text from its scene, so that they are looked for once."""
    if scene is None or scene.plain or scene.text is not text:
        return ()
    return scene.registry, scene.words, scene.scanned


def _claims(
    report: Report,
    attributions: Sequence[Attribution],
    statements: Sequence[Statement],
    events: Sequence[EventMention],
    echoes: Any,
    further: Sequence[EventMention],
    made_by: str,
) -> Mapping[str, Any]:
    from reportedly.stages.claims import make_claims

    told = [*events, *further]
    return {"claims": make_claims(report, attributions, statements, told, echoes=echoes, made_by=made_by)}


#: the default reading, in order; a stage imports its module when it first runs, so that importing this is cheap
STAGES: tuple[Stage, ...] = (
    Stage("language", ("report", "text"), ("report",), _language),
    Stage("dateline", ("report", "text"), ("report", "dateline"), _dateline),
    Stage("segment", ("text",), ("segments",), _segment),
    Stage("encode", ("segments", "model", "scheme"), ("encoded",), _encode),
    Stage("attribution", ("segments", "encoded", "model", "scheme"), ("attributions", "vectors"), _attribution),
    Stage("timex", ("report", "text"), ("times",), _times),
    Stage(
        "statements",
        ("report", "text", "segments", "attributions", "vectors", "times", "model", "registry"),
        ("attributions", "statements", "scene"),
        _statements,
    ),
    Stage(
        "events",
        ("report", "text", "segments", "encoded", "attributions", "times", "scene", "model"),
        ("events", "echoes", "further"),
        _events,
    ),
    Stage(
        "claims",
        ("report", "attributions", "statements", "events", "echoes", "further", "made_by"),
        ("claims",),
        _claims,
    ),
)


def read(
    text_or_report: str | Report,
    *,
    published: str | date | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
    model: Model | None = None,
    scheme: Scheme = Scheme.CONTESTED,
    registry: Registry | Path | str | None = None,
    problems: Iterable[Problem] = (),
) -> Reading:
    """A report and all that is found in it.

    Nothing in a text raises: what is odd about it is among the Reading's problems.

    Args:
        text_or_report: the text as it stands, or a Report from `load`.
        published: ISO 8601 date, or date and time with offset; anchors "Monday". Outranks the Report's, as do
            `outlet`, `title` and `url`.
        model: another than the one that comes with the package.
        scheme: the annotation scheme that attributions follow: `CONTESTED` nests and knows hedges, `POLNEAR` is flat.
        registry: parties, people and outlets of your own: a TOML file (docs/registry.md), or a Registry from
            `reportedly.registry.load`, which spares reading the file for each report. `made_by` names it.
        problems: what `load` found; they stand first in the Reading's.

    Raises:
        UsageError: `published` is not a date.
        ModelError: the model's files are missing or damaged.
        RegistryError: the registry's file cannot be read or contradicts itself; the message names file and line.

    Example:
        >>> reading = read("Seoul denied the report.", published="2024-10-29")
        >>> reading.report.published
        '2024-10-29'
    """
    from reportedly import sources

    given = {"published": sources.when(published), "outlet": outlet, "title": title, "url": url}
    if isinstance(text_or_report, str):
        report = sources.make(text_or_report, **given)
    else:
        report = _overridden(text_or_report, {name: value for name, value in given.items() if value is not None})
    if model is None:
        from reportedly.model import load

        model = load()
    if isinstance(registry, str | Path):
        from reportedly.registry import load as registry_of

        registry = registry_of(registry)
    return run(STAGES, report, model, problems, scheme, registry)


def _overridden(report: Report, given: Mapping[str, Any]) -> Report:
    """The report with some fields replaced; its id follows, unless it was named by hand."""
    from reportedly.sources import report_id

    def default(r: Report) -> str:
        return report_id(r.text, url=r.url, outlet=r.outlet, published=r.published)

    changed = replace(report, **given)
    return replace(changed, id=default(changed)) if report.id == default(report) else changed


def run(
    stages: Iterable[Stage],
    report: Report,
    model: Any,
    problems: Iterable[Problem] = (),
    scheme: Scheme = Scheme.CONTESTED,
    registry: Registry | None = None,
) -> Reading:
    """What some stages find in a report, each given what it needs from those before it.

    A stage that breaks on a text is one more Problem (`stage-failed`), and so are those that needed it
    (`stage-skipped`): one report never stops a batch. What the environment raises passes through.
    """
    text = _beginning(report.text)
    known: dict[str, Any] = {"report": report, "text": text, "model": model, "scheme": scheme, "registry": registry}
    own = registry.files if registry is not None else ()
    known["made_by"] = ", ".join((f"reportedly {__version__}", getattr(model, "name", "no model"), *own))
    found = list(problems)
    if len(text) < len(report.text):
        rest = Span(len(text), len(report.text))
        message = f"only the first {len(text):,} characters were read"
        found.append(Problem(stage="pipeline", code="too-long", message=message, span=rest))
    for stage in stages:
        missing = [need for need in stage.needs if need not in known]
        if missing:
            message = f"not done: nothing gave it {missing[0]}"
            found.append(Problem(stage=stage.name, code="stage-skipped", message=message))
            continue
        try:
            given = stage.run(**{need: known[need] for need in stage.needs})
        except (ReportedlyError, MemoryError):
            raise
        except Exception as error:
            message = f"not done: {type(error).__name__}: {error}"
            found.append(Problem(stage=stage.name, code="stage-failed", message=message))
            continue
        found.extend(given.get("problems", ()))
        known.update({name: given[name] for name in stage.gives})
    named = {field.name for field in fields(Reading)} - {"problems"}
    return Reading(
        **{name: value for name, value in known.items() if name in named},
        problems=tuple(found),
    )


def _beginning(text: str) -> str:
    """As much of a text as is read, up to a space: an endless file must not hold up the rest."""
    if len(text) <= LONGEST:
        return text
    space = max(text.rfind(" ", LONGEST - 10_000, LONGEST), text.rfind("\n", LONGEST - 10_000, LONGEST))
    return text[: space if space > 0 else LONGEST]


def at_least(reading: Reading, score: float) -> Reading:
    """The reading without attributions below a score; what stood within a dropped one moves out to the next kept."""
    kept = {a.id for a in reading.attributions if a.score >= score}
    outer = {a.id: a.within for a in reading.attributions}

    def holder(name: str | None) -> str | None:
        seen = set()
        while name is not None and name not in kept and name not in seen:
            seen.add(name)
            name = outer.get(name)
        return name if name in kept else None

    attributions = tuple(replace(a, within=holder(a.within)) for a in reading.attributions if a.id in kept)
    statements = tuple(s for s in reading.statements if s.attribution in kept)
    claims = tuple(claim for claim in reading.claims if claim.attribution is None or claim.attribution in kept)
    return replace(reading, attributions=attributions, statements=statements, claims=claims)

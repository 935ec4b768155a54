"""Where everything in a drawing stands: activity, timeline, figures and map, as numbers for the templates to draw."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from math import ceil, floor, log10
from typing import Any

from reportedly.ledger.activity import stretches
from reportedly.ledger.views import Cell, EventLine, FigureLine, Quotation
from reportedly.web.projection import HEIGHT, WIDTH, project
from reportedly.web.words import day, family, short

__all__ = ["Label", "Map", "Plot", "Spot", "figure_plot", "spark", "timeline", "world_map"]


#: parties of a timeline and figures of a panel that are drawn
_LANES = 14


def spark(activity: Sequence[tuple[str, int]]) -> list[tuple[float, float, int, str]]:
    """Bars of a story's whole activity in a box of 104 by 20: (x, height, reports, first day), empty ones left out."""
    shown = stretches(activity)
    most = max((count for _, _, count in shown), default=0)
    return [
        (4.0 * place, max(3.0, round(20 * count / most, 1)), count, begin)
        for place, (begin, _, count) in enumerate(shown)
        if count
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A mark of a plot: a statement or a figure."""

    x: float
    y: float
    family: str
    quotation: Quotation
    #: the party's view changed with this statement
    change: bool = False
    #: ends of the bounds; None where open
    left: float | None = None
    right: float | None = None
    figure: FigureLine | None = None
    #: the day is that of publication, for the report does not say when it was said
    placed: bool = False
    conflict: bool = False


@dataclass(slots=True)
class Plot:
    """A drawing: lines with marks over an axis."""

    width: float
    height: float
    #: (x, label) along the axis; a label may be empty
    ticks: list[tuple[float, str]] = field(default_factory=list)
    #: (party or label, y, segments of one view (x1, x2, family), marks)
    lanes: list[tuple[str, float, list[tuple[float, float, str]], list[Mark]]] = field(default_factory=list)
    #: where the lanes begin, to the right of their labels
    left: float = 0.0
    undated: int = 0
    #: statements that found no room of their own
    crowded: int = 0
    #: the axis runs in powers of ten
    log: bool = False
    #: for narrow screens: labels stand above their lanes
    narrow: bool = False


def _day(stamp: str | None) -> date | None:
    """The day of a stamp; the first of a month or year where that is all there is."""
    if not stamp:
        return None
    try:
        return date.fromisoformat((stamp + "-01-01")[:10] if len(stamp) == 4 else (stamp + "-01")[:10])
    except ValueError:
        return None


def timeline(
    said: Mapping[str, Sequence[Quotation]], cells: Iterable[Cell], changed: Iterable[str], *, narrow: bool = False
) -> Plot | None:
    """Statements by party over time, with the stretches for which each view is known to be held; None without dates.

    Args:
        said: party -> statements by date.
        cells: the positions, for the stretches.
        changed: ids of claims with which a party changed its view.
        narrow: for narrow screens.
    """
    said = dict(list(said.items())[:_LANES])
    days = [found for quotations in said.values() for q in quotations if (found := _day(q.day))]
    if not days:
        return None
    first, last = min(days), max(days)
    width, left, lane, top = (380.0, 0.0, 48.0, 22.0) if narrow else (1000.0, 150.0, 34.0, 14.0)
    plot = Plot(width=width, height=top + lane * len(said) + 30, left=left, narrow=narrow)
    place = _breaks(sorted(set(days)), left + 14, width - 24)
    plot.ticks = _ticks(first, last, place)
    runs = {cell.party: cell.history for cell in cells}
    turned = set(changed)
    for number, (party, quotations) in enumerate(said.items()):
        y = top + lane * number + lane / 2
        segments = []
        history = [run for run in runs.get(party, ()) if _day(run.since)]
        for at, run in enumerate(history):
            since, until = _day(run.since), _day(run.until) or _day(run.since)
            assert since is not None
            assert until is not None
            following = _day(history[at + 1].since) if at + 1 < len(history) else None
            end = min(until, following) if following else until
            if place(end) > place(since):
                segments.append((place(since), place(end), family(run.act, run.factuality)))
        marks: list[Mark] = []
        for q in quotations:
            found = _day(q.day)
            if found is None:
                plot.undated += 1
                continue
            x = place(found)
            marks.append(
                Mark(
                    x=x,
                    y=y,
                    family=family(q.act, q.factuality),
                    quotation=q,
                    change=q.claim_id in turned,
                    placed=not q.dated,
                )
            )
        shown, left_out = _spread(marks, width - 10)
        plot.crowded += left_out
        plot.lanes.append((party, y, segments, shown))
    return plot


def _spread(marks: list[Mark], right: float) -> tuple[list[Mark], int]:
    """Marks far enough apart to be told from each other, and how many found no room.

    What says the same as the mark before it, with hardly any time between, is in that mark; changes come first.
    """
    out: list[Mark] = []
    left_out = 0
    for mark in sorted(marks, key=lambda m: (m.x, not m.change)):
        before = out[-1] if out else None
        near = before is not None and mark.x - before.x < 14
        if near and before is not None and mark.family == before.family and not mark.change:
            left_out += mark.x != before.x
            continue
        x = before.x + 15 if near and before is not None else mark.x
        if x > right:
            if mark.change and before is not None and not before.change:
                out[-1] = replace(mark, x=before.x)
            left_out += 1
            continue
        out.append(replace(mark, x=x))
    return out, left_out


def _breaks(days: list[date], left: float, right: float) -> Any:
    """Days to points, in proportion, but with long silences drawn short so that busy weeks stay legible."""
    gaps = [(b - a).days for a, b in pairwise(days)]
    total = sum(gaps) or 1
    # a silence counts as at most an eighth of all that is drawn
    most = max(total / 8, 7)
    sizes = [min(gap, most) + 0.0 for gap in gaps]
    unit = (right - left) / (sum(sizes) or 1)
    points = {days[0]: left}
    for at, size in enumerate(sizes):
        points[days[at + 1]] = points[days[at]] + size * unit

    def place(when: date) -> float:
        if when in points:
            return round(points[when], 1)
        before = max((d for d in days if d <= when), default=days[0])
        after = min((d for d in days if d >= when), default=days[-1])
        if before == after:
            return round(points[before], 1)
        share = (when - before).days / (after - before).days
        return round(points[before] + share * (points[after] - points[before]), 1)

    return place


def _ticks(first: date, last: date, place: Any) -> list[tuple[float, str]]:
    """The first day, then firsts of months, fewer where there are many, never closer than their labels are wide."""
    span = (last - first).days
    found = [(place(first), day(first.isoformat(), year=True))]
    months = max(1, ceil(span / 30 / 14))
    at = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    while at <= last:
        if (at.year * 12 + at.month) % months == 0:
            x = place(at)
            label = day(at.isoformat()[:7], year=at.month == 1 or at.year != first.year)
            if x - found[-1][0] >= 66:
                found.append((x, label))
        at = date(at.year + at.month // 12, at.month % 12 + 1, 1)
    if place(last) - found[-1][0] >= 118:
        found.append((place(last), day(last.isoformat(), year=last.year != first.year)))
    return found


def figure_plot(figures: Sequence[FigureLine], conflicts: Iterable[str], *, narrow: bool = False) -> Plot | None:
    """Figures of one scope as dots with the ranges that their bounds leave open; None without any.

    The axis begins at nought, or runs in powers of ten where the figures are more than thirty times apart.
    """
    figures = figures[:_LANES]
    numbers = [n for f in figures for n in (f.low, f.high) if n is not None and abs(n) < 1e15]
    if not numbers:
        return None
    least, most = min(numbers), max(numbers)
    log = least >= 0.001 and most / least > 30
    width, left, right, lane, top = (380.0, 16.0, 326.0, 48.0, 22.0) if narrow else (1000.0, 350.0, 770.0, 30.0, 6.0)
    plot = Plot(width=width, height=top + lane * len(figures) + 28, left=left, log=log, narrow=narrow)
    if log:
        low, high = floor(log10(least)), max(ceil(log10(most)), floor(log10(least)) + 1)
        ticks = [10.0**n for n in range(low, high + 1, ceil((high - low) / 7))]

        def at(number: float) -> float:
            return left + (log10(max(number, 10.0**low)) - low) / (high - low) * (right - left)
    else:
        ticks = _round_ticks(min(0.0, least), max(most, 1.0))

        def at(number: float) -> float:
            return left + (number - ticks[0]) / (ticks[-1] - ticks[0]) * (right - left)

    plot.ticks = [(round(at(tick), 1), _number(tick)) for tick in ticks]
    if narrow and len(ticks) > 4:
        plot.ticks = [(x, label if place % 2 == 0 else "") for place, (x, label) in enumerate(plot.ticks)]
    disputed = set(conflicts)
    for place, figure in enumerate(figures):
        y = top + lane * place + lane / 2
        one = figure.low if figure.low is not None else figure.high
        if one is None or abs(one) >= 1e15:
            continue
        middle = one if figure.low is None or figure.high is None else (figure.low + figure.high) / 2
        wide = figure.low != figure.high
        quotation = figure.quotation
        mark = Mark(
            x=round(at(middle), 1),
            y=y,
            family=family(quotation.act, quotation.factuality),
            quotation=quotation,
            left=round(at(figure.low), 1) if wide and figure.low is not None else None,
            right=round(at(figure.high), 1) if wide and figure.high is not None else None,
            figure=figure,
            conflict=quotation.claim_id in disputed,
        )
        plot.lanes.append((quotation.party or "", y, [], [mark]))
    return plot


def _round_ticks(least: float, most: float) -> list[float]:
    """Four to seven round numbers from at or below the least to at or above the most."""
    step = 10.0 ** floor(log10(max(most - least, 1e-9) / 4))
    for factor in (1, 2, 2.5, 5, 10):
        if (most - least) / (step * factor) <= 6:
            step *= factor
            break
    low = floor(least / step)
    return [step * n for n in range(low, max(ceil(most / step), low + 1) + 1)]


def _number(value: float) -> str:
    for size, letter in ((1e12, " tn"), (1e9, " bn"), (1e6, " m")):
        if abs(value) >= size:
            return f"{value / size:g}{letter}"
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place on the map: events there, or a party that acts or is acted upon."""

    x: float
    y: float
    name: str
    claims: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name on the map, where no other name stands."""

    x: float
    y: float
    text: str
    #: start, middle or end: which part of the words is at the point
    anchor: str
    state: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """A part of the world with places of events and the states that take part."""

    #: left, top, width, height
    box: tuple[float, float, float, float]
    places: tuple[Spot, ...]
    #: names of places, then of states, for wide and for narrow screens
    labels: tuple[tuple[Label, ...], tuple[Label, ...]]
    #: ISO 3166 codes of states to shade: actors, and those where something happens
    acting: tuple[str, ...]
    told: tuple[str, ...]
    #: (from, to) lines: who does something to whom
    arrows: tuple[tuple[float, float, float, float], ...]
    #: names of places that could not be put on the map
    elsewhere: tuple[str, ...]
    #: how much larger than the whole world it is drawn, for the sizes of dots and letters
    zoom: float


@lru_cache(maxsize=1)
def _world() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(
        files("reportedly.web").joinpath("world.json").read_text(encoding="utf-8")
    )
    return found


def world_map(events: Sequence[EventLine]) -> Map | None:
    """The places and actors of events; None where none of them is known."""
    world = _world()
    at: dict[tuple[float, float, str], tuple[int, str]] = {}
    elsewhere: dict[str, None] = {}
    told: dict[str, None] = {}
    acting: dict[str, None] = {}
    arrows: dict[tuple[float, float, float, float], None] = {}
    for event in events:
        if event.country in world:
            told[event.country or ""] = None
        if event.latitude is not None and event.longitude is not None:
            x, y = project(event.latitude, event.longitude)
            claims, first = at.get((x, y, event.place or ""), (0, event.id))
            at[x, y, event.place or ""] = (claims + event.claims, first)
        elif event.place and event.place != world.get(event.country or "", {}).get("name"):
            elsewhere[event.place] = None
        for party in (*event.actors, *event.recipients):
            if party in world:
                acting[party] = None
        for actor in event.actors:
            for recipient in event.recipients:
                if actor in world and recipient in world and actor != recipient:
                    arrows[(*world[actor]["at"], *world[recipient]["at"])] = None
    if not at and not acting and not told:
        return None
    points = [(x, y) for x, y, _ in at] + [tuple(world[code]["at"]) for code in (*acting, *told)]
    for code in (*acting, *told):
        left, top, right, bottom = world[code]["box"]
        # a small state is shown whole; of a huge one its middle will do
        if right - left < 160:
            points += [(left, top), (right, bottom)]
    box = _box(points)
    zoom = WIDTH / box[2]
    places = tuple(Spot(x=x, y=y, name=name, claims=claims) for (x, y, name), (claims, _) in at.items())
    states = tuple(Spot(x=world[code]["at"][0], y=world[code]["at"][1], name=world[code]["name"]) for code in acting)
    return Map(
        box=box,
        places=places,
        labels=(_labels(places, states, box, 15 / zoom), _labels(places, states, box, 34 / zoom)),
        acting=tuple(acting),
        told=tuple(code for code in told if code not in acting),
        arrows=tuple(arrows),
        elsewhere=tuple(elsewhere),
        zoom=round(zoom, 2),
    )


def _labels(
    places: Sequence[Spot], states: Sequence[Spot], box: tuple[float, float, float, float], size: float
) -> tuple[Label, ...]:
    """Names where they cover neither each other nor the edge; one that finds no room is left out."""
    taken: list[tuple[float, float, float, float]] = [
        (spot.x - size / 2, spot.y - size / 2, spot.x + size / 2, spot.y + size / 2) for spot in places
    ]
    made: list[Label] = []

    def fits(spot: Spot, anchor: str, x: float, y: float, state: bool) -> bool:
        name = short(spot.name, 28)
        wide = 0.62 * size * len(name)
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        here = (left, y - size, left + wide, y + 0.3 * size)
        if here[0] < box[0] or here[2] > box[0] + box[2] or here[1] < box[1] or here[3] > box[1] + box[3]:
            return False
        if any(here[0] < t[2] and t[0] < here[2] and here[1] < t[3] and t[1] < here[3] for t in taken):
            return False
        taken.append(here)
        made.append(Label(x=round(x, 2), y=round(y, 2), text=name, anchor=anchor, state=state))
        return True

    for spot in sorted(places, key=lambda s: -s.claims):
        gap, lower = 0.75 * size, spot.y + 0.35 * size
        _ = (
            fits(spot, "start", spot.x + gap, lower, False)
            or fits(spot, "end", spot.x - gap, lower, False)
            or fits(spot, "middle", spot.x, spot.y - 0.8 * size, False)
            or fits(spot, "middle", spot.x, spot.y + 1.6 * size, False)
        )
    for spot in states:
        for anchor, x, y in (
            ("middle", 0.0, 0.35), ("middle", 0.0, 1.6), ("middle", 0.0, -0.9), ("start", 0.6, 0.35),
            ("end", -0.6, 0.35), ("end", -0.3, 1.6), ("start", 0.3, 1.6), ("end", 0.0, 2.6), ("middle", 0.0, 2.8),
        ):  # fmt: skip
            if fits(spot, anchor, spot.x + x * size, spot.y + y * size, True):
                break
    return tuple(made)


def _box(points: Sequence[tuple[Any, ...]]) -> tuple[float, float, float, float]:
    """A part of the map around these points: twice as wide as high, with air around, never outside the map."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    width = max(max(xs) - min(xs), 2 * (max(ys) - min(ys)), 90.0) * 1.3
    width = min(width, WIDTH)
    height = min(width / 2, HEIGHT)
    left = min(max((max(xs) + min(xs) - width) / 2, 0.0), WIDTH - width)
    top = min(max((max(ys) + min(ys) - height) / 2, 0.0), HEIGHT - height)
    return round(left, 1), round(top, 1), round(width, 1), round(height, 1)

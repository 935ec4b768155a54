"""Which two parties an event joins: pairs weighed by the phrases' scores, kinds of party, and the whole report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reportedly.model import Floats
from reportedly.stages._eventfeatures import Candidates, Ints, Run
from reportedly.stages._groups import GROUPS, group
from reportedly.stages._plover import TYPES

__all__ = ["NOBODY", "NUMBERS", "PEOPLE", "SIZES", "Pairs", "pairs_of", "sides_of", "weigh"]

#: what stands for nobody and for people that no phrase names, among the phrases of a role
NOBODY, PEOPLE = -1, -2
#: parties that are weighed in each role at most
_MOST = 7
#: least log probability of a party in a role
_FLOOR = -7.0
#: which of `NUMBERS` are logarithms
_LOGARITHMS = [0, 1, 2, 5, 6, 7]
#: numbers that are read of a party in a role, each with a weight for either role
NUMBERS = (
    "likely", "likely_other", "share", "early", "beside", "elsewhere", "elsewhere_same", "elsewhere_other", "best",
)  # fmt: skip
#: the place of a source against the statement that holds the anchor, as `Candidates.places` tells it under `saying`
_SAYING = 4
#: shapes of the weights, under `event.pair.`
SIZES: dict[str, tuple[int, ...]] = {
    "number": (2, len(NUMBERS)),
    "group": (2, len(TYPES), len(GROUPS)),
    "saying": (2, len(TYPES), _SAYING),
    "groups": (len(GROUPS), len(GROUPS)),
    "same": (len(TYPES), 2),
    "both": (2,),
}


@dataclass(slots=True)
class Pairs:
    """The pairs of parties that are weighed for an event.

    Attributes:
        names: the parties of either role; the empty one is nobody.
        numbers: those of `NUMBERS`, for either role: (parties, numbers).
        groups, sayings: rows of their tables.
        same, both: for each pair whether one party would be in both roles (1) and be people (2); whether both likely
            ones are the two likeliest of the report together.
        kind: the row of the event's type.
    """

    names: tuple[list[str], list[str]]
    numbers: tuple[Floats, Floats]
    groups: tuple[Ints, Ints]
    sayings: tuple[Ints, Ints]
    same: Floats
    both: Floats
    kind: int


def sides_of(roles: Mapping[int, float], who: Candidates) -> dict[str, float]:
    """Probability of each party in a role: that of all its phrases together."""
    names = who.names
    side: dict[str, float] = {}
    for number, p in roles.items():
        key = names[number]
        side[key] = side.get(key, 0.0) + p
    return side


def pairs_of(found: Sequence[Any], who: Candidates) -> list[Pairs]:
    """The pairs of each event of a report; their phrases are weighed already (`take_part`).

    Args:
        found: the events, as `reportedly.stages._found.Found`.
        who: the phrases.
    """
    if not found:
        return []
    sides = [(sides_of(f.actors, who), sides_of(f.recipients, who)) for f in found]
    kinds = [int(f.types.argmax()) for f in found]
    count: dict[str, int] = {}
    early: dict[str, float] = {}
    for party, sentence in zip(who.names, who.sentences.tolist(), strict=False):
        if party:
            count[party] = count.get(party, 0) + 1
            if sentence <= 2:
                early[party] = 1.0
    total = max(1, sum(count.values()))
    often = sorted((p for p in count if p not in ("ANON",)), key=lambda p: -count[p])[:3]
    elsewhere = [_summed(sides, role, range(len(found))) for role in (0, 1)]
    by_kind = {
        kind: [_summed(sides, role, [k for k, other in enumerate(kinds) if other == kind]) for role in (0, 1)]
        for kind in set(kinds)
    }
    together: dict[tuple[str, str], float] = {}
    tops = [(max(first, key=first.__getitem__), max(second, key=second.__getitem__)) for first, second in sides]
    for (a, b), (first, second) in zip(tops, sides, strict=True):
        if a and b:
            together[a, b] = together.get((a, b), 0.0) + first[a] * second[b]
    others = max(1, len(found) - 1)
    rows: list[tuple[float, ...]] = []
    chosen: list[tuple[list[str], list[str]]] = []
    holders = []
    for k, f in enumerate(found):
        own, same_kind = sides[k], by_kind[kinds[k]]
        held = _held(f.run, who)
        holders.append(held)
        names: list[list[str]] = []
        for role in (0, 1):
            best = sorted(own[role], key=own[role].__getitem__, reverse=True)[:_MOST]
            best += [p for p in ("", "PERSON", *often) if p not in best]
            names.append(best)
            mine_of, other_of = own[role], own[1 - role]
            all_of, kind_of, turned_of = elsewhere[role], same_kind[role], same_kind[1 - role]
            top = mine_of[best[0]]
            for party in best:
                mine, other = mine_of.get(party, 0.0), other_of.get(party, 0.0)
                rows.append(
                    (
                        mine + 1e-9,
                        other + 1e-9,
                        (count.get(party, 0) + 0.5) / total,
                        early.get(party, 0.0),
                        float(party in held),
                        (all_of.get(party, 0.0) - mine) / others + 0.03,
                        (kind_of.get(party, 0.0) - mine) / others + 0.03,
                        (turned_of.get(party, 0.0) - other) / others + 0.03,
                        float(mine == top),
                    )
                )
        chosen.append((names[0], names[1]))
    table = np.array(rows)
    table[:, _LOGARITHMS] = np.log(table[:, _LOGARITHMS])
    np.maximum(table[:, :2], _FLOOR, out=table[:, :2])
    numbers = table.astype(np.float32)
    out = []
    at = 0
    for k, (first_names, second_names) in enumerate(chosen):
        middle, end = at + len(first_names), at + len(first_names) + len(second_names)
        held = holders[k]
        groups = tuple(np.array([group(p) for p in names], np.int64) for names in chosen[k])
        sayings = tuple(np.array([held.get(p, 0) for p in names], np.int64) for names in chosen[k])
        same, with_others = _joined(first_names, second_names, together)
        # how likely other events of the report join these two: this one's part is taken out
        with_others[0, 0, 0] -= sides[k][0][first_names[0]] * sides[k][1][second_names[0]]
        out.append(
            Pairs(
                chosen[k], (numbers[at:middle], numbers[middle:end]),
                (groups[0], groups[1]), (sayings[0], sayings[1]), same,
                np.log(np.maximum(with_others, 0) / others + 0.05).astype(np.float32), kinds[k],
            )
        )  # fmt: skip
        at = end
    return out


def _joined(
    first_names: Sequence[str], second_names: Sequence[str], together: Mapping[tuple[str, str], float]
) -> tuple[Any, Any]:
    """Whether a pair is one party (1) or people (2); how likely the report's events join it, and the two turned."""
    # a party may stand among the names twice
    places: list[dict[str, list[int]]] = [{}, {}]
    for own, names in zip(places, (first_names, second_names), strict=True):
        for place, name in enumerate(names):
            own.setdefault(name, []).append(place)
    shape = len(first_names), len(second_names)
    same, with_others = np.zeros(shape), np.zeros((*shape, 2))
    for name, rows in places[0].items():
        if name and name in places[1]:
            for row in rows:
                same[row, places[1][name]] = 2 if name == "PERSON" else 1
    for (a, b), p in together.items():
        for turned, (first, second) in enumerate(((a, b), (b, a))):
            if first in places[0] and second in places[1]:
                for row in places[0][first]:
                    with_others[row, places[1][second], turned] = p
    return same, with_others


def _summed(sides: Sequence[tuple[dict[str, float], dict[str, float]]], role: int, which: Any) -> dict[str, float]:
    out: dict[str, float] = {}
    for k in which:
        for party, p in sides[k][role].items():
            out[party] = out.get(party, 0.0) + p
    return out


def _held(run: Run, who: Candidates) -> dict[str, int]:
    """Parties with a phrase in the anchor's sentence or beside it -> whether one is the source of what holds it."""
    near = who.near(run)
    saying = who.saying(run, near).tolist()
    out: dict[str, int] = {}
    for number, value in zip(near.tolist(), saying, strict=True):
        party = who.phrases[number].party
        if party:
            out[party] = max(out.get(party, 0), value)
    return out


def weigh(pairs: Pairs, weights: Mapping[str, Floats]) -> Floats:
    """The score of each pair: (actors, recipients).

    Args:
        pairs: of one event.
        weights: arrays of the shapes in `SIZES`, under `event.pair.NAME`.
    """
    sides = []
    for role in (0, 1):
        number, groups, sayings = pairs.numbers[role], pairs.groups[role], pairs.sayings[role]
        sides.append(
            number @ weights["event.pair.number"][role]
            + weights["event.pair.group"][role, pairs.kind][groups]
            + weights["event.pair.saying"][role, pairs.kind][sayings]
        )
    same = weights["event.pair.same"][pairs.kind]
    out: Floats = sides[0][:, None] + sides[1][None, :]
    out = out + weights["event.pair.groups"][pairs.groups[0][:, None], pairs.groups[1][None, :]]
    out = out + np.where(pairs.same == 1, same[0], 0) + np.where(pairs.same == 2, same[1], 0)
    return out + pairs.both @ weights["event.pair.both"]

"""Which of the parties that a source may speak for it does: a log-linear model over `_options`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from reportedly.stages._options import KINDS, Options, Unit
from reportedly.stages._sides import OPEN, Grounds, Side
from reportedly.types import Attribution, Evidence, PartyLink

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Weights", "choose", "chosen", "grounds", "weights"]

#: how much better than the rules' party another must score, in log-odds: measured over folds. More is asked for what is
#: named like a person, of which the rules know most.
MARGIN = 0.3
_MARGINS = {"named": 1.0}
#: heads whose words settle the party: "sources" without a side are ANON, a registry name is what it is
_SETTLED = frozenset(("anon", "expert", "name"))
_KIND = {kind: column for column, kind in enumerate(KINDS)}
#: grounds of one sort of source and one kind of party whose weight is remembered; there are far fewer
_REMEMBERED = 1_000


@dataclass(frozen=True, slots=True)
class Weights:
    """What is told of a source weighs for each kind of party; what speaks for an option, for that option."""

    told: dict[str, int]
    by_kind: NDArray[np.float32]
    grounds: dict[str, float]
    #: what a ground weighs for a sort of source and a kind of party, as far as it was asked for
    known: dict[tuple[str, str], dict[str, float]] = field(default_factory=dict, repr=False, compare=False)

    def scores(self, unit: Unit) -> dict[str, float]:
        """The log-odds of each option, up to a constant."""
        rows = [self.told[t] for t in unit.told if t in self.told]
        kinds = self.by_kind[rows].sum(axis=0).tolist() if rows else [0.0] * len(KINDS)
        found = {}
        for party, option in unit.options.items():
            known = self.known.setdefault((unit.sort, option.kind), {})
            total = kinds[_KIND[option.kind]]
            for ground in option.grounds:
                weight = known.get(ground)
                if weight is None:
                    weight = sum(self.grounds.get(g, 0.0) for g in grounds(unit.sort, option.kind, {ground}))
                    if len(known) < _REMEMBERED:
                        known[ground] = weight
                total += weight
            found[party] = total
        return found


def grounds(sort: str, kind: str, found: set[str]) -> list[str]:
    """The features of an option: each ground by itself, for that sort of source, and for that kind of party."""
    out = []
    for ground in found:
        out += [ground, f"{ground}|{sort}", f"{ground}|{kind}"]
    return out


@cache
def weights() -> Weights:
    """The weights that ship; learnt by training/train_parties.py."""
    with files("reportedly").joinpath("data", "parties", "choice.npz").open("rb") as file, np.load(file) as arrays:
        told = bytes(arrays["told"]).decode("utf-8").split("\n")
        names = bytes(arrays["grounds"]).decode("utf-8").split("\n")
        by_kind = arrays["by_kind"].astype(np.float32)
        values = arrays["values"].astype(np.float32).tolist()
    return Weights({name: n for n, name in enumerate(told)}, by_kind, dict(zip(names, values, strict=True)))


def choose(
    sides: Grounds, attributions: Sequence[Attribution], rules: Sequence[Side], model: Weights | None = None
) -> list[Side]:
    """The side of each source: the rules' own, or another that what is told of the source speaks for more.

    Where the rules leave a party open, it stays open: a power that nobody knows, or names between which nothing
    decides. Sources without a cue are no sources of a statement and keep the rules' side.

    Args:
        sides: the report's grounds.
        attributions: in any order.
        rules: the rules' side of each.
        model: another than the weights that ship.
    """
    if not any(a.cue for a in attributions):
        return list(rules)
    options = Options(sides, attributions)
    model = model or weights()
    scored: dict[object, list[tuple[int, Unit, dict[str, float]]]] = {}
    for n, (a, rule) in enumerate(zip(attributions, rules, strict=True)):
        if a.cue and rule.party is not None:
            unit = options.of(a, rule)
            scored.setdefault(unit.key, []).append((n, unit, model.scores(unit)))
    out = list(rules)
    for turns in scored.values():
        owns = [rules[n].party or "" for n, _, _ in turns]
        best = chosen(turns[0][1].sort, owns, [scores for _, _, scores in turns])
        for own, party, (n, unit, _) in zip(owns, best, turns, strict=True):
            if party != own:
                out[n] = _shown(sides, party, unit.options[party].side)
    return out


def chosen(sort: str, rules: Sequence[str], turns: list[dict[str, float]]) -> list[str]:
    """The party of each turn of one speaker: the one that scores best over all turns, or the rules' own."""
    if sort in _SETTLED:
        return list(rules)
    mean = _mean(turns)
    best = max(mean, key=lambda party: mean[party])
    margin = _MARGINS.get(sort, MARGIN)
    return [
        best if best in scores and mean[best] - mean[own] >= margin else own
        for own, scores in zip(rules, turns, strict=True)
    ]


def _mean(turns: list[dict[str, float]]) -> dict[str, float]:
    """The score of each party over all turns of one speaker; one that is no option in some loses by that."""
    total: dict[str, float] = {}
    count: dict[str, int] = {}
    for scores in turns:
        for party, score in scores.items():
            total[party] = total.get(party, 0.0) + score
            count[party] = count.get(party, 0) + 1
    return {party: total[party] / n - (len(turns) - n) / len(turns) for party, n in count.items()}


def _shown(sides: Grounds, party: str, side: Side) -> Side:
    """The side with words of the report as evidence, where some name it."""
    if side.party != party:
        return OPEN
    if side.links or ":" in party:
        return Side(party, side.firm, side.links)
    for mention in sides.scene.mentions:
        entry = mention.entries[0]
        if party in (entry.party, entry.home) and sides._entry(mention) is not None:
            evidence = Evidence(
                span=mention.span, entry=entry.where, since=entry.since or None, until=entry.until or None
            )
            return Side(party, 1, (PartyLink(of=mention.span.of(sides.scene.text), to=party, evidence=evidence),))
    return Side(party, 1)

"""MUC, B-cubed and CEAF-e of a clustering of mentions, as the standard scorer of the CoNLL tasks defines them.

Pradhan et al. 2014, "Scoring coreference partitions of predicted mentions: a reference implementation". CoNLL F1 is
the mean of the three F1 values. Mentions that only one side has count as that scorer counts them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

import numpy as np

__all__ = ["Score", "b_cubed", "ceaf_e", "conll", "muc"]

Clusters = Sequence[frozenset[Hashable]]
#: precision, recall, F1
Score = tuple[float, float, float]


def _score(hits_key: float, all_key: float, hits_response: float, all_response: float) -> Score:
    recall = hits_key / all_key if all_key else 0.0
    precision = hits_response / all_response if all_response else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _owners(clusters: Clusters) -> dict[Hashable, int]:
    return {mention: number for number, cluster in enumerate(clusters) for mention in cluster}


def muc(key: Clusters, response: Clusters) -> Score:
    """Precision, recall and F1 over links: how many joins the one lacks of the other (Vilain et al. 1995)."""

    def half(one: Clusters, other: Clusters) -> tuple[float, float]:
        owner = _owners(other)
        hits = total = 0
        for cluster in one:
            parts = {owner.get(mention, ("alone", mention)) for mention in cluster}
            hits += len(cluster) - len(parts)
            total += len(cluster) - 1
        return hits, total

    return _score(*half(key, response), *half(response, key))


def b_cubed(key: Clusters, response: Clusters) -> Score:
    """Precision, recall and F1 over mentions: how much of its cluster each keeps (Bagga and Baldwin 1998)."""

    def half(one: Clusters, other: Clusters) -> tuple[float, float]:
        hits, total = 0.0, 0
        for cluster in one:
            total += len(cluster)
            hits += sum(len(cluster & rival) ** 2 for rival in _meeting(cluster, other)) / len(cluster)
        return hits, total

    return _score(*half(key, response), *half(response, key))


_CACHE: dict[int, tuple[Clusters, dict[Hashable, int]]] = {}


def _meeting(cluster: frozenset[Hashable], clusters: Clusters) -> list[frozenset[Hashable]]:
    """The clusters that share a mention with this one."""
    held = _CACHE.get(id(clusters))
    if held is None or held[0] is not clusters:
        _CACHE.clear()
        held = _CACHE[id(clusters)] = (clusters, _owners(clusters))
    return [clusters[number] for number in {held[1][mention] for mention in cluster if mention in held[1]}]


def ceaf_e(key: Clusters, response: Clusters) -> Score:
    """Precision, recall and F1 of the best one-to-one match of clusters, by Dice's measure (Luo 2005)."""
    similarity = np.zeros((len(key), len(response)))
    numbers = {id(cluster): number for number, cluster in enumerate(response)}
    for row, cluster in enumerate(key):
        for rival in _meeting(cluster, response):
            similarity[row, numbers[id(rival)]] = 2 * len(cluster & rival) / (len(cluster) + len(rival))
    best = _assignment(similarity)
    return _score(best, len(key), best, len(response))


def _assignment(similarity: np.ndarray) -> float:
    """The greatest sum of entries, at most one of each row and column; solved block by block."""
    rows, columns = similarity.shape
    near: dict[int, list[int]] = {row: list(np.nonzero(similarity[row])[0]) for row in range(rows)}
    far: dict[int, list[int]] = {column: list(np.nonzero(similarity[:, column])[0]) for column in range(columns)}
    seen: set[int] = set()
    total = 0.0
    for start in range(rows):
        if start in seen or not near[start]:
            continue
        block, todo, wide = {start}, [start], set()
        while todo:
            for column in near[todo.pop()]:
                if column not in wide:
                    wide.add(column)
                    for row in far[column]:
                        if row not in block:
                            block.add(row)
                            todo.append(row)
        seen |= block
        total += _hungarian(similarity[np.ix_(sorted(block), sorted(wide))])
    return total


def _hungarian(gain: np.ndarray) -> float:
    """The value of the best assignment (Kuhn 1955, in the shortest-path form of Jonker and Volgenant 1987)."""
    if gain.shape[0] > gain.shape[1]:
        gain = gain.T
    rows, columns = gain.shape
    cost = gain.max() - gain
    u, v = np.zeros(rows + 1), np.zeros(columns + 1)
    owner = np.zeros(columns + 1, dtype=int)
    for row in range(1, rows + 1):
        owner[0] = row
        column = 0
        least = np.full(columns + 1, np.inf)
        way = np.zeros(columns + 1, dtype=int)
        used = np.zeros(columns + 1, dtype=bool)
        while owner[column]:
            used[column] = True
            current = owner[column]
            reduced = cost[current - 1] - u[current] - v[1:]
            better = ~used[1:] & (reduced < least[1:])
            least[1:][better] = reduced[better]
            way[1:][better] = column
            free = np.where(used[1:], np.inf, least[1:])
            after = int(free.argmin()) + 1
            delta = free[after - 1]
            u[owner[used]] += delta
            v[used] -= delta
            least[1:][~used[1:]] -= delta
            column = after
        while column:
            before = way[column]
            owner[column] = owner[before]
            column = before
    return float(sum(gain[owner[column] - 1, column - 1] for column in range(1, columns + 1) if owner[column]))


def conll(key: Iterable[frozenset[Hashable]], response: Iterable[frozenset[Hashable]]) -> dict[str, float]:
    """MUC, B-cubed and CEAF-e F1, and their mean."""
    left, right = list(key), list(response)
    found = {"MUC": muc(left, right)[2], "B3": b_cubed(left, right)[2], "CEAFe": ceaf_e(left, right)[2]}
    return {**found, "CoNLL": sum(found.values()) / 3}

"""What else tells whether two mentions of ECB+ are one event: how a story uses a deed, and signs of pairs of one deed.

`salience` weighs words around by how rare they are within the group, and a deed by how many of its reports tell of it.
`signs` are words, for a ridge regression (`training.ridge`): which words two mentions of one deed share, which deed.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from benchmarks.coref_reports import Tokens, axes, cosine
from training.ridge import Table

from reportedly.wording import FEATURES, Words
from reportedly.words import base, content_words, stem

if TYPE_CHECKING:
    from benchmarks.coref_corpus import Mention

__all__ = ["Deeds", "Shared", "Signs", "mention_signs", "salience", "signs"]

_AROUND, _GISTS, _AMONG = (
    FEATURES.index(name) for name in ("words around", "the reports' gists", "deed among the other's words")
)
#: a sign is known when so many pairs, or mentions, have it; what is added to the diagonal
_LEAST, _OF_MENTION, _RIDGE = 5, 3, 5.0

Signs = dict[str, float]


def salience(group: Sequence[Mention], pairs: np.ndarray, tokens: Tokens, docs: Iterable[str]) -> np.ndarray:
    """A row for each pair: likeness within the group and among mentions of its deed, and how common the deed is in it.

    Args:
        group, pairs: mentions, and rows of two of them.
        tokens: of each report.
        docs: the reports of the group.
    """
    x, y = pairs.reshape(-1, 2).T
    own = [Counter(mention.context) for mention in group]
    wide = [_sentences(tokens[mention.doc], mention.sentence) for mention in group]
    alike = [cosine(own), cosine(wide), cosine([Counter(mention.before | mention.after) for mention in group])]
    among, first, side = (np.zeros((len(group),) * 2, np.float32) for _ in range(3))
    deeds: dict[str, list[int]] = defaultdict(list)
    for place, mention in enumerate(group):
        deeds[mention.head].append(place)
    for places in deeds.values():
        if len(places) > 2:
            block = np.ix_(places, places)
            among[block] = cosine([own[place] for place in places])
            axis, sign, _ = axes(among[block])
            first[block], side[block] = np.outer(axis, axis), np.outer(sign, sign)
    holders = {head: len({group[place].doc for place in places}) for head, places in deeds.items()}
    once = np.array([holders[m.head] / len(deeds[m.head]) for m in group])
    often = np.log([len(deeds[m.head]) for m in group])
    share = np.array([holders[m.head] for m in group]) / len({m.doc for m in group})
    within, leads = _shares(group, {doc: tokens[doc] for doc in docs})
    columns = [kind[x, y] for kind in (*alike, among, first, side)]
    columns += [pick(kind[x], kind[y]) for kind in (within, leads) for pick in (np.minimum, np.maximum)]
    columns += [once[x] * once[y], np.minimum(often[x], often[y]), np.minimum(share[x], share[y])]
    return np.stack(columns, axis=1).astype(np.float32)


def _sentences(own: Iterable[tuple[int, int, str]], number: int) -> Counter[str]:
    """How many of a sentence and its neighbours have each stem or number."""
    found: Counter[str] = Counter()
    for _, sentence, word in own:
        if abs(sentence - number) < 2:
            found.update({word} if word.isdigit() else set(map(base, content_words(word))))
    return Counter(set(found))


def _shares(group: Sequence[Mention], reports: Tokens) -> tuple[np.ndarray, np.ndarray]:
    """For each mention, the share of the group's reports that have its deed, anywhere and in the first sentences."""
    whole: Counter[str] = Counter()
    leads: Counter[str] = Counter()
    for own in reports.values():
        stems = [(base(stem(word.lower())), sentence) for _, sentence, word in own]
        whole.update({one for one, _ in stems})
        leads.update({one for one, sentence in stems if sentence < 2})
    one, other = (
        np.array([max(count[own] for own in mention.stems) / len(reports) for mention in group])
        for count in (whole, leads)
    )
    return one, other


def signs(a: Mention, b: Mention, row: Sequence[float], likeness: Sequence[float]) -> Signs:
    """What two mentions that share a word of the deed have in common, as words, each with how much it counts.

    Args:
        a, b: the mentions.
        row: the package's features of the pair.
        likeness: cosines of their vectors.
    """
    found: Signs = {f"around {word}": 1.0 for word in a.context & b.context}
    found |= {f"name {word}": 1.0 for word in a.names & b.names}
    for head in {a.head, b.head}:
        found[f"head {head}"] = 1.4 if a.head == b.head else 0.7
    found |= {f"deed {word}": 1.0 for word in a.stems & b.stems}
    found |= {f"only {word}": 1.0 for word in a.stems ^ b.stems}
    low, high = sorted((min(a.sentence, 5), min(b.sentence, 5)))
    found[f"sentences {low} {high}"] = 1.0
    report = a.doc == b.doc
    found |= {
        f"report {report} {report and a.sentence == b.sentence}": 2.0,
        f"more words {min(2, len(a.stems ^ b.stems))}": 2.0,
        f"before {min(3, len(a.before & b.before))}": 2.0,
        f"after {min(3, len(a.after & b.after))}": 2.0,
        f"crosswise {min(3, len(a.before & b.after) + len(b.before & a.after))}": 2.0,
        f"words around {min(8, int(row[_AROUND] * 16))}": 2.0,
        f"gists {min(9, int(row[_GISTS] * 12))}": 2.0,
        f"among {row[_AMONG]:.0f}": 2.0,
    }
    return found | {f"likeness {n} {max(0, min(11, int(value * 12)))}": 2.0 for n, value in enumerate(likeness)}


class Deeds:
    """How likely two mentions of one deed are one event, by a ridge regression on their signs.

    Args:
        told: the signs of each pair, by group.
        truth: of each pair, whether it is one event, by group.
    """

    def __init__(self, told: Mapping[int, Sequence[Signs]], truth: Mapping[int, np.ndarray], size: Mapping[int, int]):
        names = [name for name in told if told[name]]
        rows = [row for name in names for row in told[name]]
        wanted = np.concatenate([truth[name] for name in names]).astype(np.float64)
        # a group twice as large has four times the pairs, and teaches twice as much
        heavy = np.concatenate([np.full(len(told[name]), 1 / math.sqrt(size[name])) for name in names])
        self._mean = float(wanted.mean())
        centred = (wanted - self._mean)[:, None]
        self._table = Table(rows, centred, least=_LEAST, ridge=_RIDGE, heavy=heavy / heavy.mean())

    def __call__(self, rows: Sequence[Signs]) -> np.ndarray:
        return np.clip(self._table.told(rows)[:, 0] + self._mean, 0.0, 1.0) if rows else np.zeros(0)


def mention_signs(group: Sequence[Mention], words: Words) -> list[Signs]:
    """What may tell of each mention whether others tell of its event too: deed, senses, how often, where."""
    often = Counter(mention.head for mention in group)
    found = []
    for mention in group:
        own: Signs = {f"near {word}": 0.5 for word in mention.before | mention.after}
        own |= {f"sense {sense}": sure for sense, sure in words.senses.get(mention.head, {}).items()}
        own |= {f"deed {word}": 1.0 for word in mention.stems}
        own[f"head {mention.head}"] = 2.0
        own[f"sentence {min(5, mention.sentence)}"] = 2.0
        own[f"words {len(mention.tokens)}"] = 1.0
        own[f"often {min(8, often[mention.head])}"] = 3.0
        found.append(own)
    return found


class Shared:
    """How likely another mention tells of a mention's event too, by a ridge regression on its signs."""

    def __init__(self, told: Sequence[Signs], truth: Sequence[bool]) -> None:
        self._mean = sum(truth) / len(truth)
        centred = np.array(truth, np.float64)[:, None] - self._mean
        self._table = Table(told, centred, least=_OF_MENTION, ridge=_RIDGE)

    def __call__(self, told: Sequence[Signs]) -> np.ndarray:
        return np.asarray(self._table.told(told)[:, 0] + self._mean)

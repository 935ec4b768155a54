"""Mentions of events found in the sentences of ECB+, each topic's by what the other topics' sentences teach.

First a network says of each word whether it begins a mention, carries one on, or neither, by the encoder's vectors of
it and its neighbours, the event tagger's log odds, its shape, and how many reports of its group have it. Then another
weighs runs of one to four words, by what the first says of the words within and beside, and by how often other topics'
annotators took these words for a mention. The best runs that do not overlap are the mentions.
"""

from __future__ import annotations

import bisect
import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from benchmarks.coref_corpus import Mention, make
from benchmarks.coref_net import Nets
from benchmarks.coref_reports import Tokens

from reportedly.wording import Words, table
from reportedly.words import base, content_words, stem

__all__ = ["predict", "read_tokens"]

#: how likely a run must be a mention; and how likely its first word, and each other, a part of one for it to be weighed
_MENTION, _FIRST, _OTHER = 0.45, 0.08, 0.04
_LONGEST = 4
#: principal components of the encoder's vectors: of a word, and of each word beside it
_OWN, _BESIDE = 160, 48

Name = tuple[str, int]


def read_tokens(tokens: Tokens, chosen: set[tuple[str, int]]) -> dict[Name, tuple[Any, float]]:
    """(report, token) -> the encoder's vector and the event tagger's log odds, of the tokens of some sentences."""
    from reportedly.model import load as load_model
    from reportedly.stages._found import odds_of, tags
    from reportedly.stages.encode import encode
    from reportedly.stages.segment import segment

    model = load_model()
    found: dict[Name, tuple[Any, float]] = {}
    for doc, number in sorted(chosen):
        text, starts, ids = "", [], []
        for i, sentence, word in tokens[doc]:
            if sentence == number:
                starts.append(len(text))
                ids.append(i)
                text += word + " "
        segments = segment(text)
        encoded = encode(segments, model)
        tagged = tags(segments, encoded, model)
        odds = odds_of(tagged[0]) if tagged else np.zeros(len(encoded.vectors))
        own: dict[int, list[int]] = defaultdict(list)
        for row, start in enumerate(segments.starts[: len(encoded.vectors)]):
            own[ids[bisect.bisect_right(starts, start) - 1]].append(row)
        for i, rows in own.items():
            found[doc, i] = (encoded.vectors[rows].mean(axis=0), float(odds[rows].max()))
    return found


#: endings, and words before and after, by which an English verb or the noun of a deed may be known
_ENDS = ("ed", "ing", "s", "ion", "ment", "er", "ly", "al", "ence")
_BEFORE = (
    ("to",),
    ("the", "a", "an"),
    ("was", "were", "been", "is", "are", "be"),
    ("has", "have", "had", "will", "would"),
)
_AFTER = (("of",), ("the", "a", "an"), ("in", "on", "at", "by"))


class _Often:
    """How often these words were a mention in other topics.

    Args:
        keys, topics, truth: of each place that has these words, the words, its topic, and whether it is a mention.
    """

    def __init__(self, keys: list[str], topics: list[str], truth: Collection[bool]) -> None:
        self._count: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        for key, topic, yes in zip(keys, topics, truth, strict=True):
            self._count[key][topic][not yes] += 1

    def rows(self, keys: list[str], topics: list[str], held: Collection[str]) -> np.ndarray:
        """Log odds by topics that are neither its own nor held, and by how much."""
        known: dict[tuple[str, str], tuple[float, float]] = {}
        for key, topic in zip(keys, topics, strict=True):
            if (key, topic) not in known:
                one = two = 0.0
                for other, (yes, no) in self._count.get(key, {}).items():
                    if other != topic and other not in held:
                        # a topic that has them often counts as some, not as all of its places
                        weight = 1 / math.sqrt(yes + no)
                        one, two = one + yes * weight, two + no * weight
                known[key, topic] = (math.log((one + 0.2) / (two + 0.4)), one + two)
        return np.array([known[pair] for pair in zip(keys, topics, strict=True)], np.float32).reshape(len(keys), 2)


@dataclass(slots=True)
class _Found:
    """The words of the chosen sentences in order."""

    names: list[Name]
    sentence: list[int]
    stems: list[str]
    topics: list[str]
    rows: np.ndarray
    vectors: np.ndarray
    #: 0 outside, 1 carries on, 2 begins
    labels: np.ndarray
    #: a word that stands in the same sentence right before, after; -1 where there is none
    before: np.ndarray
    after: np.ndarray


def _components(vectors: np.ndarray) -> np.ndarray:
    """The first principal components, the stronger ones not made equal to the weaker."""
    centred = vectors - vectors.mean(axis=0)
    spread, axes = np.linalg.eigh(centred.T @ centred / len(centred))
    return np.asarray(centred @ axes[:, ::-1][:, :_OWN] / math.sqrt(spread[-_OWN // 2]), np.float32)


def _beside(rows: np.ndarray, at: np.ndarray) -> np.ndarray:
    return np.where((at >= 0)[:, None], rows[at], 0)


def _words(
    mentions: list[Mention],
    tokens: Tokens,
    chosen: set[tuple[str, int]],
    read: Mapping[Name, tuple[Any, float]],
    group: Mapping[str, int],
) -> _Found:
    inside = {(mention.doc, i) for mention in mentions for i in mention.tokens}
    begun = {(mention.doc, mention.tokens[0]) for mention in mentions}
    reports = Counter(group[doc] for doc in tokens)
    spread: dict[int, Counter[str]] = defaultdict(Counter)
    leads: dict[int, Counter[str]] = defaultdict(Counter)
    stems = {doc: [base(stem(word.lower())) for _, _, word in own] for doc, own in tokens.items()}
    for doc, own in tokens.items():
        spread[group[doc]].update(set(stems[doc]))
        leads[group[doc]].update({one for one, (_, s, _) in zip(stems[doc], own, strict=True) if s < 2})
    known = table()
    rows, names, places, heads = [], [], [], []
    for doc, own in tokens.items():
        times, many = Counter(stems[doc]), reports[group[doc]]
        kept = [(*one, own_stem) for one, own_stem in zip(own, stems[doc], strict=True) if (doc, one[0]) in read]
        kept = [one for one in kept if (doc, one[1]) in chosen]
        for at, (i, sentence, word, head) in enumerate(kept):
            near = [kept[k] if 0 <= k < len(kept) and kept[k][1] == sentence else None for k in (at - 1, at + 1)]
            odds = [read[doc, one[0]][1] if one else -9.0 for one in near]
            common = spread[group[doc]][head]
            beside = (one[2].lower() if one else "" for one in near)
            rows.append(
                [
                    *(read[doc, i][1], *odds, *_shape(word, *beside)),
                    *(common / many, leads[group[doc]][head] / many, math.log(common), math.log1p(times[head])),
                    *_rarity(head, common / many, known),
                    *(sentence == 0, sentence < 2, math.log1p(sentence)),
                ]
            )
            names.append((doc, i))
            places.append(sentence)
            heads.append(head)
    where = {(name, place): n for n, (name, place) in enumerate(zip(names, places, strict=True))}
    before, after = (
        np.array([where.get(((d, i + by), s), -1) for (d, i), s in zip(names, places, strict=True)]) for by in (-1, 1)
    )
    vectors = _components(np.array([read[name][0] for name in names], np.float32))
    near_by = [_beside(vectors[:, :_BESIDE], at) for at in (before, after)]
    return _Found(
        names=names,
        sentence=places,
        stems=heads,
        topics=[doc.split("_")[0] for doc, _ in names],
        rows=np.array(rows, np.float32),
        vectors=np.concatenate([vectors, *near_by], axis=1),
        labels=np.array([2 if name in begun else int(name in inside) for name in names]),
        before=before,
        after=after,
    )


def _shape(word: str, before: str, after: str) -> list[float]:
    marks = [word.lower().endswith(end) for end in _ENDS]
    marks += [word[:1].isupper(), word.isalpha(), len(word) < 4, any(c.isdigit() for c in word)]
    marks += [not content_words(word)]
    marks += [before in words for words in _BEFORE] + [after in words for words in _AFTER]
    return [float(mark) for mark in marks]


def _rarity(head: str, share: float, known: Words) -> list[float]:
    rare = known.rarity.get(head, known.rarest)
    return [rare, math.log(share) + rare, float(head in known.senses)]


def _by_word(found: _Found, parts: list[list[str]]) -> dict[tuple[int, int], np.ndarray]:
    """For parts a, b: what networks that saw neither say of b's words; the rows of other parts are not numbers."""
    often = _Often(found.stems, found.topics, (found.labels > 0).tolist())
    topic = np.array(found.topics)
    said: dict[tuple[int, int], np.ndarray] = {}
    for a in range(len(parts)):
        for b in range(a + 1):
            out = {*parts[a], *parts[b]}
            held = np.isin(topic, sorted(out))
            rows = np.c_[found.rows, often.rows(found.stems, found.topics, out), found.vectors]
            whole = np.full((len(topic), 3), np.nan)
            whole[held] = Nets(rows[~held], found.labels[~held])(rows[held])
            for one, other in ((a, b), (b, a)):
                said[one, other] = np.where(np.isin(topic, parts[other])[:, None], whole, np.nan)
    return said


def _runs(found: _Found, likely: np.ndarray) -> np.ndarray:
    """The first and last word of each run to weigh."""
    runs = []
    for first in range(len(likely)):
        last = first
        while likely[first] >= _FIRST and (last == first or likely[last] >= _OTHER):
            runs.append((first, last))
            if last - first + 1 == _LONGEST or found.after[last] != last + 1:
                break
            last += 1
    return np.array(runs)


def _weigh(found: _Found, runs: np.ndarray, said: np.ndarray, often: np.ndarray) -> np.ndarray:
    """A row for each run: log odds of its first and last word and of those beside, its habit, and its first word."""
    first, last = runs.T
    odds = np.clip(np.log(said + 1e-6) - np.log(1 - said + 1e-6), -9, 9)
    part = np.clip(np.log(1 - said[:, :1] + 1e-6) - np.log(said[:, :1] + 1e-6), -9, 9)
    odds = np.concatenate([part, odds[:, 1:]], axis=1)
    near = [np.where((at >= 0)[:, None], odds[at], -9.0) for at in (found.before[first], found.after[last])]
    within = np.array([[part[a : b + 1].min(), part[a : b + 1].max(), part[a : b + 1].mean()] for a, b in runs])
    length = np.eye(_LONGEST)[last - first]
    end = np.where((last > first)[:, None], found.rows[last], 0)
    return np.concatenate([odds[first], odds[last], *near, within, length, often, found.rows[first], end], axis=1)


def _best(runs: np.ndarray, likely: np.ndarray, words: int) -> list[tuple[int, int]]:
    """The runs that do not overlap and together exceed the threshold by most."""
    ends: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for (first, last), p in zip(runs.tolist(), likely.tolist(), strict=True):
        if p > _MENTION:
            ends[last].append((first, p - _MENTION))
    gain, begun = [0.0] * (words + 1), [-1] * (words + 1)
    for last in range(words):
        gain[last + 1] = gain[last]
        for first, more in ends.get(last, ()):
            if gain[first] + more > gain[last + 1]:
                gain[last + 1], begun[last + 1] = gain[first] + more, first
    chosen, at = [], words
    while at > 0:
        if begun[at] >= 0:
            chosen.append((begun[at], at - 1))
            at = begun[at]
        else:
            at -= 1
    return chosen[::-1]


def predict(
    mentions: list[Mention],
    tokens: Tokens,
    chosen: set[tuple[str, int]],
    read: dict[Name, tuple[Any, float]],
    parts: list[list[str]],
    group: Mapping[str, int],
) -> list[Mention]:
    """The mentions found in the chosen sentences, each topic's by networks trained on the topics of other parts.

    The second network learns from what the first says of topics that it was not trained on either.
    """
    gold = {(mention.doc, tuple(mention.tokens)): mention for mention in mentions}
    found = _words(mentions, tokens, chosen, read, group)
    said = _by_word(found, parts)
    every = [
        (k, k + more)
        for k in range(len(found.names))
        for more in range(_LONGEST)
        if all(found.after[x] == x + 1 for x in range(k, k + more))
    ]

    def is_gold(runs: Collection[tuple[int, int]]) -> list[bool]:
        return [(found.names[a][0], tuple(found.names[x][1] for x in range(a, b + 1))) in gold for a, b in runs]

    def keys(runs: Collection[tuple[int, int]]) -> tuple[list[str], list[str]]:
        return [" ".join(found.stems[a : b + 1]) for a, b in runs], [found.topics[a] for a, _ in runs]

    often = _Often(*keys(every), is_gold(every))
    answer = []
    for a, part in enumerate(parts):
        own = np.nanmax(np.stack([said[a, b] for b in range(len(parts))]), axis=0)
        runs = _runs(found, 1 - own[:, 0])
        pairs = [(int(one), int(other)) for one, other in runs]
        rows = _weigh(found, runs, own, often.rows(*keys(pairs), held=part))
        held = np.array([found.topics[first] in part for first, _ in pairs])
        truth = np.array(is_gold(pairs))
        likely = Nets(rows[~held], truth[~held], seeds=4, decay=1e-3, epochs=12)(rows[held])[:, 1]
        for first, last in _best(runs[held], likely, len(found.names)):
            doc, ids = found.names[first][0], [found.names[x][1] for x in range(first, last + 1)]
            known = gold.get((doc, tuple(ids)))
            name = known.id if known else f"{doc}#p{ids[0]}"
            answer.append(make(name, doc, name, found.sentence[first], ids, tokens[doc]))
    return answer

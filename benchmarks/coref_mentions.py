"""Mentions of events found in the sentences of ECB+, each topic's by what the other topics' sentences teach."""

from __future__ import annotations

import bisect
import math
from collections import defaultdict
from typing import Any

import numpy as np
from benchmarks.coref import Mention, Tokens, make
from benchmarks.coref_net import Net

from reportedly.words import base, content_words, stem

__all__ = ["predict", "read_tokens"]

#: how likely a word must be part of a mention, and how likely one beside it to be a mention of its own
_MENTION, _CARRIED = 0.45, 0.6


def read_tokens(tokens: Tokens, chosen: set[tuple[str, int]]) -> dict[tuple[str, int], tuple[Any, float]]:
    """(report, token) -> the encoder's vector and the event tagger's log odds, of the tokens of some sentences."""
    from reportedly.model import load as load_model
    from reportedly.stages.encode import encode
    from reportedly.stages.events import odds_of, tags
    from reportedly.stages.segment import segment

    model = load_model()
    found: dict[tuple[str, int], tuple[Any, float]] = {}
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


def _often(heads: list[str], topics: list[str], truth: np.ndarray, held: np.ndarray) -> np.ndarray:
    """Log odds that a word is part of a mention, from topics that are neither its own nor held; whether known."""
    count: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for head, topic, yes, out in zip(heads, topics, truth.tolist(), held.tolist(), strict=True):
        if not out:
            count[head][topic][not yes] += 1
    found = np.zeros((len(heads), 2), np.float32)
    for row, (head, topic) in enumerate(zip(heads, topics, strict=True)):
        one = two = 0.0
        for other, (yes, no) in count.get(head, {}).items():
            if other != topic:
                weight = 1 / math.sqrt(yes + no)
                one, two = one + yes * weight, two + no * weight
        found[row] = (math.log((one + 0.2) / (two + 0.8) * 4), one + two > 0)
    return found


def predict(
    mentions: list[Mention],
    tokens: Tokens,
    chosen: set[tuple[str, int]],
    read: dict[tuple[str, int], tuple[Any, float]],
    parts: list[list[str]],
) -> list[Mention]:
    """The mentions found in the chosen sentences, each topic's by a network trained on the topics of other parts."""
    gold = {(mention.doc, tuple(mention.tokens)): mention for mention in mentions}
    inside = {(mention.doc, i) for mention in mentions for i in mention.tokens}
    rows, names, heads = [], [], []
    for doc, own in tokens.items():
        kept = [(i, word) for i, sentence, word in own if (doc, sentence) in chosen and (doc, i) in read]
        for at, (i, word) in enumerate(kept):
            near = [kept[k] if 0 <= k < len(kept) else (-1, "") for k in (at - 1, at + 1)]
            around = [read[doc, k][1] if k >= 0 else -9.0 for k, _ in near]
            before, after = (other.lower() for _, other in near)
            ends = [word.lower().endswith(end) for end in _ENDS]
            shape = [word[:1].isupper(), word.isalpha(), len(word) < 4, any(c.isdigit() for c in word)]
            beside = [before in words for words in _BEFORE] + [after in words for words in _AFTER]
            vector, odds = read[doc, i]
            rows.append([*vector, odds, *around, *ends, *shape, not content_words(word), *beside])
            names.append((doc, i))
            heads.append(base(stem(word.lower())))
    table, truth = np.array(rows, np.float32), np.array([name in inside for name in names])
    topic = np.array([doc.split("_")[0] for doc, _ in names])
    likely: dict[tuple[str, int], float] = {}
    for part in parts:
        held = np.isin(topic, part)
        whole = np.c_[table, _often(heads, topic.tolist(), truth, held)]
        net = Net(whole[~held], truth[~held])
        for row, p in zip(np.flatnonzero(held), net(whole[held]), strict=True):
            likely[names[row]] = float(p)
    found = []
    for doc, own in tokens.items():
        runs: list[list[int]] = []
        for i, _, _ in own:
            if likely.get((doc, i), 0.0) >= _MENTION:
                # two words in a row are two mentions unless the second only carries the first on
                if runs and runs[-1][-1] == i - 1 and likely[doc, i] < _CARRIED:
                    runs[-1].append(i)
                else:
                    runs.append([i])
        where = {i: sentence for i, sentence, _ in own}
        for ids in runs:
            known = gold.get((doc, tuple(ids)))
            name = known.id if known else f"{doc}#p{ids[0]}"
            found.append(make(name, doc, name, where[ids[0]], ids, tokens[doc]))
    return found

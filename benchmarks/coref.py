"""The same event across reports: mentions of ECB+ joined by learnt likeness of words, topics left out in turn.

    python -m benchmarks.coref ../shared/ecbplus
    python -m benchmarks.coref ../shared/ecbplus --encoder
    python -m benchmarks.coref ../shared/ecbplus --predicted

Reports are first grouped by their words, without looking at topics; pairs of mentions within a group are weighed as the
package weighs them (`reportedly.wording`: its features and its two regressions, fitted here on the other topics, in 5
folds), and joined by average linkage. Singletons count. With `--encoder` the vectors of the project's own encoder are
features too, and what else the ledger does not keep, how reports are grouped is learnt from the other topics
(`benchmarks.coref_reports`), and pairs of one deed are weighed by a ridge regression (`benchmarks.coref_signs`). With
`--predicted` the mentions are found, not given (`benchmarks.coref_mentions`): runs of words of the annotated sentences
that networks on the event tagger's log odds and the encoder's vectors, trained on the other topics' sentences, take for
a mention; one counts as found where its words are exactly those of an annotated one. Prints one JSON object: the lemma
baseline within gold subtopics, and MUC, B-cubed, CEAF-e and CoNLL F1 for each threshold; none of them is chosen by
looking at a fold.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.coref_corpus import Mention, load, sentences
from benchmarks.coref_pairs import Habits, Judge, Told, gists, pair_rows
from benchmarks.coref_reports import Tokens, average_linkage, by_words, learnt
from benchmarks.coref_score import conll
from benchmarks.coref_signs import Deeds, Shared, Signs, mention_signs, salience, signs

from reportedly.wording import FEATURES, Words, table

__all__ = ["Data", "prepare"]


@dataclass(slots=True)
class Data:
    """Groups of mentions, each with its pairs, their features, and whether they are one event."""

    groups: dict[int, list[Mention]]
    told: dict[int, list[Told]]
    pairs: dict[int, np.ndarray]
    rows: dict[int, np.ndarray]
    truth: dict[int, np.ndarray]
    #: the topic that most mentions of a group have
    topic: dict[int, str]


class _Reports:
    """Reports in groups, and their gists."""

    def __init__(self, tokens: Tokens, group: dict[str, int]) -> None:
        self.words, self.group, self.tokens = table(), group, tokens
        self.members: dict[int, list[str]] = defaultdict(list)
        for doc, own in group.items():
            self.members[own].append(doc)
        self.gists = gists({name: [word for _, _, word in own] for name, own in tokens.items()}, self.words)

    def data(self, mentions: list[Mention]) -> Data:
        """The mentions with their pairs, as the package's linking weighs them."""
        groups: dict[int, list[Mention]] = defaultdict(list)
        for mention in mentions:
            groups[self.group[mention.doc]].append(mention)
        data = Data(dict(groups), {}, {}, {}, {}, {})
        for name, group in groups.items():
            data.told[name] = [Told(m.doc, m.stems, m.context, self.gists[m.doc]) for m in group]
            data.pairs[name], data.rows[name] = pair_rows(data.told[name], self.words)
            clusters = np.array([m.cluster for m in group])
            x, y = data.pairs[name].reshape(-1, 2).T
            data.truth[name] = clusters[x] == clusters[y]
            data.topic[name] = Counter(m.topic for m in group).most_common(1)[0][0]
        return data


def prepare(folder: Path) -> Data:
    """All annotated mentions, in groups, with their pairs."""
    mentions, tokens = load(folder)
    data = _Reports(tokens, by_words(tokens)).data(mentions)
    single = [name for name, group in data.groups.items() if len(group) < 2]
    for name in single:
        for part in (data.groups, data.told, data.pairs, data.rows, data.truth, data.topic):
            del part[name]
    return data


def _beside(group: list[Mention], pairs: np.ndarray, words: Words) -> np.ndarray:
    """What the ledger does not keep: words just before and after, names, sentences, and how the group uses a deed."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in group:
        told[mention.head].update(mention.before | mention.after)
    company = {head: frozenset(count) for head, count in told.items()}
    heads = Counter(mention.head for mention in group)
    kept: dict[tuple[str, str], float] = {}
    rows = np.zeros((len(pairs), 8), np.float32)
    for row, (x, y) in enumerate(pairs.tolist()):
        a, b = group[x], group[y]
        key = (min(a.head, b.head), max(a.head, b.head))
        if key not in kept:
            kept[key] = words.cosine(company[key[0]], company[key[1]]) if a.head != b.head else 0.0
        rows[row] = (
            words.cosine(a.before, b.before),
            words.cosine(a.after, b.after),
            max(words.cosine(a.before, b.after), words.cosine(a.after, b.before)),
            len(a.names & b.names) / (1 + min(len(a.names), len(b.names))),
            kept[key],
            math.log1p(min(heads[a.head], heads[b.head])),
            a.doc == b.doc and a.sentence == b.sentence,
            a.sentence < 2 and b.sentence < 2,
        )
    return rows


def _with_vectors(data: Data) -> dict[int, np.ndarray]:
    """The features with the likeness of the encoder's vectors of mentions and sentences, and what stands beside."""
    found = {}
    for name, group in data.groups.items():
        x, y = data.pairs[name].reshape(-1, 2).T
        columns = [data.rows[name]]
        if group[0].vectors:
            columns.append(_beside(group, data.pairs[name], table()))
        gist = data.rows[name][:, FEATURES.index("the reports' gists")]
        for kind in range(len(group[0].vectors)):
            vectors = np.array([mention.vectors[kind] for mention in group])
            likeness = (vectors[x] * vectors[y]).sum(axis=1)
            columns += [np.c_[likeness, likeness * gist, np.maximum(0, likeness - 0.5) ** 2]]
        found[name] = np.concatenate(columns, axis=1)
    return found


def _encode(mentions: list[Mention], tokens: Tokens, read: dict[tuple[str, int], tuple[Any, float]]) -> None:
    """Gives each mention its encoder's vector and that of its sentence, centred, of length 1."""
    whole: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for doc, own in tokens.items():
        for i, sentence, _ in own:
            if (doc, i) in read:
                whole[doc, sentence].append(read[doc, i][0])
    means = {name: np.mean(vectors, axis=0) for name, vectors in whole.items()}
    for mention in mentions:
        mean = means[mention.doc, mention.sentence]
        found = [read[mention.doc, i][0] for i in mention.tokens if (mention.doc, i) in read]
        mention.vectors = [np.mean(found, axis=0) if found else mean, mean]
    for kind in (0, 1):
        rows = np.array([mention.vectors[kind] for mention in mentions])
        rows -= rows.mean(axis=0)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
        for mention, row in zip(mentions, rows, strict=True):
            mention.vectors[kind] = row


def _by(mentions: Iterable[Mention], label: dict[str, Hashable]) -> list[frozenset[Hashable]]:
    found: dict[Hashable, set[Hashable]] = defaultdict(set)
    for mention in mentions:
        found[label[mention.id]].add(mention.id)
    return [frozenset(cluster) for cluster in found.values()]


def _signs(data: Data) -> dict[int, list[Signs]]:
    """The signs of those pairs of each group that share a word of the deed."""
    found = {}
    for name, group in data.groups.items():
        rows, pairs = data.rows[name], data.pairs[name]
        own = np.flatnonzero(rows[:, 0] > 0)
        vectors = [np.array([mention.vectors[kind] for mention in group]) for kind in range(len(group[0].vectors))]
        likeness = np.stack([(v[pairs[own, 0]] * v[pairs[own, 1]]).sum(axis=1) for v in vectors], axis=1)
        found[name] = [
            signs(group[x], group[y], rows[row].tolist(), alike.tolist())
            for row, (x, y), alike in zip(own, pairs[own], likeness, strict=True)
        ]
    return found


def _shared(known: Data, asked: Data, parts: list[list[str]]) -> list[dict[str, float]]:
    """For each part, how likely each mention's event has others: the part's asked ones, and all known ones beside.

    Those of a known topic are told by regressions that saw neither it nor the part.
    """
    words = table()
    told: list[dict[str, Signs]] = [{}, {}]
    for own, data in zip(told, (known, asked), strict=True):
        for group in data.groups.values():
            own.update(zip((m.id for m in group), mention_signs(group, words), strict=True))
    mentions = [m for group in known.groups.values() for m in group]
    size = Counter(m.cluster for m in mentions)
    answer: list[dict[str, float]] = [{} for _ in parts]
    for a in range(len(parts)):
        for b in range(a + 1):
            out = {*parts[a], *parts[b]}
            taught = [m for m in mentions if m.topic not in out]
            shared = Shared([told[0][m.id] for m in taught], [size[m.cluster] > 1 for m in taught])
            for one, other in {(a, b), (b, a)}:
                groups = (asked if one == other else known).groups.values()
                ids = [m.id for group in groups for m in group if m.topic in parts[other]]
                answer[one].update(zip(ids, shared([told[one == other][i] for i in ids]).tolist(), strict=True))
    return answer


def _both(data: Data, name: int, shared: dict[str, float]) -> np.ndarray:
    """Of each pair of a group, whether both have others, by the less and the more likely one, and by both."""
    likely = np.array([shared.get(mention.id, 0.0) for mention in data.groups[name]])
    one, other = likely[data.pairs[name]].reshape(-1, 2).T
    return np.stack([np.minimum(one, other), np.maximum(one, other), one * other], axis=1)


def _judged(
    known: Data, asked: Data, parts: list[list[str]], reports: _Reports, further: bool
) -> dict[int, np.ndarray]:
    """How likely each two mentions of each group are one event, learnt from the topics of other parts."""
    taught, wanted = _with_vectors(known), _with_vectors(asked)
    told, untold = (_signs(known), _signs(asked)) if further else ({}, {})
    for data, rows in ((known, taught), (asked, wanted)) if further else ():
        for name, group in data.groups.items():
            rows[name] = np.c_[rows[name], salience(group, data.pairs[name], reports.tokens, reports.members[name])]
    lone = _shared(known, asked, parts) if further else [{}] * len(parts)
    found: dict[int, np.ndarray] = {}
    for fold, shared in zip(parts, lone, strict=True):
        # a group with a mention of a topic that is asked about is never trained on
        others = [name for name, group in known.groups.items() if not {m.topic for m in group} & set(fold)]
        habits = Habits(
            {name: known.told[name] for name in others},
            known.pairs,
            known.truth,
            known.topic,
        )
        filled = [habits.fill(taught[n], known.told[n], known.pairs[n], known.topic[n]) for n in others]
        if further:
            filled = [np.c_[own, _both(known, n, shared)] for own, n in zip(filled, others, strict=True)]
        judge = Judge(np.concatenate(filled), np.concatenate([known.truth[name] for name in others]))
        if further:
            truth = {name: known.truth[name][known.rows[name][:, 0] > 0] for name in others}
            deeds = Deeds({n: told[n] for n in others}, truth, {n: len(known.pairs[n]) for n in others})
        for name, group in asked.groups.items():
            if asked.topic[name] in fold and len(group) > 1:
                pairs = asked.pairs[name]
                rows = habits.fill(wanted[name], asked.told[name], pairs, asked.topic[name])
                likely = judge(np.c_[rows, _both(asked, name, shared)] if further else rows)
                if further:
                    likely[asked.rows[name][:, 0] > 0] = deeds(untold[name])
                likeness = np.zeros((len(group),) * 2)
                likeness[pairs[:, 0], pairs[:, 1]] = likely
                found[name] = np.maximum(likeness, likeness.T)
    return found


def main() -> None:
    """Measures what the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--encoder", action="store_true", help="use the encoder's vectors too")
    parser.add_argument("--predicted", action="store_true", help="find the mentions too; implies --encoder")
    parser.add_argument("--keep", type=Path, help="file for the encoder's vectors, made if it is not there")
    arguments = parser.parse_args()
    from benchmarks.coref_mentions import predict, read_tokens

    mentions, tokens = load(arguments.folder)
    topics = sorted({m.topic for m in mentions}, key=int)
    parts = [topics[n::5] for n in range(5)]
    chosen = {name for name in sentences(arguments.folder) if name[0] in tokens}
    asked = mentions
    further = arguments.encoder or arguments.predicted
    reports = _Reports(tokens, learnt(tokens, parts) if further else by_words(tokens))
    if further:
        if arguments.keep and arguments.keep.exists():
            read = pickle.loads(arguments.keep.read_bytes())
        else:
            read = read_tokens(tokens, chosen)
            if arguments.keep:
                arguments.keep.write_bytes(pickle.dumps(read))
        if arguments.predicted:
            asked = predict(mentions, tokens, chosen, read, parts, reports.group)
        _encode(mentions, tokens, read)
        if arguments.predicted:
            _encode(asked, tokens, read)
    key = _by(mentions, {m.id: m.cluster for m in mentions})
    lemma = _by(asked, {m.id: (m.subtopic, m.head) for m in asked})
    known = reports.data(mentions)
    data = known if asked is mentions else reports.data(asked)
    likeness = _judged(known, data, parts, reports, further)
    answer: dict[str, Any] = {"mentions": len(asked), "lemma within gold subtopics": _round(conll(key, lemma))}
    if arguments.predicted:
        hits = len({m.id for m in asked} & {m.id for m in mentions})
        answer["mention F1"] = round(2 * hits / (len(asked) + len(mentions)), 4)
    for threshold in (0.3, 0.4, 0.5):
        named: dict[str, Hashable] = {}
        for name, group in data.groups.items():
            labels = average_linkage(likeness[name], threshold) if name in likeness else [0] * len(group)
            named.update({m.id: (name, int(own)) for m, own in zip(group, labels, strict=True)})
        answer[f"threshold {threshold}"] = _round(conll(key, _by(asked, named)))
    print(json.dumps(answer))


def _round(scores: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in scores.items()}


if __name__ == "__main__":
    main()

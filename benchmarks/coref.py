"""The same event across reports: mentions of ECB+ joined by learnt likeness of words, topics left out in turn.

    python -m benchmarks.coref ../shared/ecbplus
    python -m benchmarks.coref ../shared/ecbplus --encoder
    python -m benchmarks.coref ../shared/ecbplus --predicted

Reports are first grouped by their words, without looking at topics; pairs of mentions within a group are scored by a
regression and a small network trained on other topics (5 folds of topics), and joined by average linkage. Singletons
count. With `--encoder` the vectors of the project's own encoder are features too. With `--predicted` the mentions are
found, not given: words of the annotated sentences that a network on the event tagger's log odds and the encoder's
vectors, trained on the other topics' sentences, takes for a mention; one counts as found where its words are exactly
those of an annotated one. Prints one JSON object: the lemma baseline within gold subtopics, and MUC, B-cubed, CEAF-e
and CoNLL F1 for each threshold; none of them is chosen by looking at a fold.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.coref_net import Net
from benchmarks.coref_score import conll
from lxml import etree

from reportedly.words import base, content_words, stem

__all__ = ["Mention", "Tokens", "average_linkage", "load", "make"]

#: likeness of two reports from which they fall into one group
_GROUP = 0.14


@dataclass(slots=True)
class Mention:
    """One annotated event mention with the words about it."""

    id: str
    doc: str
    topic: str
    subtopic: str
    cluster: str
    sentence: int
    tokens: list[int]
    head: str
    stems: frozenset[str]
    context: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    vectors: list[Any] = field(default_factory=list)


Tokens = dict[str, list[tuple[int, int, str]]]


def sentences(folder: Path) -> set[tuple[str, int]]:
    """The validated sentences, as (report, number)."""
    with (folder / "ECBplus_coreference_sentences.csv").open(newline="") as file:
        return {(f"{row['Topic']}_{row['File']}", int(row["Sentence Number"])) for row in csv.DictReader(file)}


def load(folder: Path) -> tuple[list[Mention], Tokens]:
    """The event mentions of the validated sentences, and every report's tokens as (id, sentence, word)."""
    chosen = sentences(folder)
    tokens: Tokens = {}
    mentions: list[Mention] = []
    for path in sorted((folder / "ECB+").glob("*/*.xml")):
        root = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
        doc = path.stem
        tokens[doc] = [(int(t.get("t_id")), int(t.get("sentence")), t.text or "") for t in root.iter("token")]
        clusters = {}
        for relation in root.find("Relations"):
            shared = relation.tag == "CROSS_DOC_COREF"
            name = relation.get("note") if shared else f"{doc}_{relation.get('r_id')}"
            clusters.update({source.get("m_id"): name for source in relation.findall("source")})
        for markable in root.find("Markables"):
            ids = [int(anchor.get("t_id")) for anchor in markable.findall("token_anchor")]
            if not ids or "ACTION" not in markable.tag:
                continue
            sentence = next(s for i, s, _ in tokens[doc] if i == ids[0])
            if (doc, sentence) in chosen:
                name = f"{doc}#{markable.get('m_id')}"
                mentions.append(make(name, doc, clusters.get(markable.get("m_id"), name), sentence, ids, tokens[doc]))
    return mentions, tokens


def make(
    name: str, doc: str, cluster: str, sentence: int, ids: list[int], tokens: list[tuple[int, int, str]]
) -> Mention:
    """A mention with the words about it, from the ids of its tokens and all tokens of its report."""
    words = [(i, word) for i, s, word in tokens if s == sentence]
    own = [word for i, word in words if i in ids]
    stems = frozenset(map(base, content_words(" ".join(own)) or {stem(own[-1].lower())}))

    def about(first: int, last: int) -> frozenset[str]:
        found = content_words(" ".join(word for i, word in words if first <= i <= last and i not in ids))
        return frozenset(map(base, found)) - stems

    return Mention(
        id=name,
        doc=doc,
        topic=doc.split("_")[0],
        subtopic=doc.split("_")[0] + ("+" if "plus" in doc else ""),
        cluster=cluster,
        sentence=sentence,
        tokens=ids,
        head=max(sorted(stems), key=len),
        stems=stems,
        context=about(0, 10**9),
        before=about(min(ids) - 6, min(ids)),
        after=about(max(ids), max(ids) + 6),
        numbers=frozenset(word for _, word in words if any(c.isdigit() for c in word)),
        names=frozenset(word.lower() for place, (_, word) in enumerate(words) if place and word[:1].isupper()),
    )


def average_linkage(likeness: np.ndarray, threshold: float) -> np.ndarray:
    """A label for each row: the two likest groups are joined, by the mean over their pairs, down to the threshold."""
    size = len(likeness)
    near = likeness.astype(np.float64)
    np.fill_diagonal(near, -np.inf)
    weight, label = np.ones(size), np.arange(size)
    while size > 1:
        one, other = divmod(int(near.argmax()), size)
        if near[one, other] < threshold:
            break
        joined = (weight[one] * near[one] + weight[other] * near[other]) / (weight[one] + weight[other])
        near[one], near[:, one] = joined, joined
        near[one, one] = -np.inf
        near[other], near[:, other] = -np.inf, -np.inf
        weight[one] += weight[other]
        label[label == other] = one
    return label


class _Words:
    """Likeness of reports and of sets of words, by the rarity of what they share."""

    def __init__(self, tokens: Tokens) -> None:
        self.docs = sorted(tokens)
        spread = Counter(word for doc in self.docs for word in set(_stems(word for _, _, word in tokens[doc])))
        self.rarity = {word: math.log(len(self.docs) / n) for word, n in spread.items()}
        self.likeness = _likeness([_weighed(tokens[doc]) for doc in self.docs])
        self.place = {doc: n for n, doc in enumerate(self.docs)}

    def cosine(self, a: frozenset[str], b: frozenset[str]) -> float:
        shared = a & b
        if not shared:
            return 0.0
        return self._mass(shared) / math.sqrt(self._mass(a) * self._mass(b))

    def _mass(self, words: Iterable[str]) -> float:
        return sum(self.rarity.get(word, 7.0) ** 2 for word in words) + 1e-9


def _weighed(tokens: list[tuple[int, int, str]]) -> Counter[str]:
    """A report's words and pairs of neighbouring ones; names and numbers, and the first sentences, count for more."""
    found: Counter[str] = Counter()
    before, last = "", -1
    for _, sentence, word in tokens:
        named = (word[:1].isupper() and sentence == last) or any(c.isdigit() for c in word)
        weight = (2.5 if named else 1.0) * (2.0 if sentence < 3 else 1.0)
        last = sentence
        own = sorted(_stems([word])) or ([word] if word.isdigit() else [])
        for name in own:
            found[name] += weight
        if before and own:
            found[f"{before} {own[0]}"] += weight
        before = own[0] if own else ""
    return found


def _likeness(counts: list[Counter[str]]) -> np.ndarray:
    """Cosine of each two reports, what few have counting for more."""
    spread = Counter(word for count in counts for word in count)
    place = {word: n for n, word in enumerate(sorted(word for word, n in spread.items() if n > 1))}
    rows = np.zeros((len(counts), len(place)), np.float32)
    for n, count in enumerate(counts):
        for word, weight in count.items():
            if word in place:
                rows[n, place[word]] = math.log1p(weight) * math.log(len(counts) / spread[word]) ** 1.5
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
    return np.asarray(rows @ rows.T)


def _stems(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        yield from map(base, content_words(word))


def _trigrams(word: str) -> set[str]:
    marked = f"^{word}$"
    return {marked[n : n + 3] for n in range(len(marked) - 2)}


def _features(group: list[Mention], words: _Words) -> tuple[np.ndarray, np.ndarray]:
    """The pairs of a group, and a row of features for each."""
    told: dict[str, Counter[str]] = defaultdict(Counter)
    heads = Counter(mention.head for mention in group)
    for mention in group:
        told[mention.head].update(mention.before | mention.after)
    company = {head: frozenset(count) for head, count in told.items()}
    known: dict[tuple[str, str], tuple[float, float]] = {}
    pairs, rows = [], []
    for x, a in enumerate(group):
        for y in range(x + 1, len(group)):
            b = group[y]
            key = (min(a.head, b.head), max(a.head, b.head))
            if key not in known:
                one, other = _trigrams(key[0]), _trigrams(key[1])
                dice = 2 * len(one & other) / (len(one) + len(other))
                known[key] = (dice, words.cosine(company[key[0]], company[key[1]]))
            dice, kept = known[key]
            same = a.head == b.head
            overlap = len(a.stems & b.stems) / len(a.stems | b.stems)
            docs = float(words.likeness[words.place[a.doc], words.place[b.doc]])
            within = a.doc == b.doc
            whole, left, right = (
                words.cosine(a.context, b.context),
                words.cosine(a.before, b.before),
                words.cosine(a.after, b.after),
            )
            crossed = max(words.cosine(a.before, b.after), words.cosine(a.after, b.before))
            numbers = bool(a.numbers & b.numbers)
            clash = bool(a.numbers) and bool(b.numbers) and not numbers
            names = len(a.names & b.names) / (1 + min(len(a.names), len(b.names)))
            row = [same, overlap, dice * (not same), kept * (not same), docs, same * docs, overlap * min(docs, 0.5)]
            row += [within, within and same, within and a.sentence == b.sentence, whole, same * whole, left, right]
            row += [
                crossed,
                same * left,
                same * right,
                numbers,
                clash,
                same * numbers,
                same * clash,
                names,
                same * names,
            ]
            row += [same * words.rarity.get(a.head, 7.0), same * math.log1p(heads[a.head])]
            row += [(not same) * math.log1p(min(heads[a.head], heads[b.head])), a.sentence < 2 and b.sentence < 2]
            for one_vector, other_vector in zip(a.vectors, b.vectors, strict=True):
                likeness = float(one_vector @ other_vector)
                row += [likeness, same * likeness, (not same) * likeness * docs, max(0.0, likeness - 0.5) ** 2]
            pairs.append((x, y))
            rows.append(row)
    return np.array(pairs), np.array(rows, np.float64)


class _Lexicon:
    """How often mentions with these two heads meant one event in other topics, of those in one group of reports."""

    def __init__(self, groups: dict[int, list[Mention]], topic: dict[int, str]) -> None:
        self.count: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
        for name, group in groups.items():
            for x, a in enumerate(group):
                for b in group[x + 1 :]:
                    pair = (a.head, b.head) if a.head <= b.head else (b.head, a.head)
                    self.count[pair][topic[name]][a.cluster != b.cluster] += 1

    def rows(self, group: list[Mention], pairs: np.ndarray, topic: str) -> np.ndarray:
        """Log odds that they meant one, and whether that is known, for one head and for two; never from this topic."""
        known: dict[tuple[str, str], tuple[float, float]] = {}
        found = np.zeros((len(pairs), 4))
        for row, (x, y) in enumerate(pairs):
            a, b = group[x].head, group[y].head
            pair = (a, b) if a <= b else (b, a)
            if pair not in known:
                one = two = 0.0
                for other, (meant, not_meant) in self.count.get(pair, {}).items():
                    if other != topic:
                        # a topic with many such pairs counts as some, not as all of them
                        weight = 1 / math.sqrt(meant + not_meant)
                        one, two = one + meant * weight, two + not_meant * weight
                known[pair] = (math.log((one + 0.3) / (two + (0.3 if a == b else 1.0))), 1.0) if one + two else (0, 0)
            at = 0 if a == b else 2
            found[row, at : at + 2] = known[pair]
        return found


class _Judge:
    """The mean of a regression and of a network: they err on different pairs."""

    def __init__(self, rows: np.ndarray, truth: np.ndarray) -> None:
        kept = truth | (np.random.default_rng(0).random(len(truth)) < 0.25)
        weight = np.where(truth, 1.0, 4.0)[kept]
        self.net = Net(rows[kept], truth[kept], weight, hidden=32, epochs=6, decay=0.05)
        self.regression = _Regression(rows, truth)

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        return np.asarray((self.net(rows) + self.regression(rows)) / 2)


class _Regression:
    """Logistic regression by Newton's method; every positive pair and a quarter of the others, weighted back."""

    def __init__(self, rows: np.ndarray, truth: np.ndarray) -> None:
        kept = truth | (np.random.default_rng(0).random(len(truth)) < 0.25)
        weight = np.where(truth, 1.0, 4.0)[kept]
        rows, truth = rows[kept], truth[kept]
        self.mean, self.spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
        x = self._with_one(rows)
        self.b = np.zeros(x.shape[1])
        for _ in range(12):
            p = 1 / (1 + np.exp(-x @ self.b))
            slope = x.T @ (weight * (p - truth)) + self.b
            curve = (x * (weight * p * (1 - p))[:, None]).T @ x + np.eye(len(self.b))
            self.b -= np.linalg.solve(curve, slope)

    def _with_one(self, rows: np.ndarray) -> np.ndarray:
        return np.c_[(rows - self.mean) / self.spread, np.ones(len(rows))]

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        return np.asarray(1 / (1 + np.exp(-self._with_one(rows) @ self.b)))


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


def _grouped(mentions: list[Mention], label: np.ndarray, words: _Words) -> dict[int, list[Mention]]:
    groups: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[int(label[words.place[mention.doc]])].append(mention)
    return groups


def main() -> None:
    """Measures what the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--encoder", action="store_true", help="use the encoder's vectors too")
    parser.add_argument("--predicted", action="store_true", help="find the mentions too; implies --encoder")
    arguments = parser.parse_args()
    from benchmarks.coref_mentions import predict, read_tokens

    mentions, tokens = load(arguments.folder)
    words = _Words(tokens)
    topics = sorted({m.topic for m in mentions}, key=int)
    parts = [topics[n::5] for n in range(5)]
    chosen = {name for name in sentences(arguments.folder) if name[0] in tokens}
    asked = mentions
    if arguments.encoder or arguments.predicted:
        read = read_tokens(tokens, chosen)
        if arguments.predicted:
            asked = predict(mentions, tokens, chosen, read, parts)
        _encode(mentions, tokens, read)
        if arguments.predicted:
            _encode(asked, tokens, read)
    key = _by(mentions, {m.id: m.cluster for m in mentions})
    lemma = _by(asked, {m.id: (m.subtopic, m.head) for m in asked})
    label = average_linkage(words.likeness, _GROUP)
    groups, wanted = _grouped(mentions, label, words), _grouped(asked, label, words)
    # a group is of the topic that most of its mentions have; its own topic is never trained on
    topic = {name: Counter(m.topic for m in group).most_common(1)[0][0] for name, group in (groups | wanted).items()}
    data = {name: _features(group, words) for name, group in groups.items() if len(group) > 1}
    truth = {
        name: np.array([groups[name][x].cluster == groups[name][y].cluster for x, y in pairs])
        for name, (pairs, _) in data.items()
    }
    likeness: dict[int, np.ndarray] = {}
    for fold in parts:
        others = [name for name in data if not {m.topic for m in groups[name]} & set(fold)]
        lexicon = _Lexicon({name: groups[name] for name in others}, topic)
        judge = _Judge(
            np.concatenate([np.c_[data[n][1], lexicon.rows(groups[n], data[n][0], topic[n])] for n in others]),
            np.concatenate([truth[name] for name in others]),
        )
        for name, group in wanted.items():
            if topic[name] in fold and len(group) > 1:
                pairs, rows = data[name] if asked is mentions else _features(group, words)
                likeness[name] = np.zeros((len(group),) * 2)
                found = judge(np.c_[rows, lexicon.rows(group, pairs, topic[name])])
                likeness[name][pairs[:, 0], pairs[:, 1]] = found
                likeness[name] = np.maximum(likeness[name], likeness[name].T)
    answer: dict[str, Any] = {"mentions": len(asked), "lemma within gold subtopics": _round(conll(key, lemma))}
    if arguments.predicted:
        hits = len({m.id for m in asked} & {m.id for m in mentions})
        answer["mention F1"] = round(2 * hits / (len(asked) + len(mentions)), 4)
    for threshold in (0.3, 0.4, 0.5):
        named: dict[str, Hashable] = {}
        for name, group in wanted.items():
            labels = average_linkage(likeness[name], threshold) if name in likeness else [0] * len(group)
            named.update({m.id: (name, int(own)) for m, own in zip(group, labels, strict=True)})
        answer[f"threshold {threshold}"] = _round(conll(key, _by(asked, named)))
    print(json.dumps(answer))


def _round(scores: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in scores.items()}


if __name__ == "__main__":
    main()

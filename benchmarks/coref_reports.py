"""Reports of ECB+ in groups that tell one story, by their words alone or by what other topics' reports teach.

By their words: average linkage of a cosine. Learnt: reports that come together under a lower threshold are weighed pair
by pair, by words that set them apart within that company, and joined again. Of a pair's features those within the
company tell most: what all of it shares says nothing there, and where it has two stories the axis along which its
reports differ most parts them.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from benchmarks.coref_pairs import Regression

from reportedly.words import base, content_words

__all__ = ["Tokens", "average_linkage", "axes", "by_words", "cosine", "learnt", "story"]

Tokens = dict[str, list[tuple[int, int, str]]]
Own = list[tuple[int, int, str]]

#: likeness of two reports from which they fall into one group by their words, and into one company to be weighed
_GROUP, _COMPANY = 0.14, 0.07
#: how likely two reports must tell one story, on average, for their groups to be joined
_STORY = 0.4
#: what each pair counts for beside the regression's ridge of one
_HEAVY = 0.1

_MONTHS = frozenset(
    "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov "
    "november dec december".split()
)


def story(doc: str) -> str:
    """The seminal event that a report is of: ECB's own of its topic, or the other one that ECB+ added."""
    return doc.split("_")[0] + ("+" if "plus" in doc else "")


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


def _stems(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        yield from map(base, content_words(word))


def _weighed(tokens: Own) -> Counter[str]:
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


def cosine(counts: Sequence[Counter[str]], power: float = 1.0) -> np.ndarray:
    """Cosine of each two, what few of them have counting for more."""
    spread = Counter(word for count in counts for word in count)
    place = {word: n for n, word in enumerate(sorted(word for word, n in spread.items() if n > 1))}
    rows = np.zeros((len(counts), len(place)), np.float32)
    for n, count in enumerate(counts):
        for word, weight in count.items():
            if word in place:
                rows[n, place[word]] = math.log1p(weight) * math.log(len(counts) / spread[word]) ** power
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
    return np.asarray(rows @ rows.T)


def _likeness(tokens: Tokens) -> np.ndarray:
    return cosine([_weighed(tokens[name]) for name in sorted(tokens)], 1.5)


def by_words(tokens: Tokens) -> dict[str, int]:
    """The group of each report by its words, nothing learnt."""
    names = sorted(tokens)
    label = average_linkage(_likeness(tokens), _GROUP)
    return {name: int(own) for name, own in zip(names, label, strict=True)}


def _names(own: Own) -> Counter[str]:
    within = (word for (_, s, word), (_, before, _) in zip(own[1:], own, strict=False) if s == before)
    return Counter(word.lower() for word in within if word[:1].isupper())


def _numbers(own: Own) -> Counter[str]:
    return Counter(word for _, _, word in own if any(c.isdigit() for c in word))


def _dates(own: Own) -> Counter[str]:
    """Months by their first three letters, and years."""
    words = [word.lower().strip(".") for _, _, word in own]
    months = [word[:3] for word in words if word in _MONTHS]
    return Counter(
        [*months, *(word for word in words if word.isdigit() and len(word) == 4 and word[:2] in ("19", "20"))]
    )


def _words(own: Own) -> Counter[str]:
    return Counter(_stems(word for _, _, word in own))


def _lead(own: Own) -> Counter[str]:
    return Counter(_stems(word for _, sentence, word in own if sentence < 3))


def _title(own: Own) -> Counter[str]:
    return Counter(_stems(word for _, sentence, word in own if not sentence))


_KINDS: tuple[Callable[[Own], Counter[str]], ...] = (_names, _numbers, _dates, _words, _lead, _title)


class _Companies:
    """Reports that may tell one story: their pairs, with features.

    Attributes:
        label: the company of each report, in the order of their names.
        pairs: rows of two reports.
        rows: features of each pair.
        owner: the company of each pair.
    """

    def __init__(self, tokens: Tokens) -> None:
        own = [tokens[name] for name in sorted(tokens)]
        whole = _likeness(tokens)
        self.label = average_linkage(whole, _COMPANY)
        counts = [[kind(one) for one in own] for kind in _KINDS] + [[_weighed(one) for one in own]]
        alike = [whole, *(cosine(count) for count in counts[:-1])]
        pairs, rows, owner = [], [], []
        for company in sorted(set(self.label.tolist())):
            members = np.flatnonzero(self.label == company)
            one, other = np.triu_indices(len(members), 1)
            if not len(one):
                continue
            within = [cosine([count[k] for k in members]) for count in counts]
            columns = [likeness[members[one], members[other]] for likeness in alike]
            columns += [likeness[one, other] for likeness in within]
            columns += [axis[one] * axis[other] for axis in axes(within[-1])]
            pairs.append(np.stack([members[one], members[other]], axis=1))
            rows.append(np.stack(columns, axis=1))
            owner.append(np.full(len(one), company))
        self.pairs, self.rows, self.owner = np.concatenate(pairs), np.concatenate(rows), np.concatenate(owner)


def axes(likeness: np.ndarray) -> list[np.ndarray]:
    """Where each report stands on the two axes along which they differ most, and on which side of the first."""
    centred = likeness - likeness.mean(axis=0) - likeness.mean(axis=1)[:, None] + likeness.mean()
    spread, axes = np.linalg.eigh(centred)
    first, second = (axes[:, -k] * math.sqrt(max(float(spread[-k]), 0.0)) for k in (1, 2))
    return [first, np.sign(first), second]


def learnt(tokens: Tokens, parts: Sequence[Sequence[str]]) -> dict[str, int]:
    """The group of each report, by a regression on pairs of reports of the other parts' topics.

    Args:
        tokens: of each report.
        parts: topics dealt out; a company with a report of a part's topic teaches that part nothing.
    """
    names = sorted(tokens)
    topics = [name.split("_")[0] for name in names]
    stories = np.array([story(name) for name in names])
    found = _Companies(tokens)
    has: dict[int, Counter[str]] = defaultdict(Counter)
    for topic, company in zip(topics, found.label.tolist(), strict=True):
        has[company][topic] += 1
    truth = stories[found.pairs[:, 0]] == stories[found.pairs[:, 1]]
    size = Counter(found.owner.tolist())
    # a company twice as large has four times the pairs, and teaches twice as much
    heavy = np.array([1 / math.sqrt(size[company]) for company in found.owner.tolist()])
    label = np.zeros(len(names), int)
    for part in parts:
        near = [company for company in has if not has[company].keys().isdisjoint(part)]
        known = ~np.isin(found.owner, near)
        fit = Regression(found.rows[known], truth[known], _HEAVY * heavy[known] / heavy[known].mean())
        likely = np.zeros((len(names),) * 2)
        likely[found.pairs[:, 0], found.pairs[:, 1]] = fit(found.rows)
        joined = average_linkage(np.maximum(likely, likely.T), _STORY)
        for company, topic in has.items():
            if topic.most_common(1)[0][0] in part:
                own = found.label == company
                label[own] = joined[own]
    return {name: int(own) for name, own in zip(names, label, strict=True)}

"""Possible events from the heads: anchors, types, modality, who could have a part, and which pair is likeliest."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from reportedly.model import Floats, Model, weighed
from reportedly.stages._eventfeatures import Candidates, Ints, Run, hint_rows, modal_rows, sentence_rows
from reportedly.stages._eventsigns import NOTED, ROLE, TYPE, of_events
from reportedly.stages._pairs import NOBODY, PEOPLE, pairs_of, sides_of, weigh
from reportedly.stages._rolesigns import Clauses
from reportedly.stages._salience import features, scores
from reportedly.stages.encode import Encoded, log_softmax, means
from reportedly.stages.segment import Segments
from reportedly.types import Attribution

__all__ = [
    "Found", "candidates", "choose", "odds_of", "parties", "scored", "sentence_of", "tags", "take_part", "typed",
]  # fmt: skip

#: added to the log odds of an anchor's words, so that doubtful anchors become candidates; their score decides later
ANCHOR_BIAS = 3.0
#: more words than this are no anchor
_LONGEST = 14
#: least share of a role's probability at which a second party has part in it
SECOND = 0.42
#: how much less likely it is that one party does something to itself than the two roles alone would have it
SAME_PARTY = 0.35
#: what words say for a type, and for a part, counts so much against the logarithms of the encoder's chances
#: (docs/design/0065)
_WORDS_OF_TYPE, _WORDS_OF_PART = 3.0, 4.0


@dataclass(slots=True)
class Found:
    """A possible event over word rows.

    Attributes:
        run: the anchor's words, half-open.
        types, modality: probabilities.
        features: what its score is computed from, see `_salience.FEATURES`.
        chosen: the parties of either role, where pairs of them were weighed.
        actors, recipients: probability of each phrase by its number; -1 is nobody, -2 people that no phrase names.
    """

    run: Run
    types: Floats
    modality: Floats
    features: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    actors: dict[int, float] = field(default_factory=dict)
    recipients: dict[int, float] = field(default_factory=dict)
    score: float = 0.0
    chosen: tuple[str, str] | None = None


def _softmax(scores: Floats, axis: int = -1) -> Floats:
    shifted = np.exp(scores - scores.max(axis=axis, keepdims=True))
    out: Floats = shifted / shifted.sum(axis=axis, keepdims=True)
    return out


def _relu(x: Floats) -> Floats:
    out: Floats = np.maximum(x, 0)
    return out


def _tag(heads: dict[str, Floats], words: Floats, hints: Floats, sentences: Ints) -> Floats:
    """Log probabilities of outside, begins, inside for each word: (words, 3)."""
    around = heads.get("event.around")
    if around is None:
        around = np.concatenate([heads[f"event.{name}"] for name in ("here", "before", "after")], axis=1)
    product = words @ around
    width = product.shape[1] // 3
    hidden = product[:, :width] + heads["event.here_bias"]
    hidden[1:] += product[:-1, width : 2 * width]
    hidden[:-1] += product[1:, 2 * width :]
    places = heads["event.sentence"] + heads["event.corpus"][0]
    hidden += hints @ heads["event.hint"] + places.take(sentences, axis=0)
    np.maximum(hidden, 0, out=hidden)
    scores: Floats = np.add(hidden @ heads["event.tags"], heads["event.tags_bias"], dtype=np.float32)
    out: Floats = np.log(_softmax(scores) + 1e-9)
    return out


def _runs(logp: Floats, sentences: Sequence[int]) -> list[Run]:
    """The anchors: runs that begin where that is not too unlikely and go on while inside is likelier than outside."""
    # 64 bits, so that it does not matter whether words are looked at one by one or all together
    wide = logp.astype(np.float64)
    out = (np.logaddexp(wide[:, 1], wide[:, 2]) + ANCHOR_BIAS <= wide[:, 0]).tolist()
    begins = ((logp[:, 1] > logp[:, 2]) & (logp[:, 1] > logp[:, 0])).tolist()
    runs: list[Run] = []
    i, n = 0, len(out)
    while i < n:
        if out[i]:
            i += 1
            continue
        j = i + 1
        while j < n and j - i < _LONGEST and sentences[j] == sentences[i] and not out[j] and not begins[j]:
            j += 1
        runs.append((i, j))
        i = j
    return runs


def _mean(words: Floats, run: Run) -> Floats:
    first, last = run
    if last - first == 1:
        one: Floats = words[first]
        return one
    out: Floats = np.add.reduce(words[first:last], axis=0) / np.float32(last - first)
    return out


def _sentence_means(words: Floats, segments: Segments, runs: Sequence[Run]) -> Floats:
    known: dict[Run, Floats] = {}
    rows = [sentence_of(segments, a) for a, _ in runs]
    for first, last in rows:
        if (first, last) not in known:
            known[first, last] = _mean(words, (first, last))
    return np.stack([known[row] for row in rows])


def take_part(found: Sequence[Found], words: Floats, model: Model, who: Candidates) -> None:
    """Fills for each event the probability of each phrase, of nobody and of unnamed people, in either role."""
    if not found:
        return
    heads = model.heads
    own = means(words, [f.run for f in found]) @ heads["event.role_anchor"] + heads["event.role_anchor_bias"]
    own += np.stack([f.types for f in found]) @ heads["event.role_type"]
    others = means(words, who.runs) @ heads["event.role_phrase"] if who.runs else own[:0]
    none = (_relu(own) @ heads["event.role_none"] + heads["event.role_none_bias"]).reshape(len(found), 2, 2)
    near = [who.near(f.run) for f in found]
    # all pairs of event and phrase together
    counts = [len(rows) for rows in near]
    hidden = own.repeat(counts, axis=0)
    hidden += others.take(np.concatenate(near), axis=0)
    places = who.all_places([f.run for f in found], near)
    for name, rows in places.items():
        # heads of an earlier make lack some tables
        if f"event.role_place.{name}" in heads:
            hidden += heads[f"event.role_place.{name}"].take(rows, axis=0)
    np.maximum(hidden, 0, out=hidden)
    all_scores = hidden @ heads["event.role_out"] + heads["event.role_out_bias"]
    told = _parts_by_words(found, model, who, near, places)
    first = 0
    for k, f in enumerate(found):
        scores = np.concatenate([all_scores[first : first + counts[k]], none[k]])
        first += counts[k]
        if told is not None:
            scores += _WORDS_OF_PART * told[k]
        acting, suffering = _softmax(scores, axis=0).T.tolist()
        names = [*near[k].tolist(), NOBODY, PEOPLE]
        f.actors = dict(zip(names, acting, strict=True))
        f.recipients = dict(zip(names, suffering, strict=True))


def _parts_by_words(
    found: Sequence[Found], model: Model, who: Candidates, near: Sequence[Ints], places: dict[str, Ints]
) -> list[Floats] | None:
    """What the words say for each phrase, nobody and unnamed people as actor and as recipient, for each event."""
    weights = model.words.get(ROLE)
    if weights is None:
        return None
    kinds = [int(f.types.argmax()) for f in found]
    return Clauses(who).weighed([f.run for f in found], kinds, near, places, weights)


def choose(found: Sequence[Found], model: Model, who: Candidates) -> None:
    """Fills for events told together, after `take_part`, which two parties each joins."""
    if "event.pair.number" not in model.heads:
        return
    for f, pairs in zip(found, pairs_of(found, who), strict=True):
        weighed = weigh(pairs, model.heads)
        a, b = divmod(int(weighed.argmax()), weighed.shape[1])
        f.chosen = pairs.names[0][a], pairs.names[1][b]


def candidates(
    segments: Segments, encoded: Encoded, model: Model, attributions: Sequence[Attribution] = ()
) -> list[Found]:
    """Every possible event of a text with its score, in text order; who has part in them is left to `take_part`."""
    tagged = tags(segments, encoded, model)
    return [] if tagged is None else scored(segments, encoded, model, *tagged, attributions)


def tags(segments: Segments, encoded: Encoded, model: Model) -> tuple[Floats, Floats] | None:
    """Log probabilities of outside, begins, inside for each word, and the words' hints; None without words or heads."""
    if not len(encoded.vectors) or "event.tags" not in model.heads:
        return None
    hints = hint_rows(segments)
    return _tag(model.heads, encoded.vectors, hints, sentence_rows(segments)), hints


def odds_of(logp: Floats) -> Floats:
    """Log odds of each word's being part of an anchor."""
    odds = np.logaddexp(logp[:, 1], logp[:, 2])
    out: Floats = odds - np.log1p(-np.minimum(np.exp(odds), 1 - 1e-6))
    return out


def _typed(
    segments: Segments,
    encoded: Encoded,
    model: Model,
    hints: Floats,
    runs: Sequence[Run],
    signs: Sequence[Mapping[str, float]],
) -> tuple[list[Found], Floats, Floats]:
    """The events of some runs of words with type and modality; the runs' vectors and hints."""
    words, heads = encoded.vectors, model.heads
    anchors = means(words, runs)
    counted = np.concatenate([np.zeros_like(hints[:1]), np.cumsum(hints, axis=0)])
    hinted = np.minimum(counted[[b for _, b in runs]] - counted[[a for a, _ in runs]], 1)
    x = np.concatenate([anchors, _sentence_means(words, segments, runs), hinted], axis=1)
    hidden = _relu(x @ heads["event.type_hidden"] + heads["event.type_hidden_bias"])
    scores = hidden @ heads["event.type_out"] + heads["event.type_out_bias"]
    if TYPE in model.words:
        scores = log_softmax(scores) + _WORDS_OF_TYPE * weighed(signs, model.words[TYPE])
    types = _softmax(scores)
    x = np.concatenate([anchors, np.stack([modal_rows(segments, run) for run in runs])], axis=1)
    hidden = _relu(x @ heads["event.modal_hidden"] + heads["event.modal_hidden_bias"])
    modality = _softmax(hidden @ heads["event.modal_out"] + heads["event.modal_out_bias"])
    return [Found(run, types[k], modality[k]) for k, run in enumerate(runs)], anchors, hinted


def typed(
    segments: Segments, encoded: Encoded, model: Model, runs: Sequence[Run], hints: Floats | None = None
) -> list[Found]:
    """The events of some runs of words with type and modality; the words' hints are looked up where not given."""
    if not runs:
        return []
    return _typed(
        segments, encoded, model, hint_rows(segments) if hints is None else hints, runs, of_events(segments, runs)
    )[0]


def scored(
    segments: Segments, encoded: Encoded, model: Model, logp: Floats, hints: Floats, attributions: Sequence[Attribution]
) -> list[Found]:
    runs = _runs(logp, segments.sentences)
    if not runs:
        return []
    signs = of_events(segments, runs)
    found, anchors, hinted = _typed(segments, encoded, model, hints, runs, signs)
    unit = anchors / (np.linalg.norm(anchors, axis=1, keepdims=True) + 1e-6)
    types, modality = np.stack([f.types for f in found]), np.stack([f.modality for f in found])
    begins = logp[:, 1] - logp[:, 0]
    noted = np.zeros(len(runs), np.float32)
    if NOTED in model.words:
        noted = weighed(signs, model.words[NOTED])[:, 0]
    rows = features(segments, runs, types, modality, unit, begins, odds_of(logp), hinted, noted, attributions)
    likely = scores(rows, model.heads)
    for f, row, score in zip(found, rows, likely.tolist(), strict=True):
        f.features, f.score = row, score
    return found


def _likeliest(first: dict[str, float], second: dict[str, float]) -> tuple[str, str]:
    """The pair of parties with the greatest product, where pairs were not weighed."""
    best = (-1.0, "", "")
    most = max(second.values())
    for a, p in first.items():
        if p * most <= best[0]:
            continue
        for b, q in second.items():
            chance = p * q * (SAME_PARTY if a == b and a and a != "PERSON" else 1.0)
            if chance > best[0]:
                best = chance, a, b
    return best[1], best[2]


def parties(found: Found, who: Candidates) -> tuple[list[str], list[str]]:
    """The parties that act and those that it is done to: the likeliest pair, and whoever shares a role with them."""
    first, second = sides_of(found.actors, who), sides_of(found.recipients, who)
    best = found.chosen or _likeliest(first, second)
    out: list[list[str]] = []
    for side, chosen, other in ((first, best[0], best[1]), (second, best[1], best[0])):
        if not chosen:
            out.append([])
            continue
        own = side.get(chosen, 0.0)
        # a likelier one than the chosen was weighed and left out
        more = [k for k, p in side.items() if k and k not in (chosen, other) and max(SECOND, own * SECOND) <= p <= own]
        out.append([chosen, *sorted(more, key=lambda k: -side[k])])
    return out[0], out[1]


def sentence_of(segments: Segments, row: int) -> Run:
    number = segments.sentences[row]
    return bisect_left(segments.sentences, number), bisect_right(segments.sentences, number)

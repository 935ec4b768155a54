"""Who is said to say what: cues are found first, then each cue's source and content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from reportedly.model import Floats, Model
from reportedly.stages.encode import Encoded
from reportedly.stages.placement import SIZES, placement
from reportedly.stages.segment import Segments
from reportedly.terms import Kind, Scheme
from reportedly.types import Attribution, Span

__all__ = ["Candidate", "attribute", "candidates"]

_NOTHING, _SOURCE, _CONTENT, _CUE = range(4)
_MARKS = frozenset("“”‘’")

#: added to the log odds of a cue's first word, so that doubtful cues become candidates; their score decides later
CUE_BIAS = 1.5
#: most cues that one window may have; news has a third of it, and junk must not cost the square of its length
CUES = 48
#: what one more piece of content must be worth, in log odds
PIECE_COST = 2.0
#: log odds that a source, and a further piece of a cue, must reach in sum
SOURCE_LEAST, CUE_LEAST = 0.0, 1.5
#: least probability at which a word may be part of a role at all
_POSSIBLE = 0.08

Run = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible attribution over words.

    Attributes:
        cue, source, content: half-open runs of word rows; the cue's first run is the anchor.
        features: what its score is computed from, see `FEATURES`.
        vectors: means of the word vectors of cue, content and source, one after the other.
    """

    cue: tuple[Run, ...]
    source: tuple[Run, ...]
    content: tuple[Run, ...]
    features: tuple[float, ...]
    vectors: Floats
    score: float = 0.0


#: the features of a candidate, in the order of the score's weights
FEATURES = (
    "cue_mean", "cue_begin", "cue_least", "content_mean", "content_least", "content_spill", "source", "source_absent",
    "content_length", "content_at_edge", "rival", "inside", "cue_mean_squared", "no_quotation", "last_window_edge",
)  # fmt: skip


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(axis=-1, keepdims=True)
    out: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return out


def _odds(logp: Floats) -> Floats:
    """log(p / (1 - p)) from log p, kept finite."""
    p = np.exp(logp)
    out: Floats = logp - np.log1p(-np.minimum(p, 1 - 1e-6))
    return out


def _cue_runs(logp: Floats) -> list[Run]:
    """Runs of the tags begin, inside: the best path under the tags' grammar (outside is never followed by inside)."""
    rows = logp.tolist()
    # A word can only be in a cue where that is not quite unlikely; elsewhere the path is outside.
    runs: list[Run] = []
    i, n = 0, len(rows)
    while i < n:
        outside, begin, _ = rows[i]
        if begin + CUE_BIAS <= outside:
            i += 1
            continue
        j = i + 1
        while j < n:
            o, b, inside = rows[j]
            if inside <= o or b > inside:
                break
            j += 1
        runs.append((i, j))
        i = j
    return runs


def _pieces(gains: Sequence[float], offset: int, cost: float, blocked: Run) -> list[Run]:
    """The runs that maximise the sum of gains less a cost per run: a two-state Viterbi path."""
    out_score, in_score = 0.0, -1e9
    back: list[tuple[bool, bool]] = []  # came from inside, for (outside, inside)
    for k, gain in enumerate(gains):
        if blocked[0] <= offset + k < blocked[1]:
            gain = -1e9
        enter, stay = out_score - cost, in_score
        leave = in_score > out_score
        back.append((leave, stay > enter))
        out_score, in_score = max(out_score, in_score), max(enter, stay) + gain
    inside = in_score > out_score
    runs: list[Run] = []
    end = len(gains)
    for k in range(len(gains) - 1, -1, -1):
        came_inside = back[k][1] if inside else back[k][0]
        if inside and not came_inside:
            runs.append((offset + k, offset + end))
        if not inside and came_inside:
            end = k
        inside = came_inside
    return runs[::-1]


def _best_run(gains: Sequence[float], offset: int, blocked: Run) -> tuple[float, Run]:
    """The run with the largest sum of gains, and that sum."""
    best, best_run, total, start = 0.0, (offset, offset), 0.0, 0
    for k, gain in enumerate(gains):
        if blocked[0] <= offset + k < blocked[1]:
            total, start = 0.0, k + 1
            continue
        if total <= 0:
            total, start = 0.0, k
        total += gain
        if total > best:
            best, best_run = total, (offset + start, offset + k + 1)
    return best, best_run


def _reach(p: Floats) -> Run:
    """The stretch from the first to the last word whose probability is worth looking at."""
    possible = np.flatnonzero(p > _POSSIBLE)
    return (int(possible[0]), int(possible[-1]) + 1) if len(possible) else (0, 0)


def _size(runs: Sequence[Run]) -> int:
    return sum(b - a for a, b in runs)


def _overlap(a: Sequence[Run], b: Sequence[Run]) -> int:
    if a[-1][1] <= b[0][0] or b[-1][1] <= a[0][0]:  # runs are in order, and most pairs are far apart
        return 0
    shared = 0
    for first, last in a:
        for start, end in b:
            low, high = first if first > start else start, last if last < end else end
            if high > low:
                shared += high - low
    return shared


def _pair_scores(heads: dict[str, Floats], words: Floats, cues: Floats, places: dict[str, Any]) -> Floats:
    """Scores of each word's role for each cue: (cues, words, 4)."""
    hidden = (words @ heads["pair.word"] + heads["pair.word_bias"])[None] + (cues @ heads["pair.cue"])[:, None]
    near = heads["pair.near"]  # distance x marks, summed when the model was made
    hidden += near[places["distance"] * SIZES["marks"] + places["marks"]]
    far = heads["pair.far"]  # sentence x paragraph x cues
    hidden += far[(places["sentence"] * SIZES["paragraph"] + places["paragraph"]) * SIZES["cues"] + places["cues"]]
    np.maximum(hidden, 0, out=hidden)
    scores = hidden @ heads["pair.role"] + heads["pair.role_bias"]
    roles = scores.shape[-1]
    left = (words @ heads["pair.word_side"]).reshape(len(words), roles, -1)
    right = (cues @ heads["pair.cue_side"]).reshape(len(cues), roles, -1)
    for r in range(roles):
        scores[:, :, r] += right[:, r] @ left[:, r].T
    out: Floats = scores
    return out


def _mean(sums: Floats, runs: Sequence[Run]) -> Floats:
    """Mean vector of runs of words, from running sums with a row of zeros before them."""
    if not runs:
        return np.zeros(sums.shape[1], np.float32)
    out: Floats = sums[runs[0][1]] - sums[runs[0][0]]
    for a, b in runs[1:]:
        out = out + sums[b] - sums[a]
    return out / np.float32(_size(runs))


def candidates(
    segments: Segments, encoded: Encoded, model: Model, scheme: Scheme = Scheme.CONTESTED
) -> list[Candidate]:
    """Every possible attribution of a text with its score, in the order of the cues.

    Args:
        segments: the text's words.
        encoded: their vectors.
        model: the heads.
        scheme: the annotation scheme to follow; `CONTESTED` says nesting and hedges, `POLNEAR` is flat.
    """
    heads = model.heads
    found: list[Candidate] = []
    n = len(segments)
    for window in encoded.windows:
        first, last = window.first, window.last
        vectors = encoded.vectors[first:last]
        tags = _log_softmax(vectors @ heads["cue"] + heads["cue_bias"])
        runs = _cue_runs(tags)
        if not runs:
            continue
        if len(runs) > CUES:
            likely = sorted(runs, key=lambda r: float(tags[r[0], 0]))[:CUES]  # least likely to be outside a cue
            runs = sorted(likely)
        sums = np.zeros((len(vectors) + 1, vectors.shape[1]), np.float32)
        np.cumsum(vectors, axis=0, out=sums[1:])
        cues = np.stack([_mean(sums, [run]) for run in runs])
        places = placement(segments, first, last, [(first + a, first + b) for a, b in runs])
        logp = _log_softmax(_pair_scores(heads, vectors, cues, places))
        p = np.exp(logp)
        odds = _odds(logp)
        in_cue = _odds(np.logaddexp(tags[:, 1], tags[:, 2]))
        for k, (a, b) in enumerate(runs):
            low, high = _reach(p[k, :, _CONTENT])
            content = _pieces(odds[k, low:high, _CONTENT].tolist(), low, PIECE_COST, (a, b))
            if not content:
                continue
            low, high = _reach(p[k, :, _SOURCE])
            worth, run = _best_run(odds[k, low:high, _SOURCE].tolist(), low, (a, b))
            source = [run] if worth > SOURCE_LEAST and run[0] < run[1] else []
            low, high = _reach(p[k, :, _CUE])
            worth, run = _best_run(odds[k, low:high, _CUE].tolist(), low, (a, b))
            more = [run] if worth > CUE_LEAST and run[0] < run[1] else []
            inside = np.zeros(last - first, bool)
            for x, y in content:
                inside[x:y] = True
            pc = p[k, :, _CONTENT]
            taken = _size(content)
            source_p = p[k, :, _SOURCE]
            features = (
                float(in_cue[a:b].mean()),
                float(tags[a, 1] - tags[a, 0]),
                float(in_cue[a:b].min()),
                float(np.log(pc[inside] + 1e-6).mean()),
                float(np.sort(pc[inside])[max(0, taken // 10)]),
                float(pc[~inside].sum() / taken),
                float(source_p[source[0][0] : source[0][1]].mean()) if source else 0.0,
                0.0 if source else float(1 - source_p.max()),
                float(np.log(taken)),
                float(content[0][0] == 0 or content[-1][1] == last - first),
                0.0,
                0.0,
                float(min(in_cue[a:b].mean() ** 2, 50.0)),
                float(not any(segments.quoted[first + x] for x, _ in content)),
                float(last < n and b > last - first - 3),
            )
            moved = tuple(tuple((first + x, first + y) for x, y in r) for r in ([(a, b), *more], source, content))
            found.append(
                Candidate(
                    moved[0],
                    moved[1],
                    moved[2],
                    features,
                    np.concatenate([cues[k], _mean(sums, content), _mean(sums, source)]),
                )
            )
    return _scored(found, heads, scheme)


def _scored(found: list[Candidate], heads: dict[str, Floats], scheme: Scheme) -> list[Candidate]:
    """The candidates with rivalry among them known, and a calibrated score each."""
    out = []
    weights = heads.get(f"score.{scheme.value}")
    for i, c in enumerate(found):
        rival = inside = 0.0
        size = _size(c.content)
        for j in range(max(0, i - 8), min(len(found), i + 9)):
            other = found[j]
            if other is c:
                continue
            if other.features[0] > c.features[0]:
                shared = _overlap(c.content, other.content)
                rival = max(rival, shared / (size + _size(other.content) - shared))
                inside = max(inside, float(_overlap(c.cue[:1], other.content) > 0))
        features = (*c.features[:10], rival, inside, *c.features[12:])
        score = 0.0
        if weights is not None:
            mean, scale, weight = weights[0, :-1], weights[1, :-1], weights[2]
            z = (np.asarray(features, np.float32) - mean) / scale
            score = float(1 / (1 + np.exp(-(z @ weight[:-1] + weight[-1]))))
        out.append(replace(c, features=features, score=score))
    return out


def _kind(segments: Segments, content: Sequence[Run], nested: bool) -> Kind:
    """Direct where the content is wholly quoted, mixed where partly, else indirect."""
    rows = [w for a, b in content for w in range(a, b)]
    forms = segments.forms
    marks = [w for w in rows if forms[w] in "“”" or (forms[w] in "‘’" and segments.quoted[w])]
    if nested:
        # Inside a quotation everything is quoted; only marks of its own make the inner content a quotation.
        if not marks:
            return Kind.INDIRECT
        return Kind.DIRECT if rows[0] in marks and rows[-1] in marks else Kind.MIXED
    words = [w for w in rows if forms[w].isalnum()] or rows
    quoted = sum(segments.quoted[w] for w in words)
    if quoted == len(words):
        return Kind.DIRECT
    return Kind.MIXED if quoted else Kind.INDIRECT


def _outer(chosen: Sequence[Candidate], i: int) -> int | None:
    """The attribution whose content is the smallest that holds this one's cue, and is not held by it in turn."""
    mine = chosen[i]
    best: int | None = None
    for j in range(max(0, i - 20), min(len(chosen), i + 21)):
        other = chosen[j]
        if j == i or _overlap(mine.cue[:1], other.content) < _size(mine.cue[:1]):
            continue
        if _overlap(other.cue[:1], mine.content) and _size(mine.content) >= _size(other.content):
            continue
        if best is None or _size(other.content) < _size(chosen[best].content):
            best = j
    return best


def _spans(segments: Segments, runs: Sequence[Run]) -> tuple[Span, ...]:
    return tuple(Span(segments.starts[a], segments.ends[b - 1]) for a, b in sorted(runs))


def attribute(
    segments: Segments,
    encoded: Encoded,
    model: Model,
    *,
    scheme: Scheme = Scheme.CONTESTED,
    least: float | None = None,
) -> tuple[tuple[Attribution, ...], Floats]:
    """The attributions of a text, in the order of their cues.

    Cues are anchors (every attribution has just one); each cue is given its source and its contents by a head that
    reads word, cue and place together, so that statements may nest and share sources. After PARC (Pareti 2016) and
    PolNeAR (Newell et al. 2018).

    Args:
        segments: the report's words.
        encoded: their vectors.
        model: the heads.
        scheme: the annotation scheme to follow.
        least: score below which a candidate is left out; by default the model's own for the scheme.

    Returns:
        Attributions, and for each a row of float32 from which its act and factuality are classified: the means of the
        vectors of its cue, content and source, (attributions, 3 x width).
    """
    limit = float(model.about["least"][scheme.value]) if least is None else least
    chosen = [c for c in candidates(segments, encoded, model, scheme) if c.score >= limit]
    outer = [_outer(chosen, i) for i in range(len(chosen))]
    if scheme is Scheme.POLNEAR:  # flat: what stands inside another's content is part of that content
        chosen = [c for c, o in zip(chosen, outer, strict=True) if o is None]
        outer = [None] * len(chosen)
    out = []
    for i, c in enumerate(chosen):
        o = outer[i]
        out.append(
            Attribution(
                id=f"a{i + 1}",
                source=_spans(segments, c.source),
                cue=_spans(segments, c.cue),
                content=_spans(segments, c.content),
                kind=_kind(segments, c.content, o is not None),
                within=None if o is None else f"a{o + 1}",
                score=round(c.score, 3),
            )
        )
    vectors = np.stack([c.vectors for c in chosen]) if chosen else np.zeros((0, 3 * model.width), np.float32)
    return tuple(out), vectors

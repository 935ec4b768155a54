"""Who is said to say what: cues are found first, then each cue's source and content."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from reportedly.model import Floats, Ints, Model, Window
from reportedly.stages._edges import Roles, tidied
from reportedly.stages._runs import Run, length, overlap
from reportedly.stages.encode import Encoded, log_softmax, means
from reportedly.stages.placement import table_rows
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
#: pairs of cue and word that are worked on together; a long report has fewer, and junk must not fill the memory
_TOGETHER = 20_000
#: what one more piece of content must be worth, in log odds
PIECE_COST = 2.0
#: log odds that a source, and a further piece of a cue, must reach in sum
SOURCE_LEAST, CUE_LEAST = 0.0, 1.5
#: least probability at which a word may be part of a role at all
_POSSIBLE = 0.08


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible attribution over words.

    Attributes:
        cue, source, content: half-open runs of word rows; the cue's first run is the anchor.
        features: what its score is computed from, see `FEATURES`.
    """

    cue: tuple[Run, ...]
    source: tuple[Run, ...]
    content: tuple[Run, ...]
    features: tuple[float, ...]
    score: float = 0.0


#: the features of a candidate, in the order of the score's weights
FEATURES = (
    "cue_mean", "cue_begin", "cue_least", "content_mean", "content_least", "content_spill", "source", "source_absent",
    "content_length", "content_at_edge", "rival", "inside", "cue_mean_squared", "no_quotation", "last_window_edge",
)  # fmt: skip


def _odds(logp: Floats, p: Floats) -> Floats:
    """log(p / (1 - p)) from log p and p, kept finite."""
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
        leave, stays = stay > out_score, stay > enter
        back.append((leave, stays))
        if leave:
            out_score = stay
        in_score = (stay if stays else enter) + gain
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


def _reaches(p: Floats) -> list[list[Run]]:
    """For each cue and role the stretch from the first to the last word whose probability is worth looking at."""
    possible = p > _POSSIBLE
    first = possible.argmax(axis=1)
    last = np.where(possible.any(axis=1), p.shape[1] - possible[:, ::-1].argmax(axis=1), 0)
    return [list(zip(a, b, strict=True)) for a, b in zip(first.tolist(), last.tolist(), strict=True)]


def _overlap(a: Sequence[Run], b: Sequence[Run]) -> int:
    if a[-1][1] <= b[0][0] or b[-1][1] <= a[0][0]:  # runs are in order, and most pairs are far apart
        return 0
    return overlap(a, b)


def _pair_scores(
    heads: dict[str, Floats], words: Floats, own: Floats, product: Floats, near_rows: Ints, far_rows: Ints
) -> Floats:
    """Scores of each word's role for each cue: (cues, words, 4).

    Args:
        heads: the weights.
        words: what the hidden layer gets from each of the words.
        own: what it gets from each of the cues.
        product: the words' vectors times the cues' side of the product: (words, cues x 4).
        near_rows, far_rows: rows of the tables, from `table_rows`, (cues, words).
    """
    near, far = heads["pair.near"], heads["pair.far"]  # sums of small tables, made with the model
    role = heads["pair.role"]
    scores = np.empty((len(own), len(words), role.shape[1]), np.float32)
    # one cue at a time, so that what is worked on stays in the cache
    hidden, added = np.empty_like(words), np.empty_like(words)
    for k in range(len(own)):
        np.add(words, own[k], out=hidden)
        near.take(near_rows[k], axis=0, out=added, mode="clip")
        hidden += added
        far.take(far_rows[k], axis=0, out=added, mode="clip")
        hidden += added
        np.maximum(hidden, 0, out=hidden)
        np.matmul(hidden, role, out=scores[k])
    scores += heads["pair.role_bias"]
    scores += product.reshape(len(words), len(own), -1).transpose(1, 0, 2)
    return scores


def _cue_sides(heads: dict[str, Floats], cues: Floats) -> Floats:
    """The cues' side of the product of words and cues, so that a word's vector times it is its share: (width, cues, 4).

    Worked out from the cues' end, as there are fewer cues than the sides have columns.
    """
    roles = heads["pair.role"].shape[1]
    sides = heads["pair.word_side"].reshape(cues.shape[1], roles, -1)
    right = (cues @ heads["pair.cue_side"]).reshape(len(cues), roles, -1)
    return np.stack([sides[:, r] @ right[:, r].T for r in range(roles)], axis=2)


def _mean(vectors: Floats, runs: Sequence[Run]) -> Floats:
    """Mean vector of runs of words; zeros where there are none."""
    if not runs:
        return np.zeros(vectors.shape[1], np.float32)
    first, last = runs[0]
    if last - first == 1 and len(runs) == 1:
        one: Floats = vectors[first]
        return one
    out: Floats = np.add.reduce(vectors[first:last], axis=0)
    for a, b in runs[1:]:
        out = out + np.add.reduce(vectors[a:b], axis=0)
    return out / np.float32(length(runs))


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
    if not len(segments):
        return found
    tags = log_softmax(encoded.vectors @ heads["cue"] + heads["cue_bias"])
    hidden = encoded.vectors @ heads["pair.word"] + heads["pair.word_bias"]
    either = np.logaddexp(tags[:, 1], tags[:, 2])
    in_cue = _odds(either, np.exp(either))
    jobs: list[tuple[Window, list[Run]]] = []
    pairs = 0
    for window in encoded.windows:
        here = tags[window.first : window.last]
        runs = _cue_runs(here)
        if not runs:
            continue
        if len(runs) > CUES:
            likely = sorted(runs, key=lambda r: float(here[r[0], 0]))[:CUES]  # least likely to be outside a cue
            runs = sorted(likely)
        jobs.append((window, runs))
        pairs += len(runs) * len(here)
        if pairs > _TOGETHER:
            found += _together(segments, encoded, heads, jobs, hidden, tags, in_cue)
            jobs, pairs = [], 0
    if jobs:
        found += _together(segments, encoded, heads, jobs, hidden, tags, in_cue)
    return _scored(found, heads, scheme)


def _together(
    segments: Segments,
    encoded: Encoded,
    heads: dict[str, Floats],
    jobs: Sequence[tuple[Window, list[Run]]],
    hidden: Floats,
    tags: Floats,
    in_cue: Floats,
) -> list[Candidate]:
    """The candidates of some windows, not yet scored; what can be is worked out for all of them at once."""
    near, far = table_rows(segments, [(w.first, w.last, [(w.first + a, w.first + b) for a, b in r]) for w, r in jobs])
    shapes = [(len(runs), window.last - window.first) for window, runs in jobs]
    bounds = list(itertools.accumulate((cues * words for cues, words in shapes), initial=0))
    parts = [slice(a, b) for a, b in itertools.pairwise(bounds)]
    scores = np.empty((bounds[-1], heads["pair.role"].shape[1]), np.float32)
    cues = means(encoded.vectors, [(w.first + a, w.first + b) for w, runs in jobs for a, b in runs])
    own, sides = cues @ heads["pair.cue"], _cue_sides(heads, cues)
    done = 0
    for (window, runs), part, shape in zip(jobs, parts, shapes, strict=True):
        here, mine = slice(window.first, window.last), slice(done, done + len(runs))
        done += len(runs)
        product = encoded.vectors[here] @ sides[:, mine].reshape(len(sides), -1)
        rows = near[part].reshape(shape), far[part].reshape(shape)
        scores[part] = _pair_scores(heads, hidden[here], own[mine], product, *rows).reshape(-1, scores.shape[1])
    logp = log_softmax(scores)
    p = np.exp(logp)
    odds = _odds(logp, p)
    log_content = np.log(p[:, _CONTENT] + 1e-6)
    found: list[Candidate] = []
    for (window, runs), part, shape in zip(jobs, parts, shapes, strict=True):
        here = slice(window.first, window.last)
        roles = p[part].reshape(*shape, -1), odds[part].reshape(*shape, -1), log_content[part].reshape(shape)
        found += _window(segments, window, tags[here], in_cue[here], runs, *roles)
    return found


def _window(
    segments: Segments,
    window: Window,
    tags: Floats,
    in_cue: Floats,
    runs: list[Run],
    p: Floats,
    odds: Floats,
    log_content: Floats,
) -> list[Candidate]:
    """The candidates of one window, not yet scored.

    Args:
        segments: the text's words.
        window: which of them are meant.
        tags, in_cue: their log probabilities of outside, begins, inside, and log odds of being part of a cue.
        runs: the cues.
        p, odds: probability and log odds of each role, (cues, words, 4).
        log_content: log probability of content.
    """
    first, n = window.first, window.last - window.first
    more_follows = window.last < len(segments)
    reaches = _reaches(p)
    sourceless = (1 - p[:, :, _SOURCE].max(axis=1)).tolist()
    begins = (tags[:, 1] - tags[:, 0]).tolist()
    total = np.add.reduce
    out: list[Candidate] = []
    for k, (a, b) in enumerate(runs):
        reach, gains, chances = reaches[k], odds[k], p[k]
        low, high = reach[_CONTENT]
        content = _pieces(gains[low:high, _CONTENT].tolist(), low, PIECE_COST, (a, b))
        if not content:
            continue
        low, high = reach[_SOURCE]
        worth, run = _best_run(gains[low:high, _SOURCE].tolist(), low, (a, b))
        source = [run] if worth > SOURCE_LEAST and run[0] < run[1] else []
        low, high = reach[_CUE]
        worth, run = _best_run(gains[low:high, _CUE].tolist(), low, (a, b))
        more = [run] if worth > CUE_LEAST and run[0] < run[1] else []
        taken = length(content)
        chance, log_chance = chances[:, _CONTENT], log_content[k]
        edges = [0, *(edge for piece in content for edge in piece), n]
        outside = np.concatenate([chance[x:y] for x, y in zip(edges[::2], edges[1::2], strict=True)])
        if len(content) == 1:
            x, y = content[0]
            inside, log_inside = chance[x:y], log_chance[x:y]
        else:
            inside = np.concatenate([chance[x:y] for x, y in content])
            log_inside = np.concatenate([log_chance[x:y] for x, y in content])
        if b - a == 1:
            mean = least = in_cue[a]
        else:
            mean, least = total(in_cue[a:b]) / np.float32(b - a), in_cue[a:b].min()
        by = 0.0
        if source:
            x, y = source[0]
            by = float(total(chances[x:y, _SOURCE]) / np.float32(y - x))
        features = (
            float(mean),
            begins[a],
            float(least),
            float(total(log_inside) / np.float32(taken)),
            float(np.sort(inside)[taken // 10]),
            float(total(outside) / np.float32(taken)),
            by,
            0.0 if source else sourceless[k],
            math.log(taken),
            float(content[0][0] == 0 or content[-1][1] == n),
            0.0,
            0.0,
            min(float(mean * mean), 50.0),
            float(not any(segments.quoted[first + x] for x, _ in content)),
            float(more_follows and b > n - 3),
        )
        cue = tuple([(first + x, first + y) for x, y in ((a, b), *more)])
        out.append(
            Candidate(
                cue,
                tuple([(first + x, first + y) for x, y in source]),
                tuple([(first + x, first + y) for x, y in content]),
                features,
            )
        )
    return out


def _scored(found: list[Candidate], heads: dict[str, Floats], scheme: Scheme) -> list[Candidate]:
    """The candidates with rivalry among them known, and a calibrated score each."""
    if not found:
        return []
    weights = heads.get(f"score.{scheme.value}")
    sizes = [length(c.content) for c in found]
    rows = []
    for i, c in enumerate(found):
        rival = inside = 0.0
        size, likely = sizes[i], c.features[0]
        for j in range(max(0, i - 8), min(len(found), i + 9)):
            other = found[j]
            if other.features[0] > likely:
                shared = _overlap(c.content, other.content)
                if shared:
                    rival = max(rival, shared / (size + sizes[j] - shared))
                if not inside:
                    inside = float(_overlap(c.cue[:1], other.content) > 0)
        rows.append((*c.features[:10], rival, inside, *c.features[12:]))
    if weights is None:
        scores = [0.0] * len(found)
    else:
        z = (np.asarray(rows, np.float32) - weights[0, :-1]) / weights[1, :-1]
        scores = (1 / (1 + np.exp(-(z @ weights[2, :-1] + weights[2, -1])))).tolist()
    return [
        Candidate(c.cue, c.source, c.content, features, score)
        for c, features, score in zip(found, rows, scores, strict=True)
    ]


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
    first, last = mine.cue[0]
    best: int | None = None
    for j in range(max(0, i - 20), min(len(chosen), i + 21)):
        other = chosen[j]
        if other.content[0][0] > first or other.content[-1][1] < last or j == i:
            continue
        if _overlap(mine.cue[:1], other.content) < last - first:
            continue
        if _overlap(other.cue[:1], mine.content) and length(mine.content) >= length(other.content):
            continue
        if best is None or length(other.content) < length(chosen[best].content):
            best = j
    return best


def _spans(segments: Segments, runs: Sequence[Run]) -> tuple[Span, ...]:
    return tuple(Span(segments.starts[a], segments.ends[b - 1]) for a, b in sorted(runs))


def _tidied(segments: Segments, chosen: Sequence[Candidate]) -> list[Candidate]:
    """The candidates whose spans agree with each other's, see `_edges.tidied`."""
    roles = [Roles(c.cue, c.source, c.content, c.score) for c in chosen]
    stay = tidied(segments, roles)
    return [replace(chosen[i], cue=roles[i].cue, source=roles[i].source, content=roles[i].content) for i in stay]


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
    chosen = _tidied(segments, chosen)
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
    vectors = np.zeros((len(chosen), 3, model.width), np.float32)
    for row, c in zip(vectors, chosen, strict=True):
        for part, runs in zip(row, (c.cue[:1], c.content, c.source), strict=True):
            part[:] = _mean(encoded.vectors, runs)
    return tuple(out), vectors.reshape(len(chosen), 3 * model.width)

"""The encoder's one pass over a report: a vector for each word, which all heads read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reportedly.model import Floats, Model, Window, windows
from reportedly.stages.segment import Segments
from reportedly.terms import Scheme

__all__ = ["Encoded", "encode", "log_softmax", "means"]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as the encoder sees it.

    Attributes:
        windows: the runs of words that were read together, in text order.
        vectors: float32, shape (words, width); a word without a window does not exist.
    """

    windows: tuple[Window, ...]
    vectors: Floats


def encode(segments: Segments, model: Model, scheme: Scheme = Scheme.CONTESTED) -> Encoded:
    """The vectors of a text's words.

    Args:
        segments: the text's words.
        model: the encoder.
        scheme: the annotation scheme that attributions will follow.
    """
    found = tuple(windows(segments, model.pieces))
    if not found:
        return Encoded((), np.zeros((0, model.width), np.float32))
    return Encoded(found, np.concatenate([model.encode(window, scheme) for window in found]))


def means(vectors: Floats, runs: Sequence[tuple[int, int]]) -> Floats:
    """The mean vector of each run of words, half-open; those of one length together, as most are of a word or two.

    Example:
        >>> means(np.array([[1.0], [2.0], [4.0]], np.float32), [(0, 1), (1, 3)]).tolist()
        [[1.0], [3.0]]
    """
    out = np.empty((len(runs), vectors.shape[1]), np.float32)
    places: dict[int, list[int]] = {}
    for k, (first, last) in enumerate(runs):
        places.setdefault(last - first, []).append(k)
    for length, rows in places.items():
        firsts = np.array([runs[k][0] for k in rows], np.int64)
        total = vectors.take(firsts, axis=0)
        for step in range(1, length):
            total += vectors.take(firsts + step, axis=0)
        out[rows] = total / np.float32(length) if length > 1 else total
    return out


def log_softmax(scores: Floats) -> Floats:
    """Log probabilities over the last axis; it is short, so column by column, as numpy is fast at that."""
    columns = [scores[..., i] for i in range(scores.shape[-1])]
    greatest = columns[0]
    for column in columns[1:]:
        greatest = np.maximum(greatest, column)
    shifted = scores - greatest[..., None]
    powers = np.exp(shifted)
    total = powers[..., 0]
    for i in range(1, scores.shape[-1]):
        total = total + powers[..., i]
    shifted -= np.log(total)[..., None]
    return shifted

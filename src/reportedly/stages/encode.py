"""The encoder's one pass over a report: a vector for each word, which all heads read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reportedly.model import Floats, Model, Window, windows
from reportedly.stages.segment import Segments
from reportedly.terms import Scheme

__all__ = ["Encoded", "encode"]


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

"""Where each word of a window stands against a cue: the features that the pair head reads beside the vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reportedly.stages.segment import Segments

__all__ = ["SIZES", "placement"]

#: sizes of the tables, one row a value
SIZES = {"distance": 27, "marks": 5, "sentence": 7, "paragraph": 5, "cues": 3}

_STEPS = np.array([1, 2, 3, 4, 6, 8, 11, 15, 21, 30, 45, 70, 110])
_FARTHEST = int(_STEPS[-1])
#: the row of a distance, from the farthest ahead of a cue to the farthest after it; 13 inside
_ROWS = np.array(
    [
        13 + np.searchsorted(_STEPS, max(d, 0), side="right") - np.searchsorted(_STEPS, max(-d, 0), side="right")
        for d in range(-_FARTHEST, _FARTHEST + 1)
    ]
)

Ints = np.ndarray[Any, np.dtype[np.int64]]


def placement(segments: Segments, first: int, last: int, cues: Sequence[tuple[int, int]]) -> dict[str, Ints]:
    """Place of the words `first` to `last` against each cue, as rows of small tables.

    Args:
        segments: the text's words.
        first, last: the window, half-open.
        cues: half-open runs of words inside the window.

    Returns:
        For each name of `SIZES` an int64 array (cues, words):
        `distance` words from the cue's nearer end, signed, in 13 steps either way (13 inside the cue);
        `marks` quotation marks between, at most 4; `sentence` and `paragraph` differences, clipped to 3 and 2
        either way; `cues` other cues between, at most 2.
    """
    words = np.arange(first, last)[None, :]
    starts = np.array([c[0] for c in cues], np.int64)[:, None]
    ends = np.array([c[1] for c in cues], np.int64)[:, None]
    at = starts[:, 0] - first
    after = np.maximum(words - (ends - 1), 0)
    before = np.maximum(starts - words, 0)
    away = after - before

    marks = np.cumsum(np.array([form in "“”" for form in segments.forms[first:last]], np.int64))
    sentence = np.array(segments.sentences[first:last], np.int64)
    paragraph = np.array(segments.paragraphs[first:last], np.int64)

    opens = np.zeros(last - first, np.int64)
    for start, _ in cues:
        opens[start - first] += 1
    rank = np.cumsum(opens)
    own = rank[at][:, None]
    # Words after a cue count the cues that start between; the cue itself is not counted for words before it.
    others = np.where(away > 0, rank - own, np.where(away < 0, own - 1 - rank, 0))
    return {
        "distance": _ROWS[_within(away, -_FARTHEST, _FARTHEST) + _FARTHEST],
        "marks": np.minimum(np.abs(marks - marks[at][:, None]), 4),
        "sentence": _within(sentence - sentence[at][:, None], -3, 3) + 3,
        "paragraph": _within(paragraph - paragraph[at][:, None], -2, 2) + 2,
        "cues": _within(others, 0, 2),
    }


def _within(numbers: Ints, least: int, most: int) -> Ints:
    """The numbers, clipped; faster than `np.clip` for small arrays."""
    out: Ints = np.minimum(np.maximum(numbers, least), most)
    return out

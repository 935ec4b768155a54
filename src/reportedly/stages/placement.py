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
    words = np.arange(first, last)
    starts = np.array([c[0] for c in cues], np.int64)[:, None]
    ends = np.array([c[1] for c in cues], np.int64)[:, None]
    after = np.maximum(words[None, :] - (ends - 1), 0)
    before = np.maximum(starts - words[None, :], 0)
    distance = 13 + np.searchsorted(_STEPS, after, side="right") - np.searchsorted(_STEPS, before, side="right")

    marks = np.cumsum([form in "“”" for form in segments.forms[first:last]])
    at_cue = marks[starts[:, 0] - first][:, None]
    between = np.minimum(np.abs(marks[None, :] - at_cue), 4)

    opens = np.zeros(last - first, np.int64)
    for start, _ in cues:
        opens[start - first] += 1
    rank = np.cumsum(opens)
    own = rank[starts[:, 0] - first][:, None]
    # Words after a cue count the cues that start between; the cue itself is not counted for words before it.
    others = np.where(after > 0, rank[None, :] - own, np.where(before > 0, own - 1 - rank[None, :], 0))

    sentence = np.asarray(segments.sentences[first:last])
    paragraph = np.asarray(segments.paragraphs[first:last])
    s0 = sentence[starts[:, 0] - first][:, None]
    p0 = paragraph[starts[:, 0] - first][:, None]
    return {
        "distance": distance,
        "marks": between,
        "sentence": np.clip(sentence[None, :] - s0, -3, 3) + 3,
        "paragraph": np.clip(paragraph[None, :] - p0, -2, 2) + 2,
        "cues": np.clip(others, 0, 2),
    }

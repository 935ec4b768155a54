"""Where each word of a window stands against a cue: the features that the pair head reads beside the vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from reportedly.stages.segment import Segments

__all__ = ["SIZES", "placement", "table_rows"]

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


#: a window's first and last word, half-open, and the cues in it
Job = tuple[int, int, Sequence[tuple[int, int]]]


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
    return {
        name: rows.reshape(len(cues), last - first) for name, rows in _placed(segments, [(first, last, cues)]).items()
    }


def table_rows(segments: Segments, jobs: Sequence[Job]) -> tuple[Ints, Ints]:
    """The same for the cues of several windows at once, as rows of the two tables that the model's are summed up to.

    Args:
        segments: the text's words.
        jobs: windows in text order, at least one cue in all.

    Returns:
        Rows of the tables of what is near and far, one for each cue and word of its window, window by window.
    """
    placed = _placed(segments, jobs)
    near = placed["distance"] * SIZES["marks"] + placed["marks"]
    far = (placed["sentence"] * SIZES["paragraph"] + placed["paragraph"]) * SIZES["cues"] + placed["cues"]
    return near, far


def _placed(segments: Segments, jobs: Sequence[Job]) -> dict[str, Ints]:
    """Place of each word against each cue of its window, in one row for all windows."""
    low, high = jobs[0][0], jobs[-1][1]
    cues = [(start - low, end - low, first - low, last - first) for first, last, own in jobs for start, end in own]
    starts, ends, firsts, sizes = np.array(cues, np.int64).reshape(len(cues), 4).T
    words = np.arange(sizes.sum()) + (firsts - np.cumsum(sizes) + sizes).repeat(sizes)
    after = np.maximum(words - (ends - 1).repeat(sizes), 0)
    before = np.maximum(starts.repeat(sizes) - words, 0)
    away = after - before

    def between(column: Ints) -> Ints:
        """By how much a running number differs between cue and word."""
        out: Ints = column.take(words) - column.take(starts).repeat(sizes)
        return out

    marks = np.cumsum([form in "“”" for form in segments.forms[low:high]])
    opens = np.cumsum(np.bincount(starts, minlength=high - low))
    # Words after a cue count the cues that start between; the cue itself is not counted for words before it.
    others = between(opens)
    others = np.where(away > 0, others, np.where(away < 0, -1 - others, 0))
    return {
        "distance": _ROWS.take(_within(away, -_FARTHEST, _FARTHEST) + _FARTHEST),
        "marks": np.minimum(np.abs(between(marks)), 4),
        "sentence": _within(between(np.array(segments.sentences[low:high], np.int64)), -3, 3) + 3,
        "paragraph": _within(between(np.array(segments.paragraphs[low:high], np.int64)), -2, 2) + 2,
        "cues": _within(others, 0, 2),
    }


def _within(numbers: Ints, least: int, most: int) -> Ints:
    """The numbers, clipped; faster than `np.clip` for small arrays."""
    out: Ints = np.minimum(np.maximum(numbers, least), most)
    return out

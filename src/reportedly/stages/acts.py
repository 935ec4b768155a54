"""What a source does in saying something, and how certain it is: the act and factuality heads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from reportedly.model import Floats, Model
from reportedly.stages import _signs
from reportedly.stages.encode import log_softmax
from reportedly.stages.segment import Segments
from reportedly.terms import Act, Factuality
from reportedly.types import Attribution

__all__ = ["classify", "undenied"]

_UNDENIED = re.compile(
    r"(?:\b(?:not|never|neither|nor|without|cannot|refus\w+|declin\w+)|n['’]t)\b.*"
    r"\b(?:deny|denies|denied|denying|refut\w+|disput\w+)\b",
    re.I | re.S,
)


def _head(vectors: Floats, heads: dict[str, Floats], name: str) -> Floats:
    hidden = np.maximum(vectors @ heads[f"{name}.hidden"] + heads[f"{name}.hidden_bias"], 0)
    out: Floats = hidden @ heads[f"{name}.out"] + heads[f"{name}.out_bias"]
    return out


#: what the linear half counts against the encoder's, in logarithms of the chances (docs/design/0013)
_SHARES = {"act": 0.7, "factuality": 0.5}


def _told_by_words(rows: Sequence[list[int]], heads: dict[str, Floats], name: str) -> Floats:
    weights, bias = heads[f"{name}.signs"], heads[f"{name}.signs_bias"]
    out = np.empty((len(rows), len(bias)), np.float32)
    for one, known in zip(out, rows, strict=True):
        one[:] = np.add.reduce(weights.take(np.array(known, np.int64), axis=0), axis=0, dtype=np.float32)
        one /= np.float32(max(1, len(known)) ** 0.5)
    out += bias
    return log_softmax(out)


def classify(
    vectors: Floats, model: Model, segments: Segments, attributions: Iterable[Attribution]
) -> tuple[tuple[Act, Factuality], ...]:
    """The act and factuality of each attribution.

    Acts are the 14 of the contested-news guidelines; factuality is FactBank's (Saurí & Pustejovsky 2009), the source's
    own commitment to the content, with the polarity of a negated content.

    Args:
        vectors: rows from `attribution.attribute`: means of cue, content and source, (attributions, 3 x width).
        model: the heads, one on the vectors and one on signs in the words; their logarithms are added.
        segments, attributions: the text's words and what stands in each row.
    """
    if not len(vectors):
        return ()
    known, heads = model.signs, model.heads
    rows = [[known[s] for s in _signs.of_statement(segments, a) if s in known] for a in attributions]
    acts, facts = (
        (log_softmax(_head(vectors, heads, name)) + share * _told_by_words(rows, heads, name)).argmax(axis=1)
        for name, share in _SHARES.items()
    )
    return tuple(
        (Act(model.about["acts"][a]), Factuality(model.about["factualities"][f]))
        for a, f in zip(acts, facts, strict=True)
    )


def undenied(cue: str) -> tuple[Act, Factuality] | None:
    """Withhold and Uu where a cue says that somebody does not deny something; None for every other cue.

    Not to deny is not to say. The reports that the model learns from hold no such cue, and to take it for a denial
    turns a position around.

    Example:
        >>> undenied("has not denied")[0].value, undenied("denied")
        ('withhold', None)
    """
    return (Act.WITHHOLD, Factuality.UNCOMMITTED) if _UNDENIED.search(cue) else None

"""What a source does in saying something, and how certain it is: the act and factuality heads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

import numpy as np

from reportedly.model import Floats, Model
from reportedly.stages import _signs
from reportedly.stages.encode import log_softmax
from reportedly.stages.segment import Segments
from reportedly.terms import Act, Factuality
from reportedly.types import Attribution

__all__ = ["classify", "pleaded", "undenied"]

_UNDENIED = re.compile(
    r"(?:\b(?:not|never|neither|nor|without|cannot|refus\w+|declin\w+)|n['’]t)\b.*"
    r"\b(?:deny|denies|denied|denying|refut\w+|disput\w+)\b",
    re.I | re.S,
)

_PLEA = re.compile(
    r"\b(?:plead|pleads|pleaded|pled|pleading|plea)\b.*?(\bnot\b\s+)?\b(?:guilty|innocent)\b", re.I | re.S
)


def _head(vectors: Floats, heads: dict[str, Floats], name: str) -> Floats:
    hidden = np.maximum(vectors @ heads[f"{name}.hidden"] + heads[f"{name}.hidden_bias"], 0)
    out: Floats = hidden @ heads[f"{name}.out"] + heads[f"{name}.out_bias"]
    return out


#: what the linear half counts against the encoder's, in logarithms of the chances (docs/design/0013)
_SHARES = {"act": 0.7, "factuality": 0.5}


def _told_by_words(rows: Sequence[list[int]], model: Model) -> list[Floats]:
    """What the linear halves give for the signs of each statement: those of the acts, those of the factualities."""
    ends = list(accumulate(map(len, rows), initial=0))
    found = model.sign_weights.take(np.array([row for own in rows for row in own], np.int64), axis=0)
    told = np.stack([np.add.reduce(found[first:last], axis=0) for first, last in pairwise(ends)])
    told /= np.sqrt(np.maximum(np.diff(ends), 1), dtype=np.float32)[:, None]
    biases = [model.heads[f"{name}.signs_bias"] for name in _SHARES]
    parts = np.split(told, [len(biases[0])], axis=1)
    return [log_softmax(part + bias) for part, bias in zip(parts, biases, strict=True)]


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
        (log_softmax(_head(vectors, heads, name)) + share * told).argmax(axis=1)
        for (name, share), told in zip(_SHARES.items(), _told_by_words(rows, model), strict=True)
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


def pleaded(cue: str) -> tuple[Act, Factuality] | None:
    """What a plea in court does: denies and holds for certainly not so, or confirms; None for every other cue.

    Example:
        >>> [value.value for value in pleaded("pleaded not guilty") or ()], pleaded("pleaded with the judge")
        (['deny', 'CT-'], None)
    """
    found = _PLEA.search(cue)
    if found is None:
        return None
    denies = bool(found[1]) != found[0].lower().endswith("innocent")
    return (Act.DENY, Factuality.CERTAINLY_NOT) if denies else (Act.CONFIRM, Factuality.CERTAIN)

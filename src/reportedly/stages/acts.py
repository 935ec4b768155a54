"""What a source does in saying something, and how certain it is: the act and factuality heads."""

from __future__ import annotations

import re

import numpy as np

from reportedly.model import Floats, Model
from reportedly.terms import Act, Factuality

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


def classify(vectors: Floats, model: Model) -> tuple[tuple[Act, Factuality], ...]:
    """The act and factuality of each attribution.

    Acts are the 14 of the contested-news guidelines; factuality is FactBank's (Saurí & Pustejovsky 2009), the source's
    own commitment to the content, with the polarity of a negated content.

    Args:
        vectors: rows from `attribution.attribute`: means of cue, content and source, (attributions, 3 x width).
        model: the heads.
    """
    if not len(vectors):
        return ()
    acts = _head(vectors, model.heads, "act").argmax(axis=1)
    facts = _head(vectors, model.heads, "factuality").argmax(axis=1)
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

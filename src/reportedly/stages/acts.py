"""What a source does in saying something, and how certain it is: the act and factuality heads."""

from __future__ import annotations

import numpy as np

from reportedly.model import Floats, Model
from reportedly.terms import Act, Factuality

__all__ = ["classify"]


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

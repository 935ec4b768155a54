"""What a source does in saying something, and how certain it is: the act and factuality heads."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from reportedly.model import Floats, Model, weighed
from reportedly.stages import _signs
from reportedly.stages.encode import log_softmax
from reportedly.stages.segment import Segments
from reportedly.terms import Act, Factuality
from reportedly.types import Attribution

__all__ = ["STATEMENT", "classify", "pleaded", "settled", "undenied", "unproven"]

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


#: nobody has anything to show for it: "there is no evidence", "we have seen no direct proof"
_NONE = r"no (?:[\w“\"”-]+ ){0,2}(?:or [\w-]+ )?(?:evidence|proof|indications?|confirmation|intelligence)\b"
_HAVING = r"(?:ha(?:s|ve|d)|continues? to have|sees?|saw|finds?|found|received|knows? of|is|was|are|were)"
_UNPROVEN = re.compile(
    r"\W*(?:(?:[\w’'\-.]+ ){1,7}?" + _HAVING + r"(?: seen| found| been| received)? )?"
    r"(?:(?:currently|still|yet|as yet|so far|absolutely) )?[“\"]?" + _NONE,
    re.I,
)
_UNPROVING = re.compile(r"\W*" + _NONE, re.I)

#: the table of what words say, and how much that counts against the encoder's logarithms of the chances (design/0013)
STATEMENT = "statement.words"
_WORDS = {"act": 4.0, "factuality": 3.0}


def classify(
    vectors: Floats, model: Model, segments: Segments, attributions: Iterable[Attribution]
) -> tuple[tuple[Act, Factuality], ...]:
    """The act and factuality of each attribution.

    Acts are the 14 of the contested-news guidelines; factuality is FactBank's (Saurí & Pustejovsky 2009), the source's
    own commitment to the content, with the polarity of a negated content.

    Args:
        vectors: rows from `attribution.attribute`: means of cue, content and source, (attributions, 3 x width).
        model: the heads on the vectors, and what signs in the words weigh, which is added to the chances' logarithms.
        segments, attributions: the text's words and what stands in each row.
    """
    if not len(vectors):
        return ()
    told = weighed([_signs.of_statement(segments, a) for a in attributions], model.words[STATEMENT])
    parts = np.split(told, [len(model.about["acts"])], axis=1)
    acts, facts = (
        (log_softmax(_head(vectors, model.heads, name)) + share * part).argmax(axis=1)
        for (name, share), part in zip(_WORDS.items(), parts, strict=True)
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


def unproven(cue: str, content: str, act: Act) -> tuple[Act, Factuality] | None:
    """Doubt and Uu where what is asserted is that there is no evidence; None for every other statement.

    The guidelines of contested news take it so: nobody can establish it.

    Example:
        >>> [value.value for value in unproven("said", "there is no evidence that it sank", Act.ASSERT) or ()]
        ['doubt', 'Uu']
        >>> unproven("denied", "there is no evidence that it sank", Act.DENY), unproven("said", "it sank", Act.ASSERT)
        (None, None)
    """
    if act is Act.ASSERT and (_UNPROVEN.match(content) or _UNPROVING.match(cue)):
        return Act.DOUBT, Factuality.UNCOMMITTED
    return None


def settled(text: str, attribution: Attribution, found: tuple[Act, Factuality]) -> tuple[Act, Factuality]:
    """What the words settle by rule, whatever the heads found; else that."""
    cue = " ".join(span.of(text) for span in attribution.cue)
    content = attribution.content[0].of(text) if attribution.content else ""
    return undenied(cue) or pleaded(cue) or unproven(cue, content, found[0]) or found

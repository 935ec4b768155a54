"""The words of the ledger, each with one meaning and a gloss."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Act", "Factuality", "Kind", "Scheme", "explain"]


class Act(StrEnum):
    """What a source does in saying something; the 14 acts of the contested-news guidelines."""

    ASSERT = "assert"
    CONFIRM = "confirm"
    DENY = "deny"
    WITHHOLD = "withhold"
    DOUBT = "doubt"
    CONDEMN = "condemn"
    ENDORSE = "endorse"
    REJECT = "reject"
    DEFEND = "defend"
    DEMAND = "demand"
    COMMIT = "commit"
    THREATEN = "threaten"
    PREDICT = "predict"
    ASK = "ask"


class Factuality(StrEnum):
    """A source's own commitment to its content: FactBank's certainty times polarity (Saurí & Pustejovsky 2009)."""

    CERTAIN = "CT+"
    PROBABLE = "PR+"
    POSSIBLE = "PS+"
    CERTAINLY_NOT = "CT-"
    PROBABLY_NOT = "PR-"
    POSSIBLY_NOT = "PS-"
    UNCOMMITTED = "Uu"


class Kind(StrEnum):
    """How a content is rendered: quoted, paraphrased, or partly quoted (PARC's three kinds of attribution)."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Scheme(StrEnum):
    """The annotation scheme that a reading of attributions follows."""

    CONTESTED = "contested"
    POLNEAR = "polnear"


_GLOSSES: dict[str, str] = {
    Act.ASSERT: "states the content as its own view or knowledge, with no stronger act below",
    Act.CONFIRM: "says that something already alleged is so",
    Act.DENY: "says that something alleged is not so, or calls the allegation false",
    Act.WITHHOLD: "declines to say: neither confirms nor denies, gives no comment, gives no figure",
    Act.DOUBT: "questions the content, or says that it cannot be established",
    Act.CONDEMN: "blames, accuses or denounces",
    Act.ENDORSE: "praises, backs or welcomes",
    Act.REJECT: "dismisses, refuses or rules out a proposal, demand or remark",
    Act.DEFEND: "justifies an action, its own or another's",
    Act.DEMAND: "asks for, calls for or orders an action",
    Act.COMMIT: "promises, plans or offers an action of its own",
    Act.THREATEN: "promises harm to someone",
    Act.PREDICT: "says what will or may come: expects, warns, fears",
    Act.ASK: "puts a question or asks for information",
    Factuality.CERTAIN: "held as certainly so",
    Factuality.PROBABLE: "held as probably so",
    Factuality.POSSIBLE: "held as possibly so",
    Factuality.CERTAINLY_NOT: "held as certainly not so",
    Factuality.PROBABLY_NOT: "held as probably not so",
    Factuality.POSSIBLY_NOT: "held as possibly not so",
    Factuality.UNCOMMITTED: "no commitment either way: a demand, question, promise, condition or refusal to say",
    Kind.DIRECT: "the content stands wholly in quotation marks",
    Kind.INDIRECT: "the content is paraphrased, without quotation marks",
    Kind.MIXED: "part of the content stands in quotation marks",
    "report": "one document: its body, with what is known of its publisher and date",
    "text": "the body of a report, kept exactly as given",
    "outlet": "who published a report",
    "attribution": "the spans by which a report says that somebody said something: source, cue and content",
    "source": "the words that name who is said to say it",
    "cue": "the words that signal the saying, such as `said`, `has not denied` or `according to`",
    "content": "the words that are attributed to the source",
    "speaker": "who said it: the person or body that a source resolves to within its report",
    "party": "on whose behalf it was said: a state, an armed group, a body, an outlet",
    "act": "what the source does in saying it",
    "factuality": "how certain one source is of its content, and with which polarity",
    "score": "our own confidence, calibrated: the share of such findings that a careful annotator would make too",
    "position": "a party's act and factuality about one event, over time",
    "origin": "where a report's information comes from: its own reporter, a wire, another outlet, one ministry",
    "within": "the attribution whose content holds this one's cue: who is said to have said that this was said",
    "audience": "whom the source told it",
    "basis": "what the source rests it on",
}


def explain(term: str) -> str:
    """The gloss of an act, a factuality value, a kind or a word of the ledger.

    Args:
        term: the value or word, in any case.

    Returns:
        One line of English.

    Raises:
        UnknownTerm: no such word; the message names near ones.

    Example:
        >>> explain("withhold")
        'declines to say: neither confirms nor denies, gives no comment, gives no figure'
    """
    folded = {key.casefold(): gloss for key, gloss in _GLOSSES.items()}
    found = folded.get(term.strip().casefold())
    if found is None:
        from difflib import get_close_matches

        from reportedly.errors import UnknownTerm

        near = get_close_matches(term.strip().casefold(), list(folded), n=3, cutoff=0.5)
        raise UnknownTerm(term, "did you mean " + ", ".join(near) + "?" if near else "see docs/glossary.md")
    return found

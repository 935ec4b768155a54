"""Whether the words around a place in a sentence speak of what was, is or is to come; no parser, one short walk."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.stages._timewords import KINDS, Token

__all__ = ["FUTURE", "OPEN", "PAST", "PRESENT", "in_lead", "past_form", "tense_at"]

#: OPEN: told so that the day may lie behind or ahead, and the nearer one is meant
PAST, PRESENT, FUTURE, OPEN = "past", "present", "future", "open"

_WILL = frozenset("will would shall 'll ll wo won should may might must".split())
#: say nothing of when: `could not be reached Monday`, `could meet Monday`
_COULD = frozenset("could can cannot".split())
_HAVE = frozenset("has have had having 've".split())
_WAS = frozenset("was were did".split())
_IS = frozenset("is are am 're do does".split())
#: words that put an infinitive into the future: `agreed to meet`, `a deadline to sign`
_PLANS = frozenset(
    "scheduled expected due plans plan planned planning set slated hopes hope hoped intends intend intended wants want "
    "wanted going about likely agreed pledged promised vowed upcoming ready prepared preparing aims aimed seeks "
    "seeking urged invited required needs need decided threatened refused proposed deadline failed".split()
)
#: words that do so without an infinitive: `has scheduled a conference on Thursday`
_SET = frozenset("scheduled planned slated due upcoming expected".split())
#: with `for`, may look ahead to what follows: `prepared for a debate on Thursday`
_READY = frozenset("prepare prepares prepared preparing ready readying brace braces braced bracing".split())
#: verbs of timetables, whose plain present is to come beside a day: `the talks open Monday`
_OPENS = frozenset("begins opens meets resumes convenes reconvenes expires starts".split())
_OPEN = frozenset(word.removesuffix("s") for word in _OPENS)
_PLURAL_PRONOUNS = frozenset("they we you who that which".split())
#: what becomes of a plan that fails; its day may be either side: `a march planned for Saturday was cancelled`
_FAILED = frozenset(
    "canceled cancelled postponed delayed scrapped suspended called put moved rescheduled aborted".split()
)
#: what follows a verb rather than an attribute: `this angered the ...`, `that ended in ...`
_AFTER_VERBS = frozenset(
    "the a an his her their its our my your this that these those him them it me us you in on at to of for from with "
    "by and or but as after before until when while because since over into against about monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)
#: stand before a noun and whatever describes it
_ARTICLES = frozenset("the a an his her their its our my your".split())
# Past forms that are not spelled with -ed (Quirk et al. 1985, irregular verbs); forms equal to the base are left out.
_IRREGULAR = frozenset(
    "said told went came saw took gave made met found knew thought got left kept led felt held brought began ran wrote "
    "stood lost paid sent built fell spoke rose drove grew drew broke chose flew fought sought taught caught bought "
    "won shot struck sank sang swore wore threw stole shook blew froze forbade withdrew overthrew undertook became "
    "arose awoke bore bound bent bled bred clung crept dealt dug fed fled flung forgot forgave heard hid hung laid lay "
    "lent lit meant rode rang sat shone slept slid slew spent spun stuck stung strode swept swam swung tore understood "
    "wept wound wrung sold set read hit cut put let quit shut split spread cast cost burst hurt shed beat".split()
)
_PARTICIPLES = frozenset(
    "been gone seen taken given known spoken risen driven grown drawn broken chosen flown begun written fallen eaten "
    "done become beaten hidden thrown stolen sworn torn worn shaken".split()
)
_NOT_ED = frozenset(
    "indeed need speed seed feed breed bleed proceed succeed exceed bed red hundred sacred united naked wicked "
    "shed wed embed ted fed alleged armed so-called limited aged advanced".split()
)
_ADVERBS = frozenset(
    "not n't t also already still just never ever now only soon probably reportedly allegedly likely again then be "
    "been being later no".split()
)
_NOT_VERBS = frozenset("the a an his her their its our my this that these those be date".split())
#: abbreviations after which a capital begins no sentence
_SHORT = frozenset("mr mrs ms dr gen col lt maj capt sgt adm sen rep gov prof rev hon st vs no messrs".split())
_UNTIL = frozenset("until till by".split())
_REACH_LEFT, _REACH_RIGHT = 24, 36
#: tokens that title, place, date and first sentence may take
_LEAD = 60
#: words within which the verb of a limit's clause stands
_CLAUSE = 10


def tense_at(tokens: Sequence[Token], first: int, last: int) -> str | None:
    """The tense of the verb group that the expression `tokens[first:last]` goes with, or None where none is near.

    The nearest verb group to the left within the sentence decides, else the nearest to the right. A group is read from
    its leftmost auxiliary: `would be held`, `is to meet` and `plans to leave` are to come, `has met` and `was held` are
    past, and so is a participle without any.
    """
    if last < len(tokens) and tokens[last].word == "'s":
        # `Wednesday's ruling` has been, whatever is to come of it
        return PAST
    lead = tokens[first - 1].word if first else ""
    if lead in _UNTIL or (lead == "as" and first > 2 and tokens[first - 2].word in ("soon", "early")):
        # a limit lies ahead: `until Tuesday`, `by March`, `as early as Friday`; that of what had been lies behind
        return PAST if lead in _UNTIL and _had_been(tokens, first - 1, last) else FUTURE
    if lead in ("ended", "ending"):
        # `the year ended Jan. 31`
        return PAST if lead == "ended" else FUTURE
    if lead == "effective":
        # an appointment `effective Feb. 1` is to come; what was made so has been
        return PAST if first > 1 and tokens[first - 2].word in ("was", "were", "became") else FUTURE
    said = _left(tokens, first)
    if said == FUTURE and _set_for(tokens, first) and _failed(tokens, last):
        return OPEN
    return said or _right(tokens, last)


def in_lead(tokens: Sequence[Token], at: int) -> bool:
    """Whether a token stands in a report's first sentence, be it under a title or a place and date."""
    if at >= _LEAD or (at and tokens[at - 1].word in _UNTIL):
        return False
    return not any(tokens[before].word[0] in ".!?" and _ends_at(tokens, before) for before in range(at))


def past_form(word: str) -> bool:
    """Whether a word is a verb's past form by its looks."""
    return word in _IRREGULAR or (word.endswith("ed") and len(word) > 3 and word not in _NOT_ED)


def _set_for(tokens: Sequence[Token], first: int) -> bool:
    """Whether a plan's participle follows its noun: `a march planned for Saturday`, not `was planned`."""
    for at in range(first - 1, max(0, first - 1 - _CLAUSE), -1):
        if tokens[at].word in _SET:
            return _auxiliary(tokens, at) is None
    return False


def _failed(tokens: Sequence[Token], last: int) -> bool:
    """Whether what follows tells in the past that a plan came to nothing: `... was cancelled`."""
    for at in range(last, min(len(tokens) - 1, last + 4)):
        if tokens[at].word in _WAS or tokens[at].word in ("had", "has"):
            return any(token.word in _FAILED for token in tokens[at + 1 : at + 4])
        if _ends_at(tokens, at):
            break
    return False


def _had_been(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the clause that a limit goes with is told in the past perfect: `had filed by Monday`."""
    for way in (range(first - 1, max(-1, first - 1 - _CLAUSE), -1), range(last, min(len(tokens), last + _CLAUSE))):
        for at in way:
            word = tokens[at].word
            if word[0] in '!?;\n"\u201c\u201d' or _ends_at(tokens, at):
                break
            if _will(tokens, at) or word in _COULD or word in _WAS or word in _IS or word in ("has", "have", "to"):
                return False
            if word == "had":
                return True
    return False


def _ends_at(tokens: Sequence[Token], at: int) -> bool:
    """Whether a sentence ends with this token; the dot of an initial or a title ends none: `J. Smith`, `Gen. Smith`."""
    token = tokens[at]
    if token.kind == KINDS["dot"] and at and tokens[at - 1].end == token.start:
        word = tokens[at - 1].word
        if word in _SHORT or (len(word) == 1 and word.isalpha()):
            return False
    return _sentence_end(token, tokens[at + 1] if at + 1 < len(tokens) else None)


def _sentence_end(token: Token, after: Token | None) -> bool:
    if token.kind == KINDS["dot"]:
        return after is None or (after.capital and after.start > token.end)
    return token.word in "!?;" or token.word[0] == "\n"


def _left(tokens: Sequence[Token], first: int) -> str | None:
    for at in range(first - 1, max(-1, first - 1 - _REACH_LEFT), -1):
        token = tokens[at]
        if not token.word[0].isalpha():
            if _ends_at(tokens, at):
                return None
            continue
        found = _verb(tokens, at)
        if found is not None:
            return found
    return None


def _right(tokens: Sequence[Token], last: int) -> str | None:
    for at in range(last, min(len(tokens), last + _REACH_RIGHT)):
        token = tokens[at]
        if not token.word[0].isalpha():
            if _ends_at(tokens, at):
                return None
            continue
        word = token.word
        if _will(tokens, at):
            return FUTURE
        if word in _HAVE or word in _WAS:
            return PAST
        if word in _COULD:
            return None
        if word in _IS:
            return PRESENT
        found = _verb(tokens, at)
        if found is not None:
            return found
    return None


def _will(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word puts its verb into the future: no month of May, no `won` but that of `won't`."""
    token = tokens[at]
    if token.word == "won":
        return at + 1 < len(tokens) and tokens[at + 1].word in ("'", "\u2019")
    return token.word in _WILL and token.kind != KINDS["month"]


def _verb(tokens: Sequence[Token], at: int) -> str | None:
    """What the verb group ending at `at` says, or None where the word is no verb that tells."""
    word = tokens[at].word
    if _will(tokens, at):
        return FUTURE
    if word in _IS:
        return PRESENT
    if word in _WAS:
        return PAST
    if word in _HAVE:
        return _auxiliary(tokens, at) or PAST
    if at > 1 and tokens[at - 1].word == "to" and not tokens[at].capital and tokens[at].kind == KINDS["other"]:
        # an infinitive takes its time from what governs it; any other is passed over, as `to the house` is
        governor = tokens[at - 2]
        if governor.word in _PLANS or governor.word in _IS or governor.word in _WAS:
            return PAST if governor.word in _PLANS and _pluperfect(tokens, at - 2) else FUTURE
        if (
            governor.capital
            and word not in _NOT_VERBS
            and all(
                tokens[back].capital or not tokens[back].word[0].isalpha() for back in range(max(0, at - 5), at - 1)
            )
        ):
            # a headline: `Putin to visit Beijing Monday`
            return FUTURE
        return None
    if word == "for" and at and tokens[at - 1].word in _READY:
        return OPEN
    if word in _SET:
        if (at and tokens[at - 1].word in ("as", "than")) or (at > 1 and tokens[at - 2].word == "as"):
            # `began as (previously) planned on Saturday`
            return None
        return PAST if _pluperfect(tokens, at) else FUTURE
    if word in _OPENS or (word in _OPEN and _subject(tokens, at)):
        said = _auxiliary(tokens, at)
        return None if at and tokens[at - 1].word in _COULD else said or FUTURE
    if word.endswith("ed") and _attribute(tokens, at):
        return None
    if past_form(word) and _supposed(tokens, at):
        return FUTURE
    if past_form(word) or word in _PARTICIPLES:
        return _auxiliary(tokens, at) or PAST
    if word.endswith("ing") and len(word) > 4 and at and tokens[at - 1].word in ("is", "are", "am"):
        return PRESENT
    return None


def _subject(tokens: Sequence[Token], at: int) -> bool:
    """Whether a base form follows a plural subject and so is a verb in the present: `both sides meet`."""
    back = at - 1
    while back > 0 and tokens[back].word.endswith("ly"):
        back -= 1
    word = tokens[back].word if back >= 0 else ""
    if word in _PLURAL_PRONOUNS or (word.endswith("s") and len(word) > 3 and word not in _WAS and word != "this"):
        return True
    pair = any(token.word == "and" for token in tokens[max(0, back - 5) : max(0, back)])
    return back >= 0 and tokens[back].capital and pair


def _supposed(tokens: Sequence[Token], at: int) -> bool:
    """Whether a past form is only supposed: `how ties would fare if he won the vote`."""
    return any(token.word == "if" for token in tokens[max(0, at - 4) : at]) and any(
        token.word in ("would", "could") for token in tokens[max(0, at - 14) : at]
    )


def _attribute(tokens: Sequence[Token], at: int) -> bool:
    """Whether a participle describes the noun after it and is no verb: `a still unspecified date`."""
    back = at - 1
    if back > 0 and (tokens[back].word.endswith("ly") or tokens[back].word in ("still", "newly", "long", "now", "yet")):
        back -= 1
    after = tokens[at + 1].word if at + 1 < len(tokens) else ""
    return back >= 0 and tokens[back].word in _ARTICLES and after.isalpha() and after not in _AFTER_VERBS


def _pluperfect(tokens: Sequence[Token], at: int) -> bool:
    """Whether a plan is told as one that had been made: `had been due to expire on Friday`, `had planned to meet`."""
    back = at - 1
    while back > 0 and (tokens[back].word in ("been", "not") or tokens[back].word.endswith("ly")):
        back -= 1
    return back >= 0 and tokens[back].word == "had"


def _auxiliary(tokens: Sequence[Token], at: int) -> str | None:
    """What the auxiliaries before `at` say: the leftmost of an unbroken run."""
    said: str | None = None
    for back in range(at - 1, max(-1, at - 6), -1):
        word = tokens[back].word
        if _will(tokens, back) or word == "to":
            # a modal over `have` looks back: `may have left`
            said = said if said == PAST and word != "to" else FUTURE
        elif word in _HAVE:
            said = said or PAST
        elif word in _WAS:
            said = PAST if said is None else said
        elif word in _IS:
            said = PRESENT if said is None else said
        elif word not in _ADVERBS and not word.endswith("ly"):
            break
    return said

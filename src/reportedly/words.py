"""The content words of a text, folded so that `deployed` meets `deployments`."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["base", "content_stems", "content_words", "stem", "tokens"]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

#: closed-class words of English and the reporting verbs, which say nothing about the event
_STOP_WORDS = """
a about above after again against all also although am an and any are as at away be because been before being below
between both but by can cannot could did do does doing down during each even ever few first for from further get
gets getting give given go goes going got had has have having he her here hers herself him himself his how i if in
into is it its itself just last least less like made make makes many may me might more most much must my never next
no nor not now of off on once one only onto or other others our ours out over own per quite rather same shall she
should since so some still such than that the their theirs them themselves then there these they this those through
thus to too toward towards two under until up upon us very was we were what when where which while who whom whose
why will with within without would yet you your yours according added adding announced asked called claimed denied
noted quoted reported reportedly reports said saying says spoke statement stated tell telling told mr mrs ms monday
tuesday wednesday thursday friday saturday sunday january february march april june july august september october
november december day days week weeks month months year years today yesterday tomorrow
"""
_STOP = frozenset(_STOP_WORDS.split())

#: longest first; a suffix is cut only where at least three letters stay
_SUFFIXES = (
    "izations", "ization", "ations", "ments", "ation", "ingly", "ement", "ities", "ment", "ness", "ings", "ions",
    "ying", "ies", "ied", "ing", "ion", "ers", "ors", "est", "ity", "ed", "er", "or", "es", "ly", "al", "s", "e",
)  # fmt: skip

#: past forms of English's irregular verbs, and nouns of deeds that no suffix leads back to their verb, by base form
_IRREGULAR_FORMS = """
arise arose arisen; bear bore borne; beat beaten; become became; begin began begun; bend bent; bind bound; bite bit
bitten; bleed bled; blow blew blown; break broke broken; bring brought; build built; burn burnt; buy bought; catch
caught; choose chose chosen choice; cling clung; come came; creep crept; deal dealt; dig dug; draw drew drawn; drink
drank drunk; drive drove driven; eat ate eaten; fall fell fallen; feed fed; feel felt; fight fought; find found; flee
fled flight; fly flew flown; forbid forbade forbidden; forget forgot forgotten; forgive forgave forgiven; freeze froze
frozen; grow grew grown growth; hang hung; hear heard; hide hid hidden; hold held; keep kept; know knew known; lay laid;
lead led; leave left; lend lent; lie lain; light lit; lose lost loss; mean meant; meet met; mistake mistook mistaken;
overcome overcame; overthrow overthrew overthrown; pay paid; ride rode ridden; ring rang rung; rise rose risen; run ran;
see saw seen; seek sought; sell sold sale; send sent; shake shook shaken; shine shone; shoot shot; show shown; shrink
shrank shrunk; sing sang sung; sink sank sunk; sit sat; sleep slept; slide slid; speak spoke spoken speech; speed sped;
spend spent; spin spun; spring sprang sprung; stand stood; steal stole stolen theft; stick stuck; sting stung; strike
struck stricken; strive strove; swear swore sworn; sweep swept; swim swam swum; swing swung; take took taken; teach
taught; tear tore torn; think thought; throw threw thrown; understand understood; undertake undertook undertaken;
uphold upheld; wake woke woken; wear wore worn; weave wove woven; win won; wind wound; withdraw withdrew withdrawn;
withhold withheld; write wrote written; die died dead death; bury burial; decide decision; destroy destruct; explode
explosion explosive; collide collision; invade invasion; arrive arrival; succeed success succession; marry marriage;
sue lawsuit; extradite extradition; conclude conclusion; expel expulsion; seize seizure; fail failure; move motion
"""


def tokens(text: str) -> list[str]:
    """The words of a text in order, case folded, possessives cut.

    Example:
        >>> tokens("Seoul’s 1,500 troops")
        ['seoul', '1', '500', 'troops']
    """
    return [_possessive(word) for word in _WORD.findall(text.casefold())]


def _possessive(word: str) -> str:
    for mark in ("'s", "’s"):
        if word.endswith(mark):
            return word[: -len(mark)]
    return word


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its endings, cut roughly: good for meeting, not for reading.

    Example:
        >>> stem("deployment") == stem("deployed") == stem("deploys")
        True
    """
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] in "eiy" and word[-2] not in "aeiou" else word


def base(word: str) -> str:
    """A stem, led back to that of its verb where English forms it irregularly.

    Example:
        >>> base(stem("sent")) == base(stem("sending")), base(stem("death")) == base(stem("died"))
        (True, True)
    """
    return _irregular().get(word, word)


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    found = {}
    for line in _IRREGULAR_FORMS.split(";"):
        verb, *forms = (stem(form) for form in line.split())
        found.update({form: verb for form in forms if form != verb})
    return found


def content_words(text: str) -> frozenset[str]:
    """The stems of a text's words that carry meaning.

    Example:
        >>> sorted(content_words("The troops were deployed to Kursk"))
        ['deploy', 'kursk', 'troop']
    """
    return frozenset(content_stems(text))


def content_stems(text: str) -> list[str]:
    """The same in the order of the text, as often as they stand there.

    Example:
        >>> content_stems("The troops met other troops")
        ['troop', 'met', 'troop']
    """
    return [stem(word) for word in tokens(text) if len(word) > 1 and word not in _STOP]

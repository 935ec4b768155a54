"""What a figure counts, and what is said of those counted: the noun and the verb nearest to a number."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.stages._figures import Word

__all__ = ["SENSES", "counted", "noun_after"]

#: plurals that do not end in -s, and nouns that count without one
_PLURALS = frozenset(
    "people men women children policemen policewomen servicemen servicewomen firemen gunmen militiamen fishermen "
    "tribesmen businessmen congressmen crewmen troops personnel police aircraft staff crew cattle sheep infantry "
    "cavalry militia percent pct km kg mm cm kph mph million media forces ammunition spacecraft hovercraft "
    "watercraft livestock clergy gendarmerie youth victims others civilians".split()
)
#: end in -s and are no plural nouns
_NOT_PLURAL = frozenset(
    "is was has does this his its us as yes always perhaps besides towards afterwards across whereas thus less unless "
    "versus says tells news islamic isis hamas houthis's plus previous various religious serious famous numerous "
    "dangerous armed-forces alias damascus homs texas kansas iraqis's iris paris athens brussels laos cyprus mass "
    "hours-long business press address princess process access congress progress loss cross gas bus chaos virus campus "
    "kills claims wounds injures hits leaves includes targets strikes-on reuters".split()
)
#: close a noun phrase
_STOPS = frozenset(
    "a an the this that these those and or but nor so than then if as at by for from in into of off on onto out "
    "over per since through throughout to toward towards under until up upon via with within without among amongst "
    "amid around about after before behind below beside between beyond during except inside near outside against "
    "along across above despite following including who whom whose which what when where while why how because "
    "although though unless whereas is are was were be been being am has have had having do does did will would "
    "shall should can could may might must not n't it its he him his she her they them their we us our you your i "
    "my me there here said says say told reportedly allegedly also already still just now later earlier ago today "
    "yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday overnight last next all both "
    "either neither each every some any no yet ever never apparently got get gets left leave leaves killed wounded "
    "injured dead missing hurt died die fled lost arrested detained captured kidnapped abducted displaced deployed "
    "sent freed released evacuated rescued trapped stranded destroyed damaged shot hit taken made went came took "
    "began fell rose remain remained according alone apiece strong together overall north south east west northeast "
    "northwest southeast southwest nearby northwards southwards eastwards westwards".split()
)
_NAMES = frozenset("us north south east west".split())
#: plurals that stand before the noun they go with: `three women soldiers`
_ATTRIBUTIVE = frozenset(
    "women men arms news sports forces rights weapons systems customs police militia special-forces troops staff media "
    "personnel youth victims others".split()
)
_ADJECTIVAL = frozenset(
    "armed alleged suspected unarmed masked wanted trained experienced united displaced injured wounded retired "
    "elected uniformed unidentified so-called allied besieged occupied disputed unnamed mixed red detained captured "
    "heavily mainly mostly newly recently lightly highly fully backed led uninhabited "
    "advanced guided manned unmanned motorised motorized mechanised mechanized confirmed registered".split()
)
_SKIPPED = frozenset(("more", "other", "further", "additional", "extra", "new", "such", "fewer"))

# Folded sense of the verbs and nouns that reports of conflict count by; any other verb stands as it is.
_SENSES = {
    sense: words.split()
    for sense, words in {
        "killed": "kill kills killed killing dead died die dies dying death deaths fatalities lives slain martyred "
        "toll murdered murdering slaughtered massacred massacring slaying perished executed "
        "executing beheaded beheading "
        "drowned assassinated assassinating lynched killings",
        "wounded": "wound wounds wounded wounding injure injures injured injuring injuries hurt hurting maimed maiming",
        "sent": "send sends sent sending deploy deploys deployed deploying deployment dispatch dispatched dispatching "
        "dispatches mobilise mobilised mobilize mobilized",
        "captured": "capture captures captured capturing seized seizing",
        "arrested": "arrests arrest arrested arresting detain detains detained detaining detention rounded jailed "
        "jailing imprisoned",
        "kidnapped": "kidnap kidnaps kidnapped kidnapping abduct abducted abducting abduction",
        "displaced": "displace displaced displacing fled flee fleeing uprooted uprooting displacement",
        "evacuated": "evacuate evacuated evacuating evacuation",
        "released": "release released releasing free freed freeing",
        "missing": "missing disappeared vanished",
        "expected": "expect expected expects expecting due",
        "destroyed": "destroy destroys destroyed destroying",
        "lost": "lose lost losing loses",
        "trapped": "trap trapped trapping besieged stranded",
        "rescued": "rescue rescued rescuing saved saving",
    }.items()
}
SENSES = frozenset(_SENSES)
_SENSE = {word: sense for sense, words in _SENSES.items() for word in words}
#: said in present tense or as a base form, as headlines have it; other words of that shape are nouns more often
_BASE = frozenset(
    "kill kills wound wounds injure injures capture captures arrest arrests detain detains deploy deploys send sends "
    "displace evacuate release free destroy destroys lose loses rescue expect expects trap hurt dispatch dispatches "
    "kidnap kidnaps abduct".split()
)
_IRREGULAR = frozenset(
    "sent lost shot took taken brought held left found sold bought built fired fought struck hit put drove flew threw "
    "thrown saw seen gave given made had cost led fed fled spent won drew beat slain laid shut".split()
)
_NOT_VERBS = frozenset(
    "including during following involving according regarding concerning excluding hundred indeed being morning "
    "evening meeting building nothing something anything everything king ring spring string wing need speed united "
    "estimated wedding gathering hearing red bed armed so-called aged saying alleged".split()
)
_AUXILIARY = frozenset(
    "is are was were be been being has have had will would may might could should got get gets to".split()
)
_ADVERBS = frozenset(
    "also already reportedly allegedly since now still all both either just later then not yet ever never so far "
    "apparently currently badly seriously critically".split()
)
_AFTER_SUBJECT_STOP = frozenset(
    "said says told when while as because although if but after before until which reported".split()
)
_REACH = 14


def noun_after(words: Sequence[Word], last: int, single: bool = False) -> tuple[int, int]:
    """Where the noun stands that a number ending at `last` counts: first and last token; (0, 0) where there is none.

    Counted nouns are plural in English, so the last of the first run of plurals within the noun phrase is taken; after
    `one`, and in compounds (`a 300-man unit`), the phrase's last word is.
    """
    at = last
    compound = False
    if at < len(words) and words[at].sort == "-" and at + 1 < len(words) and words[at].end == words[at + 1].start:
        at += 1
        compound = True
        if at < len(words) and words[at].sort == "w" and words[at].word not in ("strong", "old"):
            return (at, at + 1) if not words[at].word.endswith(("fold", "th")) else (0, 0)
    partitive = False
    if at + 1 < len(words) and words[at].word == "per" and words[at + 1].word == "cent":
        return at, at + 2
    if at < len(words) and (words[at].word == "of" or (words[at].word == "the" and words[at - 1].word == "half")):
        at += words[at].word == "of"
        partitive = True
        while at < len(words) and words[at].word in (
            "the",
            "these",
            "those",
            "its",
            "his",
            "her",
            "their",
            "all",
            "our",
        ):
            at += 1
    while at < len(words) and words[at].word in _SKIPPED:
        at += 1
        if words[at - 1].word in ("more",) and at < len(words) and words[at].word == "than":
            return 0, 0
    if partitive and at < len(words) and words[at].word in ("dead", "wounded", "injured", "missing", "killed"):
        return at, at + 1
    start = at
    found = 0
    while at < len(words) and at - start < 7:
        word = words[at]
        if word.sort == "-" and at > start and at + 1 < len(words) and word.start == words[at - 1].end == word.start:
            if words[at + 1].sort == "w" and words[at + 1].start == word.end:
                at += 2
                continue
            break
        if word.sort == "#":
            at += 1
            continue
        if word.word == "(" and at > start and not found:
            # an aside within the phrase: `120 ISIS (also known as Daesh) fighters`
            shut = next((on for on in range(at, min(len(words), at + 10)) if words[on].word == ")"), 0)
            if shut:
                start += shut + 1 - at
                at = shut + 1
                continue
            break
        if word.sort != "w" or (_closes(words, at) and not (partitive and word.word.endswith("'s"))):
            if word.sort == "," and not found and at > start and _adjective_list(words, at):
                at += 1
                continue
            break
        if _plural(word):
            found = at + 1
            if word.word not in _ATTRIBUTIVE:
                break
        elif found:
            break
        at += 1
    if found:
        return found - 1, found
    if (single or partitive or compound) and at > start and words[at - 1].sort == "w":
        own = words[at - 1]
        return (at - 1, at) if own.word.removesuffix("'s") == own.word and not own.word.endswith("ly") else (0, 0)
    if start < len(words) and words[start].word == "others":
        return start, start + 1
    return 0, 0


def _closes(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    if word.word in _ADJECTIVAL:
        after = words[at + 1] if at + 1 < len(words) else None
        return after is None or after.sort != "w" or (after.word in _STOPS and after.word not in _ADJECTIVAL)
    if word.capital and word.word in _NAMES:
        # `US-backed`, `North Korean`
        return False
    if word.word in _STOPS or word.word.endswith("'s"):
        return True
    return (word.word.endswith(("ed", "ing")) and len(word.word) > 4 and not word.capital) and not (
        at + 1 < len(words) and words[at + 1].sort == "w" and _plural(words[at + 1])
    )


def _adjective_list(words: Sequence[Word], at: int) -> bool:
    return (
        at + 2 < len(words)
        and words[at + 1].sort == "w"
        and _plural(words[at + 2])
        and words[at + 1].word not in _STOPS
    )


def _plural(word: Word) -> bool:
    own = word.word
    if own in _PLURALS or (own.endswith("men") and len(own) > 5 and own not in ("specimen", "regimen", "abdomen")):
        return True
    return (
        word.sort == "w"
        and len(own) > 3
        and own.endswith("s")
        and not own.endswith(("ss", "'s", "ous", "sis"))
        and own not in _NOT_PLURAL
    )


def counted(words: Sequence[Word], first: int, last: int, end: int, floor: int) -> tuple[str, int | None] | None:
    """What is said of those that `words[first:last]` count, folded, and the token that says so; None where none does.

    Looks, in turn, at the word right after the figure (`18 dead`), the verb that has it for its object (`killing 21`),
    the verb that has it for its subject (`soldiers were sent`), and a noun that carries it (`death toll of 70`).
    `=` stands for what was said of the figure before it (`21 people, including eight children`).
    """
    here = end
    if here < len(words) and here == last:
        at = here
        while at < len(words) and words[at].word in ("others", "more", "people"):
            at += 1
        if at < len(words) and words[at].sort == "w" and _SENSE.get(words[at].word) and words[at].word not in _BASE:
            return _SENSE[words[at].word], at
    if last < end and words[end - 1].word in _COUNTING:
        return _SENSE[words[end - 1].word], end - 1
    found = _object(words, first, floor)
    if found is not None and found[1] is not None:
        cause = words[found[1]].word
        if cause in _CAUSING and end + 1 < len(words) and words[end].word == "to" and words[end + 1].word in _SENSE:
            return _SENSE[words[end + 1].word], end + 1
        if cause in _REACHING:
            found = _carrier(words, first, reach=18)
    if found is not None:
        return found
    if first > 1 and words[first - 1].word == "of" and words[first - 2].word in _SENSE:
        # `the deployment of 10,000 soldiers`
        return _SENSE[words[first - 2].word], first - 2
    risen = first > 1 and words[first - 1].word in ("at", "to") and words[first - 2].word in _STANDING
    return _subject(words, end) or _carrier(words, first, reach=18 if risen else 9)


#: nouns that name what befell those they count: `15 deaths`
_COUNTING = frozenset("deaths fatalities injuries arrests killings".split())
_CAUSING = frozenset("caused causing forced forcing led leading allowed allowing ordered ordering".split())
_REACHING = frozenset(
    "reached reaching risen topped passed exceeded surpassed hit climbed jumped totalled totaled".split()
)
_STANDING = frozenset("stands stood rose rises risen climbed climbs jumped grew went mounted put".split())
_EPISTEMIC = frozenset("believed reported thought feared confirmed known estimated alleged understood presumed".split())


def _sense(word: Word) -> str | None:
    """The folded sense of a word that can be a verb here, or None."""
    own = word.word
    if own in _SENSE and (
        own in _BASE or own.endswith(("ed", "ing")) or own in _IRREGULAR or own in ("killed", "died")
    ):
        return _SENSE[own]
    if own in _NOT_VERBS:
        return None
    if own in _IRREGULAR or (own.endswith(("ed", "ing")) and len(own) > 4):
        return own
    return None


def _object(words: Sequence[Word], first: int, floor: int) -> tuple[str, int] | tuple[str, None] | None:
    at = first - 1
    while at >= 0 and words[at].word in (
        "another",
        "a",
        "further",
        "also",
        "the",
        "all",
        "of",
        "lives",
        "deaths",
        "them",
        "additional",
    ):
        if words[at].word in ("lives", "deaths"):
            return "killed", at
        at -= 1
    if at < 0:
        return None
    word = words[at]
    if word.word in ("including", "among") or (word.sort == "," and at and words[at - 1].word == "including"):
        return "=", None
    if (
        word.word in ("were", "was", "are")
        and at > 2
        and words[at - 1].word in ("dead", "killed", "wounded", "injured")
    ):
        # `among the dead were four ...`
        return (_SENSE[words[at - 1].word], at - 1) if "among" in (words[at - 2].word, words[at - 3].word) else None
    sense = _sense(word) if word.sort == "w" else None
    if sense is not None and word.word not in ("had", "left", "leaving", "made", "put", "found", "said"):
        return sense, at
    return None


def _subject(words: Sequence[Word], end: int) -> tuple[str, int] | None:
    helped, begun = False, False
    for at in range(end, min(len(words), end + _REACH)):
        word = words[at]
        if word.sort == ".":
            return None
        if word.sort != "w":
            continue
        own = word.word
        if own in _AFTER_SUBJECT_STOP:
            return None
        if own in _AUXILIARY:
            helped = own != "to" or helped
            continue
        if own in _ADVERBS or (helped and own in _EPISTEMIC):
            continue
        begun, fresh = True, not begun
        if own in ("dead", "missing") and (helped or fresh):
            return _SENSE[own], at
        if helped or fresh:
            sense = _sense(word)
            if sense is not None:
                return sense, at
        if helped:
            # `were there`, `are soldiers`: the verb says nothing that is counted
            return None
    return None


def _carrier(words: Sequence[Word], first: int, reach: int = 9) -> tuple[str, int] | None:
    """A noun that the figure belongs to: `death toll rose to 70`."""
    for at in range(first - 1, max(-1, first - reach), -1):
        if words[at].sort == ".":
            return None
        if words[at].word in ("toll", "deaths", "fatalities"):
            return "killed", at
    return None

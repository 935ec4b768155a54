"""Whether a report is in English, by its letters and its commonest words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from reportedly.types import Problem

__all__ = ["check"]

#: code points looked at: the beginning of a report tells its language
_SAMPLE = 6_000
#: fewer words than this tell too little, unless they are in another script
_FEWEST = 25
#: share of words that are English function words: English news has .30 to .45, headlines .15 and more
_LEAST = 0.12
#: words needed to say "not English" of a text that fits no language known here: headlines have few function words
_ENOUGH = 80

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

#: the commonest words of each language that are rarely words of another; for German, French and so on the ten that
#: carry most of a news text, for English the closed classes
_LISTS = {
    "en": "the of and to in that is was for on with as at by it from he she they his her their its be been are "
    "were has have had not but or an this which who said will would after about more than when also there "
    "if could into over out up we you i our my what no all one",
    "de": "der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es werden aus hat "
    "dass sie",
    "fr": "le la les de des du et en un une que qui est dans pour pas sur au par plus avec ce il elle sont été aux",
    "es": "el la los las de que y en un una por con para del se no su al lo como más pero ha fue",
    "it": "il di che e la in un una per del della non con sono da si le dei al come ha gli nel è",
    "pt": "o de que e do da em um uma para com não os no se na por mais as dos como mas foi ao",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als door werd naar",
    "sv": "och att det som en på är av för med till den har inte om ett han var",
    "pl": "i w na z do się że nie jest to o jak za po przez od oraz ale",
    "tr": "ve bir bu için ile da de olarak olan çok daha gibi kadar sonra",
    "id": "yang dan di dengan untuk dari dalam pada ini itu tidak akan oleh juga",
}
_FUNCTION_WORDS = {name: frozenset(known.split()) for name, known in _LISTS.items()}
#: a word -> the languages of whose function words it is one
_LANGUAGES: dict[str, tuple[str, ...]] = {}
for _name, _known in _FUNCTION_WORDS.items():
    for _each in _known:
        _LANGUAGES[_each] = (*_LANGUAGES.get(_each, ()), _name)
_SCRIPTS = {
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "HEBREW": "he",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "GREEK": "el",
    "DEVANAGARI": "hi",
    "THAI": "th",
}
_NAMES = {
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "sv": "Swedish",
    "pl": "Polish",
    "tr": "Turkish",
    "id": "Indonesian",
}


_BEYOND_LATIN = re.compile("[\u0370-\U0010ffff]")


def check(text: str) -> tuple[str | None, tuple[Problem, ...]]:
    """ISO 639-1 of a text's language where it can be told, and a `not-english` Problem where it is not English.

    A test of letters and function words on the first 6,000 code points, not a language identifier: it
    tells English from the rest, and names the rest only where that is cheap. The reading goes on either way.

    Returns:
        None where the text is too short to tell or fits no language known here.

    Example:
        >>> check("Der Minister sagte, dass es nicht der Fall ist. " * 4)[0]
        'de'
    """
    sample = text[:_SAMPLE]
    abroad = _BEYOND_LATIN.findall(sample)
    foreign = [c for c in abroad if c.isalpha() and not unicodedata.name(c, "").startswith("LATIN")]
    if foreign and len(foreign) > 0.5 * sum(map(str.isalpha, sample)):
        scripts = [unicodedata.name(c, "?").split()[0] for c in foreign[:500]]
        script = max(set(scripts), key=scripts.count)
        # Japanese mixes three scripts; kana anywhere settle it.
        script = "HIRAGANA" if "HIRAGANA" in scripts else script
        message = f"mostly {script.capitalize() if script != 'CJK' else 'Chinese'} letters; this reads English"
        code = _SCRIPTS.get(script)
        # Cyrillic and Arabic letters serve many languages, so they name the script alone.
        return (None if script in {"CYRILLIC", "ARABIC", "DEVANAGARI"} else code), (_problem(message),)
    words = list(map(str.lower, _WORD.findall(sample)))
    if len(words) < _FEWEST:
        return None, ()
    sums = dict.fromkeys(_FUNCTION_WORDS, 0)
    for word, times in Counter(words).items():
        for name in _LANGUAGES.get(word, ()):
            sums[name] += times
    shares = {name: total / len(words) for name, total in sums.items()}
    best = max(shares, key=lambda name: shares[name])
    if best == "en" and shares["en"] >= _LEAST:
        return "en", ()
    if best != "en" and shares[best] >= _LEAST and shares[best] > 1.3 * shares["en"]:
        return best, (_problem(f"looks {_NAMES[best]}; this reads English"),)
    if shares["en"] >= _LEAST:
        return "en", ()
    if len(words) < _ENOUGH:
        return None, ()
    return None, (_problem("does not look English; this reads English"),)


def _problem(message: str) -> Problem:
    return Problem(stage="language", code="not-english", message=message)

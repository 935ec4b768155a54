"""What pages say of parties, acts and days, and how hostile text is made harmless before it is shown."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from reportedly.marks import visible
from reportedly.positions import view_of
from reportedly.terms import Act, Factuality, explain

__all__ = [
    "PARTY_KINDS", "VERBS", "clean", "day", "family", "gloss", "link", "name_of", "nuance", "origin", "party_id",
    "path", "reasons", "sayable", "short", "shown", "spelled", "verb", "whole",
]  # fmt: skip

#: what a party does in saying something, as a row of a table would put it
VERBS = {
    "assert": "asserts", "confirm": "confirms", "deny": "denies", "withhold": "withholds", "doubt": "doubts",
    "condemn": "condemns", "endorse": "endorses", "reject": "rejects", "defend": "defends", "demand": "demands",
    "commit": "commits", "threaten": "threatens", "predict": "predicts", "ask": "asks",
}  # fmt: skip

PARTY_KINDS = ("MEDIA:", "NGO:", "COMPANY:")

#: no single value on a page is longer, but a report's text
_LONGEST = 2000

_UNSHOWN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

_NUANCES = {
    "PR+": "probably", "PS+": "possibly", "CT-": "not so", "PR-": "probably not", "PS-": "possibly not", "Uu": "open",
}  # fmt: skip


def clean(text: str) -> str:
    """The text with all that a browser would act on instead of showing (controls, turns of direction) made visible.

    Lines and spaces stay as they are.

    Example:
        >>> clean("safe\\u202egnp.exe")
        'safe\\\\u202egnp.exe'
    """
    return _UNSHOWN.sub(_picture, text)


def sayable(words: str) -> str:
    """What somebody typed, without what nobody can type and a database would stumble over."""
    return _UNSHOWN.sub(" ", words).strip()


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else f"\\u{code:04x}"


def short(text: str | None, most: int = 160) -> str:
    """The words on one line, cut at a word's end where they are longer than so many letters.

    Example:
        >>> short("The minister denied it", 14)
        'The minister…'
    """
    words = " ".join((text or "")[: 4 * most + 200].split())
    if len(words) <= most:
        return words
    cut = words[: most - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > most // 2 else cut).rstrip(",;:–— ") + "…"


def shown(value: object) -> object:
    """What a template may print of a value: text is cleaned and never endless, None is nothing."""
    if value is None:
        return ""
    if type(value) is str:
        return clean(value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…")
    return value


def whole(text: str) -> Markup:
    """A stretch of a report's text, cleaned and escaped, however long it is."""
    return escape(clean(text))


@lru_cache(maxsize=4096)
def name_of(party: str | None) -> str:
    """A party's name, where the registry has it; else what its id says."""
    if party is None:
        return "unknown"
    if party == "MEDIA:unspecified":
        return "unnamed media"
    if party.startswith(PARTY_KINDS):
        return short(party.partition(":")[2], 60)
    from reportedly.registry import load

    known = load().party(party)
    return known.name if known else short(visible(party[:200]), 60)


def origin(name: str) -> str:
    """Where information comes from, in words.

    Example:
        >>> origin("RUS/Dmitry Peskov")
        'Dmitry Peskov, Russia'
    """
    party, slash, person = name.partition("/")
    if slash and person and " " not in party:
        return f"{short(person, 60)}, {name_of(party)}"
    return name_of(name) if ": " not in name else short(name.rpartition(": ")[0], 60)


@lru_cache(maxsize=256)
def party_id(words: str) -> str:
    """The id of the party that somebody typed: itself where it looks like one, else that of the name, if it is one's.

    Example:
        >>> party_id("Russia"), party_id("RUS")
        ('RUS', 'RUS')
    """
    words = words.strip()
    from reportedly.registry import load

    registry = load()
    if not words or words in registry.parties or words.startswith(PARTY_KINDS):
        return words
    if words.upper() in registry.parties:
        return words.upper()
    named = [party.id for party in registry.parties.values() if party.name.casefold() == words.casefold()]
    found = named or sorted({entry.party for entry in registry.lookup(words)})
    return found[0] if len(found) == 1 else words


@lru_cache(maxsize=512)
def family(act: str, factuality: str = "CT+") -> str:
    """Which answer to `did it happen?` an act comes to: affirm, deny, withhold, doubt, or other; it names a colour.

    Example:
        >>> family("assert"), family("assert", "CT-"), family("demand", "Uu")
        ('affirm', 'deny', 'other')
    """
    try:
        return view_of(Act(act), Factuality(factuality)) or "other"
    except ValueError:
        return "other"


def verb(act: str) -> str:
    """The act as a verb of the third person."""
    return VERBS.get(act, act)


def nuance(act: str, factuality: str) -> str:
    """What the factuality adds to the act's own meaning: `probably`; nothing where it adds nothing."""
    own = {"assert": "CT+", "confirm": "CT+", "deny": "CT-", "withhold": "Uu", "doubt": "Uu", "ask": "Uu"}
    if factuality == own.get(act, "CT+") or (act not in own and factuality == "Uu"):
        return ""
    return _NUANCES.get(factuality, "surely" if factuality == "CT+" else "")


def gloss(term: str) -> str:
    """The vocabulary's line about an act."""
    return explain(term)


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def day(stamp: str | None, year: bool = True) -> str:
    """A date as people write it: `8 Oct 2024`; a month or year where that is all there is.

    Example:
        >>> day("2024-10-08T18:20:00+09:00"), day("2024-10"), day(None)
        ('8 Oct 2024', 'Oct 2024', 'undated')
    """
    if not stamp:
        return "undated"
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", stamp)
    if not found or not 1 <= int(found[2] or 1) <= 12:
        return short(stamp, 20)
    parts = [str(int(found[3])) if found[3] else "", _MONTHS[int(found[2]) - 1] if found[2] else ""]
    return " ".join(filter(None, [*parts, found[1] if year or not found[2] else ""]))


def spelled(why: str, parties: tuple[str | None, ...] = ()) -> str:
    """A reason with parties by their names and days as people write them.

    Example:
        >>> spelled("RUS denies since 2024-10-10", ("RUS",))
        'Russia denies since 10 Oct 2024'
    """
    words = short(why, 400)
    for party in sorted({p for p in parties if p}, key=len, reverse=True):
        # a name is put in by hand, for a backslash in it would be read as a reference
        words = name_of(party).join(re.split(rf"(?<![\w:]){re.escape(party)}(?!\w)", words))
    return re.sub(r"\b\d{4}-\d\d-\d\d\b", lambda found: day(found[0]), words)


def reasons(why: str) -> str:
    """The reasons of a link between two mentions, in words for whom codes and stems say nothing.

    Example:
        >>> reasons("both MOBILIZE; actor PRK; recipient RUS; anchor send; words korea, north, russia")
        'the same kind of event (mobilize), done by North Korea, done to Russia, the same verb, 3 more words in common'
    """
    found = []
    for part in short(why, 1000).split("; "):
        head, _, rest = part.partition(" ")
        names = ", ".join(name_of(name) for name in rest.split(", "))
        if head == "both":
            found.append(f"the same kind of event ({rest.lower()})")
        elif kinds := re.fullmatch(r"([A-Z]+) near ([A-Z]+)", part):
            found.append(f"kinds of event close to each other ({kinds[1].lower()}, {kinds[2].lower()})")
        elif head in ("actor", "recipient", "between"):
            found.append({"actor": "done by ", "recipient": "done to ", "between": "between "}[head] + names)
        elif head == "anchor":
            found.append("the same verb")
        elif head == "words" and not rest.startswith("alike"):
            count = rest.count(",") + 1
            found.append(f"{count} more words in common")
        else:
            found.append(part)
    return ", ".join(found)


def link(url: str | None) -> str | None:
    """The address, where it is one of the web and nothing else: `javascript:` and its like are None."""
    if not url or len(url) > 2000 or _UNSHOWN.search(url) or re.search(r"[\s<>\"\\`]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def path(kind: str, id: str | None, anchor: str = "") -> str | None:
    """The page of a report, claim, event, story or party; None where the id is too long to be asked for."""
    if not id or len(id) > 1500:
        return None
    try:
        safe = quote(id, safe=":")
    except UnicodeEncodeError:
        return None
    return f"/{kind}/{safe}" + (f"#{anchor}" if anchor else "")

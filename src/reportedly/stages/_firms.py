"""Organisations that the registry does not know, shown by what a report puts beside their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportedly.registry.roles import ORGANISATION_WORDS
from reportedly.stages._capitals import OFFICE_WORDS, TITLES
from reportedly.stages._nouns import RANK_MODIFIERS, SENTENCE_OPENERS
from reportedly.stages._scene import Scene
from reportedly.stages.cast import Cast

__all__ = ["NOUNS", "Firm", "firms"]

#: people whom an organisation has, and a state has not
_STAFF = frozenset(
    "ceo cfo coo cto founder founders cofounder executive executives exec execs employee employees staffer "
    "spokesman spokeswoman spokesperson spokespeople rep reps chairman".split()
)
_PRESS = frozenset(
    "reporter reporters editor editors correspondent columnist host anchor writer blogger journalist contributor "
    "presenter".split()
)
#: nouns that say what an organisation is, beside its name or later in its place
NOUNS = frozenset(
    "company firm maker manufacturer developer studio startup network site website app blog airline carrier retailer "
    "store chain restaurant charity nonprofit group organisation organization newspaper paper daily tabloid magazine "
    "publication outlet station channel broadcaster show program programme clinic hospital school university college "
    "church agency team club band bank brand publisher centre center foundation union pac institute academy".split()
)
_FORMS = frozenset("inc corp corporation ltd llc plc gmbh".split())
_DOMAINS = frozenset("com org net info tv".split())
_AFTER = frozenset("of for at with from".split())
_LINK = frozenset("of for and the".split())
_ARTICLES = frozenset(("a", "an", "the"))
_REACH = 8
#: what stands between the words of a name, and between a name and what shows it
_INSIDE = (" ", "-", " & ")
_AFTER_NAMES = ("’s ", "'s ", "' ", "’ ", ", ", "” ", '" ')


@dataclass(slots=True)
class Firm:
    """A name, what it is shown by, and how often it stands in the report."""

    name: str
    keys: tuple[str, ...]
    first: int
    tags: set[str] = field(default_factory=set)
    times: int = 0


def firms(scene: Scene, cast: Cast) -> dict[tuple[str, ...], Firm]:
    """The organisations that a report shows, by the folded words of their names.

    A name is a run of capitals that neither the registry nor the cast of people has. It is shown by staff beside it
    (`Nimbar CEO`, `an editor at The Dravel Post`), by a noun for what it is (`the airline Ostrava`, `Pim, a website`),
    by its legal form or domain (`Nimbar Inc.`, `pim.com`), or by owning somebody who is named (`Pim's Ana Ruiz`).
    """
    found: dict[tuple[str, ...], Firm] = {}
    for i, j, tag in _shown(scene, cast):
        keys = tuple(word.key for word in scene.words[i:j])
        firm = found.get(keys)
        if firm is None:
            firm = found[keys] = Firm(_name(scene, i, j), keys, i)
        firm.tags.add(tag)
    if found:
        heads: dict[str, list[Firm]] = {}
        for firm in found.values():
            heads.setdefault(firm.keys[0], []).append(firm)
        for k, word in enumerate(scene.words):
            for firm in heads.get(word.key, ()):
                if word.capital and tuple(w.key for w in scene.words[k : k + len(firm.keys)]) == firm.keys:
                    firm.times += 1
    return found


def _name(scene: Scene, i: int, j: int) -> str:
    return re.sub(r"[’']s$", "", scene.slice(i, j))


def _shown(scene: Scene, cast: Cast) -> Iterator[tuple[int, int, str]]:
    """Names of organisations, first and last (exclusive) word, each with what shows it."""
    words, seps = scene.words, scene.seps
    n = len(words)
    for k, word in enumerate(words):
        key = word.key
        if key in _STAFF or key in _PRESS:
            tag = "staff" if key in _STAFF else "press"
            end = k - 1 if k and words[k - 1].key in ("chief", "vice", "co", "managing", "senior", "news") else k
            run = _run_before(scene, cast, end)
            if run:
                yield *run, tag
            if k + 2 < n and words[k + 1].key in _AFTER and seps[k] == " ":
                run = _run_after(scene, cast, k + 2)
                if run:
                    yield *run, tag
        elif key in NOUNS and not word.capital:
            if k + 1 < n and seps[k] in (" ", " “", ' "', " ‘", " '") and words[k + 1].capital:
                run = _run_after(scene, cast, k + 1)
                if run:
                    yield *run, f"is {key}"
            named = _apposed(scene, k)
            if named:
                run = _run_before(scene, cast, named)
                if run:
                    yield *run, f"is {key}"
        elif key in NOUNS and scene.at[k] < 0:
            run = _run_before(scene, cast, k)
            if run:
                yield run[0], k + 1, f"is {key}"
        elif key in _FORMS and word.capital:
            run = _run_before(scene, cast, k)
            if run:
                yield *run, "form"
        elif key in _DOMAINS and k and seps[k - 1] == "." and not word.capital:
            if k + 1 == n or seps[k] != "/":
                yield k - 1, k + 1, "domain"
        elif word.possessive and word.capital and k + 1 < n and len(_person_keys(cast, k + 1)) > 1:
            run = _run_before(scene, cast, k + 1)
            if run:
                yield *run, "owns"


def _person_keys(cast: Cast, k: int) -> tuple[str, ...]:
    person = cast.at.get(k)
    return tuple(person.keys) if person is not None else ()


def _apposed(scene: Scene, k: int) -> int:
    """The word after the name of which word k says what it is: `Pim, a new kind of website`; 0 if none."""
    words, seps = scene.words, scene.seps
    start = k
    while start and k - start < _REACH and words[start].key not in _ARTICLES:
        if seps[start - 1] not in (" ", "-", "’s ", "'s "):
            return 0
        start -= 1
    if start and words[start].key in _ARTICLES and seps[start - 1] == ", " and words[start - 1].capital:
        return start
    return 0


def _fits(scene: Scene, cast: Cast, k: int) -> bool:
    """Whether a word can be one of an unknown organisation's name."""
    word = scene.words[k]
    if not word.capital and not (word.key[:1].isdigit() and not word.key.isdigit()):
        return False
    if scene.at[k] >= 0 and scene.mentions[scene.at[k]].entries[0].kind not in ("place", "adjective", "state"):
        return False
    if word.key in TITLES or word.key in OFFICE_WORDS or word.key in RANK_MODIFIERS:
        return False
    person = cast.at.get(k)
    if person is not None and (len(person.keys) > 1 or person.gender or person.entries):
        return False
    opens = k == 0 or scene.sentence[k] != scene.sentence[k - 1]
    return not (opens and (word.key in scene.lower or word.key in SENTENCE_OPENERS))


def _whole(scene: Scene, i: int, j: int) -> tuple[int, int] | None:
    """A run without what cannot begin a name; None if only a place, a people or a noun for any organisation is left."""
    while i < j and (scene.words[i].key in _ARTICLES or scene.words[i].key in _LINK):
        i += 1
    if i == j or j - i > 6:
        return None
    own = [k for k in range(i, j) if scene.at[k] < 0 and scene.words[k].key not in _LINK]
    if not own or all(scene.words[k].key in ORGANISATION_WORDS or scene.words[k].key in scene.classes for k in own):
        return None
    return i, j


def _run_before(scene: Scene, cast: Cast, end: int) -> tuple[int, int] | None:
    """The run of capitals that ends before a word."""
    words, seps = scene.words, scene.seps
    i = end
    while i and (_fits(scene, cast, i - 1) or (i < end and words[i - 1].key in _LINK)):
        sep = seps[i - 1]
        if sep not in _INSIDE and not (i == end and sep in _AFTER_NAMES):
            break
        if i < end and words[i - 1].possessive:
            break
        i -= 1
    return _whole(scene, i, end) if i < end else None


def _run_after(scene: Scene, cast: Cast, start: int) -> tuple[int, int] | None:
    """The run of capitals that begins at a word, an article before it or not."""
    words, seps = scene.words, scene.seps
    n = len(words)
    if words[start].key in _ARTICLES and start + 1 < n:
        start += 1
    j = start
    while j < n and (_fits(scene, cast, j) or (start < j < n - 1 and words[j].key in _LINK and words[j + 1].capital)):
        j += 1
        if words[j - 1].possessive or j == n or seps[j - 1] not in _INSIDE:
            break
    while j > start and words[j - 1].key in _LINK:
        j -= 1
    return _whole(scene, start, j) if j > start else None

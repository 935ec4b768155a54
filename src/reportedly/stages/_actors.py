"""Sources as phrases: the head noun of each, what comes before and after it, and the person or pronoun in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportedly.stages._capitals import OFFICE_WORDS, PREPOSITIONS, TITLES
from reportedly.stages._nouns import LEADING_WORDS, TRAILING_WORDS
from reportedly.stages._scene import Scene
from reportedly.stages.cast import Cast, Person

__all__ = ["Actor", "Phrase", "parse"]

DETERMINERS = frozenset(
    "the a an this that these those one two three four several some many other another its his her their our my "
    "your no all both each every most such any few various multiple numerous dozens hundreds thousands".split()
)
POSSESSIVES = frozenset("its his her their our my your whose".split())
PRONOUNS = {
    "he": "m",
    "him": "m",
    "his": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
    "it": "n",
    "its": "n",
    "itself": "n",
    "they": "p",
    "them": "p",
    "their": "p",
    "themselves": "p",
    "i": "1",
    "me": "1",
    "my": "1",
    "we": "1p",
    "us": "1p",
    "our": "1p",
    "you": "2",
    "your": "2",
    "who": "r",
    "which": "r",
    "that": "r",
    "whom": "r",
    "whose": "r",
}
BREAKS = frozenset("who which that whom whose where when".split())
PARTICIPLES = frozenset(
    "representing protecting released issued published posted carried broadcast aired circulated attributed "
    "based linked loyal close "
    "familiar claiming "
    "quoted cited seen obtained read using joined named called known operating working investigating monitoring "
    "performed "
    "speaking writing fighting believed affiliated allied including such living representing leading tracking "
    "filed sent provided "
    "shared being accused inside outside including".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: where its head is, what it begins with, and where its complement begins."""

    first: int
    last: int
    #: word of the head noun, or -1
    head: int
    #: end of the part before the first preposition, comma or clause
    cut: int
    #: definite, indefinite or none of both
    definite: bool
    indefinite: bool
    #: word of a possessive pronoun or of a noun with 's before the head, or -1
    possessor: int


@dataclass(slots=True)
class Actor:
    """Somebody who is a source: a named person, an unnamed one, an institution, a document."""

    first: int
    last: int
    phrase: Phrase | None
    #: class of the head noun in the lexicon of roles
    cls: str
    head: str
    person: Person | None = None
    pronoun: str = ""
    plural: bool = False
    #: phrases that describe it, first to last word
    ranges: list[tuple[int, int]] = field(default_factory=list)
    #: whom the party follows, where the words themselves do not show it: an author, an employer
    owner: Actor | None = None
    candidates: tuple[Person, ...] = ()
    #: resolved to an earlier actor
    same_as: Actor | None = None

    def root(self) -> Actor:
        """The actor that this one resolves to in the end."""
        actor, hops = self, 0
        while actor.same_as is not None and hops < 12:
            actor, hops = actor.same_as, hops + 1
        return actor

    @property
    def human(self) -> bool:
        """Whether this is one human being."""
        root = self.root()
        return root.person is not None or (
            not root.plural
            and root.cls in ("person", "expert", "role", "state", "anon", "media", "armed")
            and root.head in _HUMAN
        )


_HUMAN = frozenset(
    "official spokesman spokeswoman spokesperson minister president secretary source insider officer commander "
    "general colonel mayor "
    "governor judge prosecutor resident witness woman man mother father brother sister uncle aunt son daughter "
    "wife husband lawyer "
    "attorney activist expert analyst professor researcher diplomat ambassador envoy aide adviser advisor "
    "director leader chief head "
    "member senator congressman lawmaker legislator reporter journalist correspondent editor photographer doctor "
    "nurse volunteer "
    "worker employee relative friend survivor victim voter protester fighter militant soldier pilot king pope "
    "premier chancellor "
    "captain major lieutenant sergeant admiral chairman chairwoman executive representative manager coordinator "
    "negotiator deputy "
    "candidate nominee neighbor neighbour colleague student teacher veteran owner driver counsel rabbi priest "
    "bishop cleric imam "
    "historian scientist economist engineer hacker gunman suspect prisoner hostage boy girl child person someone "
    "somebody farmer "
    "shopkeeper commissioner sheriff detective inspector superintendent coroner".split()
)


def parse(scene: Scene, i: int, j: int) -> Phrase | None:
    """The noun phrase of words i to j; None where they are none."""
    words, seps = scene.words, scene.seps
    while i < j and words[i].key in LEADING_WORDS:
        i += 1
    if i >= j:
        return None
    definite = words[i].key in ("the", "this", "that", "these", "those", "both") or words[i].key in POSSESSIVES
    indefinite = words[i].key in ("a", "an", "one", "another")
    possessor = i if words[i].key in POSSESSIVES else -1
    k = i
    while k + 1 < j and (
        words[k].key in DETERMINERS
        or words[k].key.isdigit()
        or words[k].key in ("of", "so", "called", "almost", "about", "nearly", "around", "roughly")
    ):
        k += 1
    cut = k + 1
    while cut < j:
        key = words[cut].key
        sep = seps[cut - 1]
        index = scene.at[cut]
        inside = index >= 0 and scene.mentions[index].first < cut
        if not inside:
            if (any(c in sep for c in ",;:()[]") or " - " in sep or "–" in sep or "—" in sep) and not _inner_comma(
                scene, cut, j
            ):
                break
            if (key in PREPOSITIONS and sep != "-") or key in BREAKS or (key in PARTICIPLES and cut > k and sep == " "):
                break
            if key in TRAILING_WORDS or (cut > k and cut + 1 < j and sep == " " and _doing(scene, cut)):
                break
            if key in ("and", "or", "as") and cut > k:
                break
            if key in ("a", "an", "the") and cut > k and sep == " ":
                break
        cut += 1
    head = cut - 1
    for p in range(k, cut - 1):
        if words[p].possessive:
            possessor = p
    return Phrase(i, j, head, cut, definite, indefinite, possessor)


def _doing(scene: Scene, cut: int) -> bool:
    """Whether word `cut` tells what somebody named by the noun before it does: the doctor providing the list."""
    key = scene.words[cut].key
    return (
        key.endswith("ing")
        and not scene.words[cut].capital
        and scene.classes.get(scene.words[cut - 1].key) in ("person", "role", "expert", "media", "armed")
    )


def _inner_comma(scene: Scene, cut: int, j: int) -> bool:
    """Whether the comma before word `cut` parts adjectives: `right-wing, religious lawmakers`."""
    return False


def title_before(scene: Scene, i: int) -> bool:
    """Whether a title stands right before word i."""
    return i > 0 and scene.words[i - 1].key in TITLES and scene.seps[i - 1] in (" ", ". ")


def head_person(scene: Scene, cast: Cast, phrase: Phrase) -> tuple[Person | None, str]:
    """The person whom a phrase names, and how.

    Returns:
        `name`: as its head; `apposition`: beside its head; `possessive`: Kim's address; `modifier`: the Obama
        administration.
    """
    words, at = scene.words, cast.at
    cut, first = phrase.cut, phrase.first
    # the phrase ends with a name: Pentagon spokesman John Kirby
    last = at.get(cut - 1)
    if last is not None and (scene.seps[cut - 1] not in ("-",) or cut == phrase.last):
        return last, "name"
    # it begins with one, the comma after it lost: Rami Abdel Rahman director of the Observatory
    start = at.get(first)
    if start is not None:
        end = first
        while end < cut and at.get(end) is start:
            end += 1
        if (
            end - first >= 2
            and not words[end - 1].possessive
            and scene.classes.get(words[cut - 1].key) in ("role", "state", "expert")
            and not words[cut - 1].key.endswith("s")
        ):
            return start, "name"
    found = _apposition(scene, cast, phrase)
    if found is not None:
        return found, "apposition"
    # a name with 's somewhere before the head: Kim's New Year address
    for k in range(cut - 2, first - 1, -1):
        if k in at and words[k].possessive:
            return at[k], "possessive"
    # a name without 's before the head: the Obama administration, Clinton spokesman
    for k in range(cut - 2, first - 1, -1):
        if k in at and (k + 1) not in at:
            return at[k], "modifier"
    return None, ""


def _apposition(scene: Scene, cast: Cast, phrase: Phrase) -> Person | None:
    """The person named beside a phrase's head: `the spokesman, Hua Chunying`; commas may be lost."""
    words, at = scene.words, cast.at
    human = ("state", "role", "person", "expert", "media", "armed")
    if (
        scene.classes.get(words[phrase.head].key) not in human
        and phrase.cut < phrase.last
        and words[phrase.cut].key not in ("and", "of")
    ):
        return None
    k = phrase.cut
    while k < phrase.last:
        person = at.get(k)
        if person is None:
            k += 1
            continue
        end = k
        while end < phrase.last and at.get(end) is person:
            end += 1
        # titles and other capitals before the name
        start = k
        while (
            start > phrase.cut
            and scene.seps[start - 1] in (" ", ". ", "-")
            and words[start - 1].capital
            and words[start - 1].key not in PREPOSITIONS
        ):
            start -= 1
        titles_only = all(
            words[t].key in TITLES or words[t].key in OFFICE_WORDS or scene.at[t] >= 0 for t in range(start, k)
        )
        sep = scene.seps[start - 1] if start > phrase.first else ""
        before = words[start - 1].key if start > phrase.first else ""
        after = scene.seps[end - 1][:1]
        closes = (
            end >= phrase.last
            or after in (",", ")", "(")
            or (after == " " and words[end].key in ("who", "whose", "of", "from"))
        )
        if closes and not words[end - 1].possessive:
            if "," in sep and titles_only:
                return person
            if before in ("named", "called"):
                return person
            if (
                start - 1 > phrase.cut
                and scene.seps[start - 2].startswith(",")
                and sep == " "
                and before not in PREPOSITIONS | DETERMINERS | BREAKS
                and before not in ("and", "or", "but")
                and len(person.keys) > 1
            ):
                # the doctor who called, paediatrician Ana Ruiz
                return person
            if (
                "," not in sep
                and end >= phrase.last - 1
                and len(person.keys) > 1
                and before not in ("and", "or", "a", "an", "the")
            ) and (before not in PREPOSITIONS or (start < k and scene.at[start] >= 0 and before in ("of", "for"))):
                return person
        k = end
    return None

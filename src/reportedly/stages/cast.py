"""The people of a report: their names in full and in short, with the words that describe each of them."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from reportedly.registry.store import Entry
from reportedly.stages._capitals import PARTICLES, PREPOSITIONS, TITLES
from reportedly.stages._nouns import (
    APPOSITION_OPENERS,
    CALLED_COMPANY,
    CALLED_NGO,
    CALLED_OUTLET,
    RANK_MODIFIERS,
)
from reportedly.stages._scene import Run, Scene
from reportedly.types import Span

__all__ = ["Cast", "Description", "Person", "build"]

_MALE = frozenset(
    "mr sir lord king prince sultan emir pope father brother he him his himself man men boy husband son uncle nephew "
    "spokesman chairman congressman policeman businessman grandfather gunman imam mullah sheikh ayatollah".split()
)
_FEMALE = frozenset(
    "mrs ms miss dame lady madam queen princess sister mother she her hers herself woman women girl wife daughter aunt "
    "niece spokeswoman chairwoman congresswoman policewoman businesswoman grandmother nun actress mme".split()
)
_HONORIFICS = frozenset("mr mrs ms miss dr sir dame lord lady mme madam prof".split())
#: words at which a description to the left of a name begins at the latest
_LEFT_STOP = frozenset(
    "said says say told tells added that and but or when while as if because which who whom whose where after "
    "before until "
    "with by to from in on at into than then he she they it we i you is was were are be been being has have had "
    "will would "
    "could may might should can did does do not also only just like including without against about during "
    "between".split()
)
_RIGHT_STOP = frozenset("said says told added and but while when as that".split())
_PARTY_LETTER = re.compile(r"^\W{0,3}\(?(?:[A-Z]\w+ )?\b([RDI])(?:\s?[-–]\s?[A-Z]|\))")
#: states in whose names of people the family's comes first
_FAMILY_FIRST = frozenset(("PRK", "KOR", "CHN", "TWN", "VNM"))
_LEADS = re.compile(
    r"^(?:[Ss]upreme )?(?:leader|[Pp]resident|[Pp]rime [Mm]inister|[Kk]ing|[Cc]hancellor) of (?!the (?!U))"
)
_CALLED = CALLED_NGO | CALLED_OUTLET | CALLED_COMPANY
#: words after a noun for an organisation that go on about it
_GOES_ON = frozenset("which that of for in based behind representing with said says".split())
_AGE = re.compile(r"^,? (?:aged )?\d{1,3}\b,?")


@dataclass(frozen=True, slots=True)
class Description:
    """Words that say who somebody is."""

    #: first and last (exclusive) word
    first: int
    last: int
    #: stands after the name
    after: bool


@dataclass(slots=True)
class Person:
    """One person of the report, named at least once."""

    number: int
    #: folded words of the longest form of the name
    keys: tuple[str, ...]
    name: str
    #: first and last word of each naming
    namings: list[tuple[int, int]] = field(default_factory=list)
    descriptions: list[Description] = field(default_factory=list)
    gender: str = ""
    #: R, D or I, where the name carries it: `(R-Texas)`
    letter: str = ""
    #: what the registry knows under this name
    entries: tuple[Entry, ...] = ()
    #: something besides capitals says that this is a person
    sure: bool = False
    #: where each naming ends, in order
    ends: list[int] = field(default_factory=list)

    def named_by(self, i: int, j: int) -> None:
        """Keeps one more naming, words i to j."""
        self.namings.append((i, j))
        insort(self.ends, j)

    def named_before(self, word: int) -> int:
        """Where the last naming ends that ends by that word; -1 if none does."""
        at = bisect_right(self.ends, word)
        return self.ends[at - 1] if at else -1


class Cast:
    """The people of a report, found again by any part of their name."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.people: list[Person] = []
        #: last word, first word -> people
        self.by_key: dict[str, list[Person]] = defaultdict(list)
        #: word -> the person it names
        self.at: dict[int, Person] = {}

    def add(self, i: int, j: int, *, sure: bool) -> Person:
        """The person named by words i to j, new or known."""
        scene = self.scene
        keys = tuple(w.key for w in scene.words[i:j])
        person = self.find(keys, i)
        if person is None:
            person = Person(len(self.people), keys, scene.slice(i, j))
            self.people.append(person)
            self._index(person)
        elif len(keys) > len(person.keys):
            person.keys, person.name = keys, scene.slice(i, j)
            self._index(person)
        person.sure |= sure
        person.named_by(i, j)
        for k in range(i, j):
            self.at[k] = person
        return person

    def _index(self, person: Person) -> None:
        for key in {person.keys[0], *person.keys[-2:]}:
            if key not in PARTICLES and person not in self.by_key[key]:
                self.by_key[key].append(person)

    def find(self, keys: tuple[str, ...], near: int | None = None) -> Person | None:
        """The person whose name these words are or shorten; of several the one named last before `near`."""
        core = tuple(k for k in keys if k not in PARTICLES) or keys
        found = []
        for person in self.by_key.get(core[-1], []):
            theirs = tuple(k for k in person.keys if k not in PARTICLES) or person.keys
            if len(core) == 1:
                fits = core[0] in (theirs[0], theirs[-1]) or (len(theirs) > 2 and core[0] == theirs[-2])
            elif len(theirs) == 1:
                fits = theirs[0] in (core[0], core[-1])
            else:
                short, long = sorted((core, theirs), key=len)
                fits = (
                    short == long[-len(short) :]
                    or short == long[: len(short)]
                    or (short[0] == long[0] and short[-1] == long[-1])
                )
                if not fits and len(short) == len(long) == 2:
                    # Abe Shinzo, Shinzo Abe
                    fits = short == long[::-1]
            if fits:
                found.append(person)
        if len(core) > 1 and not found:
            for person in self.by_key.get(core[0], []):
                if len(person.keys) == 1 and person.keys[0] == core[0]:
                    found.append(person)
        if len(found) < 2:
            return found[0] if found else None
        if len(core) == 1:
            # a bare last name is whoever bears it as last name; then the one named last
            last = [p for p in found if p.keys[-1] == core[0]] or found
            sure = [p for p in last if p.sure] or last
            if near is None:
                return sure[0] if len(sure) == 1 else None
            if not any(p.keys[-1] == core[0] for p in sure):
                # a bare first name, or a family name that stands first: whoever is known or named most
                return max(sure, key=lambda p: (bool(p.entries), len(p.namings)))
            return max(sure, key=lambda p: p.named_before(near))
        exact = [p for p in found if p.keys == keys]
        return exact[0] if exact else found[0]


def build(scene: Scene, sources: Iterable[tuple[int, int]]) -> Cast:
    """The people of a report.

    Args:
        scene: the report laid out.
        sources: first and last word of each source; what stands in a source like a name is taken for one.
    """
    cast = Cast(scene)
    speaking: set[int] = set()
    for i, j in sources:
        speaking.update(range(i, j))
    single: list[tuple[Run, bool]] = []
    doubtful: list[tuple[int, int, bool]] = []
    for run in scene.runs:
        if run.name >= run.end or run.organisation or _bracketed_party(scene, run):
            continue
        first, last = run.name, run.end
        while first < last and scene.words[first].key in TITLES and first + 1 < last:
            first += 1
        mention = scene.mentions[scene.at[first]] if scene.at[first] >= 0 else None
        known = mention is not None and all(e.kind == "person" for e in mention.entries)
        before = scene.words[run.name - 1].key if run.name > run.first else ""
        titled = (
            before in TITLES or before in scene.classes or (run.name == run.first > 0 and _introduced(scene, run.first))
        )
        if last - first == 1 and not known:
            noun = "" if titled else _called_after(scene, last)
            if noun and scene.words[first].key not in scene.registry.genders:
                scene.called.setdefault((scene.words[first].key,), (first, last, noun))
            else:
                single.append((run, titled))
            continue
        gendered = scene.words[first].key in scene.registry.genders
        appositive = bool(_AGE.match(scene.text[scene.words[last - 1].end :][:12]))
        sure = known or titled or gendered or appositive or any(k in speaking for k in range(first, last))
        if not known and not gendered and last - first < 5:
            # the charity Open Hands, the rights group Foro Penal; and again without the noun
            keys = tuple(w.key for w in scene.words[first:last])
            noun = _called(scene, run.first, first, last)
            if noun:
                scene.called.setdefault(keys, (first, last, noun))
            if keys in scene.called:
                continue
        if not known and not titled and not gendered and not appositive:
            doubtful.append((first, last, sure))
            continue
        person = cast.add(first, last, sure=sure)
        if known and mention is not None and not person.entries:
            person.entries = scene.registry.lookup(mention.entries[0].name)
    for first, last, sure in doubtful:
        # Outgoing Obama, GETTY Trump: the last word is a name known otherwise
        key = scene.words[last - 1].key
        bearer = [p for p in cast.by_key.get(key, []) if p.keys[-1] == key and len(p.keys) > 1 and p.sure]
        full = tuple(w.key for w in scene.words[first:last])
        initial = len(full[0]) == 1
        if bearer and not initial and cast.find(full, first) is None:
            first = last - 1
        cast.add(first, last, sure=sure)
    for run, titled in single:
        word = scene.words[run.name]
        if run.name > 0 and scene.words[run.name - 1].key in ("the", "a", "an", "this", "its", "their") and not titled:
            continue
        if (word.key in scene.short or (word.key,) in scene.called) and not titled:
            # Meridian, after Meridian Foods
            continue
        known_as = cast.find((word.key,), run.name)
        title = scene.words[run.name - 1].key if run.name > run.first else ""
        if known_as is not None and title in _HONORIFICS:
            known_as = _by_gender(cast, word.key, title, run.name) or known_as
        if known_as is not None:
            known_as.named_by(run.name, run.name + 1)
            cast.at[run.name] = known_as
        elif (
            (titled or _alone(scene, run.name, speaking)) and not word.upper and (title or word.key not in scene.lower)
        ):
            fame = _famous(scene, word.key)
            known_person = cast.add(run.name, run.name + 1, sure=bool(title) or run.name in speaking)
            if fame and known_person.name == scene.slice(run.name, run.name + 1):
                known_person.name = fame[0].name
                known_person.entries = fame
    _towns(scene, cast)
    _headlines(scene, cast, speaking)
    for person in cast.people:
        _describe(scene, cast, person)
    return cast


def _called(scene: Scene, start: int, first: int, last: int) -> str:
    """The noun for an organisation that stands right before a name, or in an apposition after it; empty if none."""
    if start == first and first > 0 and scene.seps[first - 1] == " ":
        noun = scene.words[first - 1]
        if not noun.capital and noun.key in _CALLED:
            return noun.key
    return _called_after(scene, last)


def _called_after(scene: Scene, last: int) -> str:
    """The noun for an organisation in an apposition: `Unity, the union which`, and not `Berg, the union's leader`."""
    words, seps = scene.words, scene.seps
    if last >= len(words) or seps[last - 1] != ", " or words[last].key not in ("a", "an", "the"):
        return ""
    for k in range(last + 1, min(last + 5, len(words))):
        if seps[k - 1] not in (" ", "-") or words[k - 1].possessive:
            return ""
        if words[k].key in _CALLED and not words[k].capital and not words[k].possessive:
            ends = k + 1 == len(words) or not seps[k].startswith((" ", "-")) or words[k + 1].key in _GOES_ON
            return words[k].key if ends else ""
    return ""


def _bracketed_party(scene: Scene, run: Run) -> bool:
    """Whether a run of capitals is a party and a state in brackets, `(R-Ohio)`, and no name."""
    if run.first == 0 or scene.words[run.first].key not in ("r", "d", "i"):
        return False
    return scene.seps[run.first - 1].endswith("(") and scene.seps[run.first][:1] in ("-", "–", ")")


def _alone(scene: Scene, i: int, speaking: set[int]) -> bool:
    """Whether a word in a source ends it or a part of it, as a name does and an adjective does not."""
    if i not in speaking:
        return False
    return (
        i + 1 not in speaking
        or scene.words[i].possessive
        or scene.seps[i].lstrip()[:1] in tuple(",();:–—")
        or scene.words[i + 1].key
        in (
            "a",
            "an",
            "the",
            "and",
            "who",
            "whose",
            "himself",
            "herself",
            "also",
            "told",
            "said",
            "along",
            "with",
            "or",
        )
    )


def _towns(scene: Scene, cast: Cast) -> None:
    """Takes a town's name for the person who bears it as last name, where one is sure: Carson, Jackson."""
    for mention in scene.mentions:
        if (
            mention.last - mention.first != 1
            or mention.first in cast.at
            or not {e.kind for e in mention.entries} <= {"place", "capital"}
        ):
            continue
        i = mention.first
        bearers = [
            p for p in cast.by_key.get(mention.key, []) if p.sure and p.keys[-1] == mention.key and len(p.keys) > 1
        ]
        if not bearers or (i and scene.words[i - 1].key in ("in", "at", "near", "from")):
            continue
        person = max(bearers, key=lambda p: p.named_before(i))
        person.named_by(i, i + 1)
        cast.at[i] = person
        scene.at[i] = -1


def _introduced(scene: Scene, i: int) -> bool:
    """Whether an office or a title stands right before word i, or before the comma before it."""
    before = scene.words[i - 1]
    if scene.sentence[i - 1] != scene.sentence[i] or scene.seps[i - 1] not in (" ", ", ", ". "):
        return False
    return before.key in TITLES or (scene.classes.get(before.key) in ("state", "role", "person", "expert", "media"))


def _by_gender(cast: Cast, key: str, title: str, near: int) -> Person | None:
    """The bearer of a last name whom Mr or Ms fits, if it is one."""
    wanted = "m" if title in _MALE else "f" if title in _FEMALE else ""
    if not wanted:
        return None
    fit = [p for p in cast.by_key.get(key, []) if p.keys[-1] == key and _first_gender(cast.scene, p) in (wanted, "")]
    return max(fit, key=lambda p: p.named_before(near)) if fit else None


def _first_gender(scene: Scene, person: Person) -> str:
    gender = scene.registry.genders.get(person.keys[0], "") if len(person.keys) > 1 else ""
    return "" if gender == "u" else gender


def _famous(scene: Scene, key: str) -> tuple[Entry, ...]:
    """The registry's people of that last name, where it is one person whose side the report is about."""
    entries = [
        e
        for e in scene.registry.surname(key, scene.on)
        if not e.party.startswith("MEDIA:")
        and (
            e.name.lower().split()[-1].replace("'", "") == key
            or len(key) > 3
            or (e.party in _FAMILY_FIRST and e.name.lower().split()[0] == key)
        )
    ]
    entries = [e for e in entries if scene.states[e.party] or scene.groups[e.party] or not scene.states]
    if len({e.name for e in entries}) > 1:
        # of several who bear it, the one who leads a state, where only one does: Kim
        entries = [e for e in entries if _LEADS.search(e.role)]
    return tuple(entries) if len({e.name for e in entries}) == 1 else ()


def _headlines(scene: Scene, cast: Cast, speaking: set[int]) -> None:
    """Finds the people again in lines set in Title Case, and in sources that no run covers."""
    for i, word in enumerate(scene.words):
        if i in cast.at or not (scene.headline[i] or i in speaking) or not word.capital:
            continue
        index = scene.at[i]
        if index >= 0:
            mention = scene.mentions[index]
            if all(e.kind == "person" for e in mention.entries) and mention.first == i:
                cast.add(mention.first, mention.last, sure=True)
            continue
        person = cast.find((word.key,), i) if word.key in cast.by_key else None
        if person is None and cast.by_key.get(word.key):
            person = cast.by_key[word.key][0]
        if person is None and scene.headline[i]:
            fame = _famous(scene, word.key)
            if fame:
                person = cast.add(i, i + 1, sure=True)
                person.name, person.entries = fame[0].name, fame
                continue
        if person is not None:
            person.named_by(i, i + 1)
            cast.at[i] = person


def _describe(scene: Scene, cast: Cast, person: Person) -> None:
    """Collects what stands beside a person's namings, and the gender that it shows."""
    person.namings.sort()
    votes: dict[str, float] = {"m": 0.0, "f": 0.0}
    for i, j in person.namings:
        left = _left(scene, i)
        start, end = _left_phrase(scene, cast, left, i)
        if start < end:
            person.descriptions.append(Description(start, end, after=False))
        right = _right(scene, j)
        if right > j:
            person.descriptions.append(Description(j, right, after=True))
        if not person.letter:
            match = _PARTY_LETTER.match(scene.text[scene.words[j - 1].end :][:30])
            if match:
                person.letter = match[1]
        for k in range(left, i):
            key = scene.words[k].key
            votes["m"] += key in _MALE
            votes["f"] += key in _FEMALE
        for k in range(j, right):
            key = scene.words[k].key
            if scene.classes.get(key) in ("role", "person", "state"):
                votes["m"] += key in _MALE
                votes["f"] += key in _FEMALE
    first = _first_gender(scene, person)
    if first:
        votes[first] += 1.5
    if not person.entries:
        for i, _ in person.namings:
            index = scene.at[i]
            if index >= 0 and all(e.kind == "person" for e in scene.mentions[index].entries):
                person.entries = scene.registry.lookup(scene.mentions[index].entries[0].name)
                break
        else:
            core = [k for k in person.keys if len(k) > 1 or k == person.keys[0]]
            if 2 <= len(core) < len(person.keys):
                # Vladimir V. Putin
                person.entries = tuple(
                    e for e in scene.registry.lookup(" ".join(core), abroad=False) if e.kind == "person"
                )
            if len(person.keys) == 1:
                person.entries = _famous(scene, person.keys[0])
                if person.entries and person.name.lower() == person.keys[0]:
                    person.name = person.entries[0].name
    for entry in person.entries[:1]:
        if entry.gender:
            votes[entry.gender] += 3
    if votes["m"] != votes["f"]:
        person.gender = "m" if votes["m"] > votes["f"] else "f"


def _left(scene: Scene, i: int) -> int:
    """First word of the description that ends at word i."""
    k, commas = i, 0
    while k > 0 and i - k < 14:
        sep = scene.seps[k - 1]
        word = scene.words[k - 1]
        if scene.sentence[k - 1] != scene.sentence[i] and not sep.startswith("."):
            break
        if scene.sentence[k - 1] != scene.sentence[i]:
            break
        if sep not in (" ", "-", ". ", "' ", "’ ", "'s ", "’s ", "\xa0", " “", "” "):
            if sep in (", ", "’s, ") and k == i and commas == 0 and _noun_before(scene, k - 1):
                commas = 1
            else:
                break
        if word.key in _LEFT_STOP and not (commas and word.key in ("from", "in", "at", "with")):
            break
        k -= 1
    return k


def _left_phrase(scene: Scene, cast: Cast, left: int, i: int) -> tuple[int, int]:
    """The part of the words before a name that describes its bearer: it ends on a noun for somebody or on an owner."""
    end = i
    while end > left and scene.words[end - 1].key in _HONORIFICS:
        end -= 1
    if end == left:
        return i, i
    last = scene.words[end - 1]
    index = scene.at[end - 1]
    human = scene.classes.get(last.key) in ("role", "state", "person", "expert", "media", "armed") or last.key in TITLES
    owner = last.possessive and index >= 0
    if not human and not owner and last.key not in ("named", "called"):
        return i, i
    start = left
    for k in range(left, end - 1):
        if k in cast.at and not scene.words[k].possessive:
            # Trump meets President Obama: what stands beyond another name is not about this one
            start = k + 1
    while start < end and start > left and start in cast.at:
        start += 1
    if (
        start > left
        and start < end - 1
        and not scene.words[start].capital
        and scene.classes.get(scene.words[start].key) is None
    ):
        start += 1
    return start, end


def _noun_before(scene: Scene, k: int) -> bool:
    """Whether the words up to k are a description: an office, kin or organisation within the last ten words."""
    for back in range(k, max(-1, k - 12), -1):
        if back < k and scene.seps[back] not in (" ", "-", "'s ", "’s ", "' ", "’ ", ". "):
            return False
        key = scene.words[back].key
        if scene.classes.get(key) in ("role", "person", "state", "expert", "media"):
            return back == k or all(scene.seps[b] in (" ", "-", "'s ", "’s ", ". ") for b in range(back, k))
        if key in ("said", "says", "told"):
            return False
    return False


def _right(scene: Scene, j: int) -> int:
    """Last word (exclusive) of the description that begins at word j."""
    n = len(scene.words)
    if j >= n:
        return j
    sep = scene.seps[j - 1]
    start = j
    if sep == " " and scene.words[j].key in ("of", "from", "at") and not scene.words[j - 1].possessive:
        end = j + 1
        while end < n and end - j < 9 and scene.seps[end - 1] in (" ", "-", "'s ", "’s ", ". "):
            word = scene.words[end]
            if not word.capital and scene.at[end] < 0 and word.key not in ("the", "of", "and", "for", "on", "in"):
                break
            end += 1
        return end if end > j + 1 else j
    if sep == " " and scene.words[j].key in ("who", "whose"):
        pass
    elif sep == " " and scene.words[j].key in ("a", "an", "the") and scene.sentence[j] == scene.sentence[j - 1]:
        # sources whose commas were lost: Rami an Aleppo resident
        pass
    elif (
        sep == " "
        and scene.classes.get(scene.words[j].key) in ("role", "expert")
        and scene.sentence[j] == scene.sentence[j - 1]
    ):
        pass
    elif not sep.startswith((",", " (", " –", " -", " —")):
        return j
    if scene.words[j].key.isdigit():
        start = j + 1
        if start >= n or not scene.seps[j].startswith(","):
            return j
    if scene.sentence[start] != scene.sentence[j - 1]:
        return j
    word = scene.words[start]
    opens = (
        word.key in APPOSITION_OPENERS
        or scene.classes.get(word.key) in ("role", "person", "state", "expert", "media")
        or scene.at[start] >= 0
        or word.key in TITLES
        or word.key in RANK_MODIFIERS
        or (word.capital and sep.startswith(","))
        or word.possessive
    )
    if not opens:
        return j
    end = start
    while end < n and end - j < 22 and scene.sentence[end] == scene.sentence[j - 1]:
        if end > start:
            between = scene.seps[end - 1]
            if any(c in between for c in ';:)“”"—–') or (between.startswith(",") and not _continues(scene, start, end)):
                break
            if scene.words[end].key in _RIGHT_STOP and not (scene.words[end].key == "and" and _goes_on(scene, end)):
                break
        end += 1
    # an apposition has a noun for somebody, an organisation or a relative clause in it
    if (
        not any(scene.classes.get(scene.words[k].key) or scene.at[k] >= 0 for k in range(start, end))
        and word.key != "who"
    ):
        return j
    return end


def _continues(scene: Scene, start: int, end: int) -> bool:
    """Whether a comma or `and` within an apposition leads on to more of it."""
    if scene.words[end].key == "and":
        return end + 1 < len(scene.words) and (
            scene.classes.get(scene.words[end + 1].key) is not None
            or scene.words[end + 1].key in ("a", "an", "the", "former")
        )
    return False


def _goes_on(scene: Scene, k: int) -> bool:
    """Whether `and` within an apposition leads on: not to a new clause or another person."""
    if k + 1 >= len(scene.words):
        return False
    after = scene.words[k + 1]
    return after.key not in ("he", "she", "they", "it", "who", "said", "says", "told", "has", "was", "is") and not (
        after.capital and scene.at[k + 1] < 0
    )


def span_of(scene: Scene, i: int, j: int) -> Span:
    """The code points of words i to j (exclusive)."""
    return Span(scene.words[i].start, scene.words[j - 1].end)


def is_preposition(key: str) -> bool:
    """Whether the folded word is a preposition."""
    return key in PREPOSITIONS

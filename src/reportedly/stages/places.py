"""Places that a report names, settled by its context: which Tripoli, which Georgia, or none."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from reportedly.registry import Mention, Registry, load
from reportedly.registry.fold import Word, words
from reportedly.stages._gazetteer import Bearer, Gazetteer, Record, gazetteer
from reportedly.types import Place, Span

__all__ = ["find_places", "place_of"]

#: longest name, in words
_LONGEST = 5
#: how far from an event, in code points, its sentence is looked for
_SENTENCE_REACH = 2000
#: what a place next in line must be behind, in powers of ten of people, for the first to be taken
_MARGIN = 0.8
_REGION_WORDS = frozenset(
    "region province oblast governorate state district county prefecture department territory republic krai canton "
    "voivodeship emirate area countryside provinces regions".split()
)
_CITY_WORDS = frozenset("city town municipality suburb airport airbase port".split())
_OF_WORDS = frozenset(
    "city town village province region district governorate state suburb capital port outskirts north south east west "
    "northeast northwest southeast southwest republic island neighbourhood neighborhood settlement streets centre "
    "center area town's oblast county countryside enclave stronghold".split()
)
_LOCATIVE = frozenset(
    "in at near from to into inside outside around across throughout over towards toward along off within on between "
    "via through leaving reached entering beyond above outside".split()
)
_WHERE = _LOCATIVE - {"from", "via", "leaving"}
_DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast southwest "
    "northeastern northwestern southeastern southwestern greater upper lower old downtown occupied rural nearby".split()
)
#: capitals that open a sentence, stand in a headline or precede a place without being part of a name
_SMALL = frozenset(
    "in at near from to into inside outside around across over the a an and but as on of for with by after before "
    "since when while where that this these those its his her their our most all both if is are was were has have "
    "had not no monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december yesterday today tomorrow meanwhile also however city town "
    "province region capital village district governor mayor".split()
)
_JOINTS = frozenset(
    "al el ez az as ash ar ad an at ed es la le les de du des da do dos of the sur on upon y i am".split()
)
#: names of places that are common words or common names more often
_COMMON = frozenset(
    "most of nice reading police mobile bath march best man split same union victoria hope general central of orange "
    "independence liberty white black young justice media university board green field federal interior central "
    "defence defense press house senate congress un eu christian muslim real date industry commerce of war peace "
    "police bus born beni as us we an tell bar van sale santa san time star bay lake post ring golden national "
    "hospital military front army crescent moon sun khan obama trump clinton islam more mare meridian old balad".split()
)
_TITLES = frozenset(
    "president minister secretary general colonel major captain mr mrs ms dr prime senator spokesman spokeswoman "
    "spokesperson gen col lt maj sgt king prince queen sheikh ambassador governor mayor judge sir lord professor "
    "director commander chief chairman pope".split()
)
_SENTENCE = re.compile(r"[.!?][\"'\u201d\u2019)]*\s+(?=[\"'\u201c\u2018(]?[A-Z])|\n")


class _Candidate(NamedTuple):
    """Words that may name a place, and the places that they may name."""

    first: int
    last: int
    key: str
    bearers: tuple[Bearer, ...]
    #: states by the registry's names, which know more spellings
    states: tuple[str, ...]
    locative: bool


def find_places(
    text: str,
    registry: Registry | None = None,
    tokens: Sequence[Word] | None = None,
    mentions: Sequence[Mention] | None = None,
) -> tuple[Place, ...]:
    """The places that `text` names, in order: states, first-level regions and cities.

    Names of people, bodies and outlets that hold a place's name are passed over, and so are adjectives (`Russian`). Of
    several places of one name, words beside it decide (`Tripoli, Lebanon`; `the Lebanese city of Tripoli`), then which
    states the report speaks of, then size, where one is far larger; otherwise the Place has its name alone.

    Args:
        text: the body of a report.
        registry: whose names of states, people and bodies count; by default the one that ships.
        tokens: the text's words (`registry.fold.words`), where they are known.
        mentions: the registry's names among them (`Registry.scan`), where they are known.

    Returns:
        Places by start, none over another; `kind` is city, region or country.

    Example:
        >>> text = "Shells fell on Tripoli, Lebanon."
        >>> [(p.name, p.country, p.latitude, p.kind) for p in find_places(text)]
        [('Tripoli', 'LBN', 34.43, 'city'), ('Lebanon', 'LBN', 33.87, 'country')]
    """
    if tokens is None:
        tokens = words(text)
    if not tokens:
        return ()
    registry = registry or load()
    if mentions is None:
        mentions = registry.scan(tokens)
    finder = _Finder(text, tokens, registry, gazetteer(), mentions)
    return finder.places()


def place_of(anchor: Span, text: str, places: Sequence[Place]) -> Place | None:
    """Where the event at `anchor` is said to be: the place of its sentence that a preposition of place governs.

    The nearest after the anchor goes before the nearest ahead of it; of `Tripoli, Lebanon` the first is taken. None
    where the sentence has no such place.

    Args:
        anchor: the words that name the event.
        text: the body of the report.
        places: as `find_places` gives them.

    Example:
        >>> text = "Moscow said a shell hit a school in Kursk."
        >>> place_of(Span(20, 23), text, find_places(text)).name
        'Kursk'
    """
    start = max(0, anchor.start - _SENTENCE_REACH)
    end = min(len(text), anchor.end + _SENTENCE_REACH)
    places = [place for place in places if start <= place.span.start and place.span.end <= end]
    if not places:
        return None
    for found in _SENTENCE.finditer(text, start, end):
        if found.end() <= anchor.start:
            start = found.end()
        elif found.start() >= anchor.end:
            end = found.start()
            break
    near = [place for place in places if start <= place.span.start and place.span.end <= end]
    fit = [place for at, place in enumerate(near) if _governed(text, start, place, near[at - 1] if at else None)]
    after = [place for place in fit if place.span.start >= anchor.start]
    if after:
        return min(after, key=lambda place: place.span.start)
    ahead = [place for place in fit if place.span.end <= anchor.start]
    return max(ahead, key=lambda place: place.span.start) if ahead else None


def _governed(text: str, start: int, place: Place, former: Place | None) -> bool:
    """Whether a preposition of place stands before a place, with no more than articles and adjectives between."""
    if former is not None and text[former.span.end : place.span.start].strip() == ",":
        # `Tripoli, Lebanon`: the second only says which
        return False
    ahead = words(text[max(start, place.span.start - 80) : place.span.start])[-7:]
    for at in range(len(ahead) - 1, -1, -1):
        word = ahead[at]
        if word.key in _WHERE:
            return True
        if word.key == "of":
            # `the town of Azaz` names a place whatever governs it
            return at > 0 and ahead[at - 1].key in _OF_WORDS
        if (
            word.possessive
            or word.capital
            or word.key in _DIRECTIONS
            or word.key in _OF_WORDS
            or word.key in ("the", "a")
        ):
            continue
        return word.key in ("held", "controlled", "run", "rebel", "government", "besieged") and at > 0
    return False


class _Finder:
    """One walk over a text's words: candidates first, then, with all states of the report known, one place each."""

    def __init__(
        self,
        text: str,
        tokens: Sequence[Word],
        registry: Registry,
        gazetteer: Gazetteer,
        mentions: Sequence[Mention],
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.gazetteer = gazetteer
        self.registry = registry
        self.mentions = {mention.first: mention for mention in mentions}
        #: how much of the report speaks of each state
        self.weights: Counter[str] = Counter()
        #: tokens of names that are no places
        self.blocked: set[int] = set()
        self.surnames: set[str] = set()
        self._survey()

    def _survey(self) -> None:
        for mention in self.mentions.values():
            kinds = {entry.kind for entry in mention.entries}
            homes = {entry.home or entry.party for entry in mention.entries}
            if len(homes) == 1:
                self.weights[homes.pop()] += 3 if "state" in kinds else 2 if "adjective" in kinds else 1
            if not kinds & {"state", "capital", "place"}:
                self.blocked.update(range(mention.first, mention.last))
                if "person" in kinds and mention.last - mention.first > 1:
                    self.surnames.add(self.tokens[mention.last - 1].key)
        genders = self.registry.genders
        before = self.tokens[0]
        for at, here in enumerate(self.tokens):
            if here.capital and before.capital and at and not before.possessive:
                first_name = before.key in _TITLES or (before.key in genders and before.key not in _SMALL)
                if first_name and self._adjacent(at - 1):
                    self.surnames.add(here.key)
            before = here

    def _adjacent(self, at: int) -> bool:
        """Whether the token after `at` follows it with nothing but a space or a hyphen between."""
        if at < 0 or at + 1 >= len(self.tokens):
            return False
        gap = self.text[self.tokens[at].end : self.tokens[at + 1].start]
        return gap in (" ", "-", "\u2011", "\n", ". ") and (gap != ". " or self.tokens[at].key in ("st", "mt", "ft"))

    def places(self) -> tuple[Place, ...]:
        """The places, each settled in turn; one may tell which country the next lies in."""
        candidates = self._candidates()
        found: list[Place] = []
        for index, candidate in enumerate(candidates):
            place = self._settled(candidate, candidates, index, found[-1] if found else None)
            if place is not None:
                found.append(place)
        return tuple(found)

    # --- candidates -----------------------------------------------------------------------------------------------

    def _candidates(self) -> list[_Candidate]:
        found: list[_Candidate] = []
        last = 0
        for at, token in enumerate(self.tokens):
            if at < last or not (token.capital or token.key in _JOINTS):
                continue
            candidate = self._candidate(at) if self._may_begin(at) else None
            if candidate is not None:
                found.append(candidate)
                last = candidate.last
        return found

    def _may_begin(self, at: int) -> bool:
        token = self.tokens[at]
        if at in self.blocked:
            return False
        if token.capital:
            return True
        return (
            token.key in _JOINTS and self._adjacent(at) and self.tokens[at + 1].capital and self.text[token.end] == "-"
        )

    def _candidate(self, at: int) -> _Candidate | None:
        mention = self.mentions.get(at)
        longest = 1
        while longest < _LONGEST and self._adjacent(at + longest - 1) and at + longest not in self.blocked:
            here, before = self.tokens[at + longest], self.tokens[at + longest - 1]
            if before.possessive or not (here.capital or here.key in _JOINTS):
                break
            longest += 1
        for length in range(longest, 0, -1):
            last = at + length
            if not self.tokens[last - 1].capital and self.tokens[last - 1].key in _JOINTS and length > 1:
                continue
            key = " ".join(token.key for token in self.tokens[at:last])
            states: tuple[str, ...] = ()
            if mention is not None and mention.last == last:
                states = tuple(e.party for e in mention.entries if e.kind == "state")
                if not states and {e.kind for e in mention.entries} == {"adjective"}:
                    return None
            bearers = self.gazetteer.bearers(key) if len(key) > 2 else ()
            if key.startswith("st "):
                bearers += self.gazetteer.bearers("saint " + key[3:])
            if not bearers and length > 1 and self.tokens[last - 1].key in _REGION_WORDS:
                # `Kursk Region`
                bearers = tuple(b for b in self.gazetteer.bearers(key.rpartition(" ")[0]) if b.record.sort == "R")
            place = (
                mention is not None
                and mention.last == last
                and any(e.kind in ("place", "capital") for e in mention.entries)
            )
            if not (bearers or states or place):
                continue
            candidate = _Candidate(at, last, key, bearers, states, self._locative(at))
            if self._fits(candidate, known=bool(states) or place):
                return candidate
        return None

    def _locative(self, at: int) -> bool:
        """Whether a preposition of place, or `city of`, stands before the name."""
        for back in range(at - 1, max(-1, at - 4), -1):
            key = self.tokens[back].key
            if key in _LOCATIVE:
                return True
            if key == "of":
                return back > 0 and self.tokens[back - 1].key in _OF_WORDS
            if (
                key not in _DIRECTIONS
                and key != "the"
                and not self.tokens[back].possessive
                and back not in self.mentions
            ):
                return False
        return False

    def _fits(self, candidate: _Candidate, known: bool) -> bool:
        """Whether the words name a place here rather than a person, a body or nothing."""
        tokens, first, last = self.tokens, candidate.first, candidate.last
        single = last - first == 1
        if single and candidate.key in self.surnames and not candidate.states:
            return False
        if single and (candidate.key in _DIRECTIONS or (candidate.key in _COMMON and not candidate.states)):
            return False
        opens = first == 0 or self._opens(first)
        if first and self._adjacent(first - 1) and tokens[first - 1].capital and not tokens[first - 1].possessive:
            before = tokens[first - 1]
            ok = before.key in _SMALL or before.key in _DIRECTIONS or (first - 1) in self.mentions or before.upper
            if not ok and not self._headline(first):
                return False
        if last < len(tokens) and self._adjacent(last - 1) and tokens[last].capital and not tokens[last - 1].possessive:
            after = tokens[last]
            typed = after.key in _REGION_WORDS or after.key in _CITY_WORDS or after.key in _SMALL
            person = candidate.key in self.registry.genders or not candidate.states
            if not typed and person and not self._headline(first):
                return False
        if candidate.states or known:
            return True
        if single and candidate.key in self.registry.genders and not (candidate.locative or self._typed(candidate)):
            return False
        largest = max((b.record.thousands for b in candidate.bearers if b.own), default=0)
        region = any(b.record.sort == "R" for b in candidate.bearers)
        if candidate.locative or self._typed(candidate) or self._qualified(candidate):
            return True
        if opens or self._headline(first):
            return not single or largest >= 300
        return largest >= 100 or (region and not single)

    def _opens(self, at: int) -> bool:
        gap = self.text[self.tokens[at - 1].end : self.tokens[at].start]
        return any(mark in gap for mark in '.!?\n:\u201c"')

    def _headline(self, at: int) -> bool:
        """Whether most words around are capitals, so that a capital says nothing."""
        around = self.tokens[max(0, at - 4) : at + 5]
        return sum(token.capital for token in around) * 4 >= len(around) * 3 and len(around) >= 5

    def _typed(self, candidate: _Candidate) -> str:
        """`R` or `C` where the word after a name, or before it, says that it is a region or a city."""
        tokens, last = self.tokens, candidate.last
        if last < len(tokens) and self._adjacent(last - 1) and not tokens[last - 1].possessive:
            if tokens[last].key in _REGION_WORDS:
                return "R"
            if tokens[last].key in _CITY_WORDS:
                return "C"
        if candidate.first > 1 and tokens[candidate.first - 1].key == "of":
            key = tokens[candidate.first - 2].key
            return "R" if key in _REGION_WORDS else "C" if key in _CITY_WORDS or key == "capital" else ""
        return ""

    def _qualified(self, candidate: _Candidate) -> bool:
        """Whether a comma and a capitalised name follow."""
        tokens, last = self.tokens, candidate.last
        if last >= len(tokens) or not tokens[last].capital:
            return False
        return self.text[tokens[last - 1].end : tokens[last].start] == ", " and (
            last in self.mentions or bool(self.gazetteer.bearers(tokens[last].key))
        )

    # --- settling -------------------------------------------------------------------------------------------------

    def _settled(
        self, candidate: _Candidate, candidates: Sequence[_Candidate], index: int, former: Place | None
    ) -> Place | None:
        span = Span(self.tokens[candidate.first].start, self.tokens[candidate.last - 1].end)
        name = span.of(self.text)
        options = self._options(candidate)
        if not options:
            homes = (
                {e.home for e in self.mentions[candidate.first].entries} if candidate.first in self.mentions else set()
            )
            if len(homes) == 1:
                return Place(span=span, name=name, country=homes.pop() or None, kind="region")
            return None
        typed = self._typed(candidate)
        if typed and any(record.sort == typed for record, _ in options):
            options = [(record, score) for record, score in options if record.sort == typed]
        within = self._within(candidate, candidates, index)
        if within:
            inside = [(r, s) for r, s in options if r.country in within or r.region in within or r.id in within]
            if not inside:
                country = next(iter(within)) if len(within) == 1 and len(next(iter(within))) == 3 else None
                return Place(span=span, name=name, country=country)
            options = inside
        if former is not None and former.country and self.text[former.span.end : span.start] in (", ", ", in ", " in "):
            # `Tbilisi, in Georgia`
            options = [(r, s) for r, s in options if r.country == former.country] or options
        options.sort(key=lambda option: -option[1])
        best, score = options[0]
        if best.sort == "R" and not typed:
            # a bare name means the city before the region around it
            town = next(
                (r for r, _ in options[1:] if r.sort == "C" and r.country == best.country and _apart(r, best) < 1.5),
                None,
            )
            best = town or best
        stranger = best.sort == "C" and best.thousands < 1000 and not within and not typed
        if stranger and sum(self.weights.values()) >= 6 and score < 5.5 and self._abroad(candidate, best):
            # a town of that name abroad, while the report's own may be too small for the gazetteer
            return Place(span=span, name=name)
        for other, behind in options[1:]:
            if score - behind >= _MARGIN:
                break
            if _apart(best, other) > 1.5 or best.country != other.country:
                return Place(span=span, name=name)
        kind = {"S": "country", "R": "region", "C": "city"}[best.sort]
        return Place(
            span=span,
            name=name,
            country=best.country,
            latitude=best.latitude,
            longitude=best.longitude,
            kind=kind,
            id=best.id,
        )

    def _abroad(self, candidate: _Candidate, record: Record) -> bool:
        """Whether nothing but a place's own name speaks of its state."""
        mention = self.mentions.get(candidate.first)
        own = any((e.home or e.party) == record.country for e in mention.entries) if mention is not None else False
        return self.weights[record.country] - own <= 0

    def _options(self, candidate: _Candidate) -> list[tuple[Record, float]]:
        """The places a name may mean, each with its weight: its size, and how much the report speaks of its state."""
        known: set[str] = set()
        if candidate.first in self.mentions:
            # capitals, and cities whose name tells their state
            known = {
                e.home or e.party for e in self.mentions[candidate.first].entries if e.kind in ("capital", "place")
            }
        out: dict[str, tuple[Record, float]] = {}
        own = self.weights.copy()
        for entry in self.mentions[candidate.first].entries if candidate.first in self.mentions else ():
            # a name does not speak for itself
            own[entry.home or entry.party] -= 1
        regions = {b.record.country for b in candidate.bearers if b.record.sort == "R"}
        for state in candidate.states:
            record = self.gazetteer.state(state)
            # of a name that states share, one may be a region of another: Georgia
            if record is not None and not (len(candidate.states) > 1 and state in regions):
                out[record.id] = record, 7.5
        state_too = bool(out) or any(b.record.sort == "S" for b in candidate.bearers)
        for record, is_own in candidate.bearers:
            if record.id in out:
                continue
            size = {"S": 7.5, "R": 7.0 if state_too else 5.5}.get(record.sort) or math.log10(
                record.thousands * 1000 + 1
            )
            score = size - (0 if is_own else 0.8) + (1.0 if record.sort == "C" and record.country in known else 0)
            out[record.id] = record, score
        total = max(1, sum(weight for weight in own.values() if weight > 0))
        near = self._near(candidate)
        for id, (record, score) in out.items():
            bonus = 3.0 * min(1.0, 2 * own[record.country] / total) if own[record.country] > 0 else 0.0
            out[id] = record, score + bonus + (1.0 if record.country in near else 0.0)
        return list(out.values())

    def _near(self, candidate: _Candidate) -> set[str]:
        """The states that the words around a name speak of, the name itself apart."""
        found = set()
        for at in (*range(max(0, candidate.first - 20), candidate.first), *range(candidate.last, candidate.last + 20)):
            mention = self.mentions.get(at)
            if mention is not None:
                homes = {entry.home or entry.party for entry in mention.entries}
                if len(homes) == 1 and {entry.kind for entry in mention.entries} & {"state", "adjective", "capital"}:
                    found |= homes
        return found

    def _within(self, candidate: _Candidate, candidates: Sequence[_Candidate], index: int) -> set[str]:
        """What the words beside a name say it lies in: countries and regions by code."""
        last = self.tokens[candidate.last - 1].end
        if index + 1 < len(candidates):
            then = candidates[index + 1]
            gap = self.text[last : self.tokens[then.first].start]
            if gap == ", " or (gap.strip() == "in" and len(gap) < 6):
                said = {record.country for record, _ in self._options(then) if record.sort == "S"}
                said |= {record.id for record, _ in self._options(then) if record.sort == "R"}
                if not said and not then.bearers and then.first in self.mentions:
                    said = {e.home for e in self.mentions[then.first].entries if e.home}
                if said:
                    return said
        for back in range(candidate.first - 1, max(-1, candidate.first - 5), -1):
            gap = self.text[self.tokens[back].end : self.tokens[back + 1].start]
            if any(mark in gap for mark in ",.;:!?\n()"):
                break
            mention = self.mentions.get(back)
            if mention is not None and mention.last <= candidate.first:
                kinds = {e.kind for e in mention.entries}
                close = back == candidate.first - 1 or self.tokens[candidate.first - 1].key == "of"
                if (kinds & {"adjective"} and close) or (
                    kinds & {"state"} and self.tokens[mention.last - 1].possessive
                ):
                    homes = {e.home or e.party for e in mention.entries}
                    return homes if len(homes) == 1 else set()
        return set()


def _apart(one: Record, other: Record) -> float:
    """Roughly how many degrees lie between two places."""
    return math.hypot(
        one.latitude - other.latitude, (one.longitude - other.longitude) * math.cos(math.radians(one.latitude))
    )

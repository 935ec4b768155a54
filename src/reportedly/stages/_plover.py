"""What words alone tell of an event: hints of its PLOVER type, its mode and its contexts, from small lexicons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import pairwise

from reportedly.terms import Context, EventType, Mode
from reportedly.words import stem

__all__ = ["TYPES", "contexts", "hints", "mode"]

TYPES: tuple[EventType, ...] = tuple(EventType)
_DATA = files("reportedly") / "data" / "plover"

Phrase = tuple[str, ...]
_NONE: frozenset[Phrase] = frozenset()


def _lines(name: str) -> Iterable[tuple[str, list[str]]]:
    for line in (_DATA / name).read_text(encoding="utf-8").split("\n"):
        if line and line[0] != "#":
            key, _, words = line.partition("\t")
            yield key, words.split()


@cache
def _hints() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for key, words in _lines("types.tsv"):
        row = TYPES.index(EventType(key))
        for word in words:
            there = found.get(stem(word), ())
            if row not in there:
                found[stem(word)] = (*there, row)
    return found


@lru_cache(maxsize=65536)
def hints(word: str) -> tuple[int, ...]:
    """The rows in `TYPES` of the types that a word may name; empty for most words.

    Example:
        >>> [TYPES[row].value for row in hints("deployments")]
        ['MOBILIZE']
    """
    return _hints().get(stem(word.casefold()), ())


@cache
def _phrases(name: str) -> tuple[tuple[str, ...], dict[Phrase, tuple[int, ...]]]:
    """The keys of a file in its order, and for each stem or pair of stems the numbers of the keys that it shows."""
    keys: list[str] = []
    shown: dict[Phrase, tuple[int, ...]] = {}
    for number, (key, words) in enumerate(_lines(name)):
        keys.append(key)
        for word in words:
            phrase = tuple(stem(part) for part in word.split("+"))
            if word[0] != "-" and number not in shown.get(phrase, ()):
                shown[phrase] = (*shown.get(phrase, ()), number)
    return tuple(keys), shown


@cache
def _hidden(name: str) -> dict[int, frozenset[Phrase]]:
    """For the number of a key the pairs of stems neither of which shows it: those after a minus in the file."""
    return {
        number: frozenset(tuple(stem(part) for part in word[1:].split("+")) for word in words if word[0] == "-")
        for number, (_, words) in enumerate(_lines(name))
        if any(word[0] == "-" for word in words)
    }


@cache
def _pairs(name: str) -> dict[str, dict[str, tuple[int, ...]]]:
    """The keys that pairs of stems show, by the first stem and then by the second."""
    out: dict[str, dict[str, tuple[int, ...]]] = {}
    for phrase, numbers in _phrases(name)[1].items():
        if len(phrase) == 2:
            out.setdefault(phrase[0], {})[phrase[1]] = numbers
    return out


@lru_cache(maxsize=65536)
def _begun(name: str, word: str) -> tuple[tuple[int, ...], dict[str, tuple[int, ...]]] | None:
    """The keys that a word shows, and those that it shows together with each stem after it; None for most words."""
    first = stem(word.casefold())
    pairs = _pairs(name).get(first, {})
    alone = _phrases(name)[1].get((first,), ())
    return (alone, pairs) if alone or pairs else None


def _shown(name: str, words: Sequence[str]) -> set[int]:
    """The numbers of the keys that some words show, unless a hidden pair stands there."""
    found: set[int] = set()
    hidden = _hidden(name)
    for at, word in enumerate(words):
        begun = _begun(name, word)
        if begun is None:
            continue
        numbers = set(begun[0])
        if begun[1] and at + 1 < len(words):
            numbers.update(begun[1].get(stem(words[at + 1].casefold()), ()))
        if hidden.keys() & numbers:
            near = [stem(other.casefold()) for other in words[max(0, at - 1) : at + 3]]
            numbers = {number for number in numbers if hidden.get(number, _NONE).isdisjoint(pairwise(near))}
        found |= numbers
    return found


def mode(kind: EventType, words: Sequence[str], around: Sequence[str] = ()) -> Mode | None:
    """The mode that the words show for an event of this type; None where they show none.

    Args:
        kind: the event's type.
        words: the anchor's words.
        around: words of its clause, looked at when the anchor's own show nothing; those of other events left out.

    Example:
        >>> mode(EventType.ASSAULT, ["a", "drone", "strike"]).value
        'ASSAULT-drone'
    """
    for given in (words, around):
        keys = _phrases("modes.tsv")[0]
        fit = [number for number in _shown("modes.tsv", given) if keys[number].startswith(kind.value)]
        if fit:
            return Mode(keys[min(fit)])
    return None


def contexts(words: Sequence[str]) -> tuple[Context, ...]:
    """The contexts that the words of an event's sentence show, in the order of the terms.

    Example:
        >>> [c.value for c in contexts("the court freed two journalists after the election".split())]
        ['election', 'legal']
    """
    keys = _phrases("contexts.tsv")[0]
    found = {Context(keys[number]) for number in _shown("contexts.tsv", words)}
    return tuple(context for context in Context if context in found) if found else ()

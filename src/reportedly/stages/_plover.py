"""What words alone tell of an event: hints of its PLOVER type, its mode and its contexts, from small lexicons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from reportedly.terms import Context, EventType, Mode
from reportedly.words import stem

__all__ = ["TYPES", "contexts", "hints", "mode"]

TYPES: tuple[EventType, ...] = tuple(EventType)
_DATA = files("reportedly") / "data" / "plover"

Phrase = tuple[str, ...]


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


def hints(word: str) -> tuple[int, ...]:
    """The rows in `TYPES` of the types that a word may name; empty for most words.

    Example:
        >>> [TYPES[row].value for row in hints("deployments")]
        ['MOBILIZE']
    """
    return _hints().get(stem(word.casefold()), ())


@cache
def _phrases(name: str) -> tuple[tuple[str, frozenset[Phrase]], ...]:
    return tuple(
        (key, frozenset(tuple(stem(part) for part in word.split("+")) for word in words)) for key, words in _lines(name)
    )


def _fits(phrases: frozenset[Phrase], stems: Sequence[str]) -> bool:
    pairs = set(pairwise(stems))
    single = set(stems)
    return any(phrase[0] in single if len(phrase) == 1 else phrase in pairs for phrase in phrases)


def mode(kind: EventType, words: Sequence[str], around: Sequence[str] = ()) -> Mode | None:
    """The mode that the words show for an event of this type; None where they show none.

    Args:
        kind: the event's type.
        words: the anchor's words.
        around: words of its clause, looked at when the anchor's own show nothing.

    Example:
        >>> mode(EventType.ASSAULT, ["a", "drone", "strike"]).value
        'ASSAULT-drone'
    """
    for given in (words, around):
        stems = [stem(word.casefold()) for word in given]
        for key, phrases in _phrases("modes.tsv"):
            if key.startswith(kind.value) and _fits(phrases, stems):
                return Mode(key)
    return None


def contexts(words: Sequence[str]) -> tuple[Context, ...]:
    """The contexts that the words of an event's sentence show, in the order of the terms.

    Example:
        >>> [c.value for c in contexts("the court freed two journalists after the election".split())]
        ['election', 'legal']
    """
    stems = [stem(word.casefold()) for word in words]
    found = {Context(key) for key, phrases in _phrases("contexts.tsv") if _fits(phrases, stems)}
    return tuple(context for context in Context if context in found)

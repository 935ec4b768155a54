"""Events to stories: which belong together, with the reason, and what hangs together by that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

__all__ = ["components", "story_edges"]


def components(start: Iterable[str], neighbours: Callable[[str], Iterable[str]]) -> Iterator[frozenset[str]]:
    """The sets of names that hang together, for every name of `start`."""
    seen: set[str] = set()
    for name in sorted(start):
        if name in seen:
            continue
        found, todo = {name}, [name]
        while todo:
            for other in neighbours(todo.pop()):
                if other not in found:
                    found.add(other)
                    todo.append(other)
        seen |= found
        yield frozenset(found)


def story_edges(
    times: Mapping[tuple[str, str], int],
    counts: Mapping[str, int],
    mains: Collection[str],
    parties: Mapping[str, Collection[str]],
) -> list[tuple[str, str, str | None, str]]:
    """The pairs of events that belong to one story, each with its reason.

    Two events that reports are mainly about belong together where at least half the reports that tell the rarer
    one tell both, one of them as its main event, and the two have a party in common. An event that no report is
    mainly about goes with the one it is most often told with, and joins nothing further: so a roundup, which
    tells many things, makes no story of them.

    Args:
        times: pair of events, sorted -> reports that tell both, and are mainly about one of them.
        counts: event -> reports that tell it.
        mains: the events that some report is mainly about.
        parties: event -> parties in its roles.

    Returns:
        (event, event, the one of them that joins nothing further or None, reason), sorted.
    """
    joined: list[tuple[str, str, str | None, str]] = []
    best: dict[str, tuple[int, str]] = {}
    for (a, b), together in sorted(times.items()):
        if a in mains and b in mains:
            shared = set(parties.get(a, ())) & set(parties.get(b, ()))
            if shared and 2 * together >= min(counts[a], counts[b]):
                why = (
                    f"told together by {together} of {min(counts[a], counts[b])}; both with {', '.join(sorted(shared))}"
                )
                joined.append((a, b, None, why))
            continue
        for leaf, other in ((a, b), (b, a)):
            if leaf not in mains and other in mains and (-together, other) < best.get(leaf, (0, "")):
                best[leaf] = (-together, other)
    for leaf, (together, other) in best.items():
        joined.append((min(leaf, other), max(leaf, other), leaf, f"told with it by {-together}"))
    return sorted(joined)

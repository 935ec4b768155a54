"""What the registry knows of a party or a name, in one line."""

from __future__ import annotations

from reportedly.registry.store import AMBIGUOUS, Entry, Registry

__all__ = ["gloss"]

#: how many other names of a party are told
_NAMES = 4


def gloss(registry: Registry, term: str) -> str | None:
    """One line on a party by its id, or on whoever a name may mean; None where the registry has neither.

    Args:
        registry: ours, or one with a user's files.
        term: an id as a statement's `party` has it, in any case, or a name of a party, seat, organ, outlet or person.

    Example:
        >>> from reportedly.registry import load
        >>> gloss(load(), "MEDIA:Reuters"), gloss(load(), "Vogonia")
        ('Reuters (outlet)', None)
        >>> gloss(load(), "the Blue House")
        'the Blue House: seat of South Korea (KOR)'
    """
    word = term.strip()
    id = next((i for i in (word, word.upper()) if registry.party(i) is not None), None)
    if id is not None:
        return _party(registry, id)
    entries = registry.lookup(word)
    if word.lower().removeprefix("the ") in AMBIGUOUS:
        return f"{word}: {' or '.join(dict.fromkeys(_whose(registry, e) for e in entries))}, as the report decides"
    found = list(dict.fromkeys(_entry(registry, entry) for entry in entries))
    return f"{word}: {'; '.join(found)}" if found else None


def _party(registry: Registry, id: str) -> str:
    """A party's name, kind, time and other names."""
    party = registry.parties[id]
    names = [name.rstrip("~") for name in party.aliases]
    others = [name for name in dict.fromkeys(names) if name.upper() not in (id, party.name.upper())]
    told = f"{party.name} ({party.kind}{_time(party.since, party.until)})"
    if party.part_of:
        above = registry.party(party.part_of)
        told += f", part of {above.name if above else party.part_of}"
    return told + (f"; also {', '.join(others[:_NAMES])}" if others else "")


def _entry(registry: Registry, entry: Entry) -> str:
    """What one entry says of its name: an office, or what it is to a party."""
    party, whose = registry.party(entry.party), _whose(registry, entry)
    if entry.kind == "person":
        return f"{entry.role}{_time(entry.since, entry.until)}: {whose}"
    if entry.kind in ("state", "outlet", "ngo", "expert") or (party is not None and party.kind == entry.kind):
        return f"{entry.kind}{_time(entry.since, entry.until)}: {whose}"
    return f"{entry.kind} of {whose}{_time(entry.since, entry.until)}"


def _whose(registry: Registry, entry: Entry) -> str:
    """The party of an entry, by name and id."""
    party = registry.party(entry.party)
    return f"{party.name} ({entry.party})" if party is not None and party.name != entry.party else entry.party


def _time(since: str, until: str) -> str:
    """From when to when, where that is known."""
    return (f", from {since}" if since else "") + (f", until {until}" if until else "")

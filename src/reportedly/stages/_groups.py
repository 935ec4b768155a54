"""Kinds of party as event heads tell them apart: states, people, outlets, armed groups ..."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["GROUPS", "group"]

#: kinds of party, as the weights tell them apart
GROUPS = ("nobody", "state", "people", "media", "ngo", "body", "armed", "political", "unnamed", "other")
_KINDS = {
    "state": "state", "body": "body", "collective": "body", "armed group": "armed", "ethnic side": "armed",
    "opposition": "armed", "party": "political", "campaign": "political", "company": "other",
}  # fmt: skip
_POLITICAL = re.compile(r".*_CAMPAIGN|REPUBLICANS|DEMOCRATS|(LABOUR|CONSERVATIVES|LIBDEMS)_.*")


@lru_cache(maxsize=4096)
def group(party: str | None) -> int:
    """The row of `GROUPS` of a party's id; the empty one stands for nobody.

    Example:
        >>> [GROUPS[group(p)] for p in ("", "KEN", "PERSON", "MEDIA:Reuters", "NGO:Amnesty", "UN")]
        ['nobody', 'state', 'people', 'media', 'ngo', 'body']
    """
    from reportedly.registry import load

    if party == "":
        return GROUPS.index("nobody")
    if party in ("PERSON", "EXPERT"):
        return GROUPS.index("people")
    if party is None or party == "ANON":
        return GROUPS.index("unnamed")
    head, sep, _ = party.partition(":")
    if sep:
        return GROUPS.index({"MEDIA": "media", "NGO": "ngo"}.get(head, "other"))
    known = load().party(party)
    if known is not None:
        return GROUPS.index(_KINDS.get(known.kind, "other"))
    return GROUPS.index("political" if _POLITICAL.fullmatch(party) else "other")

"""Texts as careless systems hand them over: lower-cased, without breaks, without quotation marks; offsets lead back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Disguised:
    """A changed text and, for each of its characters, the offset it had in the original."""

    text: str
    offsets: list[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """A span of the changed text in the original one."""
        return self.offsets[start], self.offsets[end - 1] + 1


def _same(text: str) -> Disguised:
    return Disguised(text, list(range(len(text))))


def _each(change: Callable[[str], str]) -> Callable[[str], Disguised]:
    """A disguise that replaces each character by none or one."""

    def apply(text: str) -> Disguised:
        kept = [(change(c), i) for i, c in enumerate(text)]
        return Disguised("".join(c for c, _ in kept), [i for c, i in kept if c])

    return apply


def _lower(c: str) -> str:
    low = c.lower()
    return low if len(low) == 1 else c


DISGUISES: dict[str, Callable[[str], Disguised]] = {
    "none": _same,
    "lower-case": _each(_lower),
    "no-breaks": _each(lambda c: " " if c in "\r\n" else c),
    "straight-quotes": _each(lambda c: '"' if c in "“”„" else "'" if c in "‘’" else c),
    "no-quotes": _each(lambda c: "" if c in '“”„"' else c),
}

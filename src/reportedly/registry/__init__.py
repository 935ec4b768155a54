"""Parties, their names and seats, offices with dates: plain data files and a small reader that users can extend."""

from reportedly.registry.store import Entry, Mention, Registry, load

__all__ = ["Entry", "Mention", "Registry", "load"]

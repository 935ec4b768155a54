"""What people decided: it outranks the machine, is kept for good, and can be undone but not erased."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, select

from reportedly.ledger import schema

__all__ = ["KINDS", "judged_pairs", "overrides", "standing"]

#: same, different: two events; party, act, speaker: what a claim should say; undo: an earlier judgement
KINDS = ("same", "different", "party", "act", "speaker", "undo")


def standing(connection: Connection) -> list[Any]:
    """The judgements that were not undone, in order."""
    table = schema.judgements
    rows = connection.execute(select(table).order_by(table.c.seq)).all()
    undone: set[str] = set()
    # an undoing may itself be undone, so the last come first
    for row in reversed(rows):
        if row.kind == "undo" and str(row.seq) not in undone:
            undone.add(row.subject)
    return [row for row in rows if row.kind != "undo" and str(row.seq) not in undone]


def judged_pairs(connection: Connection) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The pairs of mentions that people judged the same event, and those judged different: the last word counts."""
    last: dict[tuple[str, str], str] = {}
    for row in standing(connection):
        if row.kind in ("same", "different"):
            last[min(row.subject, row.object), max(row.subject, row.object)] = row.kind
    same = [pair for pair, kind in last.items() if kind == "same"]
    return same, [pair for pair, kind in last.items() if kind == "different"]


def overrides(connection: Connection) -> dict[str, dict[str, str]]:
    """claim id -> what people put in place of its party, act or speaker."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in standing(connection):
        if row.kind in ("party", "act", "speaker"):
            found[row.subject][row.kind] = row.object
    return dict(found)

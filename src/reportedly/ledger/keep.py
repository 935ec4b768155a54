"""Readings kept for good: what is new among them goes into the tables that are only ever added to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select

from reportedly.errors import LedgerError
from reportedly.ledger import rows, schema
from reportedly.ledger.sql import add_rows, chunks
from reportedly.ledger.views import Receipt
from reportedly.types import Reading

__all__ = ["keep"]


def keep(connection: Connection, readings: Sequence[Reading], where: str, stamp: str) -> tuple[Receipt, ...]:
    """What became of each Reading, in their order; those that are new are written, all of a table at once.

    Args:
        where: the ledger's name, for the error.
        stamp: when they were added.

    Raises:
        LedgerError: a report has the id of another with a different text.
    """
    ids = {reading.report.id for reading in readings}
    texts = _texts(connection, ids)
    known = _digests(connection, ids & set(texts))
    receipts: list[Receipt] = []
    reports: list[dict[str, Any]] = []
    fresh: dict[tuple[str, str], tuple[Reading, bytes]] = {}
    for reading in readings:
        report = reading.report
        if texts.setdefault(report.id, report.text) != report.text:
            raise LedgerError(
                where,
                f"holds another text under the id {report.id}; give the corrected one an id of its own and say that it "
                "revises this one; nothing was changed",
            )
        body, digest = rows.pack(reading)
        before = known.setdefault(report.id, set())
        outcome = "known" if digest in before else "reread" if before else "corrects" if report.revises else "added"
        if not before:
            reports.append({**rows.report_row(report, reading), "added_at": stamp})
        if digest not in before:
            fresh[report.id, digest] = (reading, body)
        before.add(digest)
        claims = len({claim.id for claim in reading.claims})
        receipts.append(Receipt(report_id=report.id, outcome=outcome, claims=claims))
    add_rows(connection, schema.reports, reports)
    _readings(connection, fresh, stamp)
    return tuple(receipts)


def _texts(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """report id -> text, of those that the ledger has."""
    table = schema.reports
    found: dict[str, str] = {}
    for some in chunks(ids):
        for row in connection.execute(select(table.c.id, table.c.text).where(table.c.id.in_(some))):
            found[row.id] = row.text
    return found


def _digests(connection: Connection, ids: Collection[str]) -> dict[str, set[str]]:
    """report id -> digests of its readings."""
    table = schema.readings
    found: dict[str, set[str]] = {}
    for some in chunks(ids):
        for row in connection.execute(select(table.c.report_id, table.c.digest).where(table.c.report_id.in_(some))):
            found.setdefault(row.report_id, set()).add(row.digest)
    return found


def _readings(connection: Connection, fresh: dict[tuple[str, str], tuple[Reading, bytes]], stamp: str) -> None:
    """Writes readings with their mentions and claims."""
    table = schema.readings
    add_rows(
        connection,
        table,
        [
            {"report_id": name, "made_by": reading.made_by, "digest": digest, "body": body, "added_at": stamp}
            for (name, digest), (reading, body) in fresh.items()
        ],
    )
    numbers: dict[tuple[str, str], int] = {}
    for some in chunks({name for name, _ in fresh}):
        query = select(table.c.report_id, table.c.digest, table.c.seq).where(table.c.report_id.in_(some))
        numbers.update({(row.report_id, row.digest): row.seq for row in connection.execute(query)})
    mentions: list[dict[str, Any]] = []
    claims: list[dict[str, Any]] = []
    for key, (reading, _) in fresh.items():
        seq = numbers[key]
        mentions += [{**row, "reading_seq": seq} for row in rows.mention_rows(reading)]
        claims += [{**row, "reading_seq": seq} for row in rows.claim_rows(reading)]
    add_rows(connection, schema.mentions, mentions)
    add_rows(connection, schema.claims, claims)

"""Small things that every query here needs: rows by long lists of values, deleted or added many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select

__all__ = ["add_rows", "chunks", "delete_in", "rows_in"]

#: a database takes only so many parameters at once
CHUNK = 400


def chunks(items: Collection[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    """The items in a settled order, a few hundred at a time."""
    ordered = sorted(items)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]


def rows_in(connection: Connection, table: Table, column: ColumnElement[Any], values: Collection[Any]) -> list[Any]:
    """All rows whose column is one of the values."""
    found: list[Any] = []
    for some in chunks(values):
        found.extend(connection.execute(select(table).where(column.in_(some))).all())
    return found


def delete_in(connection: Connection, table: Table, column: ColumnElement[Any], values: Collection[Any]) -> None:
    """Deletes the rows whose column is one of the values."""
    for some in chunks(values):
        connection.execute(delete(table).where(column.in_(some)))


def add_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Inserts rows, if there are any."""
    if rows:
        connection.execute(insert(table), rows)

"""Small things that every query here needs: rows by long lists of values, deleted, added or settled many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Dialect, Table, and_, bindparam, delete, insert, select
from sqlalchemy.sql.expression import ClauseElement

__all__ = ["add_rows", "chunks", "delete_in", "fetch", "rows_in", "settle_rows"]

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


def add_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows, if there are any; all have the columns of the first."""
    if rows:
        sql, names = _written(_insert(table, tuple(rows[0])), connection.dialect)
        # handed to the driver as they are: SQLAlchemy takes longer over the parameters than SQLite over the rows
        if names is None:
            connection.exec_driver_sql(sql, [dict(row) for row in rows])
        else:
            connection.exec_driver_sql(sql, [tuple([row[name] for name in names]) for row in rows])


def settle_rows(
    connection: Connection,
    table: Table,
    column: ColumnElement[Any],
    values: Collection[Any],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Makes these the rows whose column is one of the values; touches only those that differ.

    Args:
        rows: with all columns of the table.
    """
    names = table.columns.keys()
    key = [place for place, one in enumerate(table.columns) if one.primary_key]
    after = {tuple([row[name] for name in names]): row for row in rows}
    before = {tuple(row) for row in rows_in(connection, table, column, values)}
    gone = [tuple([row[place] for place in key]) for row in before if row not in after]
    if gone:
        sql, order = _written(_delete(table), connection.dialect)
        own = [{names[place]: value for place, value in zip(key, one, strict=True)} for one in sorted(gone)]
        connection.exec_driver_sql(
            sql, [dict(one) if order is None else tuple([one[name] for name in order]) for one in own]
        )
    add_rows(connection, table, [row for one, row in after.items() if one not in before])


def fetch(connection: Connection, statement: ClauseElement, values: Mapping[str, Any]) -> Sequence[Any]:
    """The rows of a statement that is made once and asked often, without compiling it or its parameters again."""
    sql, names = _written(statement, connection.dialect)
    given = dict(values) if names is None else tuple([values[name] for name in names])
    return connection.exec_driver_sql(sql, given).all()


@lru_cache(maxsize=256)
def _written(statement: ClauseElement, dialect: Dialect) -> tuple[str, tuple[str, ...] | None]:
    """A statement in the database's words, and the order of its parameters where they go by place."""
    compiled = statement.compile(dialect=dialect)
    order = getattr(compiled, "positiontup", None)
    return str(compiled), None if order is None else tuple(order)


@lru_cache(maxsize=64)
def _insert(table: Table, names: tuple[str, ...]) -> ClauseElement:
    return insert(table).values({name: bindparam(name) for name in names})


@lru_cache(maxsize=64)
def _delete(table: Table) -> ClauseElement:
    return delete(table).where(and_(*(column == bindparam(column.name) for column in table.primary_key)))

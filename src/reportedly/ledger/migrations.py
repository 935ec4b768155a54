"""Numbered steps from an older ledger to the present one."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable

from sqlalchemy import Connection, Index, bindparam, func, inspect, select, text, update
from sqlalchemy.schema import CreateIndex, CreateTable

from reportedly.ledger import schema
from reportedly.ledger.fold import CHANGES, cells
from reportedly.ledger.joining import tie_events
from reportedly.ledger.rows import gist_of
from reportedly.ledger.search import create_search
from reportedly.ledger.sql import add_rows, chunks
from reportedly.ledger.storyline import latest_turn
from reportedly.terms import RelationKind

__all__ = ["MIGRATIONS"]


def _first(connection: Connection) -> None:
    """The kept tables and the search over them, as first laid out."""
    schema.kept.create_all(connection, checkfirst=False)
    create_search(connection)


def _counted(connection: Connection) -> None:
    """What stands against what counted by event, the last change by story, and relations in the order of lists."""
    names = set(inspect(connection).get_table_names())
    for table in (schema.reports, schema.relations):
        if table.name in names:
            _indices(connection, table.indexes)
    if schema.events.name not in names:
        return
    connection.execute(text("DROP INDEX IF EXISTS relations_kind_day"))
    connection.execute(text("DROP INDEX IF EXISTS ix_relations_event_id"))
    events, relations, told, mentions = schema.events, schema.relations, schema.told, schema.mentions
    for name in ("changes", "contradictions", "figures", "figures_differ"):
        connection.execute(text(f"ALTER TABLE events ADD COLUMN {name} INTEGER NOT NULL DEFAULT 0"))
    connection.execute(text("ALTER TABLE stories ADD COLUMN latest VARCHAR"))
    own = select(func.count()).where(relations.c.event_id == events.c.id)
    given = select(func.count()).select_from(told).join(mentions, mentions.c.seq == told.c.mention_seq)
    given = given.where(told.c.event_id == events.c.id, mentions.c.low.is_not(None) | mentions.c.high.is_not(None))
    connection.execute(
        update(events).values(
            changes=own.where(relations.c.kind.in_([kind.value for kind in CHANGES])).scalar_subquery(),
            contradictions=own.where(relations.c.kind == RelationKind.CONTRADICTION.value).scalar_subquery(),
            figures=given.scalar_subquery(),
            figures_differ=own.where(relations.c.kind == RelationKind.FIGURES_DIFFER.value).scalar_subquery(),
        )
    )
    stories = schema.stories
    for name in connection.execute(select(stories.c.id).where(stories.c.changed.is_not(None))).scalars().all():
        latest = json.dumps(latest_turn(connection, name))
        connection.execute(update(stories).where(stories.c.id == name).values(latest=latest))


def _celled(connection: Connection) -> None:
    """Reports and origins counted by party and event."""
    if not inspect(connection).has_table(schema.positions.name):
        return
    connection.execute(CreateTable(schema.cells, if_not_exists=True))
    positions, told = schema.positions, schema.told
    parties: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(select(positions.c.event_id, positions.c.party).distinct()):
        parties[row.event_id].add(row.party)
    for some in chunks(parties):
        behind: dict[str, list[tuple[str | None, str, str]]] = defaultdict(list)
        query = select(told.c.event_id, told.c.party, told.c.report_id, told.c.origin).where(told.c.event_id.in_(some))
        for event, party, report, origin in connection.execute(query):
            behind[event].append((party, report, origin))
        add_rows(connection, schema.cells, [row for one in some for row in cells(one, parties[one], behind[one])])


def _tied(connection: Connection) -> None:
    """The links that made each event, and those that were refused."""
    if not inspect(connection).has_table(schema.members.name):
        return
    connection.execute(CreateTable(schema.ties, if_not_exists=True))
    for some in chunks(connection.execute(select(schema.events.c.id)).scalars().all()):
        tie_events(connection, some)


def _gists(connection: Connection) -> None:
    """The most telling stems of each mention's report."""
    if "gist" in {column["name"] for column in inspect(connection).get_columns(schema.mentions.name)}:
        return
    connection.execute(text("ALTER TABLE mentions ADD COLUMN gist VARCHAR NOT NULL DEFAULT ''"))
    reports, readings, mentions = schema.reports, schema.readings, schema.mentions
    fill = update(mentions).where(mentions.c.reading_seq == bindparam("reading")).values(gist=bindparam("own"))
    for some in chunks(connection.execute(select(readings.c.seq)).scalars().all()):
        query = select(readings.c.seq, reports.c.text).join(reports, reports.c.id == readings.c.report_id)
        rows = connection.execute(query.where(readings.c.seq.in_(some))).all()
        connection.execute(fill, [{"reading": row.seq, "own": gist_of(row.text)} for row in rows])


def _indices(connection: Connection, indices: set[Index]) -> None:
    for index in sorted(indices, key=lambda one: str(one.name)):
        connection.execute(CreateIndex(index, if_not_exists=True))


#: in order; a ledger at number n has had the first n of them. Never edit one: add another
MIGRATIONS: tuple[tuple[str, Callable[[Connection], None]], ...] = (
    ("first tables", _first),
    ("counts by event", _counted),
    ("counts by cell", _celled),
    ("links by event", _tied),
    ("gists of reports", _gists),
)

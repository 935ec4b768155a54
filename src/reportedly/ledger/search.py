"""Full-text search over claims and reports: FTS5 kept up by triggers on SQLite, `tsvector` elsewhere."""

from __future__ import annotations

import re

from sqlalchemy import Connection, text

__all__ = ["create_search", "find", "match_words"]

#: from so many hits the newest come first, for ranking them all would take longer than a person waits
_RANKED = 3000

#: more words than this are asked of no row; the rest is left out
_TERMS = 64

#: ends a string for FTS5, or cannot be handed to a database at all
_UNASKED = re.compile("[\x00\ud800-\udfff]")

_TABLES = {
    "claims": ("words", "speaker", "source", "party"),
    "reports": ("title", "text", "outlet"),
}


def create_search(connection: Connection) -> None:
    """Makes the indices and the triggers that fill them; rows are only ever added, so one trigger each will do."""
    if connection.dialect.name != "sqlite":
        for table, columns in _TABLES.items():
            joined = " || ' ' || ".join(f"coalesce({column}, '')" for column in columns)
            connection.exec_driver_sql(
                f"CREATE INDEX {table}_search ON {table} USING gin (to_tsvector('english', {joined}))"
            )
        return
    for table, columns in _TABLES.items():
        names = ", ".join(columns)
        values = ", ".join(f"new.{column}" for column in columns)
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE {table}_search USING fts5({names}, content='{table}', content_rowid='seq', "
            'tokenize="porter unicode61 remove_diacritics 2")'
        )
        connection.exec_driver_sql(
            f"CREATE TRIGGER {table}_search_add AFTER INSERT ON {table} BEGIN "
            f"INSERT INTO {table}_search(rowid, {names}) VALUES (new.seq, {values}); END"
        )


def match_words(words: str) -> str:
    """What FTS5 is asked for: every word, quoted parts as they stand, the last word also as a beginning.

    Nothing that a person types is read as FTS5's own syntax.

    Example:
        >>> match_words('north "kursk region" dep')
        '"north" "kursk region" "dep"*'
    """
    words = _UNASKED.sub(" ", words)
    parts = [quoted or plain for quoted, plain in re.findall(r'"([^"]+)"|([^\s"]+)', words)]
    terms = [f'"{part}"' for part in parts if re.search(r"\w", part)][:_TERMS]
    if not terms:
        return ""
    prefix = re.search(r"\w$", words) is not None and len(parts) <= _TERMS
    return " ".join(terms) + ("*" if prefix else "")


def find(connection: Connection, table: str, words: str, limit: int) -> list[tuple[int, str]]:
    """The rows that hold all the words, best first, each with the passage that shows them.

    Returns:
        pairs of `seq` and a snippet in which found words stand between U+0002 and U+0003.
    """
    if connection.dialect.name != "sqlite":
        joined = " || ' ' || ".join(f"coalesce({column}, '')" for column in _TABLES[table])
        rows = connection.execute(
            text(
                f"SELECT seq, ts_headline('english', {joined}, q, 'StartSel=\x02, StopSel=\x03, MaxWords=24') "
                f"FROM {table}, websearch_to_tsquery('english', :words) q "
                f"WHERE to_tsvector('english', {joined}) @@ q "
                f"ORDER BY ts_rank(to_tsvector('english', {joined}), q) DESC, seq DESC LIMIT :limit"
            ),
            {"words": words, "limit": limit},
        )
        return [(row[0], row[1]) for row in rows]
    asked = match_words(words)
    if not asked:
        return []
    many = connection.execute(
        text(f"SELECT count(*) FROM (SELECT 1 FROM {table}_search WHERE {table}_search MATCH :asked LIMIT :cap)"),
        {"asked": asked, "cap": _RANKED + 1},
    ).scalar_one()
    order = "rank, rowid DESC" if many <= _RANKED else "rowid DESC"
    rows = connection.execute(
        text(
            f"SELECT rowid, snippet({table}_search, -1, '\x02', '\x03', '…', 24) FROM {table}_search "
            f"WHERE {table}_search MATCH :asked ORDER BY {order} LIMIT :limit"
        ),
        {"asked": asked, "limit": limit},
    )
    return [(row[0], row[1]) for row in rows]

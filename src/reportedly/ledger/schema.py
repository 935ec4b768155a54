"""The tables: what is kept for good, and what is derived from it and can be dropped and made again."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
)

__all__ = ["derived", "kept"]

#: rows here are only ever added
kept = MetaData()
#: rows here follow from the kept ones
derived = MetaData()

# SQLite numbers rows by INTEGER PRIMARY KEY alone; PostgreSQL wants the big kind
_Seq = BigInteger().with_variant(Integer, "sqlite")

migrations = Table(
    "migrations",
    kept,
    Column("number", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("applied_at", String, nullable=False),
)

reports = Table(
    "reports",
    kept,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("outlet", String),
    Column("url", String, index=True),
    Column("title", String),
    Column("byline", String),
    Column("published", String),
    Column("retrieved", String),
    Column("language", String),
    Column("revises", String, index=True),
    # the outlet or wire credited with the whole
    Column("credit", String),
    Column("added_at", String, nullable=False),
)
Index("reports_outlet", func.lower(reports.c.outlet))

readings = Table(
    "readings",
    kept,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("report_id", String, nullable=False),
    Column("made_by", String, nullable=False),
    Column("digest", String, nullable=False),
    # the whole Reading but for the report's text, as JSON, deflated
    Column("body", LargeBinary, nullable=False),
    Column("added_at", String, nullable=False),
    UniqueConstraint("report_id", "digest"),
)

mentions = Table(
    "mentions",
    kept,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, index=True),
    Column("reading_seq", _Seq, nullable=False, index=True),
    Column("report_id", String, nullable=False),
    Column("type", String, nullable=False),
    Column("mode", String),
    # JSON lists of party ids
    Column("actors", String, nullable=False),
    Column("recipients", String, nullable=False),
    Column("place", String),
    Column("country", String),
    Column("latitude", Float),
    Column("longitude", Float),
    # TIMEX3 value, and the days it may mean
    Column("when", String),
    Column("begin", String),
    Column("end", String),
    Column("day", String),
    Column("modality", String, nullable=False),
    Column("low", Float),
    Column("high", Float),
    Column("bound", String),
    Column("unit", String),
    Column("counts", String),
    Column("figure", String),
    Column("start", Integer, nullable=False),
    Column("words", String, nullable=False),
    # stems of the anchor and of the words around it, parted by spaces
    Column("stems", String, nullable=False),
    Column("context", String, nullable=False),
    # the most telling stems of the report
    Column("gist", String, nullable=False, server_default=""),
    Column("score", Float, nullable=False),
)

claims = Table(
    "claims",
    kept,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, index=True),
    Column("reading_seq", _Seq, nullable=False, index=True),
    Column("report_id", String, nullable=False, index=True),
    Column("attribution", String),
    Column("mention_id", String, index=True),
    Column("party", String),
    Column("speaker", String),
    # the body that an unnamed source speaks from
    Column("organisation", String),
    Column("act", String, nullable=False),
    Column("factuality", String, nullable=False),
    Column("said", String),
    # the day of publication
    Column("day", String),
    # the words place the saying before the report's own news
    Column("recap", Boolean, nullable=False),
    # party of the attribution that holds this one
    Column("via", String),
    Column("source", String, nullable=False),
    Column("cue", String, nullable=False),
    Column("words", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("score", Float, nullable=False),
)

judgements = Table(
    "judgements",
    kept,
    Column("seq", _Seq, primary_key=True, autoincrement=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("object", String, nullable=False),
    Column("who", String, nullable=False),
    Column("at", String, nullable=False),
    Column("note", String),
)

heads = Table(
    "heads",
    derived,
    Column("report_id", String, primary_key=True),
    Column("reading_seq", _Seq, nullable=False, index=True),
)

shingles = Table(
    "shingles",
    derived,
    Column("run", BigInteger, primary_key=True),
    Column("report_seq", _Seq, primary_key=True, index=True),
    sqlite_with_rowid=False,
)

copies = Table(
    "copies",
    derived,
    Column("a", String, primary_key=True),
    Column("b", String, primary_key=True, index=True),
    Column("score", Float, nullable=False),
    Column("why", String, nullable=False),
)

origins = Table(
    "origins",
    derived,
    Column("report_id", String, primary_key=True),
    Column("origin", String, nullable=False, index=True),
)

mention_keys = Table(
    "mention_keys",
    derived,
    Column("key", String, primary_key=True),
    # ordinal of the day that the mention is about; the undated come last
    Column("about", Integer, primary_key=True),
    Column("mention_id", String, primary_key=True, index=True),
    sqlite_with_rowid=False,
)

links = Table(
    "links",
    derived,
    Column("a", String, primary_key=True),
    Column("b", String, primary_key=True, index=True),
    Column("score", Float, nullable=False),
    # keys under which the two are neighbours: at none the link goes
    Column("near", Integer, nullable=False),
    sqlite_with_rowid=False,
)

members = Table(
    "members",
    derived,
    Column("mention_id", String, primary_key=True),
    Column("mention_seq", _Seq, nullable=False),
    Column("report_id", String, nullable=False, index=True),
    Column("event_id", String, nullable=False, index=True),
)

ties = Table(
    "ties",
    derived,
    # the links that made an event, and those that were refused to it: the others led to what was one already
    Column("event_id", String, primary_key=True),
    Column("a", String, primary_key=True),
    Column("b", String, primary_key=True),
    Column("score", Float, nullable=False),
    Column("taken", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

told = Table(
    "told",
    derived,
    Column("claim_seq", _Seq, primary_key=True),
    Column("claim_id", String, nullable=False, index=True),
    Column("report_id", String, nullable=False, index=True),
    Column("event_id", String, index=True),
    Column("mention_seq", _Seq),
    # as judged
    Column("party", String),
    Column("speaker", String),
    Column("act", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("day", String),
    Index("told_party_report", "party", "report_id"),
)

events = Table(
    "events",
    derived,
    Column("id", String, primary_key=True),
    Column("story_id", String, index=True),
    Column("type", String, nullable=False),
    Column("label", String, nullable=False),
    Column("actors", String, nullable=False),
    Column("recipients", String, nullable=False),
    Column("place", String, index=True),
    Column("country", String),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("first", String),
    Column("last", String),
    Column("reports", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    # relations of each kind among its claims, and claims that give a figure
    Column("changes", Integer, nullable=False, server_default="0"),
    Column("contradictions", Integer, nullable=False, server_default="0"),
    Column("figures", Integer, nullable=False, server_default="0"),
    Column("figures_differ", Integer, nullable=False, server_default="0"),
)

positions = Table(
    "positions",
    derived,
    Column("party", String, primary_key=True),
    Column("event_id", String, primary_key=True, index=True),
    Column("place", Integer, primary_key=True),
    Column("act", String, nullable=False),
    Column("factuality", String, nullable=False),
    Column("since", String),
    Column("until", String),
    Column("speakers", String, nullable=False),
    Column("claims", String, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
)

cells = Table(
    "cells",
    derived,
    Column("event_id", String, primary_key=True),
    Column("party", String, primary_key=True),
    # reports behind all that the party said about the event, and the independent origins as JSON
    Column("reports", Integer, nullable=False),
    Column("origins", String, nullable=False),
    sqlite_with_rowid=False,
)

relations = Table(
    "relations",
    derived,
    Column("kind", String, primary_key=True),
    Column("earlier", String, primary_key=True),
    Column("later", String, primary_key=True),
    Column("event_id", String, primary_key=True),
    Column("party", String),
    # day of the later claim
    Column("day", String),
    Column("why", String, nullable=False),
    Column("score", Float, nullable=False),
)
# each in the order in which relations are listed, so that a list of thousands is read no further than it is shown
Index("relations_newest", relations.c.kind, relations.c.day.desc(), relations.c.earlier, relations.c.later)
Index(
    "relations_of_event",
    relations.c.event_id,
    relations.c.kind,
    relations.c.day.desc(),
    relations.c.earlier,
    relations.c.later,
)
Index(
    "relations_of_party",
    relations.c.party,
    relations.c.kind,
    relations.c.day.desc(),
    relations.c.earlier,
    relations.c.later,
    sqlite_where=relations.c.party.is_not(None),
    postgresql_where=relations.c.party.is_not(None),
)

story_edges = Table(
    "story_edges",
    derived,
    Column("a", String, primary_key=True),
    Column("b", String, primary_key=True, index=True),
    # the one of the two that joins nothing further
    Column("leaf", String, index=True),
    Column("why", String, nullable=False),
)

story_reports = Table(
    "story_reports",
    derived,
    Column("report_id", String, primary_key=True),
    Column("event_id", String, nullable=False, index=True),
    Column("story_id", String, index=True),
    Column("day", String),
)

stories = Table(
    "stories",
    derived,
    Column("id", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("first", String),
    Column("last", String, index=True),
    # day of the last change of position, and the change as JSON
    Column("changed", String),
    Column("latest", String),
    Column("reports", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    # JSON lists
    Column("parties", String, nullable=False),
    Column("activity", String, nullable=False),
)

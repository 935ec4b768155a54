"""What follows from the kept rows, brought up to date after each addition: the same whatever the order of arrival."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, or_, select, text, update

from reportedly import linking, origins
from reportedly.belonging import components
from reportedly.ledger import schema
from reportedly.ledger.fold import fold_events
from reportedly.ledger.joining import Touched, current_mentions, join_events
from reportedly.ledger.rows import node
from reportedly.ledger.sql import add_rows, chunks, delete_in, fetch, rows_in
from reportedly.ledger.storyline import join_stories
from reportedly.linking import Link, Node, Similarity

__all__ = ["absorb", "refresh"]


def absorb(connection: Connection, report_ids: Collection[str], similarity: Similarity | None = None) -> None:
    """Brings every derived table up to date with the reports of these ids, new or read anew."""
    gone, come = _heads(connection, report_ids)
    regrouped = _origins(connection, gone, come)
    touched = _link(connection, gone, come, similarity)
    refresh(connection, touched, set(gone) | set(come) | regrouped)


def refresh(connection: Connection, touched: Touched, changed_reports: Collection[str]) -> None:
    """Joins events anew around what was touched, and folds again whatever that or these reports change."""
    events, reports = join_events(connection, touched)
    reports |= set(changed_reports)
    for some in chunks(reports):
        events.update(
            connection.execute(
                select(schema.members.c.event_id).where(schema.members.c.report_id.in_(some)).distinct()
            ).scalars()
        )
        told = schema.told.c
        events.update(
            connection.execute(
                select(told.event_id).where(told.report_id.in_(some), told.event_id.is_not(None)).distinct()
            ).scalars()
        )
    stories = fold_events(connection, events, reports)
    join_stories(connection, events, reports, stories)


def _heads(connection: Connection, report_ids: Collection[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Which reading of which report counts: the latest of each report that nothing corrects.

    Returns:
        report id -> reading that no longer counts, and report id -> reading that counts now.
    """
    reports, readings, heads = schema.reports, schema.readings, schema.heads
    fresh = rows_in(connection, reports, reports.c.id, report_ids)
    concerned = {row.id for row in fresh} | {row.revises for row in fresh if row.revises}
    pages = {row.url for row in fresh if _page(row.url)}
    for some in chunks(pages):
        concerned.update(connection.execute(select(reports.c.id).where(reports.c.url.in_(some))).scalars())
    rows = {row.id: row for row in rows_in(connection, reports, reports.c.id, concerned)}
    revised: set[str] = set()
    for some in chunks(concerned):
        revised.update(connection.execute(select(reports.c.revises).where(reports.c.revises.in_(some))).scalars())
    latest: dict[str, Any] = {}
    for url in pages:
        latest_rows = [row for row in rows.values() if row.url == url]
        latest[url] = max(latest_rows, key=lambda row: (row.published or "", row.retrieved or "", row.seq))
    current: dict[str, int] = {}
    for some in chunks(concerned):
        for row in connection.execute(
            select(readings.c.report_id, readings.c.seq).where(readings.c.report_id.in_(some)).order_by(readings.c.seq)
        ):
            current[row.report_id] = row.seq
    before = {row.report_id: row.reading_seq for row in rows_in(connection, heads, heads.c.report_id, concerned)}
    after: dict[str, int] = {}
    for name, row in rows.items():
        newest = latest.get(row.url)
        if name in current and name not in revised and (newest is None or newest.id == name):
            after[name] = current[name]
    gone = {name: seq for name, seq in before.items() if after.get(name) != seq}
    come = {name: seq for name, seq in after.items() if before.get(name) != seq}
    delete_in(connection, heads, heads.c.report_id, gone)
    add_rows(connection, heads, [{"report_id": name, "reading_seq": seq} for name, seq in sorted(come.items())])
    return gone, come


def _page(url: str | None) -> bool:
    """Whether an address is that of one report, not of a front page."""
    return bool(url) and len((url or "").split("://")[-1].rstrip("/").split("/", 1)) == 2


def _origins(connection: Connection, gone: Collection[str], come: Collection[str]) -> set[str]:
    """Copies among the reports, and the reports whose origin that changes."""
    copies, table, runs = schema.copies, schema.origins, schema.shingles
    reports = schema.reports
    near: set[str] = set(gone) | set(come)
    left = [name for name in gone if name not in come]
    if left:
        for some in chunks(left):
            pairs = connection.execute(select(copies).where(or_(copies.c.a.in_(some), copies.c.b.in_(some)))).all()
            near.update(name for pair in pairs for name in (pair.a, pair.b))
            connection.execute(delete(copies).where(or_(copies.c.a.in_(some), copies.c.b.in_(some))))
        seqs = [row.seq for row in rows_in(connection, reports, reports.c.id, left)]
        delete_in(connection, runs, runs.c.report_seq, seqs)
        delete_in(connection, table, table.c.report_id, left)
    fresh = [name for name in come if name not in gone]
    rows = rows_in(connection, reports, reports.c.id, fresh)
    sampled: dict[int, frozenset[int]] = {row.seq: origins.shingles(row.text) for row in rows}
    add_rows(connection, runs, [{"run": run, "report_seq": seq} for seq, own in sampled.items() for run in sorted(own)])
    found: list[origins.Copy] = []
    for row in sorted(rows, key=lambda row: row.seq):
        likely = _sharing(connection, sampled[row.seq]) - {row.seq}
        for other in rows_in(connection, reports, reports.c.seq, likely):
            # of two fresh ones the later finds the earlier
            if other.seq in sampled and other.seq > row.seq:
                continue
            other_runs = sampled.get(other.seq) or origins.shingles(other.text)
            copy = origins.compare(row.id, sampled[row.seq], other.id, other_runs)
            if copy:
                found.append(copy)
    add_rows(connection, copies, [{"a": c.a, "b": c.b, "score": c.score, "why": c.why} for c in found])
    near.update(name for copy in found for name in (copy.a, copy.b))

    def neighbours(name: str) -> Iterable[str]:
        for pair in connection.execute(select(copies).where(or_(copies.c.a == name, copies.c.b == name))):
            yield pair.b if pair.a == name else pair.a

    alive = near - set(left)
    groups = list(components(alive, neighbours))
    names = {name for group in groups for name in group}
    about = {row.id: row for row in rows_in(connection, reports, reports.c.id, names)}
    before = {row.report_id: row.origin for row in rows_in(connection, table, table.c.report_id, names)}
    after: dict[str, str] = {}
    for group in groups:
        ordered = sorted(group, key=lambda name: (about[name].published or "9999", name))
        wires = [about[name].credit for name in ordered if about[name].credit]
        outlet = wires[0] if wires else about[ordered[0]].outlet
        after.update(dict.fromkeys(group, f"{outlet or 'unnamed outlet'}: {ordered[0]}"))
    different = {name for name in names if before.get(name) != after[name]}
    delete_in(connection, table, table.c.report_id, different & set(before))
    add_rows(connection, table, [{"report_id": name, "origin": after[name]} for name in sorted(different)])
    return different | set(left)


def _sharing(connection: Connection, sample: Collection[int]) -> set[int]:
    """The reports that share enough of these runs to be compared, by number."""
    runs = schema.shingles
    shared: Counter[int] = Counter()
    lots = list(chunks(sample, _RUNS))
    for some in lots:
        query = select(runs.c.report_seq, func.count()).where(runs.c.run.in_(some)).group_by(runs.c.report_seq)
        if len(lots) == 1:
            query = query.having(func.count() >= origins.LEAST)
        for seq, count in connection.execute(query).all():
            shared[seq] += count
    return {seq for seq, count in shared.items() if count >= origins.LEAST}


#: runs asked for at once: all of a report's, unless it is as long as a book
_RUNS = 8000

#: where undated mentions come in the order of days
_UNDATED = 10**8

#: days between two mentions of a key from which it is worth asking for what is near each by itself
_APART = 14

#: a stretch of one key's mentions, with as many before and after it as are compared
_STRETCH = text(
    "SELECT about, mention_id FROM (SELECT about, mention_id FROM mention_keys WHERE key = :key AND "
    "(about, mention_id) < (:about, :mention) ORDER BY about DESC, mention_id DESC LIMIT :near) AS before "
    "UNION ALL SELECT about, mention_id FROM mention_keys WHERE key = :key AND "
    "(about, mention_id) >= (:about, :mention) AND (about, mention_id) <= (:until, :last) "
    "UNION ALL SELECT about, mention_id FROM (SELECT about, mention_id FROM mention_keys WHERE key = :key AND "
    "(about, mention_id) > (:until, :last) ORDER BY about, mention_id LIMIT :near) AS after"
)


def _link(connection: Connection, gone: dict[str, int], come: dict[str, int], similarity: Similarity | None) -> Touched:
    """Compares new mentions with their neighbours; forgets those that no longer count."""
    mentions, keys, links, members = schema.mentions, schema.mention_keys, schema.links, schema.members
    old = {row.id for row in rows_in(connection, mentions, mentions.c.reading_seq, list(gone.values()))}
    touched = Touched(mentions=set(old), grown=not gone)
    left: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for some in chunks(old):
        pairs = connection.execute(select(links.c.a, links.c.b).where(or_(links.c.a.in_(some), links.c.b.in_(some))))
        touched.mentions.update(name for pair in pairs for name in (pair.a, pair.b))
        connection.execute(delete(links).where(or_(links.c.a.in_(some), links.c.b.in_(some))))
        held = connection.execute(select(members.c.event_id).where(members.c.mention_id.in_(some))).scalars().all()
        touched.mentions.update(
            connection.execute(select(members.c.mention_id).where(members.c.event_id.in_(held))).scalars()
        )
        for row in connection.execute(select(keys).where(keys.c.mention_id.in_(some))):
            left[row.key].append((row.about, row.mention_id))
        connection.execute(delete(keys).where(keys.c.mention_id.in_(some)))
    new = {row.id: row for row in rows_in(connection, mentions, mentions.c.reading_seq, list(come.values()))}
    nodes = {name: node(row) for name, row in new.items()}
    touched.mentions |= set(new)
    joined: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for name, one in sorted(nodes.items()):
        for key in linking.keys(one):
            joined[key].append((_UNDATED if one.about is None else one.about, name))
    add_rows(
        connection,
        keys,
        [{"key": key, "about": about, "mention_id": name} for key in sorted(joined) for about, name in joined[key]],
    )
    change: Counter[tuple[str, str]] = Counter()
    for key in sorted(left.keys() | joined.keys()):
        _shift(connection, key, set(left[key]), set(joined[key]), old, change)
    _relink(connection, change, nodes, similarity, touched)
    return touched


def _shift(
    connection: Connection,
    key: str,
    left: set[tuple[int, str]],
    joined: set[tuple[int, str]],
    old: set[str],
    change: Counter[tuple[str, str]],
) -> None:
    """Counts the pairs that became neighbours under a key by what left and joined it, and those that ceased to be."""
    for points, after in _stretches(connection, key, left | joined):
        before = (after - joined) | left.intersection(points)
        now = linking.neighbours([name for _, name in sorted(after)])
        once = linking.neighbours([name for _, name in sorted(before)])
        # the links of what left are gone already
        once = {pair for pair in once if old.isdisjoint(pair)} if old else once
        change.update(now - once)
        change.subtract(once - now)


def _stretches(
    connection: Connection, key: str, points: Collection[tuple[int, str]]
) -> list[tuple[list[tuple[int, str]], set[tuple[int, str]]]]:
    """The mentions of a key by stretches about these points, each with its points, as many on either side as are near.

    A report that tells of last year and of today would have all that lies between looked at: two stretches are as good
    as one where they have nothing in common.
    """

    def about(own: list[tuple[int, str]]) -> set[tuple[int, str]]:
        (day, mention), (until, last) = own[0], own[-1]
        near = {"key": key, "about": day, "mention": mention, "until": until, "last": last, "near": linking.NEAR}
        return {(row[0], row[1]) for row in fetch(connection, _STRETCH, near)}

    parts: list[list[tuple[int, str]]] = []
    for point in sorted(points):
        if parts and point[0] - parts[-1][-1][0] <= _APART:
            parts[-1].append(point)
        else:
            parts.append([point])
    found: list[tuple[list[tuple[int, str]], set[tuple[int, str]]]] = []
    for own in parts:
        stretch = about(own)
        while found and max(found[-1][1].union(found[-1][0])) >= min(stretch.union(own)):
            own = found.pop()[0] + own
            stretch = about(own)
        found.append((own, stretch))
    return found


def _relink(
    connection: Connection,
    change: Counter[tuple[str, str]],
    nodes: dict[str, Node],
    similarity: Similarity | None,
    touched: Touched,
) -> None:
    """Makes and drops links as pairs became neighbours or ceased to be, and notes which."""
    links = schema.links
    pairs = {pair: by for pair, by in change.items() if by}
    there: dict[tuple[str, str], int] = {}
    for some in chunks({a for a, _ in pairs}):
        for row in connection.execute(select(links.c.a, links.c.b, links.c.near).where(links.c.a.in_(some))):
            if (row.a, row.b) in pairs:
                there[row.a, row.b] = row.near
    fresh = sorted(pair for pair, by in pairs.items() if by > 0 and pair not in there)
    missing = {name for pair in fresh for name in pair} - set(nodes)
    others = {row.id: node(row) for row in current_mentions(connection, missing)} | nodes
    made: list[tuple[Link, int]] = []
    for a, b in fresh:
        if a in others and b in others:
            link = linking.compare(others[a], others[b], similarity)
            if link:
                made.append((link, pairs[a, b]))
    changed = [(pair, near + pairs[pair]) for pair, near in there.items()]
    dropped = [pair for pair, near in changed if near <= 0]
    if dropped:
        connection.execute(
            delete(links).where(links.c.a == bindparam("one"), links.c.b == bindparam("two")),
            [{"one": a, "two": b} for a, b in dropped],
        )
    kept = [{"one": a, "two": b, "by": near} for (a, b), near in changed if near > 0]
    if kept:
        connection.execute(
            update(links)
            .where(links.c.a == bindparam("one"), links.c.b == bindparam("two"))
            .values(near=bindparam("by")),
            kept,
        )
    add_rows(connection, links, [{"a": m.a, "b": m.b, "score": m.score, "near": by} for m, by in made])
    touched.dropped.update(dropped)
    touched.made.update({(link.a, link.b): link.score for link, _ in made})
    touched.mentions.update(name for pair in (*touched.dropped, *touched.made) for name in pair)

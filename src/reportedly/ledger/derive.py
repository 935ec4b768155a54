"""What follows from the kept rows, brought up to date after each addition: the same whatever the order of arrival."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, delete, or_, select, text, update

from reportedly import linking, origins
from reportedly.ledger import schema
from reportedly.ledger.fold import fold_events
from reportedly.ledger.judgements import judged_pairs
from reportedly.ledger.rows import node
from reportedly.ledger.sql import add_rows, chunks, delete_in, rows_in
from reportedly.ledger.storyline import join_stories
from reportedly.linking import Link, Node, Similarity

__all__ = ["absorb", "refresh"]


def absorb(connection: Connection, report_ids: Collection[str], similarity: Similarity | None = None) -> None:
    """Brings every derived table up to date with the reports of these ids, new or read anew."""
    gone, come = _heads(connection, report_ids)
    regrouped = _origins(connection, gone, come)
    touched = _link(connection, gone, come, similarity)
    changed = set(gone) | set(come) | regrouped
    refresh(connection, touched, changed)


def refresh(connection: Connection, mentions: Collection[str], changed_reports: Collection[str]) -> None:
    """Joins events anew around these mentions, and folds again whatever that or these reports change."""
    events, reports = _events(connection, mentions)
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
        shared: dict[int, int] = defaultdict(int)
        for some in chunks(sampled[row.seq]):
            for seq in connection.execute(select(runs.c.report_seq).where(runs.c.run.in_(some))).scalars():
                shared[seq] += 1
        likely = {seq for seq, count in shared.items() if count >= origins.LEAST and seq != row.seq}
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
    groups = list(linking.components(alive, neighbours))
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


#: where undated mentions come in the order of days
_UNDATED = 10**8

#: a stretch of one key's mentions, with as many before and after it as are compared
_STRETCH = text(
    "SELECT about, mention_id FROM (SELECT about, mention_id FROM mention_keys WHERE key = :key AND "
    "(about, mention_id) < (:about, :mention) ORDER BY about DESC, mention_id DESC LIMIT :near) AS before "
    "UNION ALL SELECT about, mention_id FROM mention_keys WHERE key = :key AND "
    "(about, mention_id) >= (:about, :mention) AND (about, mention_id) <= (:until, :last) "
    "UNION ALL SELECT about, mention_id FROM (SELECT about, mention_id FROM mention_keys WHERE key = :key AND "
    "(about, mention_id) > (:until, :last) ORDER BY about, mention_id LIMIT :near) AS after"
)


def _link(
    connection: Connection, gone: dict[str, int], come: dict[str, int], similarity: Similarity | None
) -> set[str]:
    """Compares new mentions with their neighbours; forgets those that no longer count.

    Returns:
        mentions around which events must be joined anew.
    """
    mentions, keys, links, members = schema.mentions, schema.mention_keys, schema.links, schema.members
    old = {row.id for row in rows_in(connection, mentions, mentions.c.reading_seq, list(gone.values()))}
    touched = set(old)
    left: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for some in chunks(old):
        pairs = connection.execute(select(links.c.a, links.c.b).where(or_(links.c.a.in_(some), links.c.b.in_(some))))
        touched.update(name for pair in pairs for name in (pair.a, pair.b))
        connection.execute(delete(links).where(or_(links.c.a.in_(some), links.c.b.in_(some))))
        held = connection.execute(select(members.c.event_id).where(members.c.mention_id.in_(some))).scalars().all()
        touched.update(connection.execute(select(members.c.mention_id).where(members.c.event_id.in_(held))).scalars())
        for row in connection.execute(select(keys).where(keys.c.mention_id.in_(some))):
            left[row.key].append((row.about, row.mention_id))
        connection.execute(delete(keys).where(keys.c.mention_id.in_(some)))
    new = {row.id: row for row in rows_in(connection, mentions, mentions.c.reading_seq, list(come.values()))}
    nodes = {name: node(row) for name, row in new.items()}
    touched |= set(new)
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
    return touched | _relink(connection, change, nodes, similarity)


def _shift(
    connection: Connection,
    key: str,
    left: set[tuple[int, str]],
    joined: set[tuple[int, str]],
    old: set[str],
    change: Counter[tuple[str, str]],
) -> None:
    """Counts the pairs that became neighbours under a key by what left and joined it, and those that ceased to be."""
    (about, mention), (until, last) = min(left | joined), max(left | joined)
    found = connection.execute(
        _STRETCH,
        {"key": key, "about": about, "mention": mention, "until": until, "last": last, "near": linking.NEAR},
    )
    after = sorted((row[0], row[1]) for row in found)
    before = sorted((set(after) - joined) | left)
    now = linking.neighbours([name for _, name in after])
    # the links of what left are gone already
    once = {pair for pair in linking.neighbours([name for _, name in before]) if not old.intersection(pair)}
    change.update(now - once)
    change.subtract(once - now)


def _relink(
    connection: Connection,
    change: Counter[tuple[str, str]],
    nodes: dict[str, Node],
    similarity: Similarity | None,
) -> set[str]:
    """Makes and drops links as pairs became neighbours or ceased to be; returns the mentions at their ends."""
    links = schema.links
    pairs = {pair: by for pair, by in change.items() if by}
    there: dict[tuple[str, str], int] = {}
    for some in chunks({a for a, _ in pairs}):
        for row in connection.execute(select(links.c.a, links.c.b, links.c.near).where(links.c.a.in_(some))):
            if (row.a, row.b) in pairs:
                there[row.a, row.b] = row.near
    fresh = sorted(pair for pair, by in pairs.items() if by > 0 and pair not in there)
    missing = {name for pair in fresh for name in pair} - set(nodes)
    others = {row.id: node(row) for row in _current_mentions(connection, missing)} | nodes
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
    return {name for pair in dropped for name in pair} | {name for link, _ in made for name in (link.a, link.b)}


class _Known:
    """Events, links and mentions, each asked for once."""

    def __init__(self, connection: Connection, same: Collection[tuple[str, str]]) -> None:
        self._connection = connection
        self._event: dict[str, str | None] = {}
        self._members: dict[str, set[str]] = {}
        self._links: dict[str, dict[tuple[str, str], float]] = {}
        self._rows: dict[str, Any] = {}
        self._nodes: dict[str, Node] = {}
        self._same: dict[str, set[str]] = defaultdict(set)
        for one, other in same:
            self._same[one].add(other)
            self._same[other].add(one)

    def whole(self, names: Collection[str]) -> set[str]:
        """These mentions, those that a person judged the same, and all of their events as they were."""
        found, fresh = set(), set(names)
        while fresh:
            found |= fresh
            self._place(fresh)
            events = {event for name in fresh if (event := self._event[name])}
            fresh = {other for event in events for other in self._members[event]}
            fresh |= {other for name in found for other in self._same.get(name, ())}
            fresh -= found
        return found

    def _place(self, names: Collection[str]) -> None:
        members = schema.members
        missing = {name for name in names if name not in self._event}
        self._event.update(dict.fromkeys(missing))
        events: set[str] = set()
        for some in chunks(missing):
            query = select(members.c.event_id).where(members.c.mention_id.in_(some)).distinct()
            events.update(self._connection.execute(query).scalars())
        for some in chunks(events - set(self._members)):
            query = select(members.c.mention_id, members.c.event_id).where(members.c.event_id.in_(some))
            for mention, event in self._connection.execute(query):
                self._event[mention] = event
                self._members.setdefault(event, set()).add(mention)

    def together(self, one: str, other: str) -> bool:
        """Whether both belonged to one event."""
        return self._event.get(one) is not None and self._event.get(one) == self._event.get(other)

    def edges(self, names: Collection[str]) -> dict[tuple[str, str], float]:
        """The links of these mentions, with their scores."""
        links = schema.links
        missing = {name for name in names if name not in self._links}
        self._links.update({name: {} for name in missing})
        for some in chunks(missing):
            for column in (links.c.a, links.c.b):
                query = select(links.c.a, links.c.b, links.c.score).where(column.in_(some))
                for one, other, score in self._connection.execute(query):
                    for name in (one, other):
                        if name in missing:
                            self._links[name][one, other] = score
        return {edge: score for name in names for edge, score in self._links[name].items()}

    def rows(self, names: Collection[str]) -> dict[str, Any]:
        """The rows of those of these mentions that count."""
        missing = {name for name in names if name not in self._rows}
        self._rows.update({row.id: row for row in _current_mentions(self._connection, missing)})
        return {name: self._rows[name] for name in names if name in self._rows}

    def node(self, name: str) -> Node:
        """What linking knows of a mention whose row is there."""
        if name not in self._nodes:
            self._nodes[name] = node(self._rows[name])
        return self._nodes[name]


def _current_mentions(connection: Connection, names: Collection[str]) -> list[Any]:
    """The rows of these mentions in the readings that count."""
    mentions, heads = schema.mentions, schema.heads
    query = select(mentions).join(heads, heads.c.reading_seq == mentions.c.reading_seq)
    found: list[Any] = []
    for some in chunks(names):
        found.extend(connection.execute(query.where(mentions.c.id.in_(some))).all())
    return found


def _events(connection: Connection, start: Collection[str]) -> tuple[set[str], set[str]]:
    """Joins these mentions, and whatever that bears on, into events.

    The outcome is that of joining all mentions of the ledger. A link that leads from one event to another was passed
    over, so an event evolves alone; it evolves as before unless a link of its own came or went, or a link to one that
    did is now taken. So the events of these mentions are joined anew in the presence of those next to them, and where
    one of these is drawn in, in the presence of the next.

    Returns:
        ids of events that came, went or changed, and the reports whose mentions moved.
    """
    members = schema.members
    same, different = judged_pairs(connection)
    known = _Known(connection, same)
    inner = known.whole(start)
    while True:
        edges = known.edges(inner)
        outer = known.whole({name for edge in edges for name in edge}) - inner
        # what was joined to nothing of the inside before: between two of these nothing can have changed
        edges |= {edge: score for edge, score in known.edges(outer).items() if known.together(*edge)}
        rows = known.rows(inner | outer)
        joining = [Link(a=one, b=other, score=score, why="") for (one, other), score in edges.items()]
        after = linking.events([known.node(name) for name in rows], joining, same, different)
        joined = {after[name] for name in inner if name in after}
        drawn = {name for name in outer if after.get(name) in joined}
        if not drawn:
            break
        inner |= known.whole(drawn)
    before: dict[str, str] = {}
    for row in rows_in(connection, members, members.c.mention_id, inner):
        before[row.mention_id] = row.event_id
    changed = {name for name in inner if before.get(name) != after.get(name)}
    started = {name for name in start if name in after}
    events = {before[name] for name in changed if name in before} | {after[name] for name in changed if name in after}
    events |= {after[name] for name in started}
    delete_in(connection, members, members.c.mention_id, (changed | set(start)) & set(before))
    add_rows(
        connection,
        members,
        [
            {
                "mention_id": name,
                "mention_seq": rows[name].seq,
                "report_id": rows[name].report_id,
                "event_id": after[name],
            }
            for name in sorted((changed | set(start)) & set(after))
        ],
    )
    return events, {rows[name].report_id for name in changed if name in rows}

"""The ledger: claims kept for good, joined into events and stories, compared."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, func, insert, select

from reportedly.errors import UnknownId, UsageError
from reportedly.ledger import evidence, queries, schema
from reportedly.ledger.derive import absorb, refresh
from reportedly.ledger.fold import CHANGES
from reportedly.ledger.joining import Touched
from reportedly.ledger.judgements import KINDS
from reportedly.ledger.keep import keep
from reportedly.ledger.migrations import MIGRATIONS
from reportedly.ledger.store import Store
from reportedly.ledger.views import (
    Change,
    ClaimView,
    Hit,
    Judgement,
    PartyView,
    Quotation,
    Receipt,
    ReportView,
    Stats,
    StoryLine,
    StoryView,
)
from reportedly.linking import Similarity
from reportedly.terms import Act, RelationKind
from reportedly.types import Reading

__all__ = ["DEFAULT", "Ledger"]

#: where a ledger lies unless told otherwise
DEFAULT = "reportedly.db"

#: reports that a rebuild takes at a time
_BATCH = 200


def _clock() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Ledger:
    """Claims of many reports, and what follows from them.

    What was appended is never changed or erased. Everything else, events, stories, positions, relations and origins,
    follows from it, is the same whatever the order in which reports came, and can be made again by `rebuild`.
    One process may write while any number read. A `with` block lets go of the file at its end; nothing is lost without
    one.

    Args:
        where: a file, made where it is missing, or a database URL.
        read_only: refuse every change; the file must be there.
        similarity: a further measure of the likeness of two mentions' words, from 0 to 1, for linking.
        now: the clock that stamps rows; it orders nothing, so it may go backwards.
        wait: seconds to wait for another writer.

    Raises:
        LedgerError: the file is missing, foreign, damaged, made by a newer version or not to be written.

    Example:
        >>> from reportedly.ledger.example import reading
        >>> import os, tempfile
        >>> with Ledger(os.path.join(tempfile.mkdtemp(), "reportedly.db")) as ledger:
        ...     receipts = ledger.append(reading(0), reading(1))
        ...     [(change.party, change.earlier.act, change.later.act) for change in ledger.changes()]
        [('RUS', 'deny', 'withhold')]
    """

    def __init__(
        self,
        where: str | os.PathLike[str] = DEFAULT,
        *,
        read_only: bool = False,
        similarity: Similarity | None = None,
        now: Callable[[], str] = _clock,
        wait: float = 30.0,
    ) -> None:
        self._now = now
        self._similarity = similarity
        self._store = Store(where, read_only=read_only, now=now, wait=wait)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.close()

    def append(self, *readings: Reading) -> tuple[Receipt, ...]:
        """What became of each Reading: all are kept when this returns, or none where it raises.

        A Reading that is already there changes nothing. A report that names another in `revises`, or that has the
        same address and is newer, supersedes it; a new reading of a known report supersedes the older reading. What
        is superseded counts no longer, and can still be read.

        Raises:
            LedgerError: a report has the id of another with a different text; or the ledger cannot be written.

        Example:
            >>> from reportedly.ledger.example import reading, small
            >>> ledger = small()
            >>> ledger.append(reading(0))[0].outcome  # the same again
            'known'
        """
        with self._store.write() as connection:
            receipts = keep(connection, readings, self._store.where, self._now())
            fresh = {receipt.report_id for receipt in receipts if receipt.outcome != "known"}
            if fresh:
                absorb(connection, fresh, self._similarity)
        return receipts

    def stories(
        self,
        *,
        party: str | None = None,
        place: str | None = None,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> tuple[StoryLine, ...]:
        """The stories, the newest first.

        Args:
            party: only those in which it takes a position.
            place: only those with an event there: a place's name, or a state's ISO 3166 code.
            since, until: ISO 8601 dates; only those told between them.

        Example:
            >>> from reportedly.ledger.example import small
            >>> ledger = small()
            >>> [(line.id, line.parties, line.reports) for line in ledger.stories()]
            [('r1', ('RUS',), 2)]
        """
        with self._store.read() as connection:
            return queries.stories(
                connection,
                party=party,
                place=place,
                outlet=outlet,
                since=since,
                until=until,
                limit=limit,
                offset=offset,
            )

    def story(self, story: str, *, events: int = 20, event: str | None = None, limit: int = 200) -> StoryView:
        """A story: its events, every party's position on each with its history and words, changes, figures, reports.

        Args:
            story: its id or the beginning of it, or the id of one of its reports or events.
            events: how many of its events, the most told first.
            event: id of one of them: positions, changes, contradictions and figures are those of this event alone.
            limit: how many changes, contradictions, figures, pairs of figures and reports at most, each; `totals` says
                how many there are. `changes` and `statements` list the rest.

        Raises:
            UnknownId: no such story, or no such event in it.

        Example:
            >>> from reportedly.ledger.example import small
            >>> ledger = small()
            >>> (cell,) = ledger.story("r1").cells
            >>> [(run.act, run.since) for run in cell.history]
            [('deny', '2024-10-10'), ('withhold', '2024-10-24')]
            >>> ledger.story("r1", limit=1).totals.reports
            2
        """
        with self._store.read() as connection:
            return queries.story(connection, story, events=events, event=event, limit=limit)

    def statements(
        self, event: str, *, party: str | None = None, limit: int = 100, offset: int = 0
    ) -> tuple[Quotation, ...]:
        """What was said about an event, or what one party said about it, by date; the undated last.

        Args:
            event: its id, or that of any mention of it.
            party: only what it said.

        Raises:
            UnknownId: no such event.

        Example:
            >>> from reportedly.ledger.example import small
            >>> ledger = small()
            >>> event = ledger.story("r1").events[0].id
            >>> [(said.day, said.party, said.act) for said in ledger.statements(event)]
            [('2024-10-10', 'RUS', 'deny'), ('2024-10-24', 'RUS', 'withhold')]
        """
        with self._store.read() as connection:
            return evidence.statements(connection, event, party=party, limit=limit, offset=offset)

    def changes(
        self,
        *,
        since: str | None = None,
        party: str | None = None,
        story: str | None = None,
        kinds: Collection[RelationKind] = CHANGES,
        limit: int = 100,
        offset: int = 0,
    ) -> tuple[Change, ...]:
        """The changes of position, the newest first, each with the words before and after.

        Args:
            since: ISO 8601 date of the later claim.
            story: only those in this story.
            kinds: also contradictions and figures that differ, if asked for.

        Raises:
            UnknownId: no such story.

        Example:
            >>> from reportedly.ledger.example import small
            >>> ledger = small()
            >>> [(change.day, change.earlier.words, change.later.act) for change in ledger.changes(party="RUS")]
            [('2024-10-24', 'that Russia had sent troops abroad', 'withhold')]
        """
        with self._store.read() as connection:
            names = [kind.value for kind in kinds]
            return queries.changes(
                connection, since=since, party=party, story=story, kinds=names, limit=limit, offset=offset
            )

    def party(self, party: str, *, limit: int = 50) -> PartyView:
        """A party's positions over all stories, the latest first.

        Raises:
            UnknownId: the ledger has no claim of it.

        Example:
            >>> from reportedly.ledger.example import small
            >>> ledger = small()
            >>> [(event.label, cell.act) for event, cell in ledger.party("RUS").positions]
            [('sent', 'withhold')]
        """
        with self._store.read() as connection:
            return queries.party(connection, party, limit=limit)

    def report(self, report: str) -> ReportView:
        """A report with all that was read in it, superseded or not; also by the beginning of its id.

        Raises:
            UnknownId: no such report.

        Example:
            >>> from reportedly.ledger.example import small
            >>> ledger = small()
            >>> view = ledger.report("r1")
            >>> view.reading["report"]["text"], len(view.claims)
            ('Moscow denied that Russia had sent troops abroad.', 1)
        """
        with self._store.read() as connection:
            return evidence.report(connection, report)

    def claim(self, claim: str) -> ClaimView:
        """A claim with its event, why it is taken for that one, and what stands with it and against it.

        Raises:
            UnknownId: no such claim in the readings that count.

        Example:
            >>> from reportedly.ledger.example import small
            >>> ledger = small()
            >>> view = ledger.claim("cr1")
            >>> view.claim.origin, [other.claim_id for other in view.others], view.links[0].why.split("; ")[:3]
            ('RUS', ['cr2'], ['both MOBILIZE', 'actor RUS', 'anchor send'])
        """
        with self._store.read() as connection:
            return evidence.claim(connection, claim)

    def search(self, words: str, *, limit: int = 20) -> tuple[Hit, ...]:
        """Claims, then reports, that hold all the words; the last word also as a beginning, `"..."` as they stand.

        Example:
            >>> from reportedly.ledger.example import small
            >>> ledger = small()
            >>> [hit.claim.claim_id for hit in ledger.search("whether troops")]
            ['cr2']
        """
        with self._store.read() as connection:
            return evidence.search_all(connection, words, limit=limit)

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """What people decided, in order; what was taken back is there too, and marked.

        Example:
            >>> from reportedly.ledger.example import small
            >>> ledger = small()
            >>> ledger.judgements
            ()
        """
        with self._store.read() as connection:
            return tuple(evidence.judgements(connection))

    def judge(self, kind: str, subject: str, object: str = "", *, who: str, note: str | None = None) -> Judgement:
        """A person's decision, kept for good; it outranks the machine and survives every rebuild.

        Args:
            kind: `same` or `different` with the ids of two events, or of claims about them; `party`, `act` or
                `speaker` with a claim's id and what it should say; `undo` with a judgement's id.
            who: the person.

        Raises:
            UnknownId: no such event, claim or judgement.
            UsageError: no such kind or act, or an object is missing.

        Example:
            >>> from reportedly.ledger.example import small
            >>> ledger = small()
            >>> made = ledger.judge("act", "cr1", "doubt", who="ann")
            >>> ledger.claim("cr1").claim.act
            'doubt'
            >>> undone = ledger.judge("undo", str(made.id), who="ann")
            >>> ledger.claim("cr1").claim.act, [one.undone for one in ledger.judgements]
            ('deny', [True, False])
        """
        if kind not in KINDS:
            raise UsageError(f"judgement {kind!r}", f"is none of {', '.join(KINDS)}")
        if not who.strip():
            raise UsageError("judgement", "needs to say who decides")
        if kind != "undo" and not object and kind != "speaker":
            raise UsageError(f"judgement {kind!r}", "needs a second argument")
        if kind == "act" and object not in set(Act):
            raise UsageError(f"act {object!r}", f"is none of {', '.join(Act)}")
        with self._store.write() as connection:
            if kind in ("same", "different"):
                subject, object = self._mention(connection, subject), self._mention(connection, object)
                if subject == object:
                    raise UsageError(f"judgement {kind!r}", "needs two events, and was given one twice")
            mentions, reports = self._concerned(connection, kind, subject, object)
            row = {"kind": kind, "subject": subject, "object": object, "who": who, "at": self._now(), "note": note}
            result = connection.execute(insert(schema.judgements).values(**row))
            assert result.inserted_primary_key is not None
            refresh(connection, Touched(mentions=mentions), reports)
        return Judgement(
            id=result.inserted_primary_key[0],
            kind=kind,
            subject=subject,
            object=object,
            who=who,
            at=str(row["at"]),
            note=note,
            undone=False,
        )

    @staticmethod
    def _mention(connection: Connection, name: str) -> str:
        """The mention that an event's, a mention's or a claim's id leads to."""
        if queries.resolve_event(connection, name) is not None:
            return name
        told, mentions = schema.told, schema.mentions
        found = connection.execute(
            select(mentions.c.id).join(told, told.c.mention_seq == mentions.c.seq).where(told.c.claim_id == name)
        ).scalar()
        if found is None:
            raise UnknownId(name, "no such event, nor a claim about one")
        return str(found)

    def _concerned(self, connection: Connection, kind: str, subject: str, object: str) -> tuple[set[str], set[str]]:
        """The mentions and reports that a judgement bears on."""
        if kind in ("same", "different"):
            return {subject, object}, set()
        if kind == "undo":
            table = schema.judgements
            row = connection.execute(
                select(table).where(table.c.seq == (int(subject) if subject.isdigit() else -1))
            ).first()
            if row is None:
                raise UnknownId(subject, "no such judgement")
            return self._concerned(connection, row.kind, row.subject, row.object)
        told = schema.told
        report = connection.execute(select(told.c.report_id).where(told.c.claim_id == subject)).scalar()
        if report is None:
            raise UnknownId(subject, "no such claim")
        return set(), {report}

    def rebuild(self, progress: Callable[[int, int], Any] | None = None) -> None:
        """Drops all that is derived and makes it again from what is kept: the same rows, unless the rules changed.

        Readers see the old state until it is done; a stop midway leaves the old state.

        Args:
            progress: called with the reports done and their total.

        Example:
            >>> from reportedly.ledger.example import small
            >>> ledger = small()
            >>> ledger.rebuild(progress=lambda done, total: print(f"{done} of {total}"))
            2 of 2
        """
        with self._store.write() as connection:
            schema.derived.drop_all(connection)
            schema.derived.create_all(connection)
            names = connection.execute(select(schema.reports.c.id).order_by(schema.reports.c.seq)).scalars().all()
            for start in range(0, len(names), _BATCH):
                absorb(connection, names[start : start + _BATCH], self._similarity)
                if progress is not None:
                    progress(min(start + _BATCH, len(names)), len(names))

    def stats(self) -> Stats:
        """How much there is of everything.

        Example:
            >>> from reportedly.ledger.example import small
            >>> ledger = small()
            >>> stats = ledger.stats()
            >>> stats.reports, stats.claims, stats.changes
            (2, 2, 1)
        """
        with self._store.read() as connection:

            def count(table: Any, *where: Any) -> int:
                return connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()

            reports = count(schema.reports)
            told = schema.told
            change = RelationKind.CHANGE_OF_POSITION.value
            first, last = connection.execute(
                select(func.min(schema.stories.c.first), func.max(schema.stories.c.last))
            ).one()
            return Stats(
                where=self._store.where,
                format=len(MIGRATIONS),
                reports=reports,
                corrected=reports - count(schema.heads),
                origins=connection.execute(select(func.count(schema.origins.c.origin.distinct()))).scalar_one(),
                readings=count(schema.readings),
                claims=count(told),
                events=count(schema.events),
                stories=count(schema.stories),
                parties=connection.execute(select(func.count(told.c.party.distinct()))).scalar_one(),
                changes=count(schema.relations, schema.relations.c.kind == change),
                judgements=count(schema.judgements),
                first=first,
                last=last,
                size=self._store.size(),
            )

"""The file: opened, checked, migrated, and every complaint of the database turned into one clear line."""

from __future__ import annotations

import os
import re
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, insert, inspect, select
from sqlalchemy.exc import ArgumentError, DBAPIError

from reportedly.errors import LedgerBusy, LedgerError
from reportedly.ledger import schema
from reportedly.ledger.migrations import MIGRATIONS

__all__ = ["MIGRATIONS", "Store"]

#: "rptl", in the header of every ledger that is a SQLite file
_APPLICATION = 0x7270746C


#: connections kept open for the next who asks; more are made where more ask at once, and closed after
_KEPT = 4


class Store:
    """One ledger's connections: one that writes at a time, any number that read a settled state.

    Args:
        where: a path, or a database URL such as `postgresql+psycopg://...`.
        read_only: refuse every change; the file must be there.
        now: the clock, ISO 8601; it stamps rows and orders nothing.
        wait: seconds to wait for another writer.

    Raises:
        LedgerError: the file is missing, foreign, damaged, made by a newer version or not to be written.
    """

    def __init__(self, where: str | os.PathLike[str], *, read_only: bool, now: Callable[[], str], wait: float) -> None:
        self.where = os.fspath(where)
        self.read_only = read_only
        self._now = now
        self.is_sqlite = "://" not in self.where or self.where.startswith("sqlite")
        if not self.where:
            raise LedgerError("''", "is no path: it is empty")
        if self.is_sqlite:
            path = self.where.partition(":///")[2] or self.where
            if path in (":memory:", "sqlite://"):
                raise LedgerError(self.where, "is no file; a ledger has to lie in one, be it in a temporary folder")
            self._check_file(Path(path), read_only)
            self._writer = self._sqlite(path, wait, "BEGIN IMMEDIATE", read_only)
            self._reader = self._sqlite(path, wait, "BEGIN", read_only)
        else:
            self._writer = self._reader = self._server()
        try:
            with self.clear():
                self._prepare()
        except BaseException:
            self.close()
            raise

    def _sqlite(self, path: str, wait: float, begin: str, read_only: bool) -> Engine:
        uri = Path(path).absolute().as_uri()
        mode = "ro" if read_only else "rwc"
        if read_only and not os.access(Path(path).parent, os.W_OK) and not Path(path + "-wal").exists():
            # without a log and a folder to put one in, the file as it lies is all there is
            mode += "&immutable=1"

        def connect() -> sqlite3.Connection:
            raw = sqlite3.connect(
                f"{uri}?mode={mode}", uri=True, timeout=wait, isolation_level=None, check_same_thread=False
            )
            raw.execute("PRAGMA synchronous = FULL")
            raw.execute("PRAGMA foreign_keys = ON")
            raw.execute("PRAGMA cache_size = -65536")
            raw.execute("PRAGMA temp_store = MEMORY")
            return raw

        # named, for the URL alone says "in memory", and for that SQLAlchemy would choose a pool that closes connections
        # which other threads are using. Last in, first out, since that one has the pages of the file in its cache. No
        # limit, so that a thread waits for the file and its lock, never for the pool
        engine = create_engine(
            "sqlite://",
            creator=connect,
            poolclass=QueuePool,
            pool_size=_KEPT,
            max_overflow=-1,
            pool_use_lifo=True,
            pool_reset_on_return="rollback",
        )

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql(begin)

        return engine

    def _server(self) -> Engine:
        """The engine of a database URL, which may name no database that is known here."""
        try:
            return create_engine(self.where)
        except ArgumentError as error:
            raise LedgerError(self._shown(), f"is no database URL ({str(error).splitlines()[0]})") from None
        except ImportError as error:
            raise LedgerError(self._shown(), f"needs a driver that is not installed ({error})") from None

    def _shown(self) -> str:
        """Where the ledger is, without a password."""
        return re.sub(r"(://[^:/@]*):[^@]*@", r"\1:***@", self.where)

    def _check_file(self, path: Path, read_only: bool) -> None:
        """What can be said of the file before SQLite touches it."""
        try:
            size = path.stat().st_size
        except FileNotFoundError:
            if read_only:
                raise LedgerError(self.where, "no such ledger; `reportedly add` makes one") from None
            if not path.absolute().parent.is_dir():
                raise LedgerError(self.where, "its folder does not exist") from None
            return
        except OSError as error:
            raise LedgerError(self.where, (error.strerror or str(error)).lower()) from None
        if path.is_dir():
            raise LedgerError(self.where, "is a folder, not a ledger")
        if size == 0:
            if read_only:
                raise LedgerError(self.where, "is empty; `reportedly add` fills it")
            return
        try:
            with path.open("rb") as file:
                head = file.read(100)
        except OSError as error:
            raise LedgerError(self.where, (error.strerror or str(error)).lower()) from None
        if not head.startswith(b"SQLite format 3\x00"):
            raise LedgerError(self.where, "is not a ledger: some other kind of file; nothing was changed")
        if len(head) < 100:
            raise LedgerError(self.where, "is cut short; restore it from a copy; nothing was changed")
        page = struct.unpack(">H", head[16:18])[0]
        page = 65536 if page == 1 else page
        pages, changed, valid = (struct.unpack(">I", head[at : at + 4])[0] for at in (28, 24, 92))
        log = Path(f"{path}-wal")
        if changed == valid and size < pages * page and not (log.exists() and log.stat().st_size):
            missing = pages * page - size
            raise LedgerError(
                self.where, f"is cut short by {missing:,} bytes; restore it from a copy; nothing was changed"
            )

    def _prepare(self) -> None:
        """Brings an older or new ledger up to date, and refuses a newer or foreign one."""
        with self._reader.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            if tables and "migrations" not in tables:
                raise LedgerError(self.where, "is a database of something else, not a ledger; nothing was changed")
            if self.is_sqlite and tables:
                mark = connection.exec_driver_sql("PRAGMA application_id").scalar()
                if mark != _APPLICATION:
                    raise LedgerError(self.where, "is a database of something else, not a ledger; nothing was changed")
            number = self._number(connection) if tables else 0
        if number > len(MIGRATIONS):
            raise LedgerError(
                self.where,
                f"was made by a newer version of reportedly (format {number}; this one knows {len(MIGRATIONS)}); "
                "upgrade reportedly; nothing was changed",
            )
        if number == len(MIGRATIONS):
            return
        if self.read_only:
            raise LedgerError(self.where, "needs to be brought up to date; open it for writing once")
        if self.is_sqlite and number == 0:
            with self._writer.connect() as connection:
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.execute("PRAGMA journal_mode = WAL")
        with self._writer.begin() as connection:
            # another process may have done it while we waited
            tables = set(inspect(connection).get_table_names())
            number = self._number(connection) if "migrations" in tables else 0
            for place, (name, apply) in enumerate(MIGRATIONS[number:], number + 1):
                apply(connection)
                row = {"number": place, "name": name, "applied_at": self._now()}
                connection.execute(insert(schema.migrations).values(row))
            if number == 0:
                if self.is_sqlite:
                    connection.exec_driver_sql(f"PRAGMA application_id = {_APPLICATION}")
                schema.derived.create_all(connection, checkfirst=False)

    @staticmethod
    def _number(connection: Connection) -> int:
        numbers = connection.execute(select(schema.migrations.c.number)).scalars().all()
        return max(numbers, default=0)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that writes: all of it is kept, or nothing.

        Raises:
            LedgerBusy: another process writes and did not finish in time.
            LedgerError: read-only, full, damaged.
        """
        if self.read_only:
            raise LedgerError(self.where, "is opened read-only; nothing was changed")
        with self.clear(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A settled state of the ledger, whoever writes meanwhile."""
        with self.clear(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def clear(self) -> Iterator[None]:
        """Turns the database's complaints into ours."""
        try:
            yield
        except DBAPIError as error:
            raise self._ours(error.orig) from error
        except sqlite3.Error as error:
            raise self._ours(error) from error
        except UnicodeEncodeError as error:
            raise LedgerError(
                self.where, "cannot hold or find half of a surrogate pair, which is no character"
            ) from error

    def _ours(self, error: Any) -> LedgerError:
        name = getattr(error, "sqlite_errorname", "") or ""
        words = str(error)
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return LedgerBusy(self.where, "another process is writing to it; try again when that is done")
        if name.startswith("SQLITE_FULL"):
            return LedgerError(self.where, "the disk is full; what was being added was not kept, all else is intact")
        if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
            return LedgerError(self.where, "cannot be written: the file or its folder is read-only")
        if name.startswith("SQLITE_CANTOPEN"):
            return LedgerError(self.where, "cannot be opened: its folder is missing or not to be written")
        if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            return LedgerError(self.where, "is damaged; restore it from a copy")
        if name.startswith("SQLITE_IOERR"):
            return LedgerError(self.where, f"the disk failed ({words}); what was being added was not kept")
        return LedgerError(self.where, f"the database refused ({words})")

    def size(self) -> int | None:
        """Bytes on disk, the log included; None where it is no file."""
        if not self.is_sqlite:
            return None
        path = self.where.partition(":///")[2] or self.where
        return sum(os.path.getsize(name) for name in (path, f"{path}-wal") if os.path.exists(name))

    def close(self) -> None:
        """Lets go of the file."""
        for engine in {self._reader, self._writer}:
            engine.dispose()

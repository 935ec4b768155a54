"""Bad files, full disks, two writers, readers beside a writer, and kills: one clear line, nothing damaged."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from benchmarks.kill import run
from sqlalchemy import QueuePool

from reportedly.errors import LedgerBusy, LedgerError
from reportedly.ledger import Ledger
from reportedly.ledger.migrations import MIGRATIONS
from tests.handmade import example, simple


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A ledger with some reports, closed, its log written back."""
    path = tmp_path / "reportedly.db"
    with Ledger(path) as ledger:
        ledger.append(*(simple(number, f"Speaker {number} said they had deployed") for number in range(20)))
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    return path


def changed(path: Path, how: str) -> None:
    """Makes a file of the kind that the name says, out of a good ledger."""
    whole = path.read_bytes()
    if how == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif how == "cut in its header":
        path.write_bytes(whole[:60])
    elif how == "a picture":
        path.write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + whole[:5000])
    elif how == "text":
        path.write_text("Seoul denied it.\n" * 100)
    elif how == "another program's":
        path.unlink()
        raw = sqlite3.connect(path)
        raw.execute("CREATE TABLE reports (id INTEGER)")
        raw.commit()
        raw.close()
    elif how == "newer":
        raw = sqlite3.connect(path)
        raw.execute("INSERT INTO migrations VALUES (?, 'from the future', '2999-01-01')", (len(MIGRATIONS) + 1,))
        raw.commit()
        raw.close()


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("cut", "is cut short by [0-9,]+ bytes"),
        ("cut in its header", "is cut short"),
        ("a picture", "is not a ledger"),
        ("text", "is not a ledger"),
        ("another program's", "database of something else"),
        ("newer", "made by a newer version of reportedly .*upgrade"),
    ],
)
@pytest.mark.parametrize("read_only", [True, False])
def test_a_file_that_is_no_good_is_named_and_left_alone(filled: Path, how: str, words: str, read_only: bool) -> None:
    changed(filled, how)
    before = filled.read_bytes()
    with pytest.raises(LedgerError, match=words) as raised:
        Ledger(filled, read_only=read_only)
    assert str(filled) in str(raised.value)
    assert "\n" not in str(raised.value)
    assert filled.read_bytes() == before


def test_a_page_overwritten_is_damage_not_a_traceback(filled: Path) -> None:
    whole = bytearray(filled.read_bytes())
    for page in range(1, len(whole) // 4096):
        whole[page * 4096 : page * 4096 + 64] = b"\xa5" * 64
    filled.write_bytes(bytes(whole))

    def use() -> None:
        with Ledger(filled) as ledger:
            ledger.stories()
            ledger.search("deployed")
            ledger.stats()

    with pytest.raises(LedgerError, match=r"damaged|refused"):
        use()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("none/reportedly.db", "folder does not exist"),
        (".", "is a folder"),
        ("/proc/reportedly.db", "cannot be opened|read-only"),
    ],
)
def test_where_no_file_can_be(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(LedgerError, match=words):
        Ledger(tmp_path / name)


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("", "is empty"),
        ("nonesuch://host/name", "is no database URL"),
        ("://", "is no database URL"),
    ],
)
def test_what_is_no_database_is_one_line(where: str, words: str) -> None:
    with pytest.raises(LedgerError, match=words) as raised:
        Ledger(where)
    assert "\n" not in str(raised.value)


def test_read_only_refuses_every_change_and_makes_no_file(filled: Path, tmp_path: Path) -> None:
    with Ledger(filled, read_only=True) as ledger:
        assert ledger.stats().reports == 20
        claim = ledger.report("r00001").claims[0].claim_id
        for change in (
            lambda: ledger.append(simple(99, "A speaker said they had deployed")),
            lambda: ledger.judge("act", claim, "deny", who="ann"),
            lambda: ledger.rebuild(),
        ):
            with pytest.raises(LedgerError, match="read-only; nothing was changed"):
                change()
    with pytest.raises(LedgerError, match="no such ledger"):
        Ledger(tmp_path / "absent.db", read_only=True)
    assert not (tmp_path / "absent.db").exists()


def test_a_file_that_may_not_be_written(filled: Path) -> None:
    with Ledger(filled) as ledger:
        # what SQLite does where the file system forbids it, without needing another user for it
        ledger._store._writer.dispose()
        ledger._store._writer = ledger._store._sqlite(str(filled), 1.0, "BEGIN IMMEDIATE", True)
        with pytest.raises(LedgerError, match="file or its folder is read-only"):
            ledger.append(simple(99, "A speaker said they had deployed"))
        assert ledger.stats().reports == 20


def test_a_full_disk_keeps_what_was_there(filled: Path) -> None:
    with Ledger(filled) as ledger:
        with ledger._store._writer.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            pages = raw.execute("PRAGMA page_count").fetchone()[0]
            raw.execute(f"PRAGMA max_page_count = {pages + 2}")
        long = " ".join(f"word{number}" for number in range(20_000))
        with pytest.raises(LedgerError, match="disk is full; what was being added was not kept"):
            ledger.append(simple(99, f"A speaker said {long}"))
        assert ledger.stats().reports == 20
        assert ledger.search("deployed")
    with Ledger(filled) as ledger:
        ledger.append(simple(99, "A speaker said they had deployed"))
        assert ledger.stats().reports == 21


def test_a_second_writer_waits_then_says_so(filled: Path) -> None:
    with Ledger(filled) as first, Ledger(filled, wait=0.2) as second:
        with first._store.write():
            assert second.stats().reports == 20
            with pytest.raises(LedgerBusy, match="another process is writing"):
                second.append(simple(98, "A speaker said they had deployed"))
        second.append(simple(98, "A speaker said they had deployed"))
        assert first.stats().reports == 21


def test_two_writers_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "reportedly.db"
    with Ledger(path):
        pass
    errors: list[BaseException] = []

    def write(start: int) -> None:
        try:
            with Ledger(path) as ledger:
                for number in range(start, start + 12):
                    ledger.append(simple(number, f"Speaker {number} said they had deployed"))
        except BaseException as error:
            errors.append(error)

    writers = [threading.Thread(target=write, args=(100 * n,)) for n in (1, 2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert errors == []
    with Ledger(path) as ledger:
        stories = ledger.stories()
        assert (ledger.stats().reports, sum(line.reports for line in stories)) == (24, 24)
        ledger.rebuild()
        assert ledger.stories() == stories


def test_readers_in_a_loop_beside_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "reportedly.db"
    with Ledger(path):
        pass
    errors: list[BaseException] = []
    done = threading.Event()
    seen: list[list[int]] = [[], []]

    def read(mine: list[int]) -> None:
        try:
            with Ledger(path, read_only=True) as ledger:
                while not done.is_set():
                    lines = ledger.stories()
                    for line in lines[:1]:
                        view = ledger.story(line.id)
                        assert view.story.reports >= 1
                    ledger.search("deployed")
                    ledger.changes()
                    mine.append(ledger.stats().reports)
        except BaseException as error:
            errors.append(error)

    readers = [threading.Thread(target=read, args=(mine,)) for mine in seen]
    for reader in readers:
        reader.start()
    with Ledger(path) as ledger:
        for start in range(0, 500, 25):
            ledger.append(
                *(
                    simple(n, f"Speaker {n} said they had deployed", day=n // 4, recipients=(f"P{n % 9}",))
                    for n in range(start, start + 25)
                )
            )
    done.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert all(mine == sorted(mine) for mine in seen)  # no reader ever sees less than before
    with Ledger(path, read_only=True) as ledger:
        assert ledger.stats().reports == 500


def test_killed_at_random_moments(tmp_path: Path) -> None:
    found = run(tmp_path / "reportedly.db", 5, longest=0.4)
    assert found["lost"] == 0
    assert found["kept in part"] == 0
    assert found["a rebuild gives the same"]


def test_many_threads_read_while_others_write(filled: Path) -> None:
    """More threads than connections are kept, all at once, on one ledger: nobody's connection is closed under them."""
    failed: list[BaseException] = []
    begin = threading.Barrier(14)

    with Ledger(filled) as ledger:

        def read() -> None:
            begin.wait()
            for _ in range(15):
                assert ledger.stats().reports >= 20
                assert ledger.search("deployed")
                assert ledger.report("r00003").claims

        def write(first: int) -> None:
            begin.wait()
            for number in range(first, first + 4):
                ledger.append(simple(number, f"Speaker {number} said they had deployed"))

        def watched(run: Callable[[], None]) -> None:
            try:
                run()
            except BaseException as error:
                failed.append(error)

        jobs: list[Callable[[], None]] = [read] * 12 + [lambda: write(100), lambda: write(200)]
        threads = [threading.Thread(target=watched, args=(job,)) for job in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert ledger.stats().reports == 28
        # each thread that asked gave its connection back, and no more are kept than the pool holds
        assert isinstance(ledger._store._reader.pool, QueuePool)
        assert ledger._store._reader.pool.checkedout() == ledger._store._writer.pool.checkedout() == 0
        assert ledger._store._reader.pool.checkedin() <= 4


@pytest.mark.parametrize("where", [":memory:", "sqlite://", "sqlite:///:memory:"])
def test_a_ledger_in_memory_is_refused(where: str) -> None:
    with pytest.raises(LedgerError, match="is no file"):
        Ledger(where)


def test_an_older_ledger_is_brought_up_to_date(tmp_path: Path) -> None:
    """What the migrations count is what a ledger of today has counted."""
    path = tmp_path / "reportedly.db"
    with Ledger(path) as ledger:
        ledger.append(*example().values())
        ledger.append(*(simple(number, f"Speaker {number} said they had deployed") for number in range(5)))
        before = [ledger.stories(), [ledger.story(line.id) for line in ledger.stories()], ledger.changes()]
    raw = sqlite3.connect(path)
    # as format 1 had it
    for index in ("reports_outlet", "relations_newest", "relations_of_event", "relations_of_party"):
        raw.execute(f"DROP INDEX {index}")
    for column in ("changes", "contradictions", "figures", "figures_differ"):
        raw.execute(f"ALTER TABLE events DROP COLUMN {column}")
    raw.execute("ALTER TABLE stories DROP COLUMN latest")
    raw.execute("ALTER TABLE mentions DROP COLUMN gist")
    raw.execute("CREATE INDEX relations_kind_day ON relations (kind, day)")
    raw.execute("DROP TABLE cells")
    raw.execute("DROP TABLE ties")
    raw.execute("DELETE FROM migrations WHERE number > 1")
    raw.commit()
    raw.close()
    with pytest.raises(LedgerError, match="brought up to date"):
        Ledger(path, read_only=True)
    with Ledger(path) as ledger:
        assert ledger.stats().format == len(MIGRATIONS)
        assert [ledger.stories(), [ledger.story(line.id) for line in ledger.stories()], ledger.changes()] == before
        ledger.rebuild()
        assert [ledger.stories(), [ledger.story(line.id) for line in ledger.stories()], ledger.changes()] == before

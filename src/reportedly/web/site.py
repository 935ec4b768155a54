"""What pages and API share: the ledger behind a few threads, templates, answers with their `ETag`."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.resources import files
from threading import Lock
from typing import Any, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from reportedly import __version__
from reportedly.ledger import Ledger
from reportedly.terms import Act, EventType
from reportedly.web import words

__all__ = ["Site", "tagged"]

T = TypeVar("T")

#: threads that ask the ledger; each keeps a connection, and SQLAlchemy keeps at most five for a file's own pool
_THREADS = 4
#: bytes of pages kept for the next who asks
_KEPT = 16_000_000


class Site:
    """One ledger, served.

    Args:
        ledger: stays open as long as the site does; whoever opened it closes it.
        read_only: no page offers a change, and each is refused.
        who: in whose name judgements are kept.
    """

    def __init__(self, ledger: Ledger, *, read_only: bool, who: str) -> None:
        self.ledger, self.read_only, self.who = ledger, read_only, who
        self._file = ledger.stats().where
        self._kept: OrderedDict[str, tuple[object, bytes]] = OrderedDict()
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="reportedly-web")
        self._env = Environment(
            loader=PackageLoader("reportedly.web"),
            autoescape=True,
            finalize=words.shown,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.filters.update(
            clean=words.clean,
            day=words.day,
            name=words.name_of,
            origin=words.origin,
            kind=str.lower,
            reasons=words.reasons,
            short=words.short,
            spelled=words.spelled,
            verb=words.verb,
            weblink=words.link,
        )
        self._env.globals.update(
            family=words.family,
            nuance=words.nuance,
            gloss=words.gloss,
            path=words.path,
            asset=asset,
            acts=[act.value for act in Act],
            kinds=[kind.value for kind in EventType],
            whole=words.whole,
            version=__version__,
            read_only=read_only,
        )

    async def ask(self, question: Callable[..., T], *given: Any) -> T:
        """What a question to the ledger comes to, answered in one of a few threads."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, question, *given)

    def render(self, template: str, **given: Any) -> str:
        """The page."""
        return self._env.get_template(template).render(given)

    def keep(self, key: str, make: Callable[[], bytes]) -> bytes:
        """A page as it was made before, where nothing was written to the ledger since; else made now.

        Where the ledger is no file, nobody can tell, and each page is made anew.
        """
        state = self._state()
        with self._lock:
            kept = self._kept.get(key)
            if state is not None and kept is not None and kept[0] == state:
                self._kept.move_to_end(key)
                return kept[1]
        page = make()
        if state is not None:
            with self._lock:
                self._kept[key] = (state, page)
                self._kept.move_to_end(key)
                while len(self._kept) > 1 and sum(len(body) for _, body in self._kept.values()) > _KEPT:
                    self._kept.popitem(last=False)
        return page

    def forget(self) -> None:
        """Makes all pages anew when next asked for."""
        with self._lock:
            self._kept.clear()

    def _state(self) -> object:
        """What changes whenever something is written: time and size of the file and of its log; None where unknown."""
        found = []
        for name in (self._file, f"{self._file}-wal"):
            try:
                stat = os.stat(name)
            except OSError:
                found.append((0, 0))
            else:
                found.append((stat.st_mtime_ns, stat.st_size))
        return tuple(found) if found[0][0] else None

    def warm(self) -> None:
        """Makes ready what the first page would wait for: the templates and the names of parties."""
        for name in self._env.list_templates():
            self._env.get_template(name)
        words.name_of("UN")

    def close(self) -> None:
        """Lets the threads end."""
        self._pool.shutdown(wait=False)


@lru_cache(maxsize=32)
def asset(name: str) -> str:
    """Where a vendored or own file is served; its content is part of the address, so that it can be kept for ever."""
    return f"/static/{name}?v={hashlib.blake2b(static(name), digest_size=6).hexdigest()}"


@lru_cache(maxsize=32)
def static(name: str) -> bytes:
    """The bytes of a file of ours.

    Raises:
        FileNotFoundError: no such file.
    """
    return files("reportedly.web").joinpath("static", name).read_bytes()


def tagged(
    request: Request, body: bytes, media: str, *, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """An answer with its `ETag`, or 304 without a body where the asker has this one already."""
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    more = {"etag": tag, "cache-control": "no-cache", **(headers or {})}
    have = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if status == 200 and (tag in have or "*" in have):
        return Response(status_code=304, headers=more)
    return Response(body, status_code=status, media_type=media, headers=more)

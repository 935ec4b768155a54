"""The application: pages, JSON API and files behind the guard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from reportedly import __version__
from reportedly.codec import dump_plain
from reportedly.errors import LedgerBusy, ReportedlyError, UnknownId, UsageError
from reportedly.ledger import Ledger
from reportedly.web import api, pages
from reportedly.web.guard import Guard
from reportedly.web.site import Site, static

__all__ = ["create_app"]

_ABOUT = """What the pages show, as JSON. All answers carry an ETag; lists are paged by limit and offset, and a Link
header of the relation "next" leads on. Nothing is ever erased: a judgement can be undone, which is kept too."""

_MEDIA = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "world-atlas": "text/plain; charset=utf-8",
}


def create_app(ledger: Ledger, *, read_only: bool = False, who: str = "", hosts: tuple[str, ...] = ()) -> Guard:
    """The application that serves a ledger; an ASGI callable.

    Args:
        ledger: stays open while the application runs; whoever opened it closes it.
        read_only: refuse every change.
        who: in whose name judgements are kept; nobody named where empty.
        hosts: names under which it may be asked for, besides `localhost` and bare addresses.

    Example:
        >>> import os, tempfile
        >>> from reportedly.ledger import Ledger
        >>> with Ledger(os.path.join(tempfile.mkdtemp(), "reportedly.db")) as ledger:
        ...     callable(create_app(ledger, read_only=True))
        True
    """
    site = Site(ledger, read_only=read_only, who=who.strip() or "unnamed")

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await site.ask(site.warm)
        yield
        site.close()

    app = FastAPI(
        title="reportedly",
        summary="Who said what happened, on whose behalf, how sure, since when.",
        description=_ABOUT,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
        separate_input_output_schemas=False,
    )
    app.include_router(api.router(site))
    app.include_router(pages.router(site, app))

    @app.get("/static/{name}", include_in_schema=False)
    async def file(name: str) -> Response:
        try:
            body = static(name)
        except (OSError, ValueError):
            raise HTTPException(404) from None
        media = _MEDIA.get(name.rpartition(".")[2], "application/octet-stream")
        return Response(body, media_type=media, headers={"cache-control": "public, max-age=31536000, immutable"})

    async def failed(request: Request, error: Exception) -> Response:
        status, title, words = _told(error)
        if request.url.path.startswith("/api/"):
            body = dump_plain({"error": {"status": status, "title": title, "detail": words}}) + "\n"
            return Response(body, status_code=status, media_type="application/json")
        page = site.render("error.html", status=status, title=title, words=words, q="")
        return Response(page, status_code=status, media_type="text/html; charset=utf-8")

    for kind in (ReportedlyError, HTTPException, RequestValidationError):
        app.add_exception_handler(kind, failed)
    return Guard(app, hosts=hosts, read_only=read_only)


def _told(error: Exception) -> tuple[int, str, str]:
    """Status, title and a line for a person."""
    if isinstance(error, UnknownId):
        return 404, "Not in the ledger", error.advice
    if isinstance(error, UsageError):
        return 400, "That does not make sense", str(error)
    if isinstance(error, LedgerBusy):
        return 503, "The ledger is being written to", error.advice
    if isinstance(error, ReportedlyError):
        return 500, "The ledger cannot be read", error.advice
    if isinstance(error, RequestValidationError):
        where = "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors()[:5])
        return 422, "That does not make sense", where[:500]
    status = error.status_code if isinstance(error, HTTPException) else 500
    names = {404: "No such page", 405: "Not that way"}
    if isinstance(error, HTTPException) and status != 404:
        return status, names.get(status, "Refused"), str(error.detail)
    return status, names.get(status, "Something went wrong"), "There is nothing at this address."

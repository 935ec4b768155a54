"""What stands before every page: whose requests are heard, how large they may be, and what browsers are told."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

__all__ = ["HEADERS", "MAX_BODY", "Guard"]

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: bytes of a request's body; a judgement with its note is far smaller
MAX_BODY = 16_384
#: bytes of path and query together
MAX_TARGET = 8_192

#: nothing but our own files is loaded, nothing inline runs, nobody frames us, nothing is told to other sites
HEADERS: dict[str, str] = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """An ASGI application that lets through what another may answer.

    Refused: a Host that is neither a bare address nor a name we know (400: DNS rebinding); a change that another
    site's page asks for (403); a body or an address that is too long (413, 414); any change where the ledger is served
    read-only (403).

    Args:
        app: what answers.
        hosts: names under which we are known, besides `localhost` and bare addresses.
        read_only: whether every change is refused.
    """

    def __init__(self, app: App, *, hosts: tuple[str, ...] = (), read_only: bool = False) -> None:
        self.app = app
        self.hosts = frozenset(host.casefold() for host in hosts) | {"localhost"}
        self.read_only = read_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def guarded(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                have = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((k.encode(), v.encode()) for k, v in HEADERS.items() if k.encode() not in have),
                ]
            await send(message)

        headers: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await _plain(guarded, *refusal)
            return
        if scope["method"] in _SAFE:
            await self.app(scope, receive, guarded)
            return
        body = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            if len(body) > MAX_BODY:
                await _plain(guarded, 413, f"The body is longer than {MAX_BODY:,} bytes.")
                return
            if not message.get("more_body"):
                break

        async def replay() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": bytes(body), "more_body": False}

        await self.app(scope, replay, guarded)

    def _refusal(self, scope: Scope, headers: dict[str, list[str]]) -> tuple[int, str] | None:
        hosts = headers.get("host", [])
        if len(hosts) != 1 or not self._known(hosts[0]):
            return 400, "This address is not one that reportedly was told to answer to; see `reportedly serve --help`."
        if len(scope.get("raw_path") or b"") + len(scope.get("query_string") or b"") > MAX_TARGET:
            return 414, f"The address is longer than {MAX_TARGET:,} bytes."
        if scope["method"] in _SAFE:
            return None
        if self.read_only:
            return 403, "The ledger is served read-only; nothing was changed."
        for length in headers.get("content-length", []):
            if not length.isdigit() or int(length) > MAX_BODY:
                return 413, f"The body is longer than {MAX_BODY:,} bytes."
        site = headers.get("sec-fetch-site", [])
        if any(value not in ("same-origin", "none") for value in site):
            return 403, "Another site's page asked for a change; nothing was changed."
        for origin in headers.get("origin", []):
            parts = urlsplit(origin)
            if parts.scheme not in ("http", "https") or parts.netloc.casefold() != hosts[0].casefold():
                return 403, "Another site's page asked for a change; nothing was changed."
        return None

    def _known(self, host: str) -> bool:
        """Whether a Host header is a bare address, which no foreign name can be made to stand for, or a known name."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
            _ = urlsplit(f"//{host}").port
        except ValueError:
            return False
        if name.rstrip(".") in self.hosts:
            return True
        try:
            ipaddress.ip_address(name.partition("%")[0])
        except ValueError:
            return False
        return True


async def _plain(send: Send, status: int, words: str) -> None:
    body = words.encode() + b"\n"
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

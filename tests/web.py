"""What the tests of the page share: the example's ledger with its places, hostile reports, and a small ASGI client."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from reportedly.ledger import Ledger
from reportedly.types import Problem, Reading
from tests.handmade import example, simple

#: where the example's places lie
_AT = {"Vladivostok": (43.1056, 131.8735), "Kursk Region": (51.73, 36.19)}

#: what a hostile report may put where a name, a title, a quotation or an address belongs
PAYLOADS = (
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "</title></textarea></style><svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}${7*7}",
    "--><!--<iframe src=//evil.example>",
    "safe\u202egnp.exe\u2066\u200f",
    "\x00\x1b[31m\x08\x7f",
    "a&lt;b&#x3c;c&amp;",
    "%3Cscript%3E/../..\\..",
    "'; DROP TABLE reports; --",
    "data:text/html,<script>alert(1)</script>",
    "\ud800\udfff",
    "Z" * 1_000_000,
)


def placed(reading: Reading) -> Reading:
    """The reading, its known places with their degrees."""
    events = []
    for event in reading.events:
        if event.place is not None and event.place.name in _AT:
            latitude, longitude = _AT[event.place.name]
            event = replace(event, place=replace(event.place, latitude=latitude, longitude=longitude))
        events.append(event)
    return replace(reading, events=tuple(events))


def told(path: Path) -> Ledger:
    """The example's ledger."""
    ledger = Ledger(path)
    ledger.append(*map(placed, example().values()))
    return ledger


def hostile(path: Path) -> Ledger:
    """A ledger of reports that say hostile things wherever they can."""
    ledger = Ledger(path)
    for number, words in enumerate(PAYLOADS):
        storable = words.encode("utf-8", "replace").decode()
        anchor = storable.replace(" ", "_")
        reading = simple(
            number,
            f"{storable} said it attacked {anchor}",
            party=f"NGO:{storable}",
            speaker=storable,
            actors=("RUS",),
            recipients=("UKR",),
            outlet=storable,
            url="javascript:alert(1)" if number % 2 else f"https://evil.example/{storable}",
            day=number,
            act="deny" if number % 2 else "assert",
            factuality="CT-" if number % 2 else "CT+",
            place={"words": anchor, "name": storable, "country": "UKR"},
            figure={"words": anchor, "low": number + 1, "high": None, "bound": "at least", "unit": storable[:200]},
        )
        ledger.append(
            replace(
                reading,
                report=replace(reading.report, title=storable, byline=storable),
                problems=(Problem(stage="html", code="odd", message=storable[:5000]),),
                made_by=storable[:100],
            )
        )
    return ledger


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def json(self) -> Any:
        """The body's JSON."""
        return json.loads(self.body)


class Client:
    """Asks an ASGI application without a network."""

    def __init__(self, app: Any, host: str = "127.0.0.1:8642") -> None:
        self.app, self.host = app, host

    def get(self, target: str, method: str = "GET", **headers: str) -> Answer:
        """The answer to a request without a body."""
        return self.send(method, target, b"", headers)

    def post(self, target: str, form: Mapping[str, str] | None = None, json_: Any = None, **headers: str) -> Answer:
        """The answer to a form or to JSON."""
        if form is not None:
            return self.send(
                "POST",
                target,
                urlencode(form).encode(),
                {"content-type": "application/x-www-form-urlencoded", **headers},
            )
        return self.send("POST", target, json.dumps(json_).encode(), {"content-type": "application/json", **headers})

    def send(self, method: str, target: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """The answer to any request."""
        return asyncio.run(self._send(method, target, body, headers))

    async def _send(self, method: str, target: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        from urllib.parse import unquote

        path, _, query = target.partition("?")
        given = {"host": self.host, **{key.replace("_", "-"): value for key, value in headers.items()}}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(k.encode("latin-1"), v.encode("latin-1")) for k, v in given.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8642),
        }
        sent: list[Any] = []
        waiting = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            return waiting.pop() if waiting else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        start = sent[0]
        found = {k.decode().lower(): v.decode() for k, v in start["headers"]}
        whole = b"".join(message.get("body", b"") for message in sent[1:])
        return Answer(status=start["status"], headers=found, body=whole)

"""The command that opens the ledger in a browser: arguments in, a server running until Ctrl-C."""

from __future__ import annotations

import contextlib
import getpass
import os
import socket
import sys
from typing import Annotated

import typer

from reportedly.errors import LedgerError, UsageError

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Adds `serve` to the application."""
    app.command("serve")(serve)


def serve(
    ledger: Annotated[
        str,
        typer.Option(
            "--ledger", "-l", metavar="PATH", envvar="REPORTEDLY_LEDGER", help="The ledger: a file, or a database URL."
        ),
    ] = "reportedly.db",
    host: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="Where to listen; only this machine can ask unless you say otherwise."),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8642,
    open_: Annotated[bool, typer.Option("--open", help="Open it in the browser.")] = False,
    read_only: Annotated[bool, typer.Option("--read-only", help="Refuse every change.")] = False,
    who: Annotated[str | None, typer.Option(metavar="NAME", help="Who corrects; by default, you.")] = None,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="HOST", help="A host name it may be asked for by; repeatable.")
    ] = None,
) -> None:
    """Look at the ledger in a browser.

    Listens on this machine only unless told otherwise. There is no log-in: whoever can reach it can read it, and
    correct it unless --read-only is given.
    """
    if "://" not in ledger and not os.path.exists(ledger):
        raise LedgerError(ledger, "no such ledger; `reportedly add` makes one")
    import uvicorn

    from reportedly.ledger import Ledger
    from reportedly.web.app import create_app

    listener = _listen(host, port)
    try:
        with Ledger(ledger, read_only=read_only and "://" not in ledger) as kept:
            names = tuple(name or ()) + (() if host in ("0.0.0.0", "::") else (host,))
            app = create_app(kept, read_only=read_only, who=who if who is not None else _user(), hosts=names)
            address = _address(host, listener.getsockname()[1])
            sys.stdout.write(f"{ledger} is at {address} until you press Ctrl-C\n")
            sys.stdout.flush()
            if open_:
                import webbrowser

                webbrowser.open(address)
            config = uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=15,
            )
            # Ctrl-C is how it is meant to end
            with contextlib.suppress(KeyboardInterrupt):
                uvicorn.Server(config).run(sockets=[listener])
    finally:
        listener.close()


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        UsageError: nobody can listen there.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listener = socket.socket(found[0], found[1])
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(found[4])
        listener.listen(128)
    except OSError as error:
        raise UsageError(f"--host {host} --port {port}", (error.strerror or str(error)).lower()) from None
    return listener


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}/"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unnamed"

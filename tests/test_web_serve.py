"""`reportedly serve`: prints its address, answers there, ends on Ctrl-C; complains in one line; else loads nothing."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the page needs fastapi, uvicorn and jinja2")

from reportedly.ledger import Ledger
from tests.conftest import ROOT
from tests.web import told

COMMAND = [sys.executable, "-m", "reportedly", "serve"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "src")}


def _run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *options], env=ENVIRONMENT, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("read_only", [False, True])
def test_it_serves_on_loopback_until_ctrl_c(tmp_path: Path, read_only: bool) -> None:
    path = tmp_path / "reportedly.db"
    with told(path):
        pass
    options = ["--ledger", str(path), "--port", "0", *(["--read-only"] if read_only else [])]
    served = subprocess.Popen(
        [*COMMAND, *options], env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert served.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", served.stdout.readline())
        assert found is not None
        with urllib.request.urlopen(found[0]) as answer:
            assert b"Stories" in answer.read()
            assert "server" not in answer.headers
        with Ledger(path, read_only=True) as ledger:
            quotation = ledger.story(ledger.stories()[0].id).cells[0].quotation
        assert quotation is not None
        change = urllib.request.Request(
            found[0] + "api/judgements",
            data=f'{{"kind": "act", "subject": "{quotation.claim_id}", "object": "doubt"}}'.encode(),
            headers={"content-type": "application/json"},
        )
        if read_only:
            with pytest.raises(urllib.error.HTTPError, match="403"):
                urllib.request.urlopen(change)
        else:
            with urllib.request.urlopen(change) as answer:
                assert answer.status == 201
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", int(found[1])), 2)
    finally:
        served.send_signal(signal.SIGINT)
        _, errors = served.communicate(timeout=20)
    assert errors == ""
    assert served.returncode in (0, 130)


def test_what_cannot_be_served_is_said_in_one_line(tmp_path: Path) -> None:
    missing = _run("--ledger", str(tmp_path / "none.db"))
    assert missing.returncode == 1
    assert re.fullmatch(r"reportedly: ledger: .*none\.db: no such ledger; `reportedly add` makes one\n", missing.stderr)
    assert not (tmp_path / "none.db").exists()
    with Ledger(tmp_path / "some.db"):
        pass
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = _run("--ledger", str(tmp_path / "some.db"), "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 2
    assert "address already in use" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_other_commands_load_nothing_of_it() -> None:
    heavy = ("fastapi", "uvicorn", "jinja2", "starlette", "pydantic", "reportedly.web")
    code = f"import sys, reportedly.cli; print([m for m in {heavy} if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, text=True, timeout=60)
    assert ran.stdout.strip() == "[]"

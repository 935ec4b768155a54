"""Fixtures: the corpora where they are, the shipped model where it is, the command with and without it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings

from tests import fakes

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
MODEL = ROOT / "src" / "reportedly" / "data" / "model" / "encoder.onnx"

# The first example may load a model or an extractor, so time limits per example would only measure that.
settings.register_profile("reportedly", deadline=None)
settings.load_profile("reportedly")


def assert_golden(name: str, made: str) -> None:
    """Holds a text to the file of that name in tests/golden; with REPORTEDLY_GOLDEN set, writes the file first."""
    path = Path(name) if Path(name).is_absolute() else ROOT / "tests" / "golden" / name
    if os.environ.get("REPORTEDLY_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what needs something that is not here, and says what."""
    for item in items:
        if item.get_closest_marker("shared") and not SHARED.is_dir():
            item.add_marker(pytest.mark.skip(reason=f"needs the corpora in {SHARED.name}/ beside the repository"))
        if item.get_closest_marker("model") and not MODEL.is_file():
            item.add_marker(pytest.mark.skip(reason="needs the model in src/reportedly/data/model"))


@dataclass(frozen=True)
class Ran:
    """What a command gave back."""

    code: int
    out: str
    err: str


@pytest.fixture
def fake_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads by a rule instead of the model."""
    monkeypatch.setattr("reportedly.model.load", lambda *_: fakes.Model())
    monkeypatch.setattr("reportedly.stages.encode.encode", fakes.encode)
    monkeypatch.setattr("reportedly.stages.attribution.attribute", fakes.attribute)
    monkeypatch.setattr("reportedly.stages.acts.classify", fakes.classify)
    monkeypatch.setattr("reportedly.stages.events.read_events", lambda *_, **__: ((), (), ()))


class _Stdin:
    """Standard input that holds some bytes."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


@pytest.fixture
def command(
    fake_model: None, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Callable[..., Ran]:
    """The command in this process, with the fake model: `command("read", path, stdin=b"...")`."""
    from reportedly import cli

    def run(*arguments: object, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["reportedly", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", _Stdin(stdin))
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = capfdbinary.readouterr()
        code = stopped.value.code
        return Ran(code if isinstance(code, int) else 0, out.decode(), err.decode())

    return run


@pytest.fixture
def process() -> Callable[..., Ran]:
    """The command as a process of its own, with the model that comes with the package."""

    def run(*arguments: object, stdin: bytes = b"", cwd: Path | None = None) -> Ran:
        made = subprocess.run(
            [sys.executable, "-m", "reportedly", *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=cwd or ROOT,
            timeout=300,
            env=environment(),
        )
        return Ran(made.returncode, made.stdout.decode(), made.stderr.decode())

    return run


def environment() -> dict[str, str]:
    """The environment, with the package found and a terminal of no special kind."""
    kept = {key: value for key, value in os.environ.items() if key not in {"COLUMNS", "NO_COLOR", "FORCE_COLOR"}}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}

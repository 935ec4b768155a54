"""What is shipped and pinned: the lock agrees with the project and names no place but the public index."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest

import reportedly
from tests.conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^\w.-]", line)[0].lower().replace("_", "-") for line in requirements if isinstance(line, str)}


def _locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return {m[1].lower(): m[2] for m in re.finditer(r"^([\w.-]+)==(\S+)", text, re.M)}


def test_everything_needed_is_locked() -> None:
    groups = PROJECT["dependency-groups"]
    needed = _names(PROJECT["project"]["dependencies"]) | _names(groups["build"])
    assert needed <= set(_locked("requirements.lock"))
    assert needed | _names(groups["dev"]) <= set(_locked("requirements-dev.lock"))


def test_both_locks_pin_the_same() -> None:
    small, large = _locked("requirements.lock"), _locked("requirements-dev.lock")
    assert {name: large.get(name) for name in small} == small


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_pin_has_hashes(name: str) -> None:
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.M))
    assert all("--hash=sha256:" in entry for entry in entries if "==" in entry)


def test_the_locks_name_no_other_place() -> None:
    hosts = re.findall(r"https?://([^/\"\s]+)", (ROOT / "uv.lock").read_text(encoding="utf-8"))
    assert set(hosts) == {"pypi.org", "files.pythonhosted.org"}
    for name in ("requirements.lock", "requirements-dev.lock"):
        assert "http" not in (ROOT / name).read_text(encoding="utf-8")


def test_the_changelog_knows_this_version_or_the_next() -> None:
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in changes or f"## [{reportedly.__version__}]" in changes


def test_run_lists_its_commands() -> None:
    shown = subprocess.run(["./run"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for command in ("demo", "test", "lint", "bench", "golden", "lock", "wheel"):
        assert f"  {command}\t" in shown
    assert subprocess.run(["./run", "nothing"], cwd=ROOT, capture_output=True).returncode == 2

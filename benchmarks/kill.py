"""Kills the writer at random moments: nothing acknowledged may be lost, nothing kept twice, and the file opens.

    python -m benchmarks.kill --times 200

A child process adds reports one by one and writes the id of each to a pipe once `append` has returned; it is killed
with SIGKILL after a random time, and started again on the same file. Prints one JSON object and exits 1 if anything
was lost.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from reportedly.ledger import Ledger

__all__ = ["run"]


def child(path: str, seed: int, start: int) -> None:
    """Adds readings from the `start`-th on, one at a time, and acknowledges each on standard output."""
    from benchmarks.ledger import readings

    with Ledger(path) as ledger:
        for number, reading in enumerate(readings(10**9, seed=seed)):
            if number < start:
                continue
            ledger.append(reading)
            os.write(1, f"{reading.report.id} {len(reading.claims)}\n".encode())


def run(path: Path, times: int, *, seed: int = 1, longest: float = 0.6) -> dict[str, Any]:
    """What became of a ledger whose writer was killed so many times.

    Args:
        longest: seconds; each child lives a random time up to it, counted from its first acknowledgement or, half of
            the time, from its start, so that opening and migrating are hit too.
    """
    chance = random.Random(seed)
    acknowledged: dict[str, int] = {}
    lost: set[str] = set()
    torn = 0
    root = Path(__file__).parent.parent
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root), *sys.path])}
    for _ in range(times):
        command = [sys.executable, "-m", "benchmarks.kill", "--child", str(path), str(seed), str(len(acknowledged))]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, env=env, cwd=root)
        assert process.stdout is not None
        said = b""
        if chance.random() < 0.5:
            said = process.stdout.readline()
        time.sleep(chance.random() * longest)
        process.send_signal(signal.SIGKILL)
        said += process.stdout.read()
        process.wait()
        for line in said.decode().splitlines():
            name, _, claims = line.partition(" ")
            acknowledged[name] = int(claims)
        if not path.exists() or path.stat().st_size == 0:
            continue
        with Ledger(path) as ledger:
            stats = ledger.stats()
            torn += stats.reports != stats.readings
    with Ledger(path) as ledger:
        stats = ledger.stats()
        for name, claims in acknowledged.items():
            try:
                view = ledger.report(name)
            except Exception:
                lost.add(name)
                continue
            if len(view.claims) != claims or len(view.readings) != 1:
                lost.add(name)
        before = [ledger.stories(limit=1000), ledger.changes(limit=10_000)]
        ledger.rebuild()
        same = before == [ledger.stories(limit=1000), ledger.changes(limit=10_000)]
    return {
        "killed": times,
        "acknowledged": len(acknowledged),
        "kept": stats.reports,
        "lost": len(lost),
        "kept in part": torn,
        "a rebuild gives the same": same,
    }


def main() -> None:
    """Kills as often as asked."""
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder) / "reportedly.db", arguments.times, seed=arguments.seed)
    print(json.dumps(found))
    if found["lost"] or found["kept in part"] or not found["a rebuild gives the same"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()

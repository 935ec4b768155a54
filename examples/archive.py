"""Reads a folder of reports with several processes into a file of JSON lines; run again, it goes on where it stopped.

python examples/archive.py FOLDER READINGS.jsonl --processes 4
reportedly add READINGS.jsonl
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from pathlib import Path

from reportedly import ReportedlyError, codec, load, read


def line(path: str) -> tuple[str, str]:
    """A report's Reading as one line of JSON after its path, or nothing; and what went wrong, or nothing."""
    try:
        report, problems = load(path)
    except ReportedlyError as error:
        return "", str(error)
    reading = codec.encode(read(report, problems=problems))
    return json.dumps({"path": path, **reading}, ensure_ascii=True), ""


def done(out: Path) -> set[str]:
    """The paths that a file of JSON lines has; a last line that was cut short is taken off."""
    if not out.exists():
        return set()
    paths, good = set(), 0
    with out.open("rb+") as file:
        for raw in file:
            if not raw.endswith(b"\n"):
                break
            paths.add(json.loads(raw)["path"])
            good += len(raw)
        file.truncate(good)
    return paths


def main() -> int:
    """1 if some report could not be read, else 0."""
    parser = argparse.ArgumentParser(description="Reads a folder of reports with several processes.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--processes", type=int, default=None, help="by default, as many as the machine has cores")
    asked = parser.parse_args()

    known = done(asked.out)
    found = sorted(str(p) for p in asked.folder.rglob("*") if p.suffix in {".txt", ".html", ".mhtml"})
    waiting = [path for path in found if path not in known]
    failures = 0
    # Each process loads the model once; `spawn` does the same on every system.
    with (
        asked.out.open("a", encoding="utf-8") as file,
        multiprocessing.get_context("spawn").Pool(asked.processes) as pool,
    ):
        for text, error in pool.imap_unordered(line, waiting, chunksize=8):
            if error:
                failures += 1
                print(error, file=sys.stderr)
            else:
                print(text, file=file)
    print(f"{len(waiting) - failures} read, {len(found) - len(waiting)} known already, {failures} not read")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

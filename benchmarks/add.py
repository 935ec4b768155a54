"""What the ledger costs `add`: the processor's time of reading reports, and of keeping them, in one process.

    python benchmarks/add.py ../shared/fa-kes ../shared/polnear --reports 1000

Reads text files and keeps them in lots, as the command does. Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from pathlib import Path

from reportedly import load, read
from reportedly.ledger import Ledger
from reportedly.types import Reading

#: reports that the command keeps at a time
_LOT = 64


def main() -> None:
    """Reads, keeps, and says what each took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--reports", type=int, default=1000)
    given = parser.parse_args()
    files = sorted(file for path in given.paths for file in (path.rglob("*.txt") if path.is_dir() else [path]))
    read("A minister denied it.")
    reading = keeping = 0.0
    claims = characters = 0
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "reportedly.db") as ledger:
        lot: list[Reading] = []
        chosen = files[: given.reports]
        for number, file in enumerate(chosen, 1):
            since = time.process_time()
            report, problems = load(str(file))
            lot.append(read(report, problems=problems))
            reading += time.process_time() - since
            claims += len(lot[-1].claims)
            characters += len(report.text)
            if len(lot) == _LOT or number == len(chosen):
                since = time.process_time()
                ledger.append(*lot)
                keeping += time.process_time() - since
                lot.clear()
        stats = ledger.stats()
    print(
        json.dumps(
            {
                "reports": stats.reports,
                "characters a report": round(characters / len(chosen)),
                "claims": claims,
                "reading, ms a report": round(1000 * reading / len(chosen), 1),
                "keeping, ms a report": round(1000 * keeping / len(chosen), 1),
                "share of the reading": round(keeping / reading, 3),
            }
        )
    )


if __name__ == "__main__":
    main()

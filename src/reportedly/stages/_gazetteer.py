"""The gazetteer that ships: places by folded name, read when first asked for."""

from __future__ import annotations

import gzip
from bisect import bisect_left
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["Bearer", "Gazetteer", "Record", "gazetteer"]


class Record(NamedTuple):
    """A place: what it is (`S` state, `R` region, `C` city), where, and how many thousand people live there."""

    sort: str
    name: str
    #: alpha-3, ISO 3166-2, or `geonames:` and a number
    id: str
    #: ISO 3166-2 of the region that a city lies in, or its country's alpha-2
    region: str
    #: ISO 3166 alpha-3
    country: str
    latitude: float
    longitude: float
    thousands: int


class Bearer(NamedTuple):
    """A place that bears a name, as its own or as one of its other names."""

    record: Record
    own: bool


class Gazetteer:
    """Names, sorted, and the places that bear them; a name is found by bisection, a place read when it is asked for."""

    def __init__(self, text: str) -> None:
        records, _, names = text.partition("\n\n")
        self._records = records.split("\n")
        self._names = names.rstrip("\n").split("\n")
        self._states: dict[str, Record] = {}
        for line in self._records:
            if line[0] != "S":
                break
            record = _record(line)
            self._states[record.country] = record

    def bearers(self, key: str) -> tuple[Bearer, ...]:
        """The places of that name; `key` is folded (`reportedly.registry.fold`), its words one space apart."""
        sought = key + "\t"
        at = bisect_left(self._names, sought)
        if at == len(self._names) or not self._names[at].startswith(sought):
            return ()
        found = []
        for number in self._names[at][len(sought) :].split(" "):
            own = number[0] != "~"
            found.append(Bearer(_record(self._records[int(number if own else number[1:])]), own))
        return tuple(found)

    def state(self, alpha3: str) -> Record | None:
        """The state of that code."""
        return self._states.get(alpha3)

    def __len__(self) -> int:
        return len(self._records)


def _record(line: str) -> Record:
    sort, name, id, country, latitude, longitude, thousands = line.split("\t")
    region = id
    if sort == "C":
        number, _, region = id.partition(":")
        id = "geonames:" + number
    return Record(sort, name, id, region, country, float(latitude), float(longitude), int(thousands))


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that ships, read once: some 60 ms and 30 MB."""
    packed = (files("reportedly") / "data" / "places" / "gazetteer.tsv.gz").read_bytes()
    return Gazetteer(gzip.decompress(packed).decode())

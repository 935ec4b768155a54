"""A user's own parties, names, people and outlets: one TOML file, checked, with errors that name file and line."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from reportedly.errors import RegistryError
from reportedly.registry.fold import words
from reportedly.registry.store import Entry, Registry
from reportedly.types import Party

__all__ = ["extend"]

_TABLES: dict[str, dict[str, tuple[type, ...]]] = {
    "party": {
        "id": (str,),
        "name": (str,),
        "kind": (str,),
        "aliases": (list,),
        "part_of": (str,),
        "since": (str, date, int),
        "until": (str, date, int),
    },
    "name": {"party": (str,), "kind": (str,), "names": (list,), "since": (str, date, int), "until": (str, date, int)},
    "person": {
        "name": (str,),
        "party": (str,),
        "role": (str,),
        "gender": (str,),
        "aliases": (list,),
        "since": (str, date, int),
        "until": (str, date, int),
    },
    "outlet": {"name": (str,), "country": (str,), "speaks_for": (str,), "aliases": (list,)},
}
_NEEDED = {
    "party": ("id", "name"),
    "name": ("party", "names"),
    "person": ("name", "party", "role"),
    "outlet": ("name",),
}
_KINDS = frozenset(
    (
        "body",
        "armed group",
        "opposition",
        "party",
        "campaign",
        "company",
        "ngo",
        "ethnic side",
        "collective",
        "state",
        "seat",
        "organ",
        "force",
    )
)
_ID = re.compile(r"[A-Z][A-Z0-9_]*|(?:MEDIA|NGO):\S.*")
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_HEADER = re.compile(r"^\s*\[\[\s*(\w+)\s*\]\]")


def extend(registry: Registry, path: Path) -> None:
    """Adds the tables of a user's file to a registry.

    Args:
        registry: grows; not the shared one that `load()` returns.
        path: a TOML file with `[[party]]`, `[[name]]`, `[[person]]` and `[[outlet]]` tables (docs/registry.md).

    Raises:
        RegistryError: the file cannot be read, is no UTF-8 or TOML, lacks or misnames a key, names a party that nobody
            knows, gives one name to two parties at one time, has a date that cannot be, or a circle in `part_of`.
    """
    file = _File(path)
    tables = file.tables()
    for table in tables:
        file.check(table)
    fresh: dict[str, _Table] = {}
    for table in tables:
        if table.kind == "party":
            id = table.row["id"]
            if id in fresh:
                raise file.error(table, "id", f"the party {id} is in this file already, on line {fresh[id].line}")
            fresh[id] = table
    for table in tables:
        _reference(file, registry, fresh, table)
    _circles(file, registry, fresh)
    said: dict[str, tuple[str, str, str, int]] = {}
    for table in tables:
        for name in table.names():
            key = " ".join(word.key for word in words(name))
            if not key:
                raise file.error(table, None, f"the name {name!r} has no letters")
            party, since, until = table.party(), table.row.get("since", ""), table.row.get("until", "")
            if key in said and table.kind != "person":
                other, begin, end, line = said[key]
                if other == party:
                    raise file.error(table, None, f"the name {name!r} is given already on line {line}")
                if (not end or not since or end >= since[: len(end)]) and (
                    not until or not begin or until >= begin[: len(until)]
                ):
                    raise file.error(
                        table,
                        None,
                        f"the name {name!r} stands for {other} on line {line} at the same time; give both dates",
                    )
            said[key] = (party, since, until, table.line)
    for table in tables:
        _add(registry, path, table)
    registry.files += (f"{path.name} {file.fingerprint}",)


class _Table:
    """One table of the file with the line it begins on."""

    def __init__(self, kind: str, row: dict[str, Any], line: int) -> None:
        self.kind, self.row, self.line = kind, row, line

    def party(self) -> str:
        """The party that its names stand for."""
        if self.kind == "party":
            return str(self.row["id"])
        if self.kind == "outlet":
            return str(self.row.get("speaks_for") or f"MEDIA:{self.row['name']}")
        return str(self.row["party"])

    def names(self) -> list[str]:
        """Its own name and aliases."""
        own = [self.row["name"]] if "name" in self.row else []
        return [*own, *self.row.get("aliases", ()), *(self.row["names"] if self.kind == "name" else ())]


class _File:
    """A file's text and tables, and its errors with their lines."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise RegistryError(str(path), f"cannot be read: {error.strerror or error}") from error
        try:
            self.text = raw.decode("utf-8-sig")
            self.fingerprint = hashlib.sha256(raw).hexdigest()[:8]
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            raise RegistryError(f"{path}, line {line}", "is not UTF-8; save the file in that encoding") from error
        self.lines = self.text.split("\n")

    def tables(self) -> list[_Table]:
        """The file's tables in order, each with the line of its header."""
        try:
            parsed = tomllib.loads(self.text.replace("\r\n", "\n"))
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"\(at line (\d+)", str(error))
            where = f"{self.path}, line {found[1]}" if found else f"{self.path}, line {len(self.lines)}"
            raise RegistryError(where, f"is not TOML: {re.sub(r' [(]at .*', '', str(error))}") from error
        headers: dict[str, list[int]] = {}
        for number, text in enumerate(self.lines, 1):
            match = _HEADER.match(text)
            if match:
                headers.setdefault(match[1], []).append(number)
        out = []
        for kind, rows in parsed.items():
            if kind not in _TABLES or not isinstance(rows, list):
                at = self._line_of(kind)
                known = ", ".join(f"[[{name}]]" for name in _TABLES)
                raise RegistryError(f"{self.path}, line {at}", f"{kind!r} is none of the tables {known}")
            for row, line in zip(rows, headers.get(kind, [1] * len(rows)), strict=False):
                out.append(_Table(kind, dict(row), line))
        return sorted(out, key=lambda table: table.line)

    def _line_of(self, key: str) -> int:
        return next(
            (n for n, line in enumerate(self.lines, 1) if re.match(rf"\s*\[*\s*\"?{re.escape(key)}\"?\b", line)), 1
        )

    def error(self, table: _Table, key: str | None, advice: str) -> RegistryError:
        """An error at the line of a key of a table, or of its header."""
        line = table.line
        if key is not None:
            for number in range(table.line, len(self.lines)):
                if _HEADER.match(self.lines[number]):
                    break
                if re.match(rf"\s*{re.escape(key)}\s*=", self.lines[number]):
                    line = number + 1
                    break
        return RegistryError(f"{self.path}, line {line}", advice)

    def check(self, table: _Table) -> None:
        """Raises where a table's keys or values are not what docs/registry.md says; makes its dates text."""
        known = _TABLES[table.kind]
        for key, value in table.row.items():
            if key not in known:
                raise self.error(table, key, f"unknown key {key!r}; [[{table.kind}]] has {', '.join(known)}")
            if not isinstance(value, known[key]) or isinstance(value, bool):
                wanted = {"aliases": "a list of names", "names": "a list of names"}.get(key, "text")
                raise self.error(table, key, f"{key} must be {wanted}")
            if isinstance(value, list) and not all(isinstance(item, str) and item.strip() for item in value):
                raise self.error(table, key, f"{key} must be a list of names, none empty")
            if isinstance(value, str) and key not in ("since", "until") and not value.strip():
                raise self.error(table, key, f"{key} is empty")
        for key in _NEEDED[table.kind]:
            if key not in table.row:
                raise self.error(table, None, f"[[{table.kind}]] lacks {key}")
        for key in ("since", "until"):
            if key in table.row:
                table.row[key] = self._day(table, key)
        since, until = table.row.get("since", ""), table.row.get("until", "")
        if since and until and until < since[: len(until)]:
            raise self.error(table, "until", f"ends ({until}) before it begins ({since})")
        if "id" in table.row and not _ID.fullmatch(table.row["id"]):
            raise self.error(
                table, "id", f"{table.row['id']!r} is no id: capitals, digits and _ as in FREE_VALDIVIA, or NGO:Name"
            )
        if "kind" in table.row and table.row["kind"] not in _KINDS:
            raise self.error(
                table, "kind", f"unknown kind {table.row['kind']!r}; use one of {', '.join(sorted(_KINDS))}"
            )
        if table.row.get("gender", "m") not in ("m", "f"):
            raise self.error(table, "gender", "gender is m or f, or left out")

    def _day(self, table: _Table, key: str) -> str:
        value = table.row[key]
        day = value.isoformat()[:10] if isinstance(value, date) else str(value)
        if day and not _DATE.fullmatch(day):
            raise self.error(table, key, f"{day!r} is no date: write 2024-10-30, 2024-10 or 2024")
        if len(day) == 10:
            try:
                date.fromisoformat(day)
            except ValueError:
                raise self.error(table, key, f"there is no {day}") from None
        return day


def _reference(file: _File, registry: Registry, fresh: Mapping[str, _Table], table: _Table) -> None:
    """Raises where a table names a party that neither the file nor the registry has."""
    for key in ("part_of", "party", "speaks_for", "country"):
        id = table.row.get(key)
        if id and id not in fresh and registry.party(id) is None and id not in ("PERSON", "EXPERT"):
            raise file.error(table, key, f"no party {id}: neither the registry nor this file has it")


def _circles(file: _File, registry: Registry, fresh: Mapping[str, _Table]) -> None:
    """Raises where following `part_of` comes back to where it began."""
    for id, table in fresh.items():
        path = [id]
        above = table.row.get("part_of")
        while above:
            if above in path:
                raise file.error(table, "part_of", "a circle: " + " is part of ".join([*path, above]))
            path.append(above)
            if above in fresh:
                above = fresh[above].row.get("part_of")
            else:
                known = registry.party(above)
                above = known.part_of if known else None


def _add(registry: Registry, path: Path, table: _Table) -> None:
    row, where = table.row, f"{path.name}:{table.line}"
    since, until = row.get("since", ""), row.get("until", "")
    party = table.party()
    if table.kind == "party":
        names = table.names()
        kind = row.get("kind", "party")
        registry.add_party(
            Party(
                id=party,
                name=row["name"],
                kind=kind,
                aliases=tuple(names[1:]),
                part_of=row.get("part_of"),
                since=since,
                until=until,
            )
        )
        entry = Entry(party, kind, row["name"], since, until, where=where)
    elif table.kind == "person":
        entry = Entry(party, "person", row["name"], since, until, row["role"], row.get("gender", ""), where=where)
    elif table.kind == "outlet":
        if not row.get("speaks_for"):
            registry.add_party(Party(id=party, name=row["name"], kind="outlet"))
        entry = Entry(party, "outlet", row["name"], home=row.get("country", ""), where=where)
    else:
        home = party if len(party) == 3 else ""
        entry = Entry(party, row.get("kind", "organ"), row["names"][0], since, until, home=home, where=where)
    for name in table.names():
        registry.add(name, entry, first=True)

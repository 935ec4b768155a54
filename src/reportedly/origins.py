"""Where information comes from: copies, credits and one speaker behind many, so that ten reports may be one."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from reportedly.words import tokens

__all__ = ["COPY", "Copy", "Telling", "compare", "containment", "credit", "groups", "independent", "origin", "shingles"]

#: words in a shingle
_SIZE = 4
#: share of the smaller report's shingles found in the larger from which one is taken for a copy of the other
COPY = 0.3
#: from here the copy is word for word
_VERBATIM = 0.75
#: sampled shingles that two reports must share at least, so that one quotation makes no copy
LEAST = 5

#: wire services, by the credits they are known under; lower case
_WIRES = {
    "reuters": "Reuters",
    "ap": "Associated Press",
    "associated press": "Associated Press",
    "afp": "AFP",
    "agence france-presse": "AFP",
    "dpa": "dpa",
    "upi": "UPI",
    "xinhua": "Xinhua",
    "tass": "TASS",
    "interfax": "Interfax",
    "ria novosti": "RIA Novosti",
    "yonhap": "Yonhap",
    "kcna": "KCNA",
    "kyodo": "Kyodo",
    "anadolu": "Anadolu",
    "efe": "EFE",
    "ansa": "ANSA",
    "bloomberg": "Bloomberg",
    "pti": "PTI",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Two reports of which one holds the other's words; `a` sorts before `b`."""

    a: str
    b: str
    #: share of the smaller one's shingles that the larger holds
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What decides the origin of one claim."""

    claim_id: str
    report_id: str
    party: str | None
    speaker: str | None = None
    outlet: str | None = None
    #: party of the attribution that this one stands within: an outlet quoted as the source of the quotation
    via: str | None = None


def shingles(text: str) -> frozenset[int]:
    """A sample of the hashes of a text's four-word runs, the same runs in every text that has them.

    One in 8 runs is kept of a long text, one in 4 of a middling and one in 2 of a short one; the samples
    are nested, so that two texts compare on the sparser of theirs (Broder 1997, with a fixed modulus).

    Returns:
        non-negative integers below 2**62 (a signed database column holds them).
    """
    words = tokens(text)
    modulus = _modulus(len(words))
    found = set()
    for place in range(len(words) - _SIZE + 1):
        run = " ".join(words[place : place + _SIZE]).encode()
        value = int.from_bytes(hashlib.blake2b(run, digest_size=8).digest(), "big") >> 2
        if value % modulus == 0:
            found.add(value)
    return frozenset(found)


def _modulus(words: int) -> int:
    return 8 if words > 400 else 4 if words > 120 else 2


def containment(a: Collection[int], b: Collection[int], *, sparse: int = 8) -> tuple[float, int]:
    """The share of the smaller sample's runs that the larger holds, and how many they share.

    Unlike Jaccard's, it is 1 where a long report holds a short wire copy whole.

    Args:
        sparse: the modulus of the sparser sample; both are thinned to it.
    """
    left = {value for value in a if value % sparse == 0}
    right = {value for value in b if value % sparse == 0}
    small = min(len(left), len(right))
    shared = len(left & right)
    return (shared / small if small else 0.0), shared


def compare(a: str, a_runs: Collection[int], b: str, b_runs: Collection[int]) -> Copy | None:
    """The copy that two reports are of each other, or None.

    Args:
        a, b: the reports' ids.
        a_runs, b_runs: their `shingles`.
    """
    sparse = max(_sparseness(a_runs), _sparseness(b_runs))
    share, shared = containment(a_runs, b_runs, sparse=sparse)
    if share < COPY or shared < LEAST:
        return None
    kind = "word for word" if share >= _VERBATIM else "rewritten"
    first, second = sorted((a, b))
    return Copy(a=first, b=second, score=round(share, 4), why=f"{kind}: {share:.0%} of the shorter report's phrases")


def _sparseness(runs: Iterable[int]) -> int:
    return next((modulus for modulus in (8, 4, 2) if all(value % modulus == 0 for value in runs)), 2)


_CREDIT = re.compile(
    r"^\s*(?:[A-Z][\w .,'’/-]{1,60}?,?\s)?\(\s*(?P<paren>[A-Z][\w .'’&-]{1,40}?)\s*\)\s*(?:[-–—:]|$)"
    r"|(?:^|\n)\s*(?:source|by|from|via|with inputs from)\s*:?\s+(?P<line>[A-Z][\w .'’&-]{1,40}?)\s*(?:\n|$)",
    re.IGNORECASE,
)


def credit(text: str, outlet: str | None = None, byline: str | None = None, dateline: str | None = None) -> str | None:
    """The outlet or wire that a report credits as a whole, other than its own outlet; None where it credits none.

    Args:
        dateline: the words of the dateline's outlet, where one was found.

    Example:
        >>> credit("SEOUL (Reuters) - The ministry denied it.", outlet="The Example Courier")
        'Reuters'
        >>> credit("The ministry denied it.", byline="Reuters")
        'Reuters'
    """
    head = text[:400]
    tail = text[-200:]
    match = _CREDIT.search(head)
    found = (match.group("paren") or match.group("line")) if match else None
    end = re.search(r"(?:^|\n)\s*(?:source:\s*|\(|[-–—]\s*)([A-Z][\w .'’&-]{1,40}?)\)?\s*$", tail)
    for name in (dateline, found, byline, end.group(1) if end else None):
        known = _WIRES.get((name or "").strip().casefold())
        if name == dateline and name and known is None and _names_outlet(name):
            known = name.strip()
        if known and known.casefold() != (outlet or "").casefold():
            return known
    return None


def _names_outlet(name: str) -> bool:
    return len(name.strip()) > 1 and not name.strip().isdigit()


def groups(reports: Iterable[str], copies: Iterable[Copy]) -> dict[str, frozenset[str]]:
    """The reports that share an origin: those that hang together by copying.

    Two reports that credit the same wire share an origin only where their words meet: a wire sends many reports.

    Returns:
        report id -> ids of all reports of its origin, itself included.
    """
    near: dict[str, set[str]] = defaultdict(set)
    names = set(reports)
    for copy in copies:
        if copy.a in names and copy.b in names:
            near[copy.a].add(copy.b)
            near[copy.b].add(copy.a)
    found: dict[str, frozenset[str]] = {}
    for name in sorted(names):
        if name in found:
            continue
        group, todo = {name}, [name]
        while todo:
            for other in near[todo.pop()] - group:
                group.add(other)
                todo.append(other)
        whole = frozenset(group)
        found.update(dict.fromkeys(whole, whole))
    return found


#: parties that speak for nobody but themselves: the reporter who found them is the origin
_UNNAMED = frozenset({"ANON", "PERSON", "EXPERT"})


def independent(names: Iterable[str]) -> frozenset[str]:
    """The origins that count: a party without a name adds nothing to its own named speakers.

    Example:
        >>> sorted(independent(["RUS", "RUS/Dmitry Peskov", "USA"]))
        ['RUS/Dmitry Peskov', 'USA']
    """
    found = frozenset(names)
    named = {name.partition("/")[0] for name in found if "/" in name}
    return frozenset(name for name in found if name not in named)


def origin(telling: Telling, report_origin: str) -> str:
    """The name of where a claim's information comes from.

    A party's own words come from the party, whoever prints them: ten outlets that quote one ministry are one
    origin, named `party/speaker`. An outlet quoted by another is that outlet. What has no such source comes
    from the report's own origin: its reporter, or the one it copied.

    Args:
        report_origin: the origin of the claim's report.

    Example:
        >>> origin(Telling(claim_id="c", report_id="r", party="RUS", speaker="Dmitry Peskov"), "report r")
        'RUS/Dmitry Peskov'
    """
    party = telling.party or ""
    if party.startswith("MEDIA:"):
        name = party.removeprefix("MEDIA:")
        own = name.casefold() == (telling.outlet or "").casefold() or name == "unspecified"
        return report_origin if own else party
    if telling.via and telling.via.startswith("MEDIA:") and telling.via != "MEDIA:unspecified":
        quoted = telling.via.removeprefix("MEDIA:")
        if quoted.casefold() != (telling.outlet or "").casefold() and party in _UNNAMED | {""}:
            return telling.via
    if not party or party in _UNNAMED:
        return f"{telling.speaker} via {report_origin}" if telling.speaker else report_origin
    return f"{party}/{telling.speaker}" if telling.speaker else party

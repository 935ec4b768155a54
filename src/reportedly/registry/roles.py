"""Nouns for those who speak, classed by the kind of party they stand for: a small lexicon, read once."""

from __future__ import annotations

from functools import cache

from reportedly.registry.store import _rows

__all__ = ["ORGANISATION_WORDS", "TRADES", "classes"]

#: words that end the names of companies
TRADES = frozenset(
    "foods motors holdings industries pharmaceuticals pharma systems technologies electronics airlines airways brands "
    "software telecom telecommunications aerospace logistics supermarkets robotics semiconductor semiconductors "
    "petroleum biotech therapeutics enterprises plc".split()
)

#: words that make a capitalised run the name of an organisation
ORGANISATION_WORDS = TRADES | frozenset(
    "dept pipeline observatory strip association alliance union council committee foundation center centre "
    "institute university college school society "
    "network agency ministry department bureau office organisation organization group party front movement army force "
    "forces brigade battalion court commission corporation corp inc company ltd llc bank church hospital clinic club "
    "federation league coalition campaign service services police press news times post journal tribune television tv "
    "radio herald gazette street airport airlines airways project initiative watch authority command board "
    "assembly parliament "
    "government administration embassy consulate congress senate house directorate reform fund trust forum academy "
    "museum theatre theater hall stadium park district county province state region river mountain valley island "
    "islands sea ocean square avenue road bridge prison camp base daily magazine television media unit corps "
    "guard guards "
    "navy regiment squadron division treaty agreement act accord accords act resolution operation war day week "
    "month games cup awards prize conference summit festival convention platform wing team temple mosque cathedral "
    "development relations affairs rights research studies".split()
)


@cache
def classes() -> dict[str, str]:
    """The class of each noun: state, person, expert, media, anon, ngo, armed, opposition, role, document, group.

    Example:
        >>> classes()["ministry"], classes()["eyewitness"], classes()["statement"]
        ('state', 'person', 'document')
    """
    found: dict[str, str] = {}
    for _, (name, nouns) in _rows("roles.tsv"):
        for noun in nouns.split():
            found.setdefault(noun.replace("-", ""), name)
    return found

"""What words weigh for events: ridge regressions on signs of type, of being noted, of parts (docs/design/0065)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from reportedly.stages._eventfeatures import Candidates
from reportedly.stages._rolesigns import Clauses
from ridge import Signs, Table


def types(rows: Sequence[Signs], kinds: Sequence[int], classes: int) -> Table:
    """What words say for an event's type."""
    return Table(rows, np.eye(classes)[np.array(kinds)] * 2 - 1, least=2, ridge=0.5)


def noted(rows: Sequence[Signs], right: Sequence[bool]) -> Table:
    """What words say for a candidate's being noted, with this type."""
    return Table(rows, np.array(right)[:, None] * 2.0 - 1, least=5, ridge=3.0)


#: of an event: its words, the row of its type, its phrases and where they stand, and for actor and recipient the rows
#: that mean each party of the gold
Told = tuple[tuple[int, int], int, np.ndarray, dict[str, np.ndarray], list[list[list[int]]]]


def roles(reports: Iterable[tuple[Candidates, Sequence[Told]]]) -> Table:
    """What words say for a phrase's part in an event."""
    rows: list[Signs] = []
    wanted = []
    for who, events in reports:
        clauses = Clauses(who)
        for run, kind, near, places, sides in events:
            rows += clauses.signs(run, kind, near, places)
            own = np.zeros((len(near) + 2, 2))
            for role in (0, 1):
                for party in sides[role]:
                    own[party, role] = 1
            wanted.append(own)
    return Table(rows, np.concatenate(wanted), least=8, ridge=1.0, power=0.5)

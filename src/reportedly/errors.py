"""What `reportedly` raises: one tree, each error with its subject and what to do about it."""

from __future__ import annotations

__all__ = [
    "LedgerBusy",
    "LedgerError",
    "ModelError",
    "RegistryError",
    "ReportedlyError",
    "SourceError",
    "UnknownId",
    "UnknownTerm",
    "UsageError",
]


class ReportedlyError(Exception):
    """The root of everything raised on purpose.

    Args:
        subject: what it is about: a path, a term, an option.
        advice: what is wrong and what to do.
    """

    kind = "error"

    def __init__(self, subject: str, advice: str) -> None:
        super().__init__(subject, advice)
        self.subject = subject
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}: {self.advice}"


class SourceError(ReportedlyError):
    """A report cannot be read from where it lies: missing, unreadable, not text."""

    kind = "cannot read"


class UnknownTerm(ReportedlyError):
    """No such word in the vocabulary."""

    kind = "unknown term"


class UsageError(ReportedlyError):
    """Options or arguments that do not make sense together."""

    kind = "usage"


class ModelError(ReportedlyError):
    """The model's files are missing or do not belong together."""

    kind = "model"


class LedgerError(ReportedlyError):
    """The ledger cannot be opened, read or written: foreign, damaged, newer, read-only, full."""

    kind = "ledger"


class LedgerBusy(LedgerError):
    """Another process is writing to the ledger and did not finish in time; nothing was changed."""


class UnknownId(ReportedlyError):
    """No report, claim, event, story, party or judgement of that id in the ledger."""

    kind = "not in the ledger"


class RegistryError(ReportedlyError):
    """A user's registry file cannot be read or contradicts itself; the subject is its path and line."""

    kind = "registry"

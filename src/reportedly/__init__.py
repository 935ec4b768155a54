"""Reads news reports and keeps a ledger of claims: who said what, on whose behalf, how sure, since when."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from reportedly.errors import ReportedlyError
    from reportedly.pipeline import read
    from reportedly.sources import load
    from reportedly.terms import explain
    from reportedly.types import Attribution, Dateline, Problem, Reading, Report, Span

#: where each public name lives; loaded on first use, so that `import reportedly` costs nothing
_HOMES = {
    "Attribution": "reportedly.types",
    "Dateline": "reportedly.types",
    "Problem": "reportedly.types",
    "Reading": "reportedly.types",
    "Report": "reportedly.types",
    "ReportedlyError": "reportedly.errors",
    "Span": "reportedly.types",
    "explain": "reportedly.terms",
    "load": "reportedly.sources",
    "read": "reportedly.pipeline",
}

__all__ = [
    "Attribution",
    "Dateline",
    "Problem",
    "Reading",
    "Report",
    "ReportedlyError",
    "Span",
    "__version__",
    "explain",
    "load",
    "read",
]


def __getattr__(name: str) -> Any:
    """The public name, from the module that defines it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'reportedly' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return __all__

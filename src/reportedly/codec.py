"""Values to plain data and back, by their own type annotations: one generic pair for every dataclass we have."""

from __future__ import annotations

import json
import re
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar

from reportedly.errors import ReportedlyError
from reportedly.types import Reading, Report, Span

__all__ = ["CodecError", "decode", "dumps", "encode", "loads", "schema"]

T = TypeVar("T")

# Letters that are escaped though JSON lets them stand: they end a line for some readers (U+0085, U+2028, U+2029), move
# a terminal's cursor (C1 controls), turn the direction of what follows, or cannot be encoded (lone surrogates).
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

#: what is plain data already; most of a Reading is
_PLAIN = frozenset({str, int, float, bool, type(None)})


class CodecError(ReportedlyError):
    """Data that does not say what its type asks for; the subject is the path to it, such as `attributions[2].cue`."""

    kind = "not a value"


def encode(value: Any, text: str | None = None) -> Any:
    """Plain data (dicts, lists, strings, numbers, booleans, None) that says what a value says.

    Args:
        value: a dataclass of ours, or a tuple, enum member or plain value inside one.
        text: the report's text. With it every `Span` is written with its words, as
            `{"start": 0, "end": 5, "text": "Seoul"}`. A `Reading` brings its own.

    Returns:
        What `decode` turns back into an equal value. Every field is written, None and () included.

    Example:
        >>> encode(Span(0, 5), "Seoul denied it.")
        {'start': 0, 'end': 5, 'text': 'Seoul'}
    """
    cls = type(value)
    if cls in _PLAIN:
        return value
    if cls is Span:
        plain: dict[str, Any] = {"start": value.start, "end": value.end}
        if text is not None:
            plain["text"] = value.of(text)
        return plain
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (tuple, list)):
        return [encode(item, text) for item in value]
    if is_dataclass(cls):
        if isinstance(value, Reading):
            text = value.report.text
        return {name: encode(getattr(value, name), text) for name in _names(cls)}
    if isinstance(value, Mapping):
        return {key: encode(item, text) for key, item in value.items()}
    if isinstance(value, (str, int, float)):
        return value
    raise TypeError(f"no plain form for {type(value).__name__}")


@lru_cache(maxsize=64)
def _names(cls: type[Any]) -> tuple[str, ...]:
    """The names of a dataclass's fields, in their order."""
    return tuple(field.name for field in fields(cls))


def decode(cls: type[T], data: Any) -> T:
    """The value of type `cls` that plain data stands for.

    Strict: unknown keys, missing fields, wrong types, spans that end before they start and, inside a
    `Reading`, words that are not the report's at that place are errors, so that nothing passes without
    its provenance.

    Args:
        cls: one of our dataclasses, or any annotation made of them.
        data: what `encode` gave, or the same from JSON.

    Raises:
        CodecError: names the place and what is wrong there.

    Example:
        >>> decode(Span, {"start": 0, "end": 5})
        Span(start=0, end=5)
    """
    return typing.cast(T, _decode(cls, data, "", None))


def dumps(value: Any, text: str | None = None, *, indent: int | None = None) -> str:
    """JSON of a value: one line, or indented; with `text`, spans carry their words.

    Letters stand as they are; what could break a line, a terminal or an encoder is escaped.

    Example:
        >>> dumps(Span(0, 5), "Seoul denied it.")
        '{"start": 0, "end": 5, "text": "Seoul"}'
    """
    return dump_plain(encode(value, text), indent=indent)


def dump_plain(data: Any, *, indent: int | None = None) -> str:
    """JSON of plain data, with the escapes of `dumps`."""
    out = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=indent)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", out)


def loads(cls: type[T], line: str | bytes) -> T:
    """The value of type `cls` that a JSON text stands for; see `decode`.

    Raises:
        CodecError: not JSON, or not such a value.
    """
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CodecError("JSON", f"cannot be parsed: {error}") from None
    return decode(cls, data)


@lru_cache(maxsize=256)
def _hints(cls: type) -> dict[str, Any]:
    """The resolved annotations of a dataclass's fields."""
    return typing.get_type_hints(cls)


def _bad(path: str, advice: str) -> CodecError:
    return CodecError(path or "the whole", advice)


def _name(data: Any) -> str:
    """What a piece of data is, in JSON's words."""
    kinds = {
        dict: "an object",
        list: "an array",
        str: "a string",
        bool: "a boolean",
        int: "a number",
        float: "a number",
    }
    return "null" if data is None else kinds.get(type(data), type(data).__name__)


def _decode(hint: Any, data: Any, path: str, text: str | None) -> Any:
    """The value that `hint` asks for; `text` is known inside a Reading, once its report is decoded."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _decode_union(typing.get_args(hint), data, path, text)
    if origin is tuple:
        return _decode_tuple(typing.get_args(hint), data, path, text)
    if origin in (dict, Mapping):
        if not isinstance(data, dict):
            raise _bad(path, f"wants an object, got {_name(data)}")
        return {key: _decode(typing.get_args(hint)[1], item, f"{path}.{key}", text) for key, item in data.items()}
    if origin is typing.Literal:
        if data not in typing.get_args(hint):
            raise _bad(path, f"wants one of {', '.join(map(repr, typing.get_args(hint)))}, got {data!r}")
        return data
    if hint is Any:
        return data
    if hint is Span:
        return _decode_span(data, path, text)
    if is_dataclass(hint) and isinstance(hint, type):
        return _decode_dataclass(hint, data, path, text)
    if isinstance(hint, type) and issubclass(hint, Enum):
        try:
            return hint(data)
        except ValueError:
            raise _bad(path, f"wants one of {', '.join(str(m.value) for m in hint)}, got {data!r}") from None
    return _decode_plain(hint, data, path)


def _decode_plain(hint: Any, data: Any, path: str) -> Any:
    wants = {str: "a string", int: "a whole number", float: "a number", bool: "a boolean", type(None): "null"}
    if hint not in wants:
        raise TypeError(f"no decoder for {hint!r}")
    if hint is float and isinstance(data, int) and not isinstance(data, bool):
        return float(data)
    if not isinstance(data, hint) or (hint is not bool and isinstance(data, bool)):
        raise _bad(path, f"wants {wants[hint]}, got {_name(data)}")
    if hint is float and data - data != 0.0:
        raise _bad(path, "wants a finite number")
    return data


def _decode_union(options: tuple[Any, ...], data: Any, path: str, text: str | None) -> Any:
    if data is None and type(None) in options:
        return None
    rest = [option for option in options if option is not type(None)]
    if len(rest) == 1:
        return _decode(rest[0], data, path, text)
    for option in rest:
        try:
            return _decode(option, data, path, text)
        except CodecError:
            continue
    raise _bad(path, f"fits none of {', '.join(getattr(o, '__name__', str(o)) for o in rest)}")


def _decode_tuple(args: tuple[Any, ...], data: Any, path: str, text: str | None) -> tuple[Any, ...]:
    if not isinstance(data, (list, tuple)):
        raise _bad(path, f"wants an array, got {_name(data)}")
    if len(args) == 2 and args[1] is Ellipsis:
        return tuple(_decode(args[0], item, f"{path}[{i}]", text) for i, item in enumerate(data))
    if len(args) != len(data):
        raise _bad(path, f"wants {len(args)} items, got {len(data)}")
    return tuple(_decode(arg, item, f"{path}[{i}]", text) for i, (arg, item) in enumerate(zip(args, data, strict=True)))


def _decode_span(data: Any, path: str, text: str | None) -> Span:
    if not isinstance(data, dict):
        raise _bad(path, f"wants a span, got {_name(data)}")
    unknown = set(data) - {"start", "end", "text"}
    if unknown:
        raise _bad(path, f"has no field {sorted(unknown)[0]!r}")
    for key in ("start", "end"):
        if key not in data:
            raise _bad(path, f"lacks {key!r}")
        _decode_plain(int, data[key], f"{path}.{key}")
    span = Span(data["start"], data["end"])
    if not 0 <= span.start <= span.end:
        raise _bad(path, f"wants 0 <= start <= end, got {span.start} and {span.end}")
    if text is not None:
        if span.end > len(text):
            raise _bad(path, f"ends at {span.end}, after the text's {len(text)} code points")
        if data.get("text", span.of(text)) != span.of(text):
            raise _bad(path, f"says {data['text']!r} where the report says {span.of(text)!r}")
    return span


def _decode_dataclass(cls: type, data: Any, path: str, text: str | None) -> Any:
    if not isinstance(data, dict):
        raise _bad(path, f"wants a {cls.__name__}, got {_name(data)}")
    known = {field.name: field for field in fields(cls)}
    unknown = sorted(set(data) - set(known), key=str)
    if unknown:
        raise _bad(path, f"{cls.__name__} has no field {unknown[0]!r}")
    prefix = f"{path}." if path else ""
    made: dict[str, Any] = {}
    if cls is Reading and isinstance(data.get("report"), dict):
        made["report"] = _decode(Report, data["report"], f"{prefix}report", None)
        text = made["report"].text
    for name, field in known.items():
        if name in made:
            continue
        if name in data:
            made[name] = _decode(_hints(cls)[name], data[name], prefix + name, text)
        elif _required(field):
            raise _bad(path, f"{cls.__name__} lacks {name!r}")
    return cls(**made)


def _required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def schema(cls: type = Reading) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a dataclass as `encode` writes it; of a Reading unless told otherwise.

    Inside a Reading every span carries its words, so `text` is required there.

    Example:
        >>> schema(Span)["$defs"]["Span"]["required"]
        ['start', 'end']
    """
    definitions: dict[str, Any] = {}
    top = _schema(cls, definitions, words=cls is Reading)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **top,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema(hint: Any, definitions: dict[str, Any], words: bool) -> dict[str, Any]:
    """The schema of one annotation; dataclasses and enums are put into `definitions` and referred to."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return {"anyOf": [_schema(arg, definitions, words) for arg in args]}
    if origin is tuple:
        if len(args) == 2 and args[1] is Ellipsis:
            return {"type": "array", "items": _schema(args[0], definitions, words)}
        items = [_schema(arg, definitions, words) for arg in args]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _schema(args[1], definitions, words)}
    if origin is typing.Literal:
        return {"enum": list(args)}
    if hint is Any:
        return {}
    plain = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
    if hint in plain:
        return {"type": plain[hint]}
    if isinstance(hint, type) and issubclass(hint, Enum):
        definitions[hint.__name__] = {"description": _first_line(hint), "enum": [m.value for m in hint]}
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in definitions:
            _define(hint, definitions, words)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    raise TypeError(f"no schema for {hint!r}")


def _define(cls: type, definitions: dict[str, Any], words: bool) -> None:
    """Puts a dataclass's object schema into `definitions`."""
    entry: dict[str, Any] = {"description": _first_line(cls), "type": "object"}
    definitions[cls.__name__] = entry
    if cls is Span:
        offset = {"type": "integer", "minimum": 0}
        entry["properties"] = {"start": offset, "end": offset, "text": {"type": "string"}}
        entry["required"] = ["start", "end", "text"] if words else ["start", "end"]
    else:
        entry["properties"] = {f.name: _schema(_hints(cls)[f.name], definitions, words) for f in fields(cls)}
        entry["required"] = [f.name for f in fields(cls)]
    entry["additionalProperties"] = False


def _first_line(cls: type) -> str:
    return (cls.__doc__ or "").strip().split("\n")[0]

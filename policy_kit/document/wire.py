"""A Document as plain JSON and back: what a worker process hands over, of which nothing is taken on trust."""

from collections.abc import Callable
from typing import Any, TypeVar, get_args

from policy_kit.model import Block, BlockKind, Cell, Document, Inline, Place

_KINDS = get_args(BlockKind)
_DEEPEST = 5
_T = TypeVar("_T")


def to_json(document: Document) -> dict[str, Any]:
    """Plain lists, numbers and texts; what is empty is left out."""
    return _filled(
        {
            "file": document.file,
            "title": document.title,
            "language": document.language,
            "properties": dict(document.properties),
            "blocks": [_block_json(block, document.file) for block in document.blocks],
            "furniture": [_block_json(block, document.file) for block in document.furniture],
            "notes": list(document.notes),
        }
    )


def from_json(data: object) -> Document:
    """The Document of `to_json`. Raises ValueError where anything is not what `to_json` writes."""
    found = _Checked(data)
    file = found.text("file")
    return Document(
        file,
        found.text("title"),
        tuple(_block(each, file, 0) for each in found.list("blocks")),
        found.text("language"),
        {_is(str, key): _is(str, value) for key, value in found.map("properties").items()},
        tuple(_block(each, file, 0) for each in found.list("furniture")),
        tuple(_is(str, each) for each in found.list("notes")),
    )


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value for key, value in data.items() if value or key in ("file", "title", "language", "kind")
    }


def _block_json(block: Block, file: str) -> dict[str, Any]:
    return _filled(
        {
            "kind": block.kind,
            "runs": [[r.text, r.strong, r.emphasis, r.code, r.href, r.marked] for r in block.runs],
            "level": block.level,
            "number": block.number,
            "ident": block.ident,
            "rows": [
                [[_block_json(inner, file) for inner in cell.blocks] for cell in row] for row in block.rows
            ],
            "header_rows": block.header_rows,
            "header_columns": block.header_columns,
            "place": block.place and _place_json(block.place, file),
            "marks": [[offset, _place_json(place, file)] for offset, place in block.marks],
        }
    )


def _place_json(place: Place, file: str) -> list[object]:
    other = place.file if place.file != file else None
    return [other, place.line, place.column, place.page, place.heading]


def _block(data: object, file: str, depth: int) -> Block:
    found = _Checked(data)
    kind = found.text("kind")
    if kind not in _KINDS or depth > _DEEPEST:
        raise _foreign(kind)
    place = found.values.get("place")
    return Block(
        kind,  # type: ignore[arg-type]  # it is one of them
        tuple(_run(each) for each in found.list("runs")),
        found.number("level"),
        found.text("number"),
        found.text("ident"),
        tuple(tuple(_cell(cell, file, depth) for cell in _is(list, row)) for row in found.list("rows")),
        found.number("header_rows"),
        found.number("header_columns"),
        None if place is None else _place(place, file),
        tuple((_is(int, offset), _place(mark, file)) for offset, mark in map(_some(2), found.list("marks"))),
    )


def _run(data: object) -> Inline:
    text, strong, emphasis, code, href, marked = _some(6)(data)
    styles = _is(bool, strong), _is(bool, emphasis), _is(bool, code)
    return Inline(_is(str, text), *styles, _or_none(str, href), _is(bool, marked))


def _cell(data: object, file: str, depth: int) -> Cell:
    return Cell(tuple(_block(each, file, depth + 1) for each in _is(list, data)))


def _place(data: object, file: str) -> Place:
    other, line, column, page, heading = _some(5)(data)
    return Place(
        file if other is None else _is(str, other),
        line=_or_none(int, line),
        column=_or_none(int, column),
        page=_or_none(int, page),
        heading=_or_none(str, heading),
    )


def _some(count: int) -> Callable[[object], list[Any]]:
    """A list of so many values."""

    def some(data: object) -> list[Any]:
        values: list[Any] = _is(list, data)
        if len(values) != count:
            raise _foreign(values)
        return values

    return some


def _or_none(kind: type[_T], value: object) -> _T | None:
    return None if value is None else _is(kind, value)


def _is(kind: type[_T], value: object) -> _T:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise _foreign(value)
    return value


def _foreign(value: object) -> ValueError:
    return ValueError(f"not a document: {str(value)[:40]!r}")


class _Checked:
    """A JSON object whose values are asked for by their kind; what was left out is empty."""

    def __init__(self, data: object) -> None:
        self.values: dict[str, Any] = _is(dict, data)

    def text(self, key: str) -> str:
        return _is(str, self.values.get(key, ""))

    def number(self, key: str) -> int:
        return _is(int, self.values.get(key, 0))

    def list(self, key: str) -> list[Any]:
        return _is(list, self.values.get(key, []))

    def map(self, key: str) -> dict[str, Any]:
        return _is(dict, self.values.get(key, {}))

"""A paragraph of Word as runs of text, and what hangs on it: text boxes, footnotes, fields."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from policy_kit.document.docx.styles import Style, Styles, W, styled
from policy_kit.document.markdown import safe
from policy_kit.document.notes import Notes
from policy_kit.model import Inline

if TYPE_CHECKING:
    from lxml.etree import _Element

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_LINK = re.compile(r'\s*HYPERLINK\s+"([^"]*)"', re.IGNORECASE)
_SIGNS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_INSERTED, _GONE = {f"{W}ins", f"{W}moveTo"}, {f"{W}del", f"{W}moveFrom"}
_COMMENT = f"{W}commentReference"
_SKIPPED = {
    f"{W}{name}" for name in ("pPr", "rPr", "delText", "instrText", "sdtPr", "sdtEndPr", "rt", "smartTagPr")
}


@dataclass(slots=True)
class Field:
    """A field of Word that is open: what it asks for, and whether its result has begun."""

    asks: str = ""
    shown: bool = False


@dataclass(slots=True)
class Paragraph:
    """What was collected from one paragraph."""

    styles: Styles
    style: Style
    notes: Notes
    targets: dict[str, str]
    fields: list[Field]
    """Open fields, shared by all paragraphs: a table of contents runs over many."""
    runs: list[Inline] = field(default_factory=list)
    boxes: list["_Element"] = field(default_factory=list)
    footnotes: list[tuple[str, str]] = field(default_factory=list)
    size: int = 0
    """Half points, of its largest letters."""

    def collect(self, node: "_Element", href: str | None = None) -> None:
        """Take in the runs under a node, in order."""
        for child in node:
            tag = child.tag
            if tag in _GONE or tag in _INSERTED:
                self.notes.changes = True
            if tag in _GONE or tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == f"{W}r":
                self._run(child, href)
            elif tag == f"{W}hyperlink":
                self.collect(child, safe(self._target(child)) or href)
            elif tag == f"{MC}AlternateContent":
                self._alternate(child)
            elif tag == f"{_M}t":
                self.runs.append(Inline(child.text or ""))
            else:
                self.collect(child, href)

    def _target(self, node: "_Element") -> str | None:
        return self.targets.get(str(node.get(f"{_R}id")))

    def _run(self, node: "_Element", href: str | None) -> None:
        properties = node.find(f"{W}rPr")
        named = properties.find(f"{W}rStyle") if properties is not None else None
        own = self.styles[str(named.get(f"{W}val"))] if named is not None else Style()
        bold, marked = self.style.bold or own.bold, self.style.marked or own.marked
        style = styled(replace(self.style, bold=bold, marked=marked), properties)
        text = "".join(self._text(node))
        if not text or style.hidden or self._is_unseen():
            return
        self.size = max(self.size, style.size if text.strip() else 0)
        link = href or self._field_link()
        self.runs.append(Inline(text, strong=style.bold, href=link, marked=style.marked))

    def _text(self, node: "_Element") -> Iterator[str]:
        for child in node:
            tag = child.tag
            if tag == f"{W}t":
                yield (child.text or "").replace("\n", " ")
            elif tag in _SIGNS:
                yield _SIGNS[tag] if child.get(f"{W}type") != "page" else " "
            elif tag == f"{W}sym":
                code = str(child.get(f"{W}char") or "")
                yield chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) else ""
            elif tag == f"{W}fldChar":
                self._field(str(child.get(f"{W}fldCharType")))
            elif tag == f"{W}instrText" and self.fields:
                self.fields[-1].asks += child.text or ""
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                self.footnotes.append((tag[len(W) : -len("Reference")], str(child.get(f"{W}id"))))
            elif tag == _COMMENT:
                self.notes.comments += 1
            elif tag == f"{MC}AlternateContent":
                self._alternate(child)
            elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                self._drawing(child)
            elif tag == f"{W}ruby":
                yield "".join(text.text or "" for text in child.iterfind(f"{W}rubyBase//{W}t"))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append(Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].shown = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _is_unseen(self) -> bool:
        return any(not field.shown for field in self.fields)

    def _field_link(self) -> str | None:
        found = next((link for field in reversed(self.fields) if (link := _LINK.match(field.asks))), None)
        return safe(found[1]) if found else None

    def _alternate(self, node: "_Element") -> None:
        """Of two writings of the same, the newer."""
        choice = node.find(f"{MC}Choice")
        self._drawing(choice if choice is not None else node)

    def _drawing(self, node: "_Element") -> None:
        boxes = node.iter(f"{W}txbxContent")
        seen: list[_Element] = []
        for box in boxes:
            inner = any(parent in seen for parent in box.iterancestors())
            fallback = any(parent.tag == f"{MC}Fallback" for parent in box.iterancestors())
            if not inner and not (fallback and node.tag != f"{MC}Fallback" and _has_choice(box)):
                seen.append(box)
        self.boxes.extend(seen)


def _has_choice(box: "_Element") -> bool:
    """Whether what stands in a fallback stands in its choice too."""
    fallback = next(parent for parent in box.iterancestors() if parent.tag == f"{MC}Fallback")
    holder = fallback.getparent()
    choice = holder.find(f"{MC}Choice") if holder is not None else None
    return choice is not None and next(choice.iter(f"{W}txbxContent"), None) is not None

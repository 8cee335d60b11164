"""Blocks → the body of a Word file, as WordprocessingML."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from policy_kit.model import Block, Document, Inline, Row
from policy_kit.render import docx_styles as styles
from policy_kit.render.docx_text import Links, attribute, run, runs
from policy_kit.render.layout import in_contents, is_short, is_subtitle, is_whole, leads, shares
from policy_kit.render.lists import Entry, Listing, Node, nest

_APPENDIX = re.compile(r"(\D+) (\d+)")
_STYLED_DEPTHS = 3
_UNDER_LOGO = '<w:spacing w:after="320"/>'


@dataclass(slots=True)
class Body:
    """What is known while the body is written."""

    document: Document
    links: Links
    picture: str = ""
    """The logo as a run, or nothing."""
    starts: list[styles.Start] = field(default_factory=list)
    """The lists of numbers so far."""
    appendix: str = ""
    """The word before the number of an appendix."""
    counted: list[int] = field(default_factory=lambda: [0, 0, 0])
    """Sections, sub-sections and appendices so far, as Word will count them."""
    marked: set[str] = field(default_factory=set)
    """The bookmarks that stand already: a name may stand once."""
    keeps: bool = False
    """The next paragraph stays on one page with what follows it."""
    whole: bool = False  # so does every paragraph of the row of a table
    breaks: bool = False
    """The next paragraph starts a page."""
    last: str = ""
    """The kind of the block before."""


def write(blocks: Sequence[Block], body: Body) -> str:
    """The elements of the body, but for its last: the size of the page. The first block is the title."""
    title, *others = blocks
    written = [_title(title, body)]
    nodes = nest(others)
    for node, following in zip_longest(nodes, nodes[1:]):
        body.keeps = isinstance(node, Block) and leads(node, following)
        kind = "item" if isinstance(node, Listing) else node.kind
        if kind == "page_break":
            body.breaks = True
        elif element := _node(node, body, others):
            written.append(element)
            body.last = kind
    if body.last == "table":
        written.append(_paragraph("Normal", "", body))
    return "".join(written)


def _title(block: Block, body: Body) -> str:
    logo = _paragraph("Normal", body.picture, body, _UNDER_LOGO) if body.picture else ""
    title = _paragraph("Title", _marked(block, runs(block.runs, body.links), body), body)
    body.last = "title"
    return logo + title


def _node(node: Node, body: Body, blocks: Sequence[Block]) -> str:
    if isinstance(node, Listing):
        return "".join(_listing(node, body, 1))
    match node.kind:
        case "heading":
            return _heading(node, body)
        case "table":
            return _table(node, body) if shares(node) else ""
        case "contents":
            return _contents(blocks, body)
        case _:
            return _plain(node, body)


def _plain(block: Block, body: Body) -> str:
    if block.kind in ("quote", "code"):
        return _paragraph(block.kind.capitalize(), runs(block.runs, body.links), body)
    if body.last == "title" and is_subtitle(block, body.document):
        light = tuple(Inline(run.text, href=run.href) for run in block.runs)
        return _paragraph("Subtitle", runs(light, body.links), body)
    return _paragraph("Normal", runs(block.runs, body.links), body)


def _paragraph(style: str, inside: str, body: Body, own: str = "") -> str:
    """One paragraph; after a table it keeps its distance, after a page break it starts a page."""
    keeps = "<w:keepNext/>" if body.keeps or body.whole else ""
    breaks = keeps + ("<w:pageBreakBefore/>" if body.breaks else "")
    gap = _gap(style, body)
    body.keeps, body.breaks, body.last = False, False, ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{breaks}{own}{gap}</w:pPr>{inside}</w:p>'


def _gap(style: str, body: Body) -> str:
    if body.breaks:
        return '<w:spacing w:before="0"/>'
    after_table = body.last == "table" and not style.startswith(("Heading", "Table"))
    return '<w:spacing w:before="240"/>' if after_table else ""


# Headings


def _heading(block: Block, body: Body) -> str:
    numbering, literal = _number(block, body)
    body.breaks = body.breaks or (body.appendix != "" and block.number.startswith(body.appendix))
    number = run(Inline(f"{block.number}\u2002")) if literal else ""
    inside = _marked(block, number + runs(block.runs, body.links), body)
    return _paragraph(f"Heading{min(max(block.level - 1, 1), 4)}", inside, body, numbering)


def _number(block: Block, body: Body) -> tuple[str, bool]:
    """How a heading gets its number: from Word's own counting where that comes to the same, else as text."""
    section, sub, appendix = body.counted
    word, _, last = block.number.rpartition(" ")
    if block.level == 2 and block.number == str(section + 1):
        body.counted = [section + 1, 0, appendix]
        return "", False
    if block.level == 3 and block.number == f"{section}.{sub + 1}":
        body.counted = [section, sub + 1, appendix]
        return "", False
    if block.level == 2 and _APPENDIX.fullmatch(block.number) and last == str(appendix + 1):
        body.appendix = body.appendix or word
        if word == body.appendix:
            body.counted = [section, sub, appendix + 1]
            return styles.numbered(styles.APPENDICES, 0), False
    return styles.numbered(0, 0), bool(block.number)


def _marked(block: Block, inside: str, body: Body) -> str:
    mark = body.links.marks.get(block.ident)
    if not mark or mark in body.marked:
        return inside
    body.marked.add(mark)
    ident = mark.partition("_")[0][1:]
    return f'<w:bookmarkStart w:id="{ident}" w:name="{mark}"/>{inside}<w:bookmarkEnd w:id="{ident}"/>'


def _contents(blocks: Sequence[Block], body: Body) -> str:
    """A field that Word can update, filled in already but for the page numbers, which only Word can know."""
    found = [b for b in blocks if in_contents(b) and b.ident in body.links.marks]
    title = _paragraph("TOCHeading", run(Inline("Contents")), body)
    if not found:
        return ""
    lines = [_contents_line(block, body) for block in found]
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    lines[0] = lines[0].replace("</w:pPr>", f"</w:pPr>{begin}", 1)
    lines[-1] = lines[-1].removesuffix("</w:p>") + f"{end}</w:p>"
    return (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{title}{''.join(lines)}</w:sdtContent></w:sdt>"
    )


def _contents_line(block: Block, body: Body) -> str:
    text = f"{block.number}\u2002{block.text}" if block.number else block.text
    link = f'<w:hyperlink w:anchor="{body.links.marks[block.ident]}" w:history="1">{run(Inline(text))}</w:hyperlink>'
    return _paragraph(f"TOC{block.level - 1}", link, body)


# Lists


def _listing(listing: Listing, body: Body, depth: int, *, cell: bool = False) -> Iterator[str]:
    """The items of a list, and what stands in them. A list of numbers counts for itself."""
    level = min(depth, 9) - 1
    if listing.start is None:
        style, kind = ("TableBullet", styles.CELL_BULLETS) if cell else ("ListBullet", styles.BULLETS)
    else:
        style, kind = ("TableNumber", styles.CELL_NUMBERS) if cell else ("ListNumber", styles.NUMBERS)
        body.starts.append(styles.Start(kind, level, listing.start))
        kind = styles.FIRST_LIST + len(body.starts) - 1
    nth = "" if cell or level == 0 else str(min(level + 1, _STYLED_DEPTHS))
    plain = listing.start is None and (level == 0 or (not cell and level < _STYLED_DEPTHS))
    numbering = "" if plain else styles.numbered(kind, level)
    for entry in listing.entries:
        yield _paragraph(f"{style}{nth}", runs(entry.block.runs, body.links), body, numbering)
        yield from _inside(entry, body, depth, cell=cell)


def _inside(entry: Entry, body: Body, depth: int, *, cell: bool) -> Iterator[str]:
    nth = str(min(depth, _STYLED_DEPTHS)) if depth > 1 else ""
    for node in entry.inside:
        if isinstance(node, Listing):
            yield from _listing(node, body, depth + 1, cell=cell)
        else:
            style = "TableText" if cell else f"ListContinue{nth}"
            yield _paragraph(style, runs(node.runs, body.links), body)


# Tables


def _table(block: Block, body: Body) -> str:
    between = ""
    if block.text:
        between = _paragraph("Caption", runs(block.runs, body.links), body)
    elif body.last == "table" or body.breaks:
        between = _paragraph("Normal", "", body)
    body.last = ""
    widths = [round(share * styles.WIDTH) for share in shares(block)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    rows = "".join(_rows(block, widths, body))
    return f"{between}<w:tbl>{_table_properties(block)}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _table_properties(block: Block) -> str:
    first_row, first_column = int(block.header_rows > 0), int(block.header_columns > 0)
    caption = f"<w:tblCaption w:val={attribute(block.text)}/>" if block.text else ""
    return (
        '<w:tblPr><w:tblStyle w:val="PolicyTable"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{0x0600 + 0x20 * first_row + 0x80 * first_column:04X}" w:firstRow="{first_row}"'
        f' w:lastRow="0" w:firstColumn="{first_column}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"{caption}</w:tblPr>"
    )


def _rows(block: Block, widths: Sequence[int], body: Body) -> Iterator[str]:
    for index, row in enumerate(block.rows):
        body.whole = index + 1 < len(block.rows) and is_whole(block)
        yield _row(row, widths, block.header_columns, body, head=index < block.header_rows)


def _row(row: Row, widths: Sequence[int], header_columns: int, body: Body, *, head: bool) -> str:
    properties = ("<w:cantSplit/>" if is_short(row) else "") + ("<w:tblHeader/>" if head else "")
    cells = []
    for index, width in enumerate(widths):
        blocks = row[index].blocks if index < len(row) else ()
        style = "TableHeading" if head or index < header_columns else "TableText"
        inside = "".join(_in_cell(node, style, body) for node in nest(blocks)) or _paragraph(style, "", body)
        cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>')
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def _in_cell(node: Node, style: str, body: Body) -> str:
    if isinstance(node, Listing):
        return "".join(_listing(node, body, 1, cell=True))
    return _paragraph(style, runs(node.runs, body.links), body)

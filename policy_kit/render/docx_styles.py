"""How a Word file looks: its styles, its numbering and its settings, as WordprocessingML.

Sizes are in half-points (22 is 11 pt), distances in twentieths of a point (240 is 12 pt).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WIDTH = 9412
"""The text width of an A4 page with margins of 22 mm."""

SECTIONS, APPENDICES, BULLETS, NUMBERS, CELL_BULLETS, CELL_NUMBERS = range(1, 7)
"""The numberings that styles use; lists of numbers that start afresh come after."""
FIRST_LIST = 10

_INK, _QUIET, _HAIRLINE = "1C2430", "566070", "CCD3DB"
_INDENT = 360
_NORMAL = '<w:basedOn w:val="Normal"/>'
_BEFORE_TEXT = f'{_NORMAL}<w:next w:val="Normal"/>'
_CELL = '<w:basedOn w:val="TableText"/>'

_BASE = f"""
<w:style w:type="paragraph" w:default="1" w:styleId="Normal">
  <w:name w:val="Normal"/><w:qFormat/><w:rPr><w:color w:val="{_INK}"/></w:rPr>
</w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
  <w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>
</w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal">
  <w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>
  <w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
    <w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>
    <w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>
  </w:tblCellMar></w:tblPr>
</w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>
"""


@dataclass(frozen=True, slots=True)
class Start:
    """A list of numbers of its own: which numbering it follows, at which depth, and where it starts."""

    numbering: int
    level: int
    start: int


def styles(accent: str, tint: str, language: str) -> str:
    """The styles of the file. `accent` and `tint` are six hex digits; `tint` lies behind the heads of tables."""
    return f"<w:styles {W}>{_defaults(language)}{''.join(_styles(accent))}{_table_style(accent, tint)}</w:styles>"


def numbering(appendix: str, starts: Sequence[Start]) -> str:
    """The numberings of headings and lists. `appendix` is the word before the number of an appendix."""
    sections = _level(0, "decimal", "%1\u2002", style="Heading1") + _level(
        1, "decimal", "%1.%2\u2002", style="Heading2"
    )
    kinds = {
        SECTIONS: sections,
        APPENDICES: _level(0, "decimal", f"{appendix} %1\u2002"),
        BULLETS: _levels("bullet", "ListBullet", _INDENT),
        NUMBERS: _levels("decimal", "ListNumber", _INDENT),
        CELL_BULLETS: _levels("bullet", "TableBullet", 200),
        CELL_NUMBERS: _levels("decimal", "TableNumber", 280),
    }
    abstract = (
        f'<w:abstractNum w:abstractNumId="{ident}"><w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        for ident, levels in kinds.items()
    )
    fixed = (f'<w:num w:numId="{ident}"><w:abstractNumId w:val="{ident}"/></w:num>' for ident in kinds)
    own = (
        f'<w:num w:numId="{ident}"><w:abstractNumId w:val="{start.numbering}"/>'
        f'<w:lvlOverride w:ilvl="{start.level}"><w:startOverride w:val="{start.start}"/></w:lvlOverride></w:num>'
        for ident, start in enumerate(starts, FIRST_LIST)
    )
    return f"<w:numbering {W}>{''.join(abstract)}{''.join(fixed)}{''.join(own)}</w:numbering>"


def settings(language: str) -> str:
    """The settings of a file of today's Word (compatibility mode 15)."""
    uri = "http://schemas.microsoft.com/office/word"
    return (
        f'<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{uri}" w:val="15"/></w:compat>'
        f'<w:themeFontLang w:val={quoteattr(language)}/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
        "</w:settings>"
    )


def _defaults(language: str) -> str:
    spoken = quoteattr(language)
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_family('Arial')}"
        '<w:sz w:val="21"/><w:szCs w:val="21"/>'
        f'<w:lang w:val={spoken} w:eastAsia={spoken} w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="288" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
    )


def _styles(accent: str) -> Iterator[str]:
    yield _BASE
    yield _style("Title", "Title", _spacing(0, 120, 240), _font(60, accent, bold=True), links=_BEFORE_TEXT)
    yield _style("Subtitle", "Subtitle", _spacing(0, 360), _font(30, _QUIET), links=_BEFORE_TEXT)
    yield from _headings(accent)
    yield from _lists()
    yield _style("Caption", "caption", f"<w:keepNext/>{_spacing(240, 100)}", _font(21, _INK, bold=True))
    yield _style("TableText", "Table Text", _spacing(0, 60, 252), _font(18))
    yield _style("TableHeading", "Table Heading", "", _font(18, _INK, bold=True), links=_CELL)
    yield _style(
        "Quote",
        "Quote",
        f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="8" w:color="{_HAIRLINE}"/></w:pBdr>'
        f'{_spacing(120, 160)}<w:ind w:left="240"/>',
    )
    yield _style(
        "Code",
        "Code",
        f'<w:shd w:val="clear" w:color="auto" w:fill="F3F5F7"/>{_spacing(120, 160)}',
        _family("Courier New") + _font(19),
    )
    yield _style(
        "TOCHeading", "TOC Heading", f"<w:keepNext/>{_spacing(0, 200)}", _font(34, accent, bold=True)
    )
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{WIDTH}"/></w:tabs>'
    yield _style("TOC1", "toc 1", tab + _spacing(100, 20, 252), _font(20, bold=True))
    yield _style("TOC2", "toc 2", f'{tab}{_spacing(0, 0, 252)}<w:ind w:left="400"/>', _font(19))
    yield _style("Header", "header", _spacing(0, 0), _font(17, _QUIET))
    foot = f'<w:tabs><w:tab w:val="right" w:pos="{WIDTH}"/></w:tabs>'
    yield _style("Footer", "footer", foot + _spacing(0, 0), _font(17, _QUIET))
    yield _run_style("Hyperlink", "Hyperlink", f'<w:color w:val="{accent}"/><w:u w:val="single"/>')
    yield _run_style("CodeText", "Code Text", _family("Courier New"))


def _headings(accent: str) -> Iterator[str]:
    looks = ((34, accent, 480, 180), (25, _INK, 340, 120), (21, _INK, 260, 100), (21, _QUIET, 220, 100))
    for level, (size, ink, above, below) in enumerate(looks, 1):
        number = numbered(SECTIONS, level - 1) if level < 3 else ""
        yield _style(
            f"Heading{level}",
            f"heading {level}",
            f'<w:keepNext/><w:keepLines/>{number}{_spacing(above, below, 264)}<w:outlineLvl w:val="{level - 1}"/>',
            _font(size, ink, bold=True),
            links=_BEFORE_TEXT,
        )


def _lists() -> Iterator[str]:
    for depth in (1, 2, 3):
        nth = f"{depth}" if depth > 1 else ""
        spaced = f" {nth}".rstrip()
        for ident, name, kind in (
            ("ListBullet", "List Bullet", BULLETS),
            ("ListNumber", "List Number", NUMBERS),
        ):
            yield _style(f"{ident}{nth}", f"{name}{spaced}", numbered(kind, depth - 1) + _spacing(0, 80))
        indent = f'<w:ind w:left="{_INDENT * depth}"/>'
        yield _style(f"ListContinue{nth}", f"List Continue{spaced}", _spacing(0, 80) + indent)
    yield _style("TableBullet", "Table Bullet", numbered(CELL_BULLETS, 0), links=_CELL)
    yield _style("TableNumber", "Table Number", numbered(CELL_NUMBERS, 0), links=_CELL)


def _table_style(accent: str, tint: str) -> str:
    def edge(side: str, ink: str, size: int) -> str:
        return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{ink}"/>'

    lines = edge("top", accent, 8) + edge("bottom", _HAIRLINE, 4) + edge("insideH", _HAIRLINE, 4)
    return (
        '<w:style w:type="table" w:customStyle="1" w:styleId="PolicyTable"><w:name w:val="Policy Table"/>'
        f'<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>{lines}</w:tblBorders><w:tblCellMar>'
        '<w:top w:w="85" w:type="dxa"/><w:left w:w="100" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>{edge("bottom", accent, 6)}'
        f'</w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="{tint}"/></w:tcPr></w:tblStylePr>'
        '<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
    )


def _style(ident: str, name: str, paragraph: str, run: str = "", *, links: str = _NORMAL) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{ident}"><w:name w:val="{name}"/>{links}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _run_style(ident: str, name: str, run: str) -> str:
    return (
        f'<w:style w:type="character" w:styleId="{ident}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:rPr>{run}</w:rPr></w:style>'
    )


def _family(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'


def _font(size: int, ink: str = "", *, bold: bool = False) -> str:
    coloured = f'<w:color w:val="{ink}"/>' if ink else ""
    return f'{"<w:b/><w:bCs/>" if bold else ""}{coloured}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'


def _spacing(above: int, below: int, line: int = 0) -> str:
    height = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{above}" w:after="{below}"{height}/>'


def numbered(kind: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{kind}"/></w:numPr>'


def _levels(form: str, style: str, step: int) -> str:
    """Nine levels, as Word wants them; the first three belong to the styles of lists."""
    most = 1 if style.startswith("Table") else 3
    return "".join(
        _level(
            level,
            form,
            "•–"[level % 2] if form == "bullet" else f"%{level + 1}.",
            style=f"{style}{level + 1 if level else ''}" if level < most else "",
            step=step,
        )
        for level in range(9)
    )


def _level(level: int, form: str, text: str, *, style: str = "", step: int = 0) -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    follow = "" if step else '<w:suff w:val="nothing"/>'
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}{follow}'
        f'<w:lvlText w:val={quoteattr(text)}/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{step * (level + 1)}" w:hanging="{step}"/></w:pPr></w:lvl>'
    )

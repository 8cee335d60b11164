"""A document as a Word file that a school can edit: real styles, numbering, tables, links and fields."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from policy_kit import pages
from policy_kit.model import Document, KitError
from policy_kit.render import colour, docx_styles
from policy_kit.render.docx_body import Body, write
from policy_kit.render.docx_text import Links, bookmarks
from policy_kit.render.layout import titled
from policy_kit.render.look import Look

_ACCENT = "#1d4f7c"
_LOGO_HEIGHT = 864_000
"""In English Metric Units: 24 mm."""
_LOGO_WIDTH = 3_600_000
_EPOCH = (1980, 1, 1, 0, 0, 0)
_WRITTEN = datetime(2000, 1, 1, tzinfo=UTC)
"""A date that does not change: the same document makes the same bytes."""
_PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1304" w:right="1247" w:bottom="1304" w:left="1247" w:header="624" w:footer="624" w:gutter="0"/>'
)
"""A4, in twentieths of a point."""
_UNUSED = ("/stylesWithEffects", "/webSettings", "/customXml", "/thumbnail", "/extended-properties", "/theme")
_NAMES = f'{docx_styles.W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def render(document: Document, look: Look) -> bytes:
    """The bytes of a DOCX file, the same for the same document.

    Raises KitError when the library that writes Word files is not installed, or the logo cannot be used.
    """
    try:
        import docx
    except ImportError as error:
        raise KitError("Word files need one more part: pip install 'policy-kit[documents]'") from error
    file = docx.Document()
    part = file.part
    for package in (part, part.package):
        for ident in [i for i, rel in package.rels.items() if rel.reltype.endswith(_UNUSED)]:
            del package.rels[ident]
    blocks = titled(document)
    body = Body(document, Links(_relate(part), bookmarks(blocks)), _picture(part, document, look))
    _fill(file, write(blocks, body))
    _foot(file.sections[0].footer, document)
    _dress(part, document, look, body)
    _describe(file.core_properties, document)
    buffer = BytesIO()
    file.save(buffer)
    return _reproducible(buffer)


def _relate(part: Any) -> Callable[[str], str]:
    """Links by their ids. Only characters that an address may hold: Word refuses a file with any other."""
    from docx.opc.constants import RELATIONSHIP_TYPE

    def relate(href: str) -> str:
        target = quote(pages.printable(href), safe=":/?#[]@!$&'()*+,;=%~")
        return str(part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

    return relate


def _picture(part: Any, document: Document, look: Look) -> str:
    """The logo as a run, with words for those who cannot see it."""
    if not look.logo:
        return ""
    look.logo_type  # noqa: B018 - raises for a picture that is neither PNG nor JPEG
    try:
        _, image = part.get_or_add_image(BytesIO(look.logo))
        scale = min(_LOGO_HEIGHT / image.height, _LOGO_WIDTH / image.width)
        inline = part.new_pic_inline(BytesIO(look.logo), int(image.width * scale), int(image.height * scale))
    except Exception as error:
        raise KitError(
            f"{look.logo_name or 'The logo'} cannot be read as a picture. Save it again."
        ) from error
    inline.docPr.set("descr", f"Logo of {document.properties.get('school', document.title)}")
    for side in ("distT", "distB", "distL", "distR"):
        inline.set(side, "0")
    return f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"


def _fill(file: Any, body: str) -> None:
    from docx.oxml import parse_xml

    element = parse_xml(f"<w:body {_NAMES}>{body}<w:sectPr>{_PAGE}</w:sectPr></w:body>")
    file.element.replace(file.element.body, element)


def _foot(footer: Any, document: Document) -> None:
    """School, title and edition on the left, the page on the right."""
    from docx.oxml import parse_xml

    properties = document.properties
    version = properties.get("version") and f"Version {properties['version']}"
    parts = [properties.get("school"), document.title, version, properties.get("status")]
    left = escape(pages.printable(" · ".join(part for part in parts if part)))
    field = '<w:fldSimple w:instr="{}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    page = _words("Page ") + field.format("PAGE") + _words(" of ") + field.format("NUMPAGES")
    footer.is_linked_to_previous = False
    element = footer._element
    element.remove(footer.paragraphs[0]._p)
    inside = f"{_words(left)}<w:r><w:tab/></w:r>{page}"
    element.append(parse_xml(f'<w:p {_NAMES}><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{inside}</w:p>'))


def _words(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _dress(part: Any, document: Document, look: Look, body: Body) -> None:
    """Put our styles, numberings and settings where the library's own stood."""
    from docx.oxml import parse_xml

    accent = colour.accessible(look.colour or _ACCENT)
    tint = "".join(f"{255 - (255 - channel) // 12:02X}" for channel in colour.parse(accent))
    ink = accent.removeprefix("#").upper()
    replaced = {
        "/styles": docx_styles.styles(ink, tint, document.language),
        "/numbering": docx_styles.numbering(body.appendix, body.starts),
        "/settings": docx_styles.settings(document.language),
    }
    for rel in part.rels.values():
        for name, xml in replaced.items():
            if rel.reltype.endswith(name):
                rel.target_part._element = parse_xml(xml)


def _describe(core: Any, document: Document) -> None:
    """The file's own properties; the longest that the format allows is 255 characters."""
    properties = {name: pages.printable(value)[:255] for name, value in document.properties.items()}
    core.title = pages.printable(document.title)[:255]
    core.author = core.last_modified_by = properties.get("author", "")
    core.category, core.content_status = properties.get("category", ""), properties.get("status", "")
    core.version, core.comments = properties.get("version", ""), ""
    core.language = document.language
    core.created = core.modified = _WRITTEN


def _reproducible(buffer: BytesIO) -> bytes:
    """The same package, with one fixed time on every file in it."""
    packed = BytesIO()
    with ZipFile(buffer) as old, ZipFile(packed, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, _EPOCH), old.read(name), ZIP_DEFLATED)
    return packed.getvalue()

"""Where the links of a PDF page lead."""

import ctypes
from typing import Any

from policy_kit.document.markdown import safe
from policy_kit.document.pdf.glyphs import Box

_MOST = 2000
_LONGEST = 2000


def links(pdf: Any, page: Any) -> list[tuple[Box, str]]:
    """The links of a page of pypdfium2 to web pages, mail and telephones, each with its place on the page."""
    import pypdfium2.raw as pdfium

    found: list[tuple[Box, str]] = []
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    rectangle = pdfium.FS_RECTF()
    for _ in range(_MOST):
        if not pdfium.FPDFLink_Enumerate(page.raw, position, link):
            break
        target = _target(pdf, link)
        if target and pdfium.FPDFLink_GetAnnotRect(link, rectangle):
            across, up = sorted((rectangle.left, rectangle.right)), sorted((rectangle.bottom, rectangle.top))
            found.append(((across[0], up[0], across[1], up[1]), target))
    return found


def _target(pdf: Any, link: Any) -> str | None:
    import pypdfium2.raw as pdfium

    action = pdfium.FPDFLink_GetAction(link)
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return None
    buffer = ctypes.create_string_buffer(_LONGEST)
    length = pdfium.FPDFAction_GetURIPath(pdf.raw, action, buffer, _LONGEST)
    return safe(buffer.value.decode("utf-8", "replace")) if 0 < length <= _LONGEST else None

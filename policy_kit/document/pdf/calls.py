"""PDFium's functions, called with plain numbers: a call through its Python types takes twice as long."""

import ctypes
from functools import cache
from types import SimpleNamespace
from typing import Any

_HANDLE, _INT, _ADDRESS = ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p

_PROTOTYPES: dict[str, tuple[Any, ...]] = {
    "FPDFText_GetText": (_INT, _HANDLE, _INT, _INT, _ADDRESS),
    "FPDFText_GetUnicode": (ctypes.c_uint, _HANDLE, _INT),
    "FPDFText_GetTextObject": (_HANDLE, _HANDLE, _INT),
    "FPDFText_GetMatrix": (_INT, _HANDLE, _INT, _ADDRESS),
    "FPDFText_GetCharOrigin": (_INT, _HANDLE, _INT, _ADDRESS, _ADDRESS),
    "FPDFText_GetLooseCharBox": (_INT, _HANDLE, _INT, _ADDRESS),
    "FPDFText_GetFontSize": (ctypes.c_double, _HANDLE, _INT),
    "FPDFText_GetFontInfo": (ctypes.c_ulong, _HANDLE, _INT, _ADDRESS, ctypes.c_ulong, _ADDRESS),
    "FPDFText_GetFillColor": (_INT, _HANDLE, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS),
    "FPDFTextObj_GetFont": (_HANDLE, _HANDLE),
    "FPDFTextObj_GetTextRenderMode": (_INT, _HANDLE),
    "FPDFFont_GetWeight": (_INT, _HANDLE),
    "FPDFPage_CountObjects": (_INT, _HANDLE),
    "FPDFPage_GetObject": (_HANDLE, _HANDLE, _INT),
    "FPDFFormObj_CountObjects": (_INT, _HANDLE),
    "FPDFFormObj_GetObject": (_HANDLE, _HANDLE, ctypes.c_ulong),
    "FPDFPageObj_GetType": (_INT, _HANDLE),
    "FPDFPageObj_GetBounds": (_INT, _HANDLE, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS),
    "FPDFPageObj_GetMatrix": (_INT, _HANDLE, _ADDRESS),
    "FPDFPageObj_GetFillColor": (_INT, _HANDLE, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS),
    "FPDFPageObj_GetMarkedContentID": (_INT, _HANDLE),
    "FPDFPath_GetDrawMode": (_INT, _HANDLE, _ADDRESS, _ADDRESS),
    "FPDF_StructTree_GetForPage": (_HANDLE, _HANDLE),
    "FPDF_StructTree_Close": (None, _HANDLE),
    "FPDF_StructTree_CountChildren": (_INT, _HANDLE),
    "FPDF_StructTree_GetChildAtIndex": (_HANDLE, _HANDLE, _INT),
    "FPDF_StructElement_GetType": (ctypes.c_ulong, _HANDLE, _ADDRESS, ctypes.c_ulong),
    "FPDF_StructElement_CountChildren": (_INT, _HANDLE),
    "FPDF_StructElement_GetChildAtIndex": (_HANDLE, _HANDLE, _INT),
    "FPDF_StructElement_GetChildMarkedContentID": (_INT, _HANDLE, _INT),
}


@cache
def calls() -> Any:
    """The functions by their names without the prefix ("GetText" of FPDFText is `Text_GetText`)."""
    import pypdfium2.raw as pdfium

    return SimpleNamespace(
        **{
            name.removeprefix("FPDF").removeprefix("_"): ctypes.CFUNCTYPE(*prototype)(
                address(getattr(pdfium, name)) or 0
            )
            for name, prototype in _PROTOTYPES.items()
        }
    )


def address(handle: Any) -> int | None:
    """A handle of pypdfium2 as a plain number."""
    return ctypes.cast(handle, ctypes.c_void_p).value

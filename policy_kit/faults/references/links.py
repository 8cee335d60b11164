"""Finders of addresses that cannot work, by their looks alone: nothing is looked up in the network."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from policy_kit.evidence.scene import quoted
from policy_kit.faults.matter import Hit, Matter
from policy_kit.model import Block, Evidence, Inline, Place

_ADDRESS = re.compile(r"(?i)\b(?:[a-z]{3,6}s?:/{0,3}|https?[;.]?/{1,3}|www[.,])[^\s<>“”\"]+")
_WEB = re.compile(r"(?i)https?://")
_SLIPS = re.compile(
    r"(?i)(?:h+t{1,3}p{1,2}s?[:;]*/*|ht+ps?[:;]/*|http?s?[:;]?/{1,3}|https?:/?(?=\w)|https?/{1,3}|www,)"
)
_GLUED = re.compile(r"(?i)(?<=[^/=:?&#])https?://")
_GAP = re.compile(
    r"(?i)\b(?:https?://[ \t]+(?=[a-z])|https?://[\w.-]+\.[ \t]+(?=(?:uk|com|org|gov|sch|net)\b)|https?\s:\s?//)\S*"
)
_LOCAL = re.compile(r"(?i)\bfile:/{2,}\S+|(?<!\w)[a-z]:\\\S+")
_LAW = re.compile(r"(?i)https?://(?:www\.)?legislation\.gov\.uk/(?:id/)?(?P<type>[a-z]+)/\d{4}/\d*")
_HOST = re.compile(r"\w(?:[\w-]*\w)?(?:\.\w(?:[\w-]*\w)?)+\.?")
_LONGEST = 240
_ENDS = ".,;:!?)]}’'*_"


def malformed(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """Addresses that no browser opens: misspelt, with a gap, without a host, two in one, on somebody's computer.

    `openers`: words that begin a sentence, by which an address is seen to run into the next one.
    """
    glued = re.compile(rf"[a-z0-9/](?:{'|'.join(wanted['openers'])})$")
    for block in _blocks(matter):
        for address, place in _addresses(block):
            if why := _wrong(address, glued, whole=place.page is None):
                yield Hit((_shown(block, address, place),), f"{address} ({why})")
        yield from _gaps(block)


def legislation(wanted: Mapping[str, Any], matter: Matter) -> Iterator[Hit]:
    """Addresses of legislation.gov.uk with a kind of legislation that is none of `types`."""
    for block in _blocks(matter):
        for address, place in _addresses(block):
            found = _LAW.match(address)
            if found and found["type"].lower() not in wanted["types"]:
                yield Hit(
                    (Evidence(quoted(block.text or address, 240), place),), f"“{found['type']}” in {found[0]}"
                )


def _blocks(matter: Matter) -> Iterator[Block]:
    for passage in matter.reading.passages[: matter.reading.texts]:
        if passage.block.runs:
            yield passage.block
        elif passage.text:
            yield Block("paragraph", (Inline(passage.text),), place=passage.at(0))


def _addresses(block: Block) -> Iterator[tuple[str, Place]]:
    """Every address that is written or linked to, once."""
    known: set[str] = set()
    at = 0
    for run in (*block.runs, Inline("")):
        if run.href and not run.href.startswith(("#", "mailto:", "tel:")) and run.href not in known:
            known.add(run.href)
            yield run.href, block.place_at(at) or Place("")
        at += len(run.text)
    for found in _ADDRESS.finditer(block.text):
        address = found[0].rstrip(_ENDS)
        if not any(address.startswith(one) or one.startswith(address) for one in known):
            known.add(address)
            yield address, block.place_at(found.start()) or Place("")


def _wrong(address: str, glued: re.Pattern[str], *, whole: bool) -> str:
    """Why an address cannot work; "" where it may. On a page of a PDF it may be cut at the end of a line."""
    if not _WEB.match(address):
        slip = _SLIPS.match(address)
        if slip and re.match(r"(?i)(?:www\.)?[\w-]+\.\w", address[slip.end() :]):
            return "it does not begin with https://"
        return ""
    if _GLUED.search(address, 8) and "archive" not in address:
        return "two addresses in one"
    host = _host(address)
    if whole and not _HOST.fullmatch(host) and host not in ("localhost", "www"):
        return "the name of the site is missing or misspelt"
    return "the next sentence begins within it" if glued.search(address) else ""


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.rpartition("@")[2].partition(":")[0]
    except ValueError:  # "https://[our website]": brackets are for numbers
        return ""


def _gaps(block: Block) -> Iterator[Hit]:
    """Addresses with a space in them, except where lines may have been joined; and places on a computer."""
    place = block.place or Place("")
    for found in _GAP.finditer(block.text):
        joined = any(found.start() < offset <= found.end() for offset, _ in block.marks)
        if place.page is None and not joined:
            yield Hit((_shown(block, "", place),), f"{found[0].rstrip(_ENDS)} (a space stands in it)")
    for found in _LOCAL.finditer(block.text):
        yield Hit(
            (_shown(block, "", place),), f"{found[0].rstrip(_ENDS)} (a place on somebody’s own computer)"
        )


def _shown(block: Block, address: str, place: Place) -> Evidence:
    return Evidence(quoted(block.text or address, _LONGEST), place)

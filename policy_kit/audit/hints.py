"""What a text says of the school whose it is: numbers, postcodes, and names as they stand."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from policy_kit.model import Document

_URN = re.compile(
    r"\b(?:URN|[Uu]nique [Rr]eference [Nn]umber)\b[^\w\n]{0,8}(?:is |no\.? ?|number:? )?(\d{6})\b"
)
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})\b")
_NAME = re.compile(
    r"(?:\b(?:[A-Z][\w'’.&-]*|of|the|and|on|upon|in)[ ]+){1,7}(?:School|Academy|College|Nursery|Federation)\b"
)
_FIRST_BLOCKS, _LONGEST, _MOST = 15, 300, 5


def hints(document: Document) -> Mapping[str, Any]:
    """`urns`, `postcodes`; `first`: title, first blocks, running heads; `named`: what may be schools, each counted."""
    text = "\n".join(document.texts())
    postcodes = Counter(" ".join(found) for found in _POSTCODE.findall(text))
    named = Counter(found.removeprefix("The ") for found in _NAME.findall(text))
    return {
        "urns": list(dict.fromkeys(_URN.findall(text)))[:_MOST],
        "postcodes": [code for code, _ in postcodes.most_common(_MOST)],
        "first": list(dict.fromkeys(_first(document))),
        "named": [[name[:_LONGEST], count] for name, count in named.most_common(_MOST)],
    }


def _first(document: Document) -> Iterator[str]:
    texts = [document.properties.get("school", ""), document.title]
    texts += [block.text for block in (*document.blocks[:_FIRST_BLOCKS], *document.furniture[:_FIRST_BLOCKS])]
    for block in document.blocks[:_FIRST_BLOCKS]:
        texts += [cell.text for row in block.rows[:_MOST] for cell in row]
    yield from (" ".join(text[:_LONGEST].split()) for text in texts if text.strip())

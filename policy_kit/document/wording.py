"""What a line says of itself by its words: that it asks, or that it tells."""

import re

_VERB = re.compile(
    r"(?<!who )(?<!that )(?<!which )\b(?:shall|will|must|may|should|can|cannot|is|are|was|were|has|have)\b(?! to\b)"
)
_ASKS = re.compile(r"(?:how|what|when|where|why|who|which|whose|if|\w+ing)\b", re.IGNORECASE)
_QUESTION = re.compile(r"Q(?:uestion)?[. ]?(?:\d{1,2}\s?[.:)–—-]?|[.:])\s+\S.{2,120}\?")


def is_sentence(text: str) -> bool:
    """Whether words without a full stop still say something: more than a few, with a verb of their own."""
    return len(text.split()) > 8 and bool(_VERB.search(text)) and not _ASKS.match(text)


def is_question(text: str) -> bool:
    """Whether words are one of the numbered questions that a document answers ("Q7. What if we are late?")."""
    return _QUESTION.fullmatch(text) is not None

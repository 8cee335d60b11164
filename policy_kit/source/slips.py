"""The slips that everybody makes in YAML, told from the parser's error and the lines around it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import yaml

BARE_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*:(?![\s/:])(?=\S)")
BARE_DASH = re.compile(r"-[^\W\d_]")
_WORD_ALONE = re.compile(r"\s*(?:- )?[A-Za-z_][^:#]*$")
_KEY_AND_TEXT = re.compile(r"(\s*(?:- )?[^\s:#'\"\[{-][^:]*:\s+)(\S.*?)\s*$")
_OPEN_QUOTE = re.compile(r"""(?:[^"'#]*:\s+|\s*-\s+)(?:"(?:[^"\\]|\\.)*|'(?:[^']|'')*)$""")
_QUOTED = re.compile(r"""[^"'#]*(?::|-)\s+(["'])""")
_OUT_OF_PLACE = re.compile("expected key|'-' indicator|block end|document start")


class Told(NamedTuple):
    """What to say, and where: line and column from 1."""

    message: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Error:
    """The parser's error; lines and columns from 1. What it was reading began at `start`."""

    problem: str
    context: str
    line: int
    column: int
    start_line: int
    start_column: int
    lines: Sequence[str]

    def text(self, line: int) -> str:
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    @property
    def here(self) -> str:
        return self.text(self.line)

    @property
    def sign(self) -> str:
        return self.here[self.column - 1 : self.column]

    @property
    def start_sign(self) -> str:
        return self.text(self.start_line)[self.start_column - 1 : self.start_column]

    @property
    def indent(self) -> int:
        """The column in which the line's text begins."""
        return len(self.here) - len(self.here.lstrip(" ")) + 1

    def above(self) -> int:
        """The nearest line above that says something."""
        line = self.line - 1
        while line > 0 and not self.text(line).split("#")[0].strip():
            line -= 1
        return line


def explain(error: "yaml.MarkedYAMLError", lines: Sequence[str]) -> Told:
    """Say in plain English what is wrong, whichever of YAML's two parsers complains."""
    mark = error.problem_mark or error.context_mark
    start = error.context_mark or mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    start_line, start_column = (start.line + 1, start.column + 1) if start else (1, 1)
    seen = _Error(error.problem or "", error.context or "", line, column, start_line, start_column, lines)
    for slip in _SLIPS:
        if told := slip(seen):
            return told._replace(line=min(told.line, len(lines)))
    return Told(
        "YAML cannot read this line. Look at its colons, quotation marks, brackets and indentation, and compare "
        "it with the line above.",
        min(seen.line, len(lines)),
        seen.column,
    )


def spaced(text: str) -> str:
    """What to say of `name:Oakfield`."""
    key, _, rest = text.partition(":")
    return f"Put a space after the colon: {key}: {rest.strip()}"


def _tab(e: _Error) -> Told | None:
    spaces = re.match(r" *\t", e.here)
    message = "This line begins with a tab. Use spaces, two for each step in."
    return Told(message, e.line, spaces.end()) if spaces else None


def _never_closed(e: _Error) -> Told | None:
    endless = "quoted scalar" in e.context and "end of stream" in e.problem
    message = "The quotation mark that opens here is never closed. Add one at the end of the text."
    return Told(message, e.start_line, e.start_column) if endless else None


def _sign(e: _Error) -> Told | None:
    if not re.search("cannot start any token|anchor|alias", e.problem + e.context):
        return None
    line, column = (e.start_line, e.start_column) if e.start_sign in ("*", "&") else (e.line, e.column)
    rest = e.text(line)[column - 1 :].split(" #")[0].rstrip()
    return Told(
        f"Text cannot begin with {rest[:1]} in YAML. Put it in quotation marks: {_quoted(rest)}", line, column
    )


def _block(e: _Error) -> Told | None:
    if "block scalar" not in e.context:
        return None
    rest = e.text(e.start_line)[e.start_column - 1 :].strip()
    return Told(
        f"Text cannot follow {rest[:1]} on the same line. Put it in quotation marks: {_quoted(rest)}. For a longer "
        "text write | alone, and the text on the lines below, two spaces further in.",
        e.start_line,
        e.start_column,
    )


def _backslash(e: _Error) -> Told | None:
    column = max(1, e.here.rfind("\\", 0, e.column + 1) + 1)
    message = "A backslash means something else in double quotation marks. Use single ones: '…'"
    return Told(message, e.line, column) if "escape" in e.problem else None


def _colon_in_text(e: _Error) -> Told | None:
    parts = _KEY_AND_TEXT.match(e.here)
    if "mapping values are not allowed" not in e.problem or not parts or parts.end(1) >= e.column:
        return None
    fixed = f"{parts[1].strip()} {_quoted(parts[2])}"
    message = f"There is a second colon in this line. Put the text in quotation marks: {fixed}"
    return Told(message, e.line, e.column)


def _quotation(e: _Error) -> Told | None:
    if not _OUT_OF_PLACE.search(e.problem) and "expected ':'" not in e.problem:
        return None
    if line := next(
        (n for n in range(e.line - 1, max(0, e.line - 20), -1) if _OPEN_QUOTE.match(e.text(n))), 0
    ):
        message = (
            "The quotation mark that opens here has no partner on its line. Add one at the end of the text."
        )
        return Told(message, line, len(re.split("[\"']", e.text(line))[0]) + 1)
    quoted = _QUOTED.match(e.here)
    if not quoted or quoted.end() >= e.column:
        return None
    text = e.here[quoted.end() :].strip()
    if quoted[1] == "'":
        message = (
            f'The apostrophe ends this text. Put double quotation marks around it: "{text.rstrip(quoted[1])}"'
        )
    else:
        message = f"This text goes on after its quotation mark. Put single ones around all of it: '\"{text}'"
    return Told(message, e.line, quoted.end())


def _key_above(e: _Error) -> Told | None:
    """A key without its colon, or without the space after it, shows only where the next line begins."""
    stray = "mapping values are not allowed" in e.problem
    if not stray and "expected ':'" not in e.problem:
        return None
    line = e.above() if stray else e.start_line
    word = e.text(line).strip().removeprefix("- ")
    column = len(e.text(line)) - len(e.text(line).lstrip(" -")) + 1
    if BARE_KEY.match(word):
        return Told(spaced(word), line, column)
    if _WORD_ALONE.match(e.text(line)):
        key, _, rest = word.partition(" ")
        return Told(f"A colon is missing after {key}: write {key}: {rest}".rstrip(), line, column)
    if stray:
        message = (
            "This line begins further in than the line above, which has text of its own. Line the two up."
        )
        return Told(message, e.line, e.indent)
    return None


def _bracket(e: _Error) -> Told | None:
    if not re.search("flow (sequence|mapping|node)", e.context):
        return None
    if e.sign == ",":
        return Told("Two commas follow each other here. Delete one.", e.line, e.column)
    if not e.sign and e.start_sign not in ("[", "{"):
        message = "A bracket that opens here or further up is not closed. Close it at its end."
        return Told(message, max(1, e.above()), 1)
    if e.start_sign in ("[", "{") and (e.line > e.start_line or e.sign in ("]", "}", "")):
        message = f"The bracket {e.start_sign} that opens here is not closed. Close it at its end."
        return Told(message, e.start_line, e.start_column)
    message = "A comma is missing before this, or text with a colon or comma in it needs quotation marks."
    return Told(message, e.line, e.column)


def _after_bracket(e: _Error) -> Told | None:
    if not _OUT_OF_PLACE.search(e.problem):
        return None
    if e.sign in ("]", "}"):
        return Told("This bracket closes nothing. Delete it, or quote the text.", e.line, e.column)
    if e.here[: e.column - 1].rstrip().endswith(("]", "}")):
        message = "Nothing may follow the closing bracket. Put the whole text in quotation marks."
        return Told(message, e.line, e.column)
    return None


def _dash(e: _Error) -> Told | None:
    message = "A list begins on a line of its own. Put the dash on the next line, two spaces further in."
    return Told(message, e.line, e.column) if "sequence entries are not allowed" in e.problem else None


def _begins_oddly(e: _Error) -> Told | None:
    if e.sign in ("?", ",", "]", "}") and re.search("mapping keys|node content", e.problem):
        return Told(f"Text cannot begin with {e.sign} in YAML. Put it in quotation marks.", e.line, e.column)
    return None


def _percent(e: _Error) -> Told | None:
    line = next((n for n in (e.start_line, e.line, 1) if e.text(n).startswith("%")), 0)
    message = "A line cannot begin with % in YAML. Quote the text, or delete the line."
    return Told(message, line, 1) if line else None


def _indentation(e: _Error) -> Told | None:
    if not _OUT_OF_PLACE.search(e.problem):
        return None
    if e.here.lstrip(" ").startswith("- "):
        message = (
            "This dash does not line up with the lines above. Begin all dashes of a list in the same column."
        )
    else:
        message = (
            "This line does not line up with the lines above. Lines that belong together begin in the same "
            "column; what belongs under a key begins two spaces further in."
        )
    return Told(message, e.line, e.indent)


def _quoted(text: str) -> str:
    return f"'{text}'" if '"' in text and "'" not in text else '"' + text.replace('"', "'") + '"'


_SLIPS: tuple[Callable[[_Error], Told | None], ...] = (
    *(_tab, _never_closed, _sign, _block, _backslash, _colon_in_text, _quotation, _key_above),
    *(_bracket, _after_bracket, _dash, _begins_oddly, _percent, _indentation),
)

"""Plain data and places from YAML, and what is said of text that is not plain YAML."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policy_kit.model import Finding, Place, Source
from policy_kit.source import Faulty, builder, lines, load_source, parse, plain, read

SLIPS = yaml.safe_load((Path(__file__).parent / "policies" / "slips.yaml").read_text(encoding="utf-8"))
PARSERS = {"C": getattr(yaml, "CSafeLoader", yaml.SafeLoader), "Python": yaml.SafeLoader}


@pytest.fixture(params=PARSERS)
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run a test with the parser in C and with the one in Python."""
    monkeypatch.setattr(builder, "_LOADER", PARSERS[request.param])


def told(text: str) -> list[str]:
    """What is said of a text: line, column and message."""
    with pytest.raises(Faulty) as caught:
        parse(text, "policy.yaml")
    return [f"{f.place.line}:{f.place.column} {f.message}" for f in caught.value.findings]


def read_or_refused(text: str) -> Source | tuple[Finding, ...]:
    """What was read, or why not."""
    try:
        return parse(text, "f")
    except Faulty as error:
        return error.findings


@pytest.mark.usefixtures("either_parser")
def test_every_value_and_key_has_its_place() -> None:
    """Values and keys stand at their line and column, counted from 1, under their JSON pointer."""
    source = parse("school:\n  name: Oakfield\n  a/b~c: [x, {y: z}]\n", "policy.yaml")
    assert {pointer: str(place) for pointer, place in source.places.items()} == {
        "": "policy.yaml:1:1",
        "/school": "policy.yaml:2:3",
        "/school/name": "policy.yaml:2:9",
        "/school/a~1b~0c": "policy.yaml:3:10",
        "/school/a~1b~0c/0": "policy.yaml:3:11",
        "/school/a~1b~0c/1": "policy.yaml:3:14",
        "/school/a~1b~0c/1/y": "policy.yaml:3:18",
    }
    assert {pointer: str(place) for pointer, place in source.keys.items()} == {
        "/school": "policy.yaml:1:1",
        "/school/name": "policy.yaml:2:3",
        "/school/a~1b~0c": "policy.yaml:3:3",
        "/school/a~1b~0c/1/y": "policy.yaml:3:15",
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *((text, text) for text in ("8:45", "08:45", "2026-09-24", "no", "Yes", "on", "OFF", "01632960001")),
        *(
            (text, text)
            for text in ("+441632960001", "1_000", "0x1F", "0o17", "017", "1e5", "09.30", "1.", ".inf")
        ),
        *((text, text) for text in (".nan", "<<", "=", "9" * 19, "1.0e999", "٣")),
        *(("3", 3), ("-4", -4), ("0", 0), ("95.5", 95.5), ("-.5", -0.5), ("1.0e+20", 1e20)),
        *(("true", True), ("FALSE", False), ("null", None), ("~", None), ("", None), ("nULL", "nULL")),
    ],
)
def test_only_plain_types(text: str, value: object) -> None:
    """Times, dates, telephone numbers and the yes and no of older YAML stay text."""
    assert repr(parse(f"a: {text}", "f").data["a"]) == repr(value)
    assert parse(f"a: '{text}'", "f").data["a"] == text
    assert repr(plain(text)) == repr(value)


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: repr(slip["text"]))
def test_a_slip_is_told_in_plain_english(slip: dict[str, Any]) -> None:
    """Every common slip is told with its line, its column and what to do, by either parser."""
    assert told(slip["text"]) == slip["told"]


def test_a_backslash_in_double_quotation_marks_is_told() -> None:
    """A Windows path in double quotation marks is told where its backslash stands."""
    message = "A backslash means something else in double quotation marks. Use single ones: '…'"
    assert told('a: "C:\\policies"\n') == [f"1:7 {message}"]


def test_what_is_said_before_the_text_ends_being_readable_is_kept() -> None:
    """Mistakes before the line that ends the reading are told too."""
    assert [line.split()[0] for line in told("a: 1\na: 2\nb: &x 3\nc: [d\n")] == ["2:1", "3:4", "4:4"]


@pytest.mark.parametrize("text", ["a: b\r\nc: &d\r\n", "a: b\rc: &d\r", "a: b\u2028c: &d\n", "a: b\nc: &d\n"])
def test_lines_are_counted_as_yaml_counts_them(text: str) -> None:
    """The excerpt is the line that the place names, whatever ends the lines."""
    with pytest.raises(Faulty) as caught:
        parse(text, "f")
    assert caught.value.findings[0].place == Place("f", 2, 4)
    assert caught.value.findings[0].excerpt == "c: &d\n   ^"


def test_an_excerpt_shows_the_place_under_a_caret() -> None:
    """A long line is cut around the place; a tab and a control character do not shift the caret."""
    with pytest.raises(Faulty) as caught:
        parse(f"a:\t{'long ' * 40}: {'b' * 90}\x00{'c' * 90}", "f")
    shown, caret = (caught.value.findings[0].excerpt or "").split("\n")
    assert shown.index("\ufffd") == caret.index("^")
    assert (shown[0], shown[-1], len(shown)) == ("…", "…", 104)


def test_a_message_stays_short() -> None:
    """A message that quotes an endless text leaves its middle out."""
    assert [len(message) < 600 for message in told(f"a: {'b: c ' * 9999}")] == [True]


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"a: b\nc: caf\xe9\n", 2, "This is not plain text in UTF-8."),
        ("a: b\n".encode("utf-16"), 1, "This is not plain text in UTF-8."),
        (b"%PDF-1.7\n", None, "This is a PDF file."),
        (b"PK\x03\x04", None, "This is a Word, Excel or zip file."),
        (b"a: b\n" * 1_000_001, None, "This file is over 5 MB"),
    ],
)
def test_what_is_no_text_is_refused(content: bytes, line: int | None, says: str, tmp_path: Path) -> None:
    """A PDF, a Word file, another encoding and a huge file are each refused by name."""
    path = tmp_path / "policy.yaml"
    path.write_bytes(content)
    with pytest.raises(Faulty) as caught:
        load_source(path)
    (finding,) = caught.value.findings
    assert (finding.place.file, finding.place.line) == (str(path), line)
    assert finding.message.startswith(says)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """A missing file and a folder are findings too."""
    for path in (tmp_path / "none.yaml", tmp_path, Path("nul\0.yaml")):
        with pytest.raises(Faulty, match="cannot be opened") as caught:
            load_source(path)
        assert caught.value.findings[0].place == Place(str(path))


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    """A file that Notepad saved reads like any other, its first column being 1."""
    path = tmp_path / "policy.yaml"
    path.write_bytes("\ufeffformat: x\r\n".encode())
    assert load_source(path, shown="mine.yaml").places["/format"] == Place("mine.yaml", 1, 9)
    assert read(path) == "\ufeffformat: x\r\n"


def test_a_message_is_one_line() -> None:
    """A key or a value with a line break in it forges no message of its own."""
    assert [
        "2:1 x policy.yaml:1:1: all is well is given twice, on line 1 and on line 2. Keep one of them."
    ] == told('"x\\npolicy.yaml:1:1: all is well": 1\n"x\\npolicy.yaml:1:1: all is well": 2')


def test_bombs_are_refused_before_they_burst() -> None:
    """Deep nests, endless values and references within references end the reading early."""
    assert "nested more than 50 deep" in told("a: " + "[" * 100_000)[0]
    assert parse("[" * 50 + "]" * 50, "f").data != []
    assert "over 200,000 values" in told("[" + "1," * 200_001 + "]")[-1]
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    assert len(told("\n".join(lines))) == 100


# Characters that YAML knows, and words that begin like something else.
_TEXTS = st.text(
    st.sampled_from("ab: -\n\t#&*!|>'\"%@`[]{},?0x1.~=<\\\0\x07\x85\u2028é\ufeff\ud800"), max_size=40
)


@given(_TEXTS | st.text(max_size=60))
def test_no_text_makes_a_traceback(text: str) -> None:
    """Whatever is written, it is read or refused, and every place is inside the text."""
    for loader in PARSERS.values():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(builder, "_LOADER", loader)
            outcome = read_or_refused(text)
        assert isinstance(outcome, Source) or outcome
        last = len(lines(text))
        for finding in () if isinstance(outcome, Source) else outcome:
            assert 1 <= (finding.place.line or 1) <= last


@given(st.binary(max_size=40))
def test_no_file_makes_a_traceback(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever bytes a file holds, it is read or refused."""
    path = tmp_path_factory.mktemp("any") / "policy.yaml"
    path.write_bytes(content)
    findings: tuple[Finding, ...] = ()
    try:
        assert load_source(path).data is not None
    except Faulty as error:
        findings = error.findings
    assert all(finding.place.file == str(path) for finding in findings)


_CHARACTERS = st.characters(exclude_categories=["C"])
_SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**18) + 1, 10**18 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(_CHARACTERS, max_size=20)
    | st.sampled_from(["no", "8:45", "0o17", "1e5", "2026-09-24", "~", "<<", "=", "0x1F", "1_0", "-b", "a:b"])
)
_KEYS = st.text(_CHARACTERS, max_size=8).filter(lambda key: key != "<<")
_DATA = st.dictionaries(
    _KEYS,
    st.recursive(
        _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4)
    ),
    max_size=5,
)


@given(_DATA)
def test_the_loader_agrees_with_other_yaml_readers(data: dict[str, Any]) -> None:
    """Plain data written by another program comes back the same, unless it looks like a slip."""
    text = yaml.safe_dump(data, allow_unicode=True)
    outcome = read_or_refused(text)
    if isinstance(outcome, Source):
        assert json.dumps(outcome.data) == json.dumps(yaml.safe_load(text))
    else:
        assert all(finding.message.startswith(("Put a space after", "YAML joins")) for finding in outcome)

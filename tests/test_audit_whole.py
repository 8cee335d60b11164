"""What is told of the whole: counted from the rows, and written so that nothing of a file does any harm."""

import csv
import io
import json
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from audit_helpers import ON, audited, folder, policy

from policy_kit import checklist, evidence
from policy_kit.audit import before, counting, fingerprint, likenesses, outliers, reviews, rows
from policy_kit.audit.build import Ground, build
from policy_kit.audited import Answers, Audit, Covered, Fault, Match, Row, School
from policy_kit.model import Block, Document, Inline, KitError
from policy_kit.report import audit_csv, audit_json, audit_text, audits

DFE = checklist.load("dfe", ON)
LINES = len(DFE.items)
WORDS = [f"{a}{b}" for a in "bcdfghjk" for b in ("ab", "en", "id", "ol", "un", "ar", "est", "ing", "old")]


def made(key: str, letters: str = "", **more: Any) -> Row:
    """A row that answers the first lines with these letters, and the others with m."""
    lines = letters + "m" * (LINES - len(letters))
    covered: list[Covered] = ["yes"] * len(DFE.sections)
    answers = Answers("dfe", DFE.edition, tuple(covered), lines)
    return replace(Row(key, "0" * 64, 1, ".md", "checked", answers=(answers,), words=2000), **more)


def whole(*rows: Row, body: Mapping[str, Any] | None = None, **more: Any) -> Audit:
    found = body or {"reports": [], "passages": {}, "facts": []}
    return build(rows, Ground("sent", ON, (DFE,), **more), lambda _: found)


def text(seed: int, words: int = 1500) -> list[str]:
    chosen = random.Random(seed)  # noqa: S311 - no secret
    return [chosen.choice(WORDS) for _ in range(words)]


def test_the_lines_most_often_missing_come_first() -> None:
    """Counted over the files that were checked, and for which they apply."""
    first, second, third = (item.ident for item in DFE.items[:3])
    odd = made("d", "nnn", state="not_checked")
    found = whole(made("a", "npm"), made("b", "-nm"), made("c", "mnp"), odd).gaps
    assert [(gap.rule, gap.not_found, gap.partly, gap.asked) for gap in found] == [
        (second, 2, 1, 3),
        (first, 1, 0, 2),
        (third, 0, 1, 3),
    ]


def test_a_fault_is_counted_once_for_each_file() -> None:
    """The commonest first, with the files that have it."""
    old, other = (Fault("LAW-1.1", "LAW-1", "error", "Old law", told) for told in ("2006", "2013"))
    found = counting.faults([made("a", faults=(old, old)), made("b", faults=(other, old))])
    assert [(one.message, one.keys) for one in found] == [("2006", ("a", "b")), ("2013", ("b",))]


def test_reviews_are_overdue_or_soon_due() -> None:
    """By the day of the audit, in the order of their dates."""
    days = {"late": -1, "today": 0, "soon": 90, "later": 200, "long": -400}
    audit = whole(made("none"), *(made(key, review=ON + timedelta(days)) for key, days in days.items()))
    assert [row.key for row in audit.overdue] == ["long", "late"]
    assert [row.key for row in audit.due_soon] == ["today", "soon"]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Next review: 1 September 2027", date(2027, 9, 1)),
        ("Next review: September 2026", date(2026, 9, 30)),
        ("Date of next review: 1 February 2028", date(2028, 2, 1)),
        ("Attendance is reviewed every week.", None),
    ],
)
def test_the_next_review_is_told(said: str, day: date | None) -> None:
    """By the ledger of facts; of a month, its last day."""
    reading = evidence.read(Document("a", "A", (Block("paragraph", (Inline(said),)),)))
    assert rows.review(reviews.told(reading)) == day


@pytest.mark.parametrize(("changed", "least", "most"), [(0, 1.0, 1.0), (60, 0.6, 0.95), (1500, 0.0, 0.1)])
def test_a_sketch_tells_how_alike_two_texts_are(changed: int, least: float, most: float) -> None:
    """From the same to something else."""
    one, other = text(1), text(1)
    for place in range(len(one))[:: len(one) // changed] if changed else ():
        other[place] = f"x{place}"
    assert least <= fingerprint.likeness(fingerprint.sketch(one), fingerprint.sketch(other)) <= most


def test_a_short_text_has_no_sketch() -> None:
    """Of a few words nothing can be told."""
    assert fingerprint.sketch(["word"] * 20) == b""


def test_figures_do_not_make_another_text() -> None:
    """Two schools fill in their own times and telephone numbers."""
    texts = ("Ring 01632 960001 by 8:50 on each day.", "Ring 01632 960777 by 9:05 on each day.")
    readings = [evidence.read(Document("a", "A", (Block("paragraph", (Inline(one),)),))) for one in texts]
    assert fingerprint.words(readings[0]) == fingerprint.words(readings[1])


def test_files_of_one_text_are_a_cluster() -> None:
    """With the passages that they share, and the year that they name."""
    model, other = text(1), text(2)
    rows = [
        made(f"{number}", sketch=fingerprint.sketch(words), years=(2024,))
        for number, words in enumerate((model, model[40:], other, model[:1450], text(5)))
    ]
    passages = {"1": "We all share this passage of the model.", "2": "And this."}
    (cluster,) = likenesses.clusters(rows, lambda _: passages)
    assert (cluster.keys, cluster.year) == (("0", "1", "3"), 2024)
    assert cluster.likeness > 0.8
    assert [(one.text, one.files) for one in cluster.passages] == [(passages["1"], 3), (passages["2"], 3)]


def test_clusters_of_many_files_are_found_in_linear_time() -> None:
    """Each file is compared with a few, however many there are."""
    compared = 0

    def counted(one: Row, other: Row) -> bool:
        nonlocal compared
        compared += 1
        return one.sketch == other.sketch

    same = fingerprint.sketch(text(1))
    rows = [made(str(number), sketch=same) for number in range(2000)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(likenesses, "_alike", counted)
        assert [len(one.keys) for one in likenesses.clusters(rows, lambda _: {})] == [2000]
    assert compared < 3 * len(rows)


def test_what_is_unlike_the_others_is_read_first() -> None:
    """Short, long, much in part, much missing, and what is no attendance policy."""
    usual = [made(f"u{number}") for number in range(12)]
    odd = [
        made("short", words=300),
        made("long", words=40_000),
        made("partly", "p" * LINES),
        made("empty", "n" * LINES, words=500),
        made("other", "?" * LINES, state="not_checked", reason="This looks like a behaviour policy"),
    ]
    found = {one.key: one.reasons for one in outliers.outliers([*usual, *odd])}
    assert set(found) == {row.key for row in odd}
    assert len(found["empty"]) == 2


def test_changes_since_the_audit_before(tmp_path: Path) -> None:
    """By school where it is known, else by file; lines gained and lost by their ids."""
    one, two = (item.ident for item in DFE.items[:2])
    old = whole(
        made("a", "nm"), made("b"), made("gone", words=9), made("old name", match=Match("sure", ("110001",)))
    )
    path = tmp_path / "results.json"
    path.write_text("".join(audit_json.write(old)), "utf-8")
    rows = (made("a", "mn"), made("b"), made("new"), made("new name", match=Match("sure", ("110001",))))
    found = whole(*rows, before=before.load(path)).changes or ()
    assert {(change.key, change.kind, change.gained, change.lost) for change in found} == {
        ("a", "changed", (one,), (two,)),
        ("b", "same", (), ()),
        ("new", "new", (), ()),
        ("new name", "same", (), ()),
        ("gone", "gone", (), ()),
    }


@pytest.mark.parametrize(
    "content", [b"", b"{}", b'{"format":"policy-kit-audit/1",\n{"key":1}\n', b"\xff\xfe"]
)
def test_something_else_is_no_audit_before(content: bytes, tmp_path: Path) -> None:
    """One sentence."""
    (tmp_path / "results.json").write_bytes(content)
    with pytest.raises(KitError, match="cannot be used as the audit before"):
        before.load(tmp_path / "results.json")


def test_who_has_submitted_and_who_has_not() -> None:
    """Only what is sure counts; closed schools are not waited for."""
    names = {"110001": "Once", "110002": "Twice", "110003": "Perhaps", "110004": "Never", "110005": "Closed"}
    schools = {
        urn: School(urn, name, status="Closed" if name == "Closed" else "Open") for urn, name in names.items()
    }
    matches = (
        ("sure", "110001"),
        ("sure", "110002"),
        ("sure", "110002"),
        ("confirm", "110003"),
        ("confirm", "110001"),
    )
    rows = [made(f"{n}", match=Match(strength, (urn,))) for n, (strength, urn) in enumerate(matches)]  # type: ignore[arg-type]
    found = whole(*rows, schools=schools).schools
    assert found is not None
    assert [school.name for school in found.not_submitted] == ["Never", "Perhaps"]
    assert (found.twice, found.perhaps) == ({"110002": ("1", "2")}, {"110003": ("3",)})


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """An audit of files with hostile names and words."""
    root = tmp_path_factory.mktemp("hostile")
    names = (
        "=cmd('calc').md",
        "+1.md",
        "@sum.md",
        "-2.md",
        "two\nlines.md",
        "\x1b[31mred.md",
        "<script>.md",
        'a",b.md',
    )
    files = {name: policy(f"=1+1 <script> \x1b[31m {number} School") for number, name in enumerate(names)}
    return audited(folder(root / "sent", files), root / "out").audit


def test_nothing_in_the_table_is_a_formula(hostile: Audit) -> None:
    """No cell of the CSV begins with what a spreadsheet would work out."""
    rows = list(csv.reader(io.StringIO("".join(audit_csv.write(hostile)).removeprefix("\ufeff"), newline="")))
    assert {len(row) for row in rows} == {len(audit_csv.HEAD)}
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert {row[0] for row in rows} >= {"'=cmd('calc').md", "'+1.md", "'@sum.md", "'-2.md", "two\nlines.md"}
    assert len(rows) == 1 + sum(
        len(report["findings"]) for row in hostile.rows for report in hostile.report(row)["reports"]
    )


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1", "'=1"),
        (" =1", "' =1"),
        ("\t=1", "'\t=1"),
        ("\r1", "'\r1"),
        ("-", "'-"),
        (None, ""),
        (3, "3"),
        ("a=1", "a=1"),
    ],
)
def test_a_cell_is_made_safe(cell: object, written: str) -> None:
    """With an apostrophe, as spreadsheets mark text."""
    assert audit_csv.safe(cell) == written


def test_the_screen_obeys_nothing(hostile: Audit) -> None:
    """No name of a file moves the cursor or begins a line."""
    told = audit_text.write(replace(hostile, schools=build_schools(hostile)), 0)
    assert "\x1b" not in told
    assert "two\ufffdlines.md" in told


def build_schools(audit: Audit) -> Any:
    return whole(*audit.rows, schools={}).schools


def test_the_json_can_be_read_whole_and_by_lines(hostile: Audit) -> None:
    """Each file has a line of its own, which begins with its key."""
    written = "".join(audit_json.write(hostile))
    found = json.loads(written)
    lines = written.partition("\n]")[0].split("\n")[1:]
    assert len(lines) == len(hostile.rows) == len(found["files"]) == found["summary"]["files"]
    assert [json.loads(line.strip(",")) for line in lines] == found["files"]
    assert set(found["files"][0]["lines"]) == {item.ident for item in DFE.items}
    assert found["lines_missing"][0]["not_found"] > 0


def test_every_writer_writes_an_audit_without_files() -> None:
    """An empty folder has a table, too."""
    for writer in audits.WRITERS.values():
        assert list(writer(whole()))

"""The files of an audit: whole, the same each time, useful with 24,000 schools, and safe whatever stands in a file."""

import io
import json
import re
import time
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any

import pytest
from audit_helpers import ON, audited, folder, policy
from click.testing import CliRunner
from lxml import etree
from lxml import html as lxml_html
from many import DFE, HOSTILE, many
from test_browser import axe, shown  # noqa: F401 - a fixture

from policy_kit.audited import Audit, Change, Cluster, Row, Ruling, Shared
from policy_kit.cli import main
from policy_kit.report import audit_html, audit_sarif, audit_sheets, audit_tables, audit_xlsx, audits

GOLDEN = Path(__file__).parent / "audit"
NEW = ("index.html", "results.xlsx", "results.sarif")


def written(name: str, audit: Audit) -> bytes:
    """The bytes of a file, as they come to stand on the disk."""
    found = audits.WRITERS[name](audit)
    parts: Iterable[str | bytes] = [found] if isinstance(found, str | bytes) else found
    return b"".join(part.encode("utf-8", "replace") if isinstance(part, str) else part for part in parts)


@pytest.fixture(scope="module")
def hostile() -> Audit:
    """Forty schools, and names that do harm in groups, changes and reasons as well."""
    audit = many(40, HOSTILE)
    keys = tuple(row.key for row in audit.rows[:4])
    return replace(
        audit,
        clusters=(Cluster(keys, 0.9, 2024, (Shared(HOSTILE[2], 4),)),),
        changes=(Change(HOSTILE[1], None, "gone"), Change(keys[1], None, "changed", (HOSTILE[2],), ("L1",))),
    )


@pytest.mark.parametrize("name", NEW)
def test_one_audit_makes_one_file(name: str) -> None:
    """To the byte, however often and whenever it is written."""
    first = written(name, many(30, HOSTILE))
    time.sleep(2.1 if name == "results.xlsx" else 0)  # zip files keep times to two seconds
    assert written(name, many(30, HOSTILE)) == first


@pytest.mark.parametrize("name", NEW)
def test_an_audit_without_files_is_told(name: str) -> None:
    """An empty folder has a page, a workbook and a run."""
    assert written(name, replace(many(1), rows=(), checklists=(), schools=None))


def small() -> Audit:
    """Two schools and a checklist of one section and two lines."""
    audit = many(2, HOSTILE[1:2])
    items = tuple(replace(item, section=DFE.sections[0].ident) for item in DFE.items[:2])
    checklist = replace(DFE, sections=DFE.sections[:1], items=items)
    rows = tuple(
        replace(
            row, answers=tuple(replace(each, sections=each.sections[:1], lines="mn") for each in row.answers)
        )
        for row in audit.rows
    )

    whole = {row.key: row for row in audit.rows}

    def report(row: Row) -> dict[str, Any]:
        (found,) = audit.report(whole[row.key])["reports"]
        return {"reports": [{**found, "findings": found["findings"][:2]}]}

    gaps = tuple(gap for gap in audit.gaps if gap.rule == items[1].ident)
    return replace(audit, kit="0", checklists=(checklist,), rows=rows, report=report, gaps=gaps)


def test_the_page_is_as_it_was(golden: Callable[[str | bytes, Path], None]) -> None:
    """Without its style and its script."""
    source = written("index.html", small()).decode()
    source = re.sub(r"<style>.*?</style>|<script>.*?</script>|'sha256-.*?'", "", source, flags=re.DOTALL)
    golden(source, GOLDEN / "index.html")


def test_the_run_is_as_it_was(golden: Callable[[str | bytes, Path], None]) -> None:
    """With a result for each line that is not met."""
    golden(written("results.sarif", small()), GOLDEN / "results.sarif")


# The page


def page(audit: Audit) -> Any:
    return lxml_html.document_fromstring(written("index.html", audit).decode().encode())


def data(source: str) -> dict[str, Any]:
    """What the script reads."""
    found: dict[str, Any] = json.loads(embedded(source))
    return found


def embedded(source: str) -> str:
    return source.partition('id="data">')[2].partition("</script>")[0]


def test_the_page_asks_for_nothing_from_outside(hostile: Audit) -> None:
    """It has no address in it that a browser would open, and its policy forbids all but its own script and style."""
    root = page(hostile)
    assert root.xpath("//@src | //link | //iframe | //object | //@style | //form/@action") == []
    assert {href[:1] for href in root.xpath("//@href")} == {"#"}
    (rule,) = root.xpath("//meta[@http-equiv]/@content")
    assert rule.startswith("default-src 'none'; script-src 'sha256-")
    assert root.get("lang") == "en-GB"


def test_nothing_in_the_page_can_run(hostile: Audit) -> None:
    """There are two scripts, the data and ours, and no attribute of an event; the names stand there as text."""
    root = page(hostile)
    assert [script.get("type") for script in root.iter("script")] == ["application/json", None]
    assert root.xpath("//@*[starts-with(name(), 'on')] | //img") == []
    raw = written("index.html", hostile).decode()
    assert json.loads(embedded(raw)) == json.loads(root.get_element_by_id("data").text)
    assert not set("<>&\u2028\u2029") & set(embedded(raw))
    assert "</script><img src=x onerror=alert(2)>.docx" in {row[1] for row in data(raw)["rows"]}
    assert not re.search("[\x00-\x08\x1b\u202e\ud800-\udfff]", raw)


def test_every_table_has_a_head_and_a_caption(hostile: Audit) -> None:
    """Each head says what it heads; each table has a name."""
    root = page(hostile)
    tables = root.findall(".//table")
    assert len(tables) >= 10
    for table in tables:
        assert table.findtext("caption")
        assert {cell.get("scope") for cell in table.iter("th")} == {"col", "row"}
    assert {cell.tag for cell in root.xpath("//tbody/tr/*[1]")} == {"th"}


def test_an_answer_is_a_word(hostile: Audit) -> None:
    """Never a colour alone."""
    cells = page(hostile).xpath("//table[@id='matrix']/tbody/tr/td[@class and @class != 'figure']")
    found = {(cell.get("class"), cell.text_content().split(None, 1)[1].strip()) for cell in cells}
    assert found == {("yes", "Yes"), ("partly", "Partly"), ("no", "No"), ("not_checked", "Not checked")}


def test_what_an_officer_asks_is_on_the_page(hostile: Audit) -> None:
    """Each list has its heading, and says so when it is empty."""
    root = page(hostile)
    assert [head.get("id") for head in root.iter("h2") if head.get("id") != "kit-contents"] == [
        "files",
        "totals",
        *(table.ident for table in audit_tables.tables(hostile)),
    ]
    assert root.xpath("//h2[@id='twice']/following-sibling::p[1]/text()") == [
        "No school has submitted more than once."
    ]


def test_sections_are_counted() -> None:
    """Each file once in each section; the last row is all of them."""
    audit = many(60)
    table = page(audit).get_element_by_id("table-totals-dfe")
    rows = [[cell.text_content() for cell in row] for row in table.find("tbody")]
    asked = sum(bool(row.answers) for row in audit.rows)
    assert {sum(map(int, row[1:6])) for row in rows[:-1]} == {asked}
    assert sum(map(int, rows[-1][1:6])) == asked * len(DFE.sections)


def test_a_file_has_a_link_to_its_own_report() -> None:
    """Where there is one."""
    audit = many(3, ("<b>/\n.pdf",))
    found = "".join(audit_html.write(replace(audit, reported=True)))
    assert 'th scope="row"><a href="schools/100001.html">' in found
    hrefs = [row[-1] for row in data(found)["rows"]]
    assert {"schools/100001.html", "schools/100002.html"} < set(hrefs)
    assert len([href for href in hrefs if re.fullmatch(r"schools/b-pdf-[0-9a-f]{8}\.html", href)]) == 1
    assert "schools/" not in "".join(audit_html.write(audit))


def test_what_an_officer_has_decided_is_shown() -> None:
    """On the page and in the workbook, with who, when and why."""
    audit = many(3)
    ruling = Ruling("100001", "DFE-1.1", "met", HOSTILE[2], "A Person", ON, standing="in force")
    rows = (audit.rows[0], replace(audit.rows[1], decided=("DFE-1.1",)), audit.rows[2])
    found = replace(audit, rulings=(ruling,), rows=rows)
    root = page(found)
    assert "(1 decided)" in root.get_element_by_id("matrix").text_content()
    (cells,) = root.xpath("//*[@id='table-decisions']/tbody/tr")
    assert [cell.text for cell in cells][1:] == [
        *("DFE-1.1", "Yes", HOSTILE[2], "A Person", "22 November 2026", "In force")
    ]
    assert book(found)["Decisions"][1][3] == HOSTILE[2]


def test_24000_files_are_one_page_that_stays_small() -> None:
    """Under a minute and under 20 MB; without a script there are the first 200, and a sentence that says so."""
    audit = many(24_000)
    start = time.monotonic()
    found = written("index.html", audit)
    assert (time.monotonic() - start < 60, len(found) < 20_000_000) == (True, True)
    root: Any = lxml_html.document_fromstring(found.replace(embedded(found.decode()).encode(), b""))
    assert (len(data(found.decode())["rows"]), len(root.xpath("//table[@id='matrix']/tbody/tr"))) == (
        24_000,
        200,
    )
    assert "The first 200 of 24,000 files." in root.get_element_by_id("shown").text
    assert found.count(b"<tr>") < 1500


def test_a_long_list_is_cut_and_says_so() -> None:
    """A fault that 24,000 files have is not followed by 24,000 names."""
    cell = audit_html._cell(tuple(map(str, range(500))))
    assert (len(cell), cell[-1]) == (101, "and 400 more in results.json")  # type: ignore[arg-type, index]


@pytest.fixture
def inside(shown: Any) -> Callable[..., Any]:  # noqa: F811
    """Run a script beside a page that is shown under its own policy, as `inner`."""

    def run(source: str, script: str) -> Any:
        frame = f'<body><iframe width="1200" height="900" srcdoc="{escape(source)}"></iframe></body>'
        begin = """
            await new Promise(done => addEventListener("load", done));
            const inner = document.querySelector("iframe").contentDocument, view = inner.defaultView;
            const $ = (css, all) => all ? [...inner.querySelectorAll(css)] : inner.querySelector(css);
            const field = name => $("label", true).find(one => one.textContent.startsWith(name)).lastElementChild;
            const set = (name, value) => {
                const found = field(name);
                found.value = value;
                found.dispatchEvent(new view.Event("change"));
                found.dispatchEvent(new view.Event("input"));
            };
            const wait = time => new Promise(done => setTimeout(done, time));
            const names = () => $("#matrix tbody th", true).map(one => one.firstChild.textContent);"""
        return shown(f"<!DOCTYPE html><html>{frame}</html>", begin + script)

    return run


@pytest.mark.browser
def test_the_page_sorts_filters_and_searches(inside: Callable[..., Any]) -> None:
    """Under its own policy; nothing of a hostile name runs."""
    audit = many(260, HOSTILE)
    script = """
        const found = {shown: $("#shown").textContent, rows: names().length, sorted: $("th[aria-sort]").textContent};
        $("#matrix thead button", true).at(-2).click();
        $("#matrix thead button", true).at(-2).click();
        found.errors = $("#matrix tbody tr", true).map(one => Number(one.cells[one.cells.length - 2].textContent));
        found.focus = inner.activeElement.textContent;
        set("Status", "not_checked");
        found.unread = $("#shown").textContent;
        set("Status", "");
        set("Next review", "overdue");
        set("Section", "2");
        set("Answer", "n");
        found.filtered = [...new Set($("#matrix tbody tr", true).map(one => one.cells[5].textContent))];
        $("#filters button").click();
        set("Search", "100256");
        await wait(400);
        found.search = names();
        $("#matrix tbody button").click();
        found.details = $(".details h3", true).map(one => one.textContent);
        found.open = $("#matrix tbody button").getAttribute("aria-expanded");
        set("Search", "onerror");
        await wait(400);
        found.hostile = $("#matrix tbody .file", true).map(one => one.textContent);
        $("#matrix tbody button").click();
        found.harm = $("img", true).length;
        set("Search", "");
        await wait(400);
        $(".turning button", true).find(one => one.textContent === "Last page").click();
        found.last = $("#shown").textContent;
        $(".rest button").click();
        return found"""
    found = inside(written("index.html", audit).decode(), script)
    assert isinstance(found, dict), found
    unread = len(audit.not_checked())
    assert (found["shown"], found["rows"]) == ("Files 1 to 100 of 260 files.", 100)
    assert (found["sorted"], found["focus"]) == ("School or title, and file ▲", "Errors ▼")
    assert found["errors"] == [1] * 100
    assert found["unread"] == f"{unread} files (of 260)."
    assert found["filtered"] == ["✗ No"]
    assert len(found["search"]) == 1
    assert found["details"][0] == "About this file"
    assert found["open"] == "true"
    assert found["hostile"] == ["100002 · </script><img src=x onerror=alert(2)>.docx"]
    assert found["harm"] == 0
    assert found["last"] == "Files 201 to 260 of 260 files."


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 500])
def test_axe_finds_nothing_in_the_page(shown: Any, hostile: Audit, scheme: str, width: int) -> None:  # noqa: F811
    """No violation of WCAG 2.2 AA nor of best practices, with a row open."""
    source = written("index.html", hostile).decode()
    source = source.replace("</body>", f"<script>{axe()}</script></body>")
    script = """
        document.querySelectorAll("#matrix tbody button")[1].click();
        const found = await axe.run(document, {rules: {"target-size": {enabled: true}}});
        const open = document.querySelectorAll(".details").length;
        return [found.violations.map(v => [v.id, v.nodes.map(n => n.html)]), open,
            document.documentElement.scrollWidth <= innerWidth];"""
    dark = ["--blink-settings=preferredColorScheme=0"] * (scheme == "dark")
    assert shown(source, script, f"--window-size={width},900", *dark) == [[], 1, True]


@pytest.mark.browser
def test_24000_files_are_sorted_in_a_moment(inside: Callable[..., Any]) -> None:
    """In the browser, too."""
    script = """
        const start = performance.now();
        $("#matrix thead button", true)[0].click();
        set("Status", "checked");
        return [$("#shown").textContent, performance.now() - start, $("tr", true).length]"""
    told, took, rows = inside(written("index.html", many(24_000)).decode(), script)
    assert told == "Files 1 to 100 of 23,173 files (of 24,000)."
    assert (took < 10_000, rows < 1500) == (True, True)


# The workbook

_NS = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def book(audit: Audit) -> dict[str, list[list[str]]]:
    """The texts of each sheet, and nothing in it but texts and numbers."""
    with zipfile.ZipFile(io.BytesIO(written("results.xlsx", audit))) as package:
        sheets = etree.fromstring(package.read("xl/workbook.xml")).findall(".//s:sheet", _NS)
        found = {}
        for number, sheet in enumerate(sheets, 1):
            raw = package.read(f"xl/worksheets/sheet{number}.xml")
            assert b"<f>" not in raw
            assert b"hyperlink" not in raw
            rows = etree.fromstring(raw).findall(".//s:row", _NS)
            found[str(sheet.get("name"))] = [
                ["".join(map(str, cell.itertext())) for cell in row] for row in rows
            ]
    return found


def test_the_workbook_has_its_sheets(hostile: Audit) -> None:
    """In the order in which an officer reads them, each with a head that stays, filters and a name for its head."""
    found = book(hostile)
    assert list(found)[:7] == [
        "Summary",
        "Matrix",
        "Every line",
        "Faults",
        "Facts",
        "Unreadable",
        "Not submitted",
    ]
    assert len(found["Every line"]) == 1 + sum(len(row.answers) for row in hostile.rows) * len(DFE.items)
    assert len(found["Matrix"]) == 1 + len(hostile.rows)
    with zipfile.ZipFile(io.BytesIO(written("results.xlsx", hostile))) as package:
        workbook = package.read("xl/workbook.xml").decode()
        sheet = package.read("xl/worksheets/sheet2.xml").decode()
    assert workbook.count("ColumnTitle") == len(found)
    assert ('state="frozen"' in sheet, "<autoFilter" in sheet, "<cols>" in sheet) == (True, True, True)


def test_nothing_in_the_workbook_is_a_formula(hostile: Audit) -> None:
    """A name that begins with a sign is text, whole but for what no cell can hold."""
    names = {row[0] for row in book(hostile)["Matrix"]}
    assert {"=cmd|'/c calc'!A1.pdf", "<script>alert(1)</script>.pdf", "two\nlines\u2028three[31m.md"} <= names
    assert not re.search("[\x00-\x08\x1b\u202e]", "".join(names))


@pytest.mark.parametrize("text", ["a" * 40_000, "\U0001f3eb" * 20_000])
def test_a_cell_is_no_longer_than_it_may_be(text: str) -> None:
    """As UTF-16 counts; what is cut is told."""
    cell = audit_sheets.clean(text)
    assert len(cell.encode("utf-16-le")) // 2 <= audit_sheets.LONGEST
    assert cell.endswith(audit_sheets.CUT)
    assert audit_sheets.clean(text[:100]) == text[:100]


@pytest.mark.parametrize(
    ("name", "safe"), [("a/b:c[d]*?", "abcd"), ("'=x'", "=x"), ("", "Sheet"), ("n" * 50, "n" * 28)]
)
def test_a_sheet_has_a_name_that_it_may_have(name: str, safe: str) -> None:
    """No more than 31 characters with a number behind, and none that is forbidden."""
    assert audit_sheets.safe_name(name) == safe


def test_more_rows_than_a_sheet_holds_go_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the head again; nothing is lost."""
    monkeypatch.setattr(audit_sheets, "MOST_ROWS", 500)
    found = book(many(8))
    lines = [rows for name, rows in found.items() if name.startswith("Every line")]
    assert [len(rows) for rows in lines] == [500, 1 + 8 * len(DFE.items) - 499]
    assert lines[0][0] == lines[1][0]


def test_without_its_library_there_is_no_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest is written, the command says what is missing, and an older workbook that would contradict goes."""
    sent, out = folder(tmp_path / "sent", {"a.md": policy()}), tmp_path / "out"
    audited(sent, out)
    assert (out / "results.xlsx").is_file()
    monkeypatch.setattr(audits, "find_spec", lambda _: None)
    result = CliRunner().invoke(main, ("audit", str(sent), "-o", str(out), "--on", str(ON), "--jobs", "1"))
    assert (result.exit_code, (out / "results.xlsx").exists()) == (0, False)
    assert (
        "results.xlsx was not written: it needs one more part: pip install 'policy-kit[xlsx]'"
        in result.output
    )
    assert (out / "results.sarif").is_file()
    assert audits.missing() == {"results.xlsx": "xlsx"}


# SARIF


def sarif(audit: Audit) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(written("results.sarif", audit))
    return found


def test_the_run_is_sarif(hostile: Audit) -> None:
    """What the schema of SARIF 2.1.0 requires of what stands in ours."""
    whole = sarif(hostile)
    assert (whole["version"], whole["$schema"]) == ("2.1.0", audit_sarif.SCHEMA)
    (run,) = whole["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "policy-kit"
    idents = [rule["id"] for rule in driver["rules"]]
    assert len(idents) == len(set(idents))
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in driver["rules"])
    for result in run["results"]:
        assert result["level"] in ("error", "warning", "note")
        assert idents[result["ruleIndex"]] == result["ruleId"]
        assert result["message"]["text"]
        for location in result["locations"]:
            place = location["physicalLocation"]
            assert place["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
            assert place.get("region", {"startLine": 1})["startLine"] >= 1
    for artifact in run["artifacts"]:
        assert re.fullmatch(r"(?:[\w.~/-]|%[0-9A-F]{2})+", artifact["location"]["uri"])
        assert re.fullmatch("[0-9a-f]{64}", artifact.get("hashes", {"sha-256": "0" * 64})["sha-256"])


def test_every_shortcoming_is_a_result(hostile: Audit) -> None:
    """Each line not met and each fault; what was not checked is told of the run."""
    (run,) = sarif(hostile)["runs"]
    wanted = sum(
        finding["outcome"] in ("partly", "not_found", "fault")
        for row in hostile.rows
        if row.answers
        for report in hostile.report(row)["reports"]
        for finding in report["findings"]
    )
    assert len(run["results"]) == wanted
    (invocation,) = run["invocations"]
    told = [one["message"]["text"] for one in invocation["toolExecutionNotifications"]]
    assert told == ["Not checked: scanned: no text. ask for the file it was made from."]


def test_a_result_says_where(tmp_path: Path) -> None:
    """The file by a URI, whatever its name, and the line."""
    sent = folder(tmp_path / "sent", {"a b#.md": policy()})
    (run,) = sarif(audited(sent, tmp_path / "out").audit)["runs"]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert {place["artifactLocation"]["uri"] for place in places} == {"a%20b%23.md"}
    assert any("region" in place for place in places)


def test_a_result_has_its_page_and_what_the_board_has_accepted() -> None:
    """A page has no place of its own in SARIF; a waiver suppresses."""
    audit = many(1)
    (report,) = audit.report(audit.rows[0])["reports"]
    waived = {"reason": "It comes in May", "agreed_by": "the board", "until": "2027-05-01"}
    finding = report["findings"][0] | {"waived": waived}
    result = audit_sarif._result(finding, audit.rows[0].key, {})
    (location,) = result["locations"]
    assert (location["message"]["text"], location["properties"]) == ("page 3", {"page": 3})
    assert location["logicalLocations"][0]["fullyQualifiedName"].startswith("4 ")
    (accepted,) = result["suppressions"]
    assert accepted["justification"] == "It comes in May (agreed by the board, until 2027-05-01)"


# Tables


def test_the_tables_are_those_of_the_audit() -> None:
    """One row for each that there is."""
    audit = many(200)
    assert audit.schools
    found = {table.ident: table for table in audit_tables.tables(audit)}
    assert len(found["not-submitted"].rows) == len(audit.schools.not_submitted)
    assert [row[0] for row in found["not-checked"].rows] == [row.key for row in audit.not_checked()]
    assert {row[3] for row in found["law"].rows} == {"LAW-1.1"}
    assert [row[3] for row in found["overdue"].rows] == [
        (ON - row.review).days for row in audit.overdue if row.review
    ]
    assert "changes" not in found
    for table in found.values():
        assert {len(row) for row in table.rows} <= {len(table.head)}


def test_without_a_register_no_table_is_about_schools() -> None:
    """And none is empty for want of one."""
    audit = replace(many(5), schools=None)
    assert next(iter(audit_tables.tables(audit))).ident == "not-checked"
    assert book(audit)["Not submitted"][1] == ["No register of schools was given."]
    assert "Local authority" not in page(audit).get_element_by_id("matrix").text_content()


def test_a_review_today_is_not_overdue() -> None:
    """It has no days left."""
    row = Row("a", "", 1, ".md", "checked", review=ON)
    audit = replace(many(1), rows=(row,), overdue=(), due_soon=(row, replace(row, review=ON + timedelta(2))))
    found = {table.ident: table for table in audit_tables.tables(audit)}
    assert [row[3] for row in found["soon"].rows] == [0, 2]
    assert audit_xlsx.EXTRA == "xlsx"

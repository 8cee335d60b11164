"""No input makes a traceback: whatever is fed to the kit, it answers in plain English, and in time.

`make test` tries a few inputs, always the same; `make fuzz` tries many, always others (see CONTRIBUTING.md).
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fuzzing import (
    ON,
    PIECES,
    POLICIES,
    ROOT,
    Made,
    documents,
    file_of,
    fuzz,
    mutated_data,
    mutated_text,
    plain,
    published,
    seeds,
    texts,
    times,
    trying,
)
from hypothesis import given
from hypothesis import strategies as st

from policy_kit import checklist, compose, evidence, faults, judge, law, policy, render, rulebook, schema
from policy_kit.check import check
from policy_kit.document import markdown, read_here
from policy_kit.document.worker import Worker
from policy_kit.evidence import patterns
from policy_kit.model import Checklist, Document, KitError, Report
from policy_kit.render.look import Look
from policy_kit.report import json as as_json
from policy_kit.report import text as as_text
from policy_kit.source import Faulty, parse

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
CHECKLISTS = (
    *sorted((ROOT / "checklists" / "kcc").glob("*.yaml")),
    *sorted((ROOT / "checklists" / "dfe").glob("*.yaml")),
)
FAMILIES = tuple(ROOT / "checklists" / "faults" / f"{name}.yaml" for name in rulebook.FAMILIES)


def said(reports: list[Report]) -> None:
    """What is said of a file is sound JSON, and text that no terminal obeys."""
    told = as_json.write(reports)
    assert json.loads(told)["reports"]
    for whole in (told, as_text.write(reports, full=True)):
        assert not _OBEYED.search(whole)
        assert whole.encode()


def refused(error: KitError, *, never: tuple[str, ...] = ("Traceback",)) -> None:
    """A refusal says something, in words and not as Python says it."""
    told = as_text.problems(error.findings) if isinstance(error, Faulty) else str(error)
    assert told.strip()
    assert not any(word in told for word in never)
    if isinstance(error, Faulty):
        assert error.findings
        assert not _OBEYED.search(told)


def judged(document: Document) -> None:
    """Everything that is done with a document that was read."""
    reading = evidence.read(document)
    found = faults.find(rulebook.rules(), reading, law.load_law(ON))
    report = check(reading, checklist.load("kcc", ON), {}, ON)
    said([report])
    said([Report("x", "document", "", "", "", ON, (), found)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all the files: one after another, under one name."""
    return tmp_path_factory.mktemp("fuzz")


@fuzz(60)
@given(texts)
def test_yaml_of_any_text(text: str) -> None:
    """Any text is a policy, or is refused."""
    with trying("YAML: any text"):
        try:
            schema.validate(parse(text, "f"), "policy")
        except Faulty as error:
            refused(error)


@fuzz(40)
@given(st.sampled_from(POLICIES), seeds, times)
def test_yaml_of_a_policy_gone_wrong(path: Path, seed: int, count: int) -> None:
    """A policy with its lines and values changed is a policy, or is refused."""
    with trying("YAML: policies with lines changed"):
        try:
            found = schema.validate(
                parse(mutated_text(path.read_text(encoding="utf-8"), seed, count), "f"), "policy"
            )
            assert as_text.problems(found)
        except Faulty as error:
            refused(error)


@fuzz(12, weight=0.2)
@given(st.sampled_from(POLICIES), seeds, times)
def test_facts_of_any_kind(folder: Path, path: Path, seed: int, count: int) -> None:
    """A policy with other facts is judged and published, or refused."""
    file = folder / "policy.yaml"
    file.write_text(json.dumps(mutated_data(plain(path), seed, count)), encoding="utf-8", errors="replace")
    with trying("policies with facts changed: judged, published", seconds=20):
        try:
            said(judge.judge(file, (), ON))
            document = compose.compose(policy.load(file), law.load_law(ON))
            for form in ("html", "md", "docx"):
                assert render.render(render.clean(document), form, Look())
        except KitError as error:
            refused(error)
        except judge.TrustsOwn as own:
            as_text.trust("x", own.policy)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".docx", ".odt"])
def test_files_of_any_kind(folder: Path, suffix: str) -> None:
    """Any file is read, or is refused with a reason."""
    path = folder / f"policy{suffix}"

    @fuzz(25)
    @given(file_of(suffix))
    def reads(made: Made) -> None:
        path.write_bytes(made.data)
        with trying(f"reader of {suffix}"):
            try:
                assert read_here(path).file
            except KitError as error:
                refused(error)

    reads()


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(seconds=90, page_seconds=60) as made:
        yield made


@fuzz(12, weight=0.5)
@given(file_of(".pdf"))
def test_pdf_files_of_any_kind(worker: Worker, folder: Path, made: Made) -> None:
    """Any PDF is read, or is refused with a reason; the reader never fails, and never takes too long."""
    path = folder / "policy.pdf"
    path.write_bytes(made.data)
    with trying("reader of .pdf, in the worker"):
        try:
            assert worker.read(path).file
        except KitError as error:
            refused(error, never=("made the reader fail", "took too long"))


@fuzz(60)
@given(texts)
def test_markdown_of_any_text(text: str) -> None:
    """Any text is Markdown."""
    with trying("Markdown"):
        markdown.blocks(text, "f")


@fuzz(20, weight=0.3)
@given(documents)
def test_documents_of_any_text(document: Document) -> None:
    """Any document is judged, its faults are found, and what is said of it is sound."""
    with trying("documents: index, faults, checklist, reports"):
        judged(document)


@cache
def reading() -> evidence.Reading:
    return evidence.read(published())


@fuzz(60)
@given(
    st.lists(
        st.sampled_from(("@headteacher", "..", "|", "day*", "*", "<time>", "<", "the", "school", *PIECES)),
        max_size=8,
    )
)
def test_patterns_of_any_words(words: list[str]) -> None:
    """Any pattern of words matches, or does not."""
    with trying("patterns"):
        pattern = " ".join(words)
        try:
            found = patterns.sentences(pattern, reading())
            assert patterns.count(pattern, reading(), found) >= 0
            assert isinstance(patterns.spans(pattern, 0, reading()), list)
        except KitError as error:
            refused(error)


@fuzz(8, weight=0.1)
@given(st.sampled_from(CHECKLISTS), seeds, times, st.booleans())
def test_checklists_of_any_kind(folder: Path, path: Path, seed: int, count: int, as_data: bool) -> None:
    """A checklist of somebody's own is used, or is refused."""
    file = folder / "mine.yaml"
    file.write_bytes(changed(path, seed, count, as_data=as_data))
    with trying("checklists of somebody's own, and judging by them", seconds=20):
        try:
            mine: Checklist = checklist.read(file)
            said([check(reading(), mine, {}, ON)])
        except KitError as error:
            refused(error)


@fuzz(10, weight=0.1)
@given(st.sampled_from(FAMILIES), seeds, times, st.booleans())
def test_rules_of_any_kind(folder: Path, path: Path, seed: int, count: int, as_data: bool) -> None:
    """A file of rules is read, or is refused. Only the kit's own are ever used to find by."""
    file = folder / "mine.yaml"
    file.write_bytes(changed(path, seed, count, as_data=as_data))
    with trying("rules of somebody's own", seconds=20):
        try:
            rulebook.read(file)
        except KitError as error:
            refused(error)


def changed(path: Path, seed: int, count: int, *, as_data: bool) -> bytes:
    """A YAML file of ours with its values, or its lines, changed."""
    text = path.read_text(encoding="utf-8")
    made = json.dumps(mutated_data(plain(path), seed, count)) if as_data else mutated_text(text, seed, count)
    return made.encode("utf-8", "replace")


@pytest.mark.parametrize(
    "piece",
    [
        "A.",
        "A-",
        "O'",
        "see section 1.2 ",
        "see section 4.2 **a** ",
        "annex A ",
        "Elm Primary School ",
        "10 days ",
    ],
)
def test_time_is_in_proportion_to_the_text(piece: str) -> None:
    """One paragraph that says the same thing without end takes no longer than as many words in many paragraphs."""
    with trying("text that repeats itself", seconds=5):
        judged(
            Document(
                "x.md", "", markdown.blocks(f"# Attendance policy\n\nOur school. {piece * 2500}", "x.md")
            )
        )

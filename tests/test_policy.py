"""A school's file laid over its trust's: what is inherited, what is kept, and who is who."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kit.model import Source
from policy_kit.policy import load
from policy_kit.policy.merge import laid_over, pointers
from policy_kit.source import Faulty, fault, parse

POLICIES = Path(__file__).parent / "policies"
VALID = sorted((POLICIES / "valid").glob("*.yaml"))
INVALID = sorted((POLICIES / "invalid").glob("*.yaml"))
SCHOOL = "school: {name: Oakfield, phase: primary, type: academy}\n"


@pytest.fixture
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name the files as somebody does who stands in the folder of the policies."""
    monkeypatch.chdir(POLICIES)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    """Write files into an empty folder, and stand in it."""
    monkeypatch.chdir(tmp_path)

    def write(files: dict[str, str]) -> None:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")

    return write


def refused(name: str) -> list[str]:
    """What is said of a file: place and message."""
    with pytest.raises(Faulty) as caught:
        load(Path(name))
    return [f"{finding.place}: {finding.message}" for finding in caught.value.findings]


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_a_valid_policy_is_loaded_and_every_value_has_a_place(path: Path) -> None:
    """Whatever is read, inherited or filled in has the place of the line that says it."""
    source = load(path)
    assert set(pointers(source.data, "")) == set(source.places)
    for pointer, place in source.places.items():
        assert fault("x", place, source.texts).excerpt is not None, pointer


@pytest.mark.usefixtures("at_home")
@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_policy_is_told_why(path: Path, golden: Callable[[str, Path], None]) -> None:
    """Each file of the folder is refused with all that is wrong with it, in the words kept beside it."""
    with pytest.raises(Faulty) as caught:
        load(path.relative_to(POLICIES))
    told = "".join(f"{f.place}: {f.message}\n{f.excerpt}\n{_fix(f.fix)}\n" for f in caught.value.findings)
    golden(told, path.with_suffix(".txt"))


def _fix(text: str | None) -> str:
    return "".join(f"    {line}\n" for line in (text or "").splitlines())


@pytest.mark.usefixtures("at_home")
def test_a_school_is_laid_over_its_trust() -> None:
    """Maps are merged, lists are replaced, null takes away, and each place is in the file that says it."""
    source = load(Path("valid/school-of-a-trust.yaml"))
    assert source.data["encouraging"] == {"rewards": ["a book"]}
    assert source.data["penalty_notices"] == {
        "issued_by": "Kent County Council",
        "more": "We speak to the family first.",
        "decided_by": "the head of school",
    }
    assert (source.data["format"], source.data["extends"]) == ("policy-kit/1", "trust.yaml")
    assert "locked" not in source.data
    assert str(source.places["/thresholds/0/below"]) == "valid/trust.yaml:11:13"
    assert str(source.keys["/thresholds"]) == "valid/trust.yaml:10:1"
    assert str(source.place("/encouraging/rewards/0")) == "valid/school-of-a-trust.yaml:8:13"
    assert str(source.place("/encouraging/more")) == "valid/school-of-a-trust.yaml:8:3"
    assert sorted(source.texts) == ["valid/school-of-a-trust.yaml", "valid/trust.yaml"]
    assert source.file == "valid/school-of-a-trust.yaml"


def test_a_trusts_file_is_valid_by_itself() -> None:
    """A file with a trust and no school is loaded; whether a school is wanted is for others to say."""
    assert "school" not in load(POLICIES / "valid" / "trust.yaml").data


def test_plain_words_stay_words() -> None:
    """Times, dates, versions, telephone numbers and yes are text."""
    data = load(POLICIES / "valid" / "plain-words.yaml").data
    assert data["document"]["approved"] == {"by": "yes", "on": "2026-09-24", "minute": "7.2.1"}
    assert (data["school"]["telephone"], data["school_day"]["gates_open"]) == ("01632960001", "08:30")


def test_a_person_in_two_roles_is_filled_in() -> None:
    """same_as carries name and addresses through several roles; a person's own facts stay."""
    source = load(POLICIES / "valid" / "people.yaml")
    people = source.data["people"]
    shared = {"name": "Jo Marsh", "email": "head@oakfield.example"}
    champion = {**shared, "same_as": "headteacher", "hours": "08:00 to 16:00", "telephone": "01632 960001"}
    assert people["senior_attendance_champion"] == champion
    assert people["day_to_day_contact"] == {
        **champion,
        "same_as": "senior_attendance_champion",
        "telephone": "01632 960009",
    }
    assert people["detailed_support"][0]["name"] == "Jo Marsh"
    assert source.places["/people/detailed_support/0/name"] == source.places["/people/headteacher/name"]
    assert source.keys["/people/day_to_day_contact/hours"].line == 6


def test_a_trust_may_have_a_trust(folder: Callable[[dict[str, str]], None]) -> None:
    """Locks and words come down through every file; a file in another folder is named from the first."""
    folder(
        {
            "oak/school.yaml": f"extends: ../trust/north.yaml\n{SCHOOL}registers: {{kept_years: 7}}\nvision: Ours\n",
            "trust/north.yaml": "extends: all.yaml\nlocked: [/vision]\nvision: North\nregisters: {system: Ledger}\n",
            "trust/all.yaml": "format: policy-kit/1\ntrust: {name: All}\nlocked: [/registers/kept_years]\n"
            "registers: {kept_years: 6}\nlinks: [Behaviour policy]\n",
        }
    )
    assert refused("oak/school.yaml") == [
        (
            "oak/school.yaml:3:13: The trust keeps kept_years: trust/all.yaml:4:25 says “6”. "
            "Delete it here, or ask the trust to change it."
        ),
        (
            "oak/school.yaml:4:1: The trust keeps vision: trust/north.yaml:3:9 says “North”. "
            "Delete it here, or ask the trust to change it."
        ),
    ]


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ("registers: {kept_years: 6, by: x}", []),
        ("registers: {kept_years: 6.0}", ["The trust keeps kept_years", "kept_years is"]),
        ("registers: null", ["The trust keeps kept_years"]),
        ("registers: [6]", ["registers is a list", "The trust keeps kept_years"]),
        ("words: {pupils: students}", ["The trust keeps pupils, and leaves it out"]),
        ("words: {headteacher: Head}", []),
        ("targets: [{target: 96%, measure: All}]", []),
        ("targets: []", ["The trust keeps targets"]),
    ],
)
def test_a_locked_key_is_kept(own: str, told: list[str], folder: Callable[[dict[str, str]], None]) -> None:
    """What is locked may be said again but not changed, added, emptied or taken away with what holds it."""
    trust = "locked: [/registers/kept_years, /words/pupils, /targets]\ntrust: {name: All}\n"
    facts = "registers: {kept_years: 6}\ntargets: [{measure: All, target: 96%}]\n"
    folder(
        {
            "trust.yaml": f"format: policy-kit/1\n{trust}{facts}",
            "own.yaml": f"extends: trust.yaml\n{SCHOOL}{own}\n",
        }
    )
    if not told:
        assert load(Path("own.yaml")).data["registers"]["kept_years"] == 6
        return
    said = sorted(line.partition(": ")[2] for line in refused("own.yaml"))
    expected = sorted(told)
    assert [line[: len(start)] for line, start in zip(said, expected, strict=True)] == expected


def test_a_broken_lock_shows_both_places(folder: Callable[[dict[str, str]], None]) -> None:
    """The finding stands in the school's file, and its evidence in the trust's."""
    folder(
        {
            "trust.yaml": "format: policy-kit/1\ntrust: {name: All}\nlocked: [/vision]\nvision: Every child\n",
            "own.yaml": f"extends: trust.yaml\n{SCHOOL}vision: Some children\n",
        }
    )
    with pytest.raises(Faulty) as caught:
        load(Path("own.yaml"))
    (finding,) = caught.value.findings
    assert (str(finding.place), str(finding.evidence[0].place)) == ("own.yaml:3:1", "trust.yaml:4:9")
    assert finding.excerpt == "vision: Some children\n^"


@pytest.mark.parametrize(
    ("extends", "says"),
    [
        ("https://northdown.example/t.yaml", "extends names a file beside this one, not a web address."),
        ("/srv/trust.yaml", "extends has to be a path from this file, such as trust.yaml"),
        ("C:\\policies\\trust.yaml", "extends has to be a path from this file, such as trust.yaml"),
        (
            "trsut.yaml",
            "There is no file trsut.yaml, looked for from the folder of this file. Did you mean trust.yaml?",
        ),
        ("none/trust.yaml", "There is no file none/trust.yaml, looked for from the folder of this file."),
        (".", "There is no file ., looked for from the folder of this file."),
        ("x" * 5000, "There is no file xxx"),
        ("own.yaml", "own.yaml is laid over this file in turn."),
    ],
)
def test_a_wrong_extends_is_told_at_its_line(
    extends: str, says: str, folder: Callable[[dict[str, str]], None]
) -> None:
    """A file below that cannot be had is told where it is named."""
    folder(
        {"own.yaml": f"format: policy-kit/1\nextends: {extends}\n", "trust.yaml": "format: policy-kit/1\n"}
    )
    (told,) = refused("own.yaml")
    assert told.startswith(f"own.yaml:2:10: {says}")


def test_a_windows_path_is_a_path(folder: Callable[[dict[str, str]], None]) -> None:
    """A backslash between folders is read as a slash."""
    folder(
        {
            "a/own.yaml": f"extends: ..\\trust.yaml\n{SCHOOL}",
            "trust.yaml": "format: policy-kit/1\nvision: x\n",
        }
    )
    assert str(load(Path("a/own.yaml")).place("/vision")) == "trust.yaml:2:9"


def test_an_endless_chain_ends(folder: Callable[[dict[str, str]], None]) -> None:
    """More files than any trust has are refused."""
    folder({f"{n}.yaml": f"extends: {n + 1}.yaml\n" for n in range(50)})
    assert refused("0.yaml") == ["9.yaml:1:10: More than 10 files are laid over each other here."]


def test_a_trusts_slip_is_told_in_the_trusts_file(folder: Callable[[dict[str, str]], None]) -> None:
    """A trust's file that is not YAML is told at its own line."""
    folder({"own.yaml": f"extends: trust.yaml\n{SCHOOL}", "trust.yaml": "format:policy-kit/1\n"})
    assert refused("own.yaml") == ["trust.yaml:1:1: Put a space after the colon: format: policy-kit/1"]


_MAPS = st.recursive(
    st.none() | st.integers(0, 9) | st.lists(st.integers(0, 9), max_size=2),
    lambda inner: st.dictionaries(st.sampled_from("abc/"), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from("abc"), _MAPS), st.dictionaries(st.sampled_from("abc"), _MAPS))
def test_laying_over_says_what_either_file_says(own: dict[str, Any], base: dict[str, Any]) -> None:
    """Each value comes from the upper file, or from the lower one where the upper is silent; with its place."""
    laid = laid_over(_source(own, "own"), _source(base, "base"))
    assert set(pointers(laid.data, "")) == set(laid.places)
    for key in {*own, *base}:
        if key not in own:
            assert laid.data[key] == base[key]
            assert laid.places[f"/{key}"].file == "base"
        elif own[key] is None and key in base:
            assert key not in laid.data
        elif not (isinstance(own[key], dict) and isinstance(base.get(key), dict)):
            assert laid.data[key] == own[key]
            assert laid.places[f"/{key}"].file == "own"


def _source(data: dict[str, Any], file: str) -> Source:
    return parse(json.dumps(data), file)


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_no_pair_of_files_makes_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, own: bytes, base: bytes
) -> None:
    """Whatever stands in a file and in the one below it, the policy is loaded or refused."""
    folder = tmp_path_factory.mktemp("pair")
    (folder / "base.yaml").write_bytes(base)
    (folder / "own.yaml").write_bytes(b"extends: base.yaml\n" + own)
    with pytest.raises(Faulty) as caught:
        load(folder / "own.yaml")
    assert caught.value.findings


_ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(["headteacher", "", "people", "/people", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["headteacher", "same_as", "senco", "name", "people", "links"]), inner
        )
    ),
)
_KEYS = ["people", "locked", "school", "trust", "links", "thresholds", "document", "format", "zzz", "roles"]


@given(st.dictionaries(st.sampled_from(_KEYS), _ODD), st.dictionaries(st.sampled_from(_KEYS), _ODD))
def test_no_shape_makes_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, own: dict[str, Any], base: dict[str, Any]
) -> None:
    """Whatever values stand where, the policy is loaded or refused, and each finding has its line."""
    folder = tmp_path_factory.mktemp("shapes")
    (folder / "base.yaml").write_text(json.dumps(base), encoding="utf-8")
    (folder / "own.yaml").write_text(json.dumps({**own, "extends": "base.yaml"}), encoding="utf-8")
    findings: tuple[Any, ...] = ()
    try:
        load(folder / "own.yaml")
    except Faulty as error:
        findings = error.findings
    assert all(finding.place.line == 1 and finding.excerpt for finding in findings)

"""The law as dated data, and what the kit says of a day."""

import json
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from policy_kit import data
from policy_kit.law import Figure, Guidance, Instrument, council, load_law
from policy_kit.model import KitError
from policy_kit.source import load_source

TODAY = date(2026, 11, 22)
FIRST = date(2013, 9, 1)
REFORM = date(2024, 8, 19)
EVE = REFORM - timedelta(days=1)

FILES = sorted((data.CHECKLISTS / "law").rglob("*.yaml"))
VALIDATOR = Draft202012Validator(
    json.loads((data.SCHEMAS / "law.schema.json").read_text("utf-8")),
    format_checker=Draft202012Validator.FORMAT_CHECKER,
)

CODES = (
    *("/", "\\", "L", "K", "V", "P", "W", "B", "D", "C1", "M", "J1", "S", "X", "C2", "C", "T", "R", "I", "E"),
    *("Q", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7", "G", "N", "O", "U", "Z", "#"),
)
CLASSES = {
    "present": {"/", "\\", "L"},
    "approved educational activity": {"B", "K", "P", "V", "W"},
    "authorised": {"C", "C1", "C2", "E", "I", "J1", "M", "R", "S", "T"},
    "unauthorised": {"G", "N", "O", "U"},
    "not a possible attendance": {"D", "X", "Q", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7"},
    "not counted": {"Z", "#"},
}
FIGURES = {
    "register_open_max": (30, "minutes"),
    "register_kept": (6, "years"),
    "code_n_corrected": (5, "school days"),
    "sickness_return": (15, "school days"),
    "continuous_absence_return": (10, "school days"),
    "new_pupil_return": (5, "days"),
    "deletion_absence": (20, "school days"),
    "persistent_absence": (10, "percent of sessions"),
    "severe_absence": (50, "percent of sessions"),
    "penalty_threshold_sessions": (10, "sessions"),
    "penalty_threshold_weeks": (10, "school weeks"),
    "penalty_first_reduced": (80, "pounds"),
    "penalty_first_reduced_days": (21, "days"),
    "penalty_full": (160, "pounds"),
    "penalty_full_days": (28, "days"),
    "penalty_second": (160, "pounds"),
    "penalty_limit": (2, "penalty notices"),
    "penalty_limit_years": (3, "years"),
    "public_place_reduced": (60, "pounds"),
    "public_place_reduced_days": (21, "days"),
    "public_place_full": (120, "pounds"),
    "public_place_full_days": (28, "days"),
    "public_place_days": (5, "school days"),
    "notice_to_improve_weeks_min": (3, "weeks"),
    "notice_to_improve_weeks_max": (6, "weeks"),
    "prosecution_level_3": (1000, "pounds"),
    "prosecution_level_4": (2500, "pounds"),
    "prosecution_months": (3, "months"),
    "school_week_hours": (32.5, "hours"),
    "sessions_per_year": (380, "sessions"),
    "school_days_per_year": (190, "school days"),
    "emergency_contacts_min": (2, "contacts"),
}
EDITIONS = {
    "wtisa": ["2022-05-06", "2024-08-19", "2026-07-09"],
    "kcsie": ["2024-09-01", "2025-09-01", "2026-09-01"],
    "children_missing_education": ["2016-09-01", "2024-08-19", "2025-09-08"],
    "working_together_safeguard": ["2023-12-15", "2026-03-18"],
}


def values(on: date) -> dict[str, int | float]:
    return {ident: figure.value for ident, figure in load_law(on).figures.items()}


def entries() -> list[tuple[Path, dict[str, Any]]]:
    """Every figure, instrument, edition, code, retired code and council of all files."""
    found: list[tuple[Path, dict[str, Any]]] = []
    for path in (*FILES, data.CHECKLISTS / "councils.yaml"):
        source = load_source(path).data
        for kind in ("figures", "instruments", "guidance", "councils"):
            found += ((path, entry) for entry in source.get(kind, {}).values())
        for kind in ("codes", "retired_codes"):
            found += ((path, entry) for entry in source.get(kind, ()))
    return found


@pytest.mark.parametrize("path", [*FILES, data.CHECKLISTS / "councils.yaml"], ids=lambda path: path.stem)
def test_every_file_keeps_to_the_schema(path: Path) -> None:
    """Each file of the law, and the file of councils, is valid under schemas/law.schema.json."""
    faults = [
        f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(load_source(path).data)
    ]
    assert faults == []


def test_the_schema_is_a_schema() -> None:
    """The schema of the law is itself valid."""
    Draft202012Validator.check_schema(VALIDATOR.schema)


def test_a_value_without_a_source_is_refused() -> None:
    """Neither source nor confidence may be left out, and nothing unknown may be added."""
    figure = {"value": 1, "unit": "days", "says": "what it says", "source": "SI 1", "confidence": "confirmed"}
    for broken in (
        {k: v for k, v in figure.items() if k != "source"},
        {k: v for k, v in figure.items() if k != "confidence"},
        {**figure, "confidence": "sure"},
        {**figure, "guess": True},
    ):
        edition = {
            "format": "policy-kit-law/1",
            "in_force": {"from": "2030-01-01"},
            "figures": {"it": broken},
        }
        assert not VALIDATOR.is_valid(edition)


def test_every_value_names_its_source() -> None:
    """Every value has a public source and says how sure it is; sure and without a source do not go together."""
    found = entries()
    assert len(found) > 150
    for path, entry in found:
        assert entry["source"], path
        assert entry["confidence"] in ("confirmed", "inferred", "unverified"), path
        if entry["source"].startswith("not verified"):
            assert entry["confidence"] == "unverified", (path, entry)


def test_a_file_is_named_after_its_day() -> None:
    """The name of a file of the law is the day on which it begins."""
    assert [path.stem for path in FILES] == [load_source(path).data["in_force"]["from"] for path in FILES]


def test_the_figures_of_today() -> None:
    """Every figure that a policy prints or a checklist asks for is there, with its unit."""
    found = {ident: (figure.value, figure.unit) for ident, figure in load_law(TODAY).figures.items()}
    assert found == FIGURES


def test_figures_change_on_19_august_2024() -> None:
    """The day before, a penalty is £60 or £120 and registers are kept 3 years; on the day £80, £160 and 6 years."""
    changed = {ident: (values(EVE)[ident], values(REFORM)[ident]) for ident in values(EVE)}
    changed = {ident: pair for ident, pair in changed.items() if pair[0] != pair[1]}
    assert changed == {"penalty_first_reduced": (60, 80), "penalty_full": (120, 160), "register_kept": (3, 6)}


def test_what_came_in_2024_is_unknown_before() -> None:
    """A figure of the National Framework is absent on the day before it, and so is a figure of an unknown past."""
    new = {
        "penalty_second",
        "penalty_limit",
        "penalty_threshold_sessions",
        "register_open_max",
        "sessions_per_year",
    }
    assert new & values(EVE).keys() == set()
    assert new <= values(REFORM).keys()


def test_public_place_amounts_did_not_change() -> None:
    """A notice about a public place costs £60 in 21 days or £120 in 28 days, on every day the kit knows."""
    expected = {"reduced": 60, "reduced_days": 21, "full": 120, "full_days": 28, "days": 5}
    for day in (FIRST, EVE, REFORM, TODAY):
        assert {name: values(day)[f"public_place_{name}"] for name in expected} == expected


def test_dates_do_not_overlap() -> None:
    """A value, an instrument or an edition ends before its successor begins, with no day between."""
    spans: dict[str, list[tuple[date, date | None]]] = {}
    for day in days():
        law = load_law(day)
        things: list[Figure | Guidance] = [*law.figures.values(), *law.guidance.values()]
        for thing in things:
            span = (thing.in_force_from or FIRST, thing.in_force_to)
            if span not in spans.setdefault(thing.ident, []):
                spans[thing.ident].append(span)
    assert max(map(len, spans.values())) == 3
    for ident, found in spans.items():
        for (_, end), (start, _) in pairwise(found):
            assert end is not None, ident
            assert end < start, ident
            assert end + timedelta(days=1) == start, ident


def test_no_id_changes_its_kind() -> None:
    """A figure keeps its type and its unit from edition to edition, and no id is used for two kinds of thing."""
    types: dict[str, set[tuple[type, str]]] = {}
    kinds: dict[str, set[str]] = {}
    for path in FILES:
        source = load_source(path).data
        for kind in ("figures", "instruments", "guidance"):
            for ident, entry in source.get(kind, {}).items():
                kinds.setdefault(ident, set()).add(kind)
                if kind == "figures":
                    types.setdefault(ident, set()).add((type(entry["value"]), entry["unit"]))
    assert [ident for ident, found in types.items() if len(found) != 1] == []
    assert [ident for ident, found in kinds.items() if len(found) != 1] == []


def test_the_edition_of_the_guidance_changes_on_9_july_2026() -> None:
    """On 8 July 2026 the guidance is that of August 2024; on 9 July 2026 it is that of July 2026."""
    before, after = load_law(date(2026, 7, 8)).guidance["wtisa"], load_law(date(2026, 7, 9)).guidance["wtisa"]
    assert (before.edition, before.label, before.in_force_to) == (REFORM, "August 2024", date(2026, 7, 8))
    assert (after.edition, after.label, after.in_force_to) == (date(2026, 7, 9), "July 2026", None)
    assert before.applies_from == after.applies_from == REFORM


@pytest.mark.parametrize(("ident", "editions"), EDITIONS.items(), ids=list(EDITIONS))
def test_editions_follow_one_another(ident: str, editions: list[str]) -> None:
    """Each guidance document is in force in one edition at a time, in the order of its editions."""
    found: list[str] = []
    for day in days():
        if (guidance := load_law(day).guidance.get(ident)) and str(guidance.edition) not in found:
            found.append(str(guidance.edition))
    assert found == editions


def test_guidance_is_statutory_since_2024() -> None:
    """The guidance on attendance was advice in 2022 and has been statutory since 19 August 2024."""
    assert not load_law(EVE).guidance["wtisa"].statutory
    assert load_law(REFORM).guidance["wtisa"].statutory


def test_published_is_not_in_force() -> None:
    """What is published or enacted, and not in force, is in the register alone."""
    law = load_law(date(2024, 5, 1))
    assert law.guidance["wtisa"].edition == date(2022, 5, 6)
    assert "registration_regulations_2024" not in law.instruments
    assert "childrens_wellbeing_and_schools_act_2026" not in load_law(TODAY).instruments
    prospective = {thing.ident for thing in load_law(TODAY).register if thing.status == "prospective"}
    assert prospective == {"childrens_wellbeing_and_schools_act_2026", "medical_conditions_and_allergy"}


def test_the_regulations_of_2006_are_revoked() -> None:
    """The regulations of 2006 were in force until 18 August 2024; since then the register names their successor."""
    assert load_law(EVE).instruments["registration_regulations_2006"].replaced_by == ""
    assert "registration_regulations_2006" not in load_law(REFORM).instruments
    old = next(thing for thing in load_law(TODAY).register if thing.ident == "registration_regulations_2006")
    assert (old.status, old.in_force_to) == ("revoked", EVE)
    assert old.replaced_by in load_law(TODAY).instruments


def test_the_register_names_a_successor_that_is_known() -> None:
    """What is no longer in force, and names a successor, names an id of the register."""
    register = load_law(TODAY).register
    known = {thing.ident for thing in register}
    gone = [thing for thing in register if thing.status not in ("in force", "prospective", "never enacted")]
    assert len(gone) > 10
    assert [thing.ident for thing in gone if thing.replaced_by not in known] == []
    twice = Counter((thing.ident, getattr(thing, "edition", None)) for thing in register)
    assert [key for key, count in twice.items() if count > 1] == []


def test_a_later_day_is_not_told_early() -> None:
    """The register of a day holds nothing of later days."""
    known = {thing.ident for thing in load_law(date(2024, 1, 1)).register}
    assert known & {"registration_regulations_2024", "childrens_wellbeing_and_schools_act_2026"} == set()
    assert {str(thing.edition) for thing in load_law(EVE).guidance.values()} & {
        "2024-08-19",
        "2026-07-09",
    } == set()


def test_what_a_policy_cites() -> None:
    """What a policy lists among its law has a phrase to print after the title, a number or an edition."""
    law = load_law(TODAY)
    instruments = [thing for thing in law.instruments.values() if thing.cite]
    guidance = [thing for thing in law.guidance.values() if thing.cite]
    assert {"education_act_1996", "registration_regulations_2024", "equality_act_2010"} <= {
        i.ident for i in instruments
    }
    assert {"wtisa", "kcsie", "children_missing_education"} <= {g.ident for g in guidance}
    cited: list[Instrument | Guidance] = [*instruments, *guidance]
    assert [thing.ident for thing in cited if not thing.about] == []
    assert [thing.ident for thing in instruments if not thing.number and thing.ident != "uncrc"] == []
    assert [thing.ident for thing in guidance if not (thing.edition and thing.label)] == []


def test_acts_stand_before_regulations() -> None:
    """Instruments stand in the order in which a policy lists them: Acts by year, regulations by year, then the rest."""
    cited = [thing.number for thing in load_law(TODAY).instruments.values() if thing.cite]
    assert cited == [*sorted(number for number in cited if number), ""]


def test_the_codes() -> None:
    """The list of codes is the national list, complete and in its order."""
    assert tuple(code.code for code in load_law(TODAY).codes) == CODES


@pytest.mark.parametrize(("name", "codes"), CLASSES.items(), ids=list(CLASSES))
def test_how_codes_count(name: str, codes: set[str]) -> None:
    """Each code counts as national statistics count it; only G, N, O and U are unauthorised."""
    assert {code.code for code in load_law(TODAY).codes if code.statistical_class == name} == codes


def test_codes_stand_in_groups() -> None:
    """Every code belongs to a group with a heading, and the codes of a group stand together."""
    law = load_law(TODAY)
    groups = list(dict.fromkeys(code.category for code in law.codes))
    assert groups == list(law.categories)
    assert [code.category for code in law.codes] == sorted((c.category for c in law.codes), key=groups.index)
    assert {code.code for code in law.codes if code.category == "unauthorised"} == {"G", "N", "O", "U"}


def test_every_code_of_today_says_what_it_needs() -> None:
    """Each code of today says in a sentence what must be right about it."""
    assert [code.code for code in load_law(TODAY).codes if not code.states.endswith(".")] == []


def test_codes_change_on_19_august_2024() -> None:
    """On 19 August 2024 H, J and Y go and K, C1, C2, J1, Q and Y1 to Y7 come; C stays with a narrower meaning."""
    before = {code.code: code for code in load_law(EVE).codes}
    after = {code.code: code for code in load_law(REFORM).codes}
    assert before.keys() - after.keys() == {"H", "J", "Y"}
    assert after.keys() - before.keys() == {code.code for code in after.values() if code.introduced == REFORM}
    assert after.keys() - before.keys() == {
        "K",
        "C1",
        "C2",
        "J1",
        "Q",
        "Y1",
        "Y2",
        "Y3",
        "Y4",
        "Y5",
        "Y6",
        "Y7",
    }
    assert before["C"].name != after["C"].name
    assert after["C"].changed


def test_retired_codes_name_what_to_use() -> None:
    """F has been retired since 2013, H, J and Y since 2024; a retired code is in no list and has successors."""
    assert [code.code for code in load_law(EVE).retired_codes] == ["F"]
    law = load_law(TODAY)
    current = {code.code for code in law.codes}
    assert {code.code: code.retired for code in law.retired_codes} == {
        "F": FIRST,
        "H": REFORM,
        "J": REFORM,
        "Y": REFORM,
    }
    assert current & {code.code for code in law.retired_codes} == set()
    for code in law.retired_codes[1:]:
        assert set(code.replaced_by) <= current


def test_a_day_before_the_first_file() -> None:
    """For a day before the first file the kit says from which day it knows the law."""
    assert load_law(FIRST).on == FIRST
    with pytest.raises(KitError, match="from 1 September 2013, and not what applied on 31 August 2013"):
        load_law(FIRST - timedelta(days=1))


def test_a_file_that_does_not_fit(tmp_path: Path) -> None:
    """A file that is not a file of the law is an error that names the folder, and no crash."""
    with pytest.raises(KitError, match="missing"):
        load_law(TODAY, folder=tmp_path)
    (tmp_path / "2020-01-01.yaml").write_text("figures: [1, 2]\n", "utf-8")
    with pytest.raises(KitError, match=r"law\.schema\.json"):
        load_law(TODAY, folder=tmp_path)


def test_the_law_is_read_once() -> None:
    """The law of a day is one object, however often it is asked for."""
    assert load_law(TODAY) is load_law(TODAY)


@pytest.mark.parametrize(
    "name", ["kent", "Kent", "KCC", "kcc", " kent county  council ", "Kent County Council"]
)
def test_kent_by_any_name(name: str) -> None:
    """Kent is found by its id, its initials and its full name, in any case."""
    found = council(name)
    assert found is not None
    assert (found.ident, found.name, found.short, found.checklist) == (
        "kent",
        "Kent County Council",
        "KCC",
        "kcc",
    )
    assert (found.team.name, found.team.short) == ("Kent PRU and Attendance Service", "KPAS")
    assert "PIAS" in found.team.formerly
    assert found.virtual_school == "Virtual School Kent"


def test_a_council_that_is_not_known() -> None:
    """A council that the kit does not know is None, and a known one without a checklist says so."""
    assert council("Barsetshire County Council") is None
    assert council("") is None
    norfolk = council("Norfolk")
    assert norfolk is not None
    assert (norfolk.name, norfolk.checklist, norfolk.team.name) == ("Norfolk County Council", None, "")


def days() -> list[date]:
    """The day of each file and the days that entries name themselves."""
    found = {FIRST, TODAY, *(date.fromisoformat(path.stem) for path in FILES)}
    named = (entry.get("in_force", {}).get("from") for _, entry in entries())
    return sorted(found | {day for text in named if text and (day := date.fromisoformat(text)) >= FIRST})

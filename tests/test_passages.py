"""Each predicate that looks for an answer in a document, told by small documents made for it."""

from collections.abc import Mapping
from time import perf_counter
from typing import Any

import pytest

from policy_kit import evidence
from policy_kit.evidence.kind import stranger
from policy_kit.evidence.nearest import nearest
from policy_kit.model import Block, Cell, Document, Inline, Place


def document(text: str, title: str = "Attendance policy") -> Document:
    """`#` a heading, `-` an item (`--` of an inner list), `|` a row of a table (the first its header), else a text."""
    blocks: list[Block] = []
    for number, line in enumerate(text.strip().splitlines(), 1):
        mark, _, rest = line.strip().partition(" ")
        place = Place("policy.txt", number)
        match mark[:1]:
            case "#":
                blocks.append(Block("heading", (Inline(rest),), level=len(mark), place=place))
            case "-":
                blocks.append(Block("item", (Inline(rest),), level=len(mark), place=place))
            case "|":
                row = tuple(Cell((paragraph(cell.strip(), place),)) for cell in rest.split("|"))
                table = blocks.pop() if blocks and blocks[-1].kind == "table" else None
                rows = (*table.rows, row) if table else (row,)
                blocks.append(Block("table", rows=rows, header_rows=1, place=place))
            case _ if line.strip():
                blocks.append(paragraph(line.strip(), place))
    return Document("policy.txt", title, tuple(blocks))


def paragraph(text: str, place: Place) -> Block:
    return Block("paragraph", (Inline(text),), place=place)


def quotes(clause: Mapping[str, Any], text: str) -> list[str]:
    return [piece.quote for piece in evidence.search(clause, evidence.read(document(text))).evidence]


def missing(clause: Mapping[str, Any], text: str) -> list[str]:
    return [one.name for one in evidence.search(clause, evidence.read(document(text))).missing]


def kinds(text: str) -> dict[str, str]:
    """Typed token → the words that it stands for."""
    reading = evidence.read(document(text))
    return {one.kind: one.text.strip() for found in reading.typed.values() for one in found}


# Patterns


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("gate", "Use the gate."),
        ("gate", "The GATE’s lock."),
        ("regist*", "Registration is at nine."),
        ("first day", "On the first day we ring."),
        ("first-day", "On the first day we ring."),
        ("e-mail", "Send an e-mail."),
        ("children's centre", "Ask at the children’s centre."),
        ("10% or more", "That is 10% or more."),
        ("£80", "A fine of £80."),
        ("regist* .. clos*", "The register is open a while and closes."),
        ("head* of year", "Heads of year look on."),
        ("by <time>", "Ring by 9am."),
        ("<time> to <time>", "From 9am to 3pm."),
        ("<time> .. gate", "At 9am someone shuts the gate."),
        ("@headteacher", "The principal decides."),
        ("door | gate", "Use the gate."),
    ],
)
def test_a_pattern_is_found_as_it_is_written(pattern: str, text: str) -> None:
    """Capitals, hyphens and apostrophes do not matter; `*` goes on, `..` leaves words out, `@` is any synonym."""
    assert quotes({"sentence": [pattern]}, text) == [text]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("gate", "Use the gates."),
        ("late", "Plates are washed."),
        ("first day", "The first school day."),
        ("day first", "On the first day."),
        ("regist* .. clos*", "The register of the school that we all know well closes."),
        ("gate shut", "Use the gate. Shut it."),
        ("by <time>", "Ring by the time that was given: 9am."),
        ("@headteacher", "The deputy headteacher decides."),
    ],
)
def test_a_pattern_is_not_found_in_other_words(pattern: str, text: str) -> None:
    """Whole words, side by side, in their order, in one sentence; six words are more than a gap leaves out."""
    assert quotes({"sentence": [pattern]}, text) == []


@pytest.mark.parametrize(
    "time",
    [
        "8.50am", "08:50", "8:50 a.m.", "8.50", "8:50AM", "8am", "8 am", "8 a.m.", "15:20", "3.20pm", "12 noon",
        "midday", "ten to nine", "half past eight", "quarter to nine", "8 o’clock", "0850 hrs",
        "twenty-five past three",
    ],
)  # fmt: skip
def test_a_time_is_known_however_it_is_written(time: str) -> None:
    """Figures with a point or a colon, with or without a.m., or in words."""
    assert quotes({"sentence": ["register", "<time>"]}, f"The register closes at {time} each day.") != []


@pytest.mark.parametrize(
    "text", ["Section 8.50.1", "It rose to 8.5%.", "It cost £8.50.", "All 24 of them", "ten to go"]
)
def test_other_figures_are_no_times(text: str) -> None:
    """A section, a share, a price, a count."""
    assert "<time>" not in kinds(text)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Write to office.staff@oak-field.kent.example please.", "<email>", "office.staff@oak-field.kent.example"),
        ("Ring 01632 960 001 now.", "<phone>", "01632 960 001"),
        ("Ring (01632) 960001 now.", "<phone>", "(01632) 960001"),
        ("Ring 01632960001 now.", "<phone>", "01632960001"),
        ("Ring +44 1632 960001 now.", "<phone>", "+44 1632 960001"),
        ("Ring 01632-960-001 now.", "<phone>", "01632-960-001"),
        ("See https://oakfield.example/a?b=c now.", "<link>", "https://oakfield.example/a?b=c"),
        ("See www.oakfield.example now.", "<link>", "www.oakfield.example"),
        ("A fine of £1,000 follows.", "<money>", "£1,000"),
        ("A fine of £ 80.50 follows.", "<money>", "£ 80.50"),
        ("A fine of 160 pounds follows.", "<money>", "160 pounds"),
        ("Less than 90% is low.", "<percent>", "90%"),
        ("Less than 10 per cent is low.", "<percent>", "10 per cent"),
        ("Less than 92.5 percent is low.", "<percent>", "92.5 percent"),
        ("From 19th August 2024 on.", "<date>", "19th August 2024"),
        ("From 1 of September on.", "<date>", "1 of September"),
        ("From 19/08/2024 on.", "<date>", "19/08/2024"),
        ("Open for 30 minutes only.", "<minutes>", "30 minutes"),
        ("Open for half an hour only.", "<minutes>", "half an hour"),
        ("After ten school days we write.", "<days>", "ten school days"),
        ("On the sixth day we visit.", "<days>", "sixth day"),
        ("On the 3rd day we visit.", "<days>", "3rd day"),
        ("Within 10 school weeks.", "<weeks>", "10 school weeks"),
        ("After 10 unauthorised sessions.", "<sessions>", "10 unauthorised sessions"),
        ("After ten sessions.", "<sessions>", "ten sessions"),
    ],
)  # fmt: skip
def test_what_a_typed_token_stands_for(text: str, kind: str, words: str) -> None:
    """Addresses, amounts and dates, in figures and in words."""
    assert kinds(text).get(kind) == words


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Our headteacher is Mrs J. Whitlock.", "Mrs J. Whitlock"),
        ("Please ring Jane Whitlock.", "Jane Whitlock"),
        ("Contact Mrs Whitlock in the office.", "Mrs Whitlock"),
        ("Headteacher Jane Whitlock decides.", "Jane Whitlock"),
        ("Ask Jane Whitlock in the office.", "Jane Whitlock"),
        ("Please Speak To Priya Lunt.", "Priya Lunt"),
        ("Ask Dr Osei-Bright.", "Dr Osei-Bright"),
        ("The cook, Siân O’Brien, helps.", "Siân O’Brien"),
    ],
)
def test_a_name_is_a_title_and_a_name_or_two_names(text: str, name: str) -> None:
    """Whatever capitals stand before it."""
    assert kinds(text).get("<name>") == name


@pytest.mark.parametrize(
    "text",
    [
        "The Attendance Officer rings.",
        "Kent County Council helps.",
        "See Working Together to Improve School Attendance.",
        "The Equality Act applies.",
        "Monday Morning is busy.",
    ],
)
def test_words_of_policies_are_no_names(text: str) -> None:
    """An office, a council, an Act, a guidance: capitals do not make a person."""
    assert "<name>" not in kinds(text)


# Sentences, passages, sections


def test_a_sentence_has_every_group() -> None:
    """All groups in one sentence; two sentences do not add up."""
    clause = {"sentence": ["register", "closes"], "as": "when it closes"}
    assert quotes(clause, "The register is called. It closes at nine.") == []
    assert missing(clause, "The register is called. It closes at nine.") == ["when it closes"]
    assert quotes(clause, "It is called. The register closes at nine.") == ["The register closes at nine."]


def test_the_shortest_sentence_is_the_quote() -> None:
    """Of several that answer, the one that a reader has read soonest."""
    text = "The register closes at nine, as it has for a great many years.\nThe register closes at nine."
    assert quotes({"sentence": ["register", "closes"]}, text) == ["The register closes at nine."]


def test_near_counts_words() -> None:
    """Groups further apart than that do not answer."""
    text = "The register is called by the teacher and then it closes."
    assert quotes({"sentence": {"has": ["register", "closes"], "near": 9}}, text) == [text]
    assert quotes({"sentence": {"has": ["register", "closes"], "near": 8}}, text) == []


def test_an_abbreviation_does_not_end_a_sentence() -> None:
    """ "a.m.", "e.g." and the initial of a name go on."""
    text = "The register (e.g. Year 3) is closed at 9 a.m. Mondays by Mrs J. Whitlock of the office."
    assert quotes({"sentence": ["register", "office"]}, text) == [text]


def test_a_passage_adds_its_sentences_up() -> None:
    """One paragraph, not two."""
    clause = {"passage": ["register", "closes"]}
    assert quotes(clause, "The register is called here.\nIt closes at nine sharp.") == []
    assert quotes(clause, "The register is called here. It closes at nine sharp.") == [
        "The register is called here.",
        "It closes at nine sharp.",
    ]


def test_a_cluster_takes_in_the_paragraphs_that_follow_under_the_heading() -> None:
    """`within` so many; never past a heading."""
    apart = "Mrs Whitlock leads on this.\nShe works here.\nRing 01632 960001 to reach her."
    clause = {"cluster": {"has": ["leads", "<phone>"], "within": 2}}
    assert quotes(clause, apart) == ["Mrs Whitlock leads on this.", "Ring 01632 960001 to reach her."]
    assert quotes({"cluster": {"has": ["leads", "<phone>"], "within": 1}}, apart) == []
    assert quotes(clause, apart.replace("She works here.", "# The office")) == []


def test_rows_of_a_table_do_not_lend_each_other_their_cells() -> None:
    """Whose number it is, the row says."""
    text = "| Who | Number\n| Headteacher | none\n| School cook | 01632 960001"
    assert quotes({"cluster": {"has": ["@headteacher", "<phone>"], "within": 2}}, text) == []


def test_a_section_adds_its_passages_up() -> None:
    """All that stands under a heading and the headings below it, and no more."""
    clause = {"section": ["register", "closes"]}
    assert quotes(
        clause, "# Registers\nThe register is called here.\n## Times\nIt closes at nine sharp."
    ) == [
        "The register is called here.",
        "It closes at nine sharp.",
    ]
    assert (
        quotes(clause, "# Registers\nThe register is called here.\n# Times\nIt closes at nine sharp.") == []
    )


def test_a_heading_is_evidence_by_the_text_under_it() -> None:
    """A heading alone is none."""
    clause = {"heading": "our vision | purpose"}
    assert quotes(clause, "# Our vision\nEvery child belongs in our school.") == [
        "Every child belongs in our school."
    ]
    assert quotes(clause, "# Our vision\n# Registers\nThey are called each day.") == []


def test_under_and_outside_are_about_headings_near_or_far_above() -> None:
    """Under a heading is under those above it too."""
    text = "# Codes\n## Letters\nThe register says L."
    assert quotes({"sentence": {"has": ["register"], "under": "codes"}}, text) == ["The register says L."]
    assert quotes({"sentence": {"has": ["register"], "under": "times"}}, text) == []
    assert quotes({"sentence": {"has": ["register"], "outside": "codes"}}, text) == []
    assert quotes({"sentence": {"has": ["register"], "outside": "times"}}, text) == ["The register says L."]


def test_unless_passes_a_sentence_over() -> None:
    """Not the whole passage: the next sentence may answer."""
    clause = {"sentence": {"has": ["reward*"], "unless": ["not reward*"]}}
    assert quotes(clause, "We do not reward attendance.") == []
    assert quotes(clause, "We do not reward days. We reward effort.") == ["We reward effort."]


def test_a_group_with_a_caret_may_stand_in_a_heading() -> None:
    """Without it, the passage must say it itself; with nothing but headings, nothing is said."""
    text = "# Lateness\nSign in at the office."
    assert quotes({"sentence": ["^ late*", "sign in"]}, text) == ["Sign in at the office."]
    assert quotes({"sentence": ["late*", "sign in"]}, text) == []
    assert quotes({"sentence": ["^ late*"]}, text) == []


def test_of_two_sentences_the_one_that_says_more_itself_comes_first() -> None:
    """Even where the other is shorter."""
    text = "# Lateness\nSign in.\nPupils who are late sign in at the office."
    assert quotes({"sentence": ["^ late*", "sign in"]}, text) == [
        "Pupils who are late sign in at the office."
    ]


def test_what_leads_into_a_list_belongs_to_its_items() -> None:
    """To those of inner lists too; not to what follows the list."""
    text = "Parents should:\n- Do these two:\n-- Ring the office.\nWe ring as well."
    assert quotes({"sentence": ["parents", "ring"]}, text) == ["Ring the office."]


def test_a_paragraph_that_leads_nowhere_belongs_to_itself() -> None:
    """Without a colon, the items that follow are not its own."""
    assert quotes({"sentence": ["parents", "ring"]}, "Parents care.\n- We ring the office.") == []


def test_the_head_of_a_column_belongs_to_its_cells() -> None:
    """A short row is quoted whole, each cell with its head."""
    text = "| Register | Closes\n| Morning | 9:20am"
    assert quotes({"sentence": ["register", "closes", "<time>"]}, text) == [
        "Register: Morning | Closes: 9:20am"
    ]


def test_the_label_of_a_long_row_belongs_to_its_cells() -> None:
    """Each cell is quoted by itself."""
    long = "They are told on the day, and again each week until all is well. " * 5
    text = f"| Who | What we do\n| Parents | {long}We ring the office."
    assert quotes({"sentence": ["parents", "ring"]}, text) == ["We ring the office."]


@pytest.mark.parametrize("gap", ["TBC", "[insert time]", "xxxx", "_____"])
def test_what_is_still_to_be_filled_in_is_no_evidence(gap: str) -> None:
    """The next sentence of the passage may be."""
    assert quotes({"sentence": ["register"]}, f"The register closes at [insert] {gap}.") == []
    assert quotes({"sentence": ["register"]}, f"It is {gap} [insert]. The register is called.") == [
        "The register is called."
    ]


def test_a_question_is_no_evidence() -> None:
    """It asks for what the answer says."""
    assert quotes({"sentence": ["register", "clos*"]}, "When does the register close?") == []


def test_all_parts_are_wanted_and_what_is_missing_names_itself() -> None:
    """`all` gathers what is there and what is not."""
    clause = {"all": [{"sentence": ["starts"], "as": "a start"}, {"sentence": ["ends"], "as": "an end"}]}
    assert (quotes(clause, "The day starts."), missing(clause, "The day starts.")) == (
        ["The day starts."],
        ["an end"],
    )


def test_the_first_that_is_found_whole_answers() -> None:
    """Of `any`, a later one answers only where those before it do not."""
    clause = {"any": [{"sentence": ["first"]}, {"sentence": ["second"]}], "as": "either"}
    assert quotes(clause, "The second one.\nThe first one.") == ["The first one."]
    assert quotes(clause, "The second one.") == ["The second one."]
    assert missing(clause, "Neither.") == ["either"]


def test_partly_is_evidence_and_says_what_it_lacks() -> None:
    """It answers only where nothing answers whole."""
    clause = {"any": [{"partly": {"sentence": ["refer*"]}, "as": "the point"}, {"sentence": ["after"]}]}
    assert (quotes(clause, "We refer."), missing(clause, "We refer.")) == (["We refer."], ["the point"])
    assert (quotes(clause, "We refer.\nAfter that."), missing(clause, "We refer.\nAfter that.")) == (
        ["After that."],
        [],
    )


# Duties


def duty(text: str, **more: Any) -> tuple[list[str], list[str]]:
    clause = {"duty": {"role": "headteacher", "least": 1, **more}, "as": "its duties"}
    return quotes(clause, text), missing(clause, text)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("# 3.2 The headteacher\nDecides on every request for leave.", "Decides on every request for leave."),
        ("The headteacher decides on leave.", "The headteacher decides on leave."),
        ("The headteacher:\n- decides on leave for the school.", "decides on leave for the school."),
        ("All leave is decided on by the headteacher.", "All leave is decided on by the headteacher."),
        ("| Role | Duty\n| Headteacher | decides on all leave", "Role: Headteacher | Duty: decides on all leave"),
        ("# Roles\n## Role of the principal\n### Each day\nDecides on all leave.", "Decides on all leave."),
    ],
)  # fmt: skip
def test_a_role_has_duties_however_they_are_told(text: str, quote: str) -> None:
    """By a heading, a sentence, a list, a passive, a row of a table."""
    found, lacking = duty(text)
    assert (quote in found, lacking) == (True, [])


@pytest.mark.parametrize(
    "text",
    [
        "Parents must write to the headteacher.",
        "# Letters to the headteacher about trips by coach\nThey are kept for a year.",
        "The deputy headteacher decides on leave.",
        "Approved by: Headteacher",
        "# The headteacher",
    ],
)
def test_a_mention_is_no_duty(text: str) -> None:
    """Where something is done with the role, or only its name stands."""
    assert duty(text) == ([], ["its duties"])


def test_a_person_named_for_a_role_stands_for_it() -> None:
    """By title and surname, as the document goes on to call her."""
    text = "The headteacher is Mrs Ada Whitlock.\nEach Friday Mrs Whitlock will read the registers."
    assert "Each Friday Mrs Whitlock will read the registers." in duty(text)[0]
    assert duty("Our cook is Mrs Ada Whitlock.\nMrs Whitlock will read the registers.")[0] == []


def test_too_few_duties_are_part_of_an_answer() -> None:
    """`least` sentences are wanted; `weak` ones do not count; `unless` ones are not even found."""
    one = "The headteacher decides on leave."
    assert duty(one, least=2, more="more duties") == ([one], ["more duties"])
    assert duty(one, weak=["leave"], more="more duties") == ([one], ["more duties"])
    assert duty(one, unless=["leave"]) == ([], ["its duties"])


def test_titled_takes_no_sentence_elsewhere() -> None:
    """Only what stands under a heading that is the role."""
    assert duty("The headteacher decides on leave.", titled=True) == ([], ["its duties"])


# Codes, the nearest passage, the kind of document

CODES = {"codes": {"full": 4, "some": 2}, "as": "the codes"}


def test_codes_that_are_listed_with_their_meanings_are_found() -> None:
    """As rows, as lines, with a dash or without."""
    text = "| Code | Meaning\n| B | Educated elsewhere\nC – Leave\nE Suspended for now\nCode I: Illness"
    assert (len(quotes(CODES, text)), missing(CODES, text)) == (3, [])


def test_codes_in_passing_are_part_of_an_answer() -> None:
    """What is missing says how many there are."""
    text = "They are marked with code L. After that it is a (U). We help."
    assert missing(CODES, text) == ["the codes: only 2 are there"]
    assert quotes(CODES, "We help (A) and (I mean it) them.") == []


def test_the_nearest_passage_shares_the_rarest_words() -> None:
    """Endings do not count; two words at least must be shared."""
    reading = evidence.read(
        document(
            "The school is here.\nRegisters are closed early.\nWe like closing doors.\nThe school is big."
        )
    )
    near = nearest(["Register closing"], reading)
    assert near is not None
    assert (near.quote, near.place.line) == ("Registers are closed early.", 2)
    assert nearest(["Register prizes"], reading) is None


LONG = "Good attendance matters here, and we tell parents of each absence on the day that it happens. " * 8


def test_an_attendance_policy_of_an_english_school_is_no_stranger() -> None:
    """Nor is one that says nothing of the country."""
    assert stranger(evidence.read(document(LONG))) is None
    assert (
        stranger(evidence.read(document(LONG + "The Department for Education in England says so."))) is None
    )


@pytest.mark.parametrize(
    ("text", "title", "why"),
    [
        ("Good attendance matters.", "Attendance policy", "This document has only 3 words in it"),
        (
            "Good behaviour is expected and a sanction may follow; detentions are given in the hall after tea. "
            * 8,
            "Behaviour policy",
            "This looks like a behaviour policy, not an attendance policy",
        ),
        (
            "Bring your swimming kit on the last day of every week, with a towel and a snack for the coach. "
            * 8,
            "Swimming",
            "This does not look like an attendance policy",
        ),
        (
            LONG + "The Welsh Government and Estyn say so in Wales. " * 3,
            "Attendance policy",
            "This looks like the policy of a school in Wales; the kit knows England alone",
        ),
    ],
)
def test_a_stranger_is_told_for_what_it_is(text: str, title: str, why: str) -> None:
    """Too short, another policy, no policy, another country."""
    assert stranger(evidence.read(document(text, title))) == why


def test_an_empty_document_has_no_evidence() -> None:
    """Nothing is found in nothing, and nothing is near."""
    reading = evidence.read(Document("policy.txt", "", ()))
    assert evidence.search({"sentence": ["register"]}, reading).evidence == ()
    assert evidence.search(CODES, reading).evidence == ()
    assert evidence.search({"duty": "headteacher"}, reading).evidence == ()
    assert nearest(["register"], reading) is None


@pytest.mark.parametrize(
    "words", ["Aa Bb ", "parents late absent ", "a@", "1 2 ", "regist clos ", "by parents "]
)
def test_a_hostile_text_is_searched_in_its_length(words: str) -> None:
    """A passage of a hundred thousand words takes no more than a second or two."""
    reading = evidence.read(document(words * 30_000))
    started = perf_counter()
    assert duty(words * 30_000, least=2) != ([], [])
    for clause in (
        {"sentence": {"has": ["parents", "late"], "near": 1}},
        {"cluster": ["regist* .. clos*", "<name>"]},
    ):
        evidence.search(clause, reading)
    assert perf_counter() - started < 10

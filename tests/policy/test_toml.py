"""Policies as TOML: read, printed, and refused with words that help."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.build import (
    LAN,
    MINH,
    START,
    erase,
    fact,
    item,
    keep,
    on,
    policies,
    policy,
    restrict,
)

from omnidesk import PolicyError
from omnidesk.policy import (
    Citation,
    Facts,
    Policy,
    Protection,
    Rule,
    builtin_policies,
    builtin_policy,
    load_policy,
    policy_schema,
    print_policy,
    read_policy,
)
from omnidesk.policy._anchors import find

HEAD = 'id = "p"\nversion = "1"\ntitle = "A policy"\n'
RULE = '[[rules]]\nid = "R1"\ntitle = "A rule"\nsource = { document = "A text" }\n'


def refused(text):
    with pytest.raises(PolicyError) as caught:
        load_policy(text, name="own.toml")
    error = caught.value
    assert error.__context__ is None
    return [line.removeprefix("own.toml: ") for line in str(error).splitlines()]


# --- print and read -------------------------------------------------------------------------------

TEXTS = st.text(min_size=1, max_size=40)
OPTIONAL = st.none() | TEXTS
CITATIONS = st.builds(
    Citation,
    document=TEXTS,
    clause=OPTIONAL,
    url=OPTIONAL,
    read_on=st.none() | st.dates(),
    certainty=st.sampled_from(["quoted", "secondary", "unconfirmed"]),
)
PROTECTIONS = st.builds(
    Protection,
    method=st.sampled_from(["aes-256-gcm", "md5"]),
    used_to=st.just("encrypt"),
    source=CITATIONS,
)
LIMITS = st.builds(
    Rule,
    id=st.just("limit"),
    title=TEXTS,
    title_vi=OPTIONAL,
    notes=OPTIONAL,
    source=CITATIONS,
    restrict=st.builds(dict, purposes=st.sampled_from([(), ("tax", "ser\tvice")])),
)


@st.composite
def written(draw):
    whole = draw(policies())
    rules = whole.rules + (() if draw(st.booleans()) else (draw(LIMITS),))
    return whole.model_copy(
        update={
            "title": draw(TEXTS),
            "version": draw(TEXTS),
            "controller": draw(OPTIONAL),
            "notes": draw(OPTIONAL),
            "rules": rules,
            "protections": draw(st.lists(PROTECTIONS, max_size=2).map(tuple)),
        }
    )


@given(written())
def test_what_is_printed_reads_as_the_same_policy(whole):
    text = print_policy(whole)
    assert load_policy(text) == whole
    assert load_policy(text.encode()).digest == whole.digest


@given(written())
def test_printing_again_changes_no_byte(whole):
    assert print_policy(load_policy(print_policy(whole))) == print_policy(whole)


@pytest.mark.parametrize("name", builtin_policies())
def test_a_built_in_policy_survives_printing(name):
    assert load_policy(print_policy(builtin_policy(name))) == builtin_policy(name)


def test_a_policy_prints_as_a_person_would_write_it():
    rules = (
        keep("K", "P2BD", "law", calendar="vietnam", title_vi="Giữ"),
        erase("E", anchor={"latest": ["created", on("ceased")]}, default=True, replaces=("K",)),
        restrict("R", when={"channel": ("email", "zalo")}),
    )
    assert print_policy(policy(*rules, zone="Asia/Ho_Chi_Minh", notes='"\n')) == (
        'id = "p"\nversion = "1"\ntitle = "A policy"\nzone = "Asia/Ho_Chi_Minh"\n'
        'notes = "\\"\\n"\n'
        '\n[[rules]]\nid = "K"\ntitle = "A rule"\ntitle_vi = "Giữ"\nforce = "law"\n'
        '\n[rules.source]\ndocument = "A made-up policy"\n'
        '\n[rules.keep]\nperiod = "P2BD"\ncalendar = "vietnam"\nbasis = "tax"\n'
        '\n[[rules]]\nid = "E"\ntitle = "A rule"\ndefault = true\nreplaces = ["K"]\n'
        '\n[rules.source]\ndocument = "A made-up policy"\n'
        '\n[rules.erase]\nperiod = "P1Y"\nanchor = { latest = ["created", { fact = "ceased" }] }\n'
        '\n[[rules]]\nid = "R"\ntitle = "A rule"\n'
        '\n[rules.source]\ndocument = "A made-up policy"\n'
        '\n[rules.when]\nchannel = ["email", "zalo"]\n'
        "\n[rules.restrict]\n"
    )


def test_a_file_is_read_and_called_by_its_name(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(HEAD, "utf-8")
    assert read_policy(file) == policy(zone="UTC")
    file.write_bytes(b"\xff")
    with pytest.raises(PolicyError, match=r"^mine\.toml: expected TOML in UTF-8$"):
        read_policy(str(file))


def test_a_date_is_written_without_quotes():
    text = HEAD + RULE.replace("text", 'text", read_on = 2026-01-31, clause = "1')
    (rule,) = load_policy(text + 'erase = { period = "P1D" }').rules
    assert rule.source.read_on == date(2026, 1, 31)
    assert refused(text.replace("2026-01-31", '"2026-01-31"') + 'erase = { period = "P1D" }') == [
        'rule "R1", source.read_on: expected a date such as 2026-01-31, without quotes'
    ]


# --- what is refused ------------------------------------------------------------------------------

PERIOD = 'expected a period such as P3Y, P6M, P30D, PT1H or P2BD; for a keep, also "forever"'
ANCHOR = 'expected "created", or a table with one of fact, latest and earliest'
FORCES = 'rule "R1", force: expected one of policy, platform, right, law, hold'
KIND = "expected a kind of fact: small letters, digits and _"
OPEN = "what is still open has no other date: expected no `otherwise`"
REFUSED = {
    "a missing key": (
        'id = "p"\nversion = "1"',
        ["title: expected it, and it is not there"],
    ),
    "an unknown key": (HEAD + "colour = 1", ["colour: no such key"]),
    "a key that is nearly one": (
        HEAD + 'zones = "UTC"',
        ["zones: no such key; did you mean zone?"],
    ),
    "a key of a rule": (
        HEAD + RULE + 'when = { chanel = ["email"] }\nerase = { period = "P1D" }',
        ['rule "R1", when.chanel: no such key; did you mean channel?'],
    ),
    "a word that is nearly one": (
        HEAD + RULE + 'force = "lew"\nerase = { period = "P1D" }',
        [
            f"{FORCES}; did you mean law?",
        ],
    ),
    "a word of the wrong kind": (
        HEAD + RULE + 'force = 3\nerase = { period = "P1D" }',
        [FORCES],
    ),
    "a rule without an id": (
        HEAD + '[[rules]]\ntitle = "A"\nsource = { document = "A" }\nerase = { period = "P1D" }',
        ["rule 1, id: expected it, and it is not there"],
    ),
    "a rule that says nothing": (
        HEAD + RULE,
        ['rule "R1": expected exactly one of keep, erase and restrict'],
    ),
    "a period": (
        HEAD + RULE + 'erase = { period = "3 years" }',
        [f'rule "R1", erase.period: {PERIOD}'],
    ),
    "a period that is a number": (
        HEAD + RULE + 'keep = { period = 3, basis = "tax" }',
        [f'rule "R1", keep.period: {PERIOD}'],
    ),
    "business days without a calendar": (
        HEAD + RULE + 'erase = { period = "P2BD" }',
        ['rule "R1", erase: business days need a calendar'],
    ),
    "hours in a calendar": (
        HEAD + RULE + 'erase = { period = "PT1H", calendar = "vietnam" }',
        ['rule "R1", erase: a calendar counts days, months and years: expected no hours'],
    ),
    "for ever in a calendar": (
        HEAD + RULE + 'keep = { period = "forever", calendar = "vietnam", basis = "tax" }',
        ['rule "R1", keep: expected no calendar: "forever" has no end to be counted'],
    ),
    "an anchor": (
        HEAD + RULE + 'erase = { period = "P1D", anchor = "creation" }',
        [f'rule "R1", erase.anchor: {ANCHOR}'],
    ),
    "an anchor without a fact": (
        HEAD + RULE + 'erase = { period = "P1D", anchor = { fakt = "a" } }',
        [
            'rule "R1", erase.anchor.fact: expected it, and it is not there',
            'rule "R1", erase.anchor.fakt: no such key; did you mean fact?',
        ],
    ),
    "an anchor inside anchors": (
        HEAD
        + RULE
        + 'erase = { period = "P1D", anchor = { latest = [{ earliest = [{ fact = "A" }, 1] }] } }',
        [
            f'rule "R1", erase.anchor.latest[1].earliest[1].fact: {KIND}',
            f'rule "R1", erase.anchor.latest[1].earliest[2]: {ANCHOR}',
        ],
    ),
    "an anchor of none": (
        HEAD + RULE + 'erase = { period = "P1D", anchor = { latest = [] } }',
        ['rule "R1", erase.anchor.latest: expected at least one'],
    ),
    "an anchor that contradicts itself": (
        HEAD + RULE + 'erase = { period = "P1D", anchor = { fact = "a", pick = "all" } }',
        ['rule "R1", erase.anchor: pick = "all" and opened_by go together'],
    ),
    "another date for what is open": (
        HEAD + RULE + 'erase = { period = "P1D", anchor = { fact = "a", pick = "all", '
        'opened_by = "b", otherwise = "created" } }',
        [
            f'rule "R1", erase.anchor: {OPEN}',
        ],
    ),
    "names": (
        HEAD.replace('"p"', '"a b"'),
        ['id: expected a name of letters, digits, ".", "_" and "-"'],
    ),
    "nothing where text belongs": (HEAD.replace('"1"', '""'), ["version: expected some text"]),
    "a number where text belongs": (
        HEAD.replace('"1"', "1"),
        ['version: expected text in "quotes"'],
    ),
    "text where a list belongs": (
        HEAD + RULE + 'when = { channel = "email" }\nerase = { period = "P1D" }',
        ['rule "R1", when.channel: expected a list in [brackets]'],
    ),
    "text where a table belongs": (
        HEAD + RULE + 'erase = "P1D"',
        ['rule "R1", erase: expected a table'],
    ),
    "a number where a rule belongs": (HEAD + "rules = [3]", ["rule 1: expected a table"]),
    "text where true or false belongs": (
        HEAD + RULE + 'erase = { period = "P1D" }\ndefault = "yes"',
        ['rule "R1", default: expected true or false'],
    ),
    "a zone": (
        HEAD + 'zone = "Mars/Olympus"',
        ["zone: expected an IANA zone such as Asia/Ho_Chi_Minh"],
    ),
    "two rules of one name": (
        HEAD + 2 * (RULE + 'erase = { period = "P1D" }\n'),
        ["two rules have one id"],
    ),
    "what is not TOML": ('id = "', ["expected TOML: Unterminated string (at end of document)"]),
    "endless nesting": (HEAD + "a = " + 100_000 * "[", ["expected less nesting"]),
    "endless tables": (".".join("a" * 5_000) + " = 1", ["expected less nesting"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_error_says_where_and_what_was_expected(case):
    text, problems = REFUSED[case]
    assert refused(text) == problems


def test_a_file_with_many_problems_lists_the_first_and_counts_the_rest():
    many = HEAD + "\n".join(f"unknown{number} = 1" for number in range(30))
    lines = refused(many)
    assert (len(lines), lines[-1]) == (21, "and 10 more")


def problems_of(text):
    """Return what is wrong with a text, if anything is; any other exception fails the test."""
    try:
        load_policy(text)
    except PolicyError as error:
        return str(error).splitlines()
    return []


@given(st.text())
def test_any_text_is_a_policy_or_an_error(text):
    assert problems_of(text)[0].startswith("policy: ")


# TOML that has the keys of a policy with anything behind them.
JUNK = st.recursive(
    st.booleans() | st.integers(0, 9) | st.text("abP1D", max_size=4) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "title",
                    "source",
                    "when",
                    "keep",
                    "erase",
                    "anchor",
                    "latest",
                    "fact",
                    "period",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def as_toml(value):
    if isinstance(value, dict):
        inside = ", ".join(f"{key} = {as_toml(one)}" for key, one in value.items())
        return f"{{ {inside} }}"
    if isinstance(value, list):
        return f"[{', '.join(as_toml(one) for one in value)}]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value)


@given(st.lists(JUNK, max_size=3), JUNK, JUNK)
def test_any_values_give_a_policy_or_an_error_without_a_word_of_the_machinery(rules, anchor, zone):
    text = (
        f"{HEAD}rules = {as_toml(rules)}\nzone = {as_toml(zone)}\n[[more]]\n"
        if not anchor
        else f'{HEAD}zone = {as_toml(zone)}\n{RULE}[rules.erase]\nperiod = "P1D"\n'
        f"anchor = {as_toml(anchor)}\n"
    )
    for line in problems_of(text):
        assert line.startswith("policy: ")
        assert "Input should" not in line
        assert "function-" not in line


# --- the schema -----------------------------------------------------------------------------------


def test_the_schema_says_what_a_period_looks_like():
    (pattern,) = {
        one["pattern"]
        for one in policy_schema()["$defs"]["KeepRule"]["properties"]["period"]["anyOf"]
        if "pattern" in one
    }
    assert "BD" in pattern


def test_a_policy_is_read_from_json_too():
    whole = builtin_policy("candylio")
    assert Policy.model_validate_json(whole.model_dump_json(), strict=True) == whole


def test_an_anchor_that_never_happened_may_fall_back_on_the_item():
    anchor = on("fetched", otherwise="created")
    assert find(anchor, item(), Facts()).at == START
    later = fact("fetched", 9, subject=LAN)
    assert find(anchor, item(), Facts([later])).at == later.at
    assert find(anchor, item(subjects=(LAN, MINH)), Facts([later])).at == later.at
    assert find(anchor, item(created_at=None), Facts()).waits_for == ("fetched",)

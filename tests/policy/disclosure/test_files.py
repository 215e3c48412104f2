"""Disclosure policies as data: those that ship, and errors that say where."""

from importlib.resources import files
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnidesk import PolicyError
from omnidesk.policy import builtin_policies
from omnidesk.policy.disclosure import (
    Act,
    DisclosurePolicy,
    Need,
    builtin_disclosure_policies,
    builtin_disclosure_policy,
    disclosure_policy_schema,
    load_disclosure_policy,
    print_disclosure_policy,
    read_disclosure_policy,
)

SMALL = """
id = "mine"
version = "1"
title = "Mine"

[[recipients]]
id = "staff"
kind = "staff"
title = "Staff."

[[permits]]
id = "read"
title = "They read."
to = ["staff"]
acts = ["read"]
source = { document = "Our handbook" }
"""


def problem(text):
    with pytest.raises(PolicyError) as caught:
        load_disclosure_policy(text, name="mine.toml")
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return str(caught.value)


# --- what ships -----------------------------------------------------------------------------------


def test_four_of_the_seeds_ship_beside_the_retention_policies():
    assert builtin_disclosure_policies() == ("candylio", "izihelp", "links", "liveagent")
    assert len(builtin_policies()) == 10


@pytest.mark.parametrize("name", builtin_disclosure_policies())
def test_a_built_in_policy_says_its_doubts_and_its_sources(name):
    rules = builtin_disclosure_policy(name)
    text = (files("omnidesk.policy") / "library" / "disclosure" / f"{name}.toml").read_text("utf-8")
    assert "Not legal advice." in text.splitlines()[0]
    assert (rules.id, bool(rules.notes), bool(rules.controller)) == (name, True, True)
    titled = [(one.title, one.title_vi) for one in (*rules.permits, *rules.denials)]
    titled += [(one.title, one.title_vi) for one in rules.moves]
    titled += [(one.title, one.title_vi) for one in rules.recipients]
    assert all(vietnamese and title[-1] == vietnamese[-1] == "." for title, vietnamese in titled)
    sources = [one.source for one in (*rules.permits, *rules.denials, *rules.transit)]
    sources += [one.source for one in (*rules.regions, *rules.moves, *rules.processors)]
    sources += [one.source for one in rules.duties]
    sources += [one.source for one in rules.contacts]
    assert all(one.clause and one.read_on for one in sources)


@pytest.mark.parametrize("name", builtin_disclosure_policies())
def test_what_is_printed_reads_the_same(name):
    rules = builtin_disclosure_policy(name)
    printed = print_disclosure_policy(rules)
    assert load_disclosure_policy(printed) == rules
    assert print_disclosure_policy(load_disclosure_policy(printed)) == printed


def test_a_name_that_nobody_has_is_refused_with_those_that_there_are():
    with pytest.raises(PolicyError, match="there are: candylio, izihelp, links, liveagent"):
        builtin_disclosure_policy("../candylio")


# --- what is read ---------------------------------------------------------------------------------


def test_a_file_is_read_and_called_by_its_name(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(SMALL, "utf-8")
    assert read_disclosure_policy(file) == load_disclosure_policy(SMALL)
    file.write_text(SMALL.replace('"read"]', '"reed"]'), "utf-8")
    with pytest.raises(
        PolicyError, match=r'^mine\.toml: permit "read", acts\[1\]: expected one of'
    ):
        read_disclosure_policy(file)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('acts = ["read"]', 'acts = ["reed"]', "; did you mean read?"),
        ('acts = ["read"]', 'act = ["read"]', "no such key; did you mean acts?"),
        ('to = ["staff"]', "to = []", "to: expected at least one"),
        (
            'to = ["staff"]',
            'to = ["boss"]',
            "read: names a recipient that this policy does not have",
        ),
        ('title = "Staff."', "", 'recipient "staff", title: expected it'),
        ('kind = "staff"', 'kind = "stuff"', "did you mean staff?"),
        ('id = "staff"', 'id = "our staff"', "expected a name of letters"),
        ('acts = ["read"]', 'longest = "P2BD"', "expected a period without business days"),
        (
            'acts = ["read"]',
            "first = 2026-02-01\nlast = 2026-01-31",
            "the last day not to be before",
        ),
        ("[[permits]]", "[[permits]", "expected TOML"),
    ],
)
def test_an_error_says_where_and_what_was_expected(old, new, said):
    assert old in SMALL
    found = problem(SMALL.replace(old, new))
    assert found.startswith("mine.toml: ")
    assert said in found


PARTS = {
    "two": '[[permits]]\nid = "read"\ntitle = "X."\nto = ["staff"]\nsource = { document = "Y" }\n',
    "both": '[[denials]]\nid = "read"\ntitle = "X."\nsource = { document = "Y" }\n',
    "rest": "".join(
        f'[[regions]]\nid = "{one}"\ntitle = "X."\nrest = true\nsource = {{ document = "Y" }}\n'
        for one in "ab"
    ),
    "move": '[[moves]]\nid = "m"\ntitle = "X."\norigin = ["eu"]\nsource = { document = "Y" }\n',
    "place": '[[processors]]\nid = "c"\nname = "C"\nrole = "host"\nservice = "X."\n'
    'places = [{ region = "eu" }]\nsource = { document = "Y" }\n',
    "country": '[[processors]]\nid = "c"\nname = "C"\nrole = "host"\nservice = "X."\n'
    'country = "Germany"\nsource = { document = "Y" }\n',
    "there": '[[processors]]\nid = "c"\nname = "C"\nrole = "host"\nservice = "X."\n'
    'places = [{ region = "eu", use = ["storage"] }]\nsource = { document = "Y" }\n',
    "notice": '[[contacts]]\ntopic = "contract"\nnotice = "P2BD"\nsource = { document = "Y" }\n',
}


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("two", "permits and denials: two different rows have one id"),
        ("both", "permits and denials: two different rows have one id"),
        ("rest", "regions: one of them can be the rest of the world"),
        ("move", "m: names a region that this policy does not have"),
        ("place", "c: names a region that this policy does not have"),
        ("country", 'processor "c", country: expected a country of two capital letters'),
        ("there", 'processor "c", places[1].use: no such key; did you mean uses?'),
        ("notice", "contact 1: expected a notice without business days"),
    ],
)
def test_what_does_not_fit_together_is_refused(part, said):
    assert said in problem(SMALL + PARTS[part])


def test_a_home_that_is_no_region_is_refused():
    assert "home: names a region" in problem(f'home = "eu"\n{SMALL}')


def test_the_same_row_twice_means_nothing():
    row = SMALL.partition("[[permits]]")[2]
    assert len(load_disclosure_policy(f"{SMALL}[[permits]]{row}").permits) == 2


@given(
    st.sampled_from(builtin_disclosure_policies()),
    st.floats(0, 1),
    st.integers(0, 40),
    st.sampled_from(["", "x", '"', "[", "{ a = 1 }", "2026-01-01", "[[permits]]\n", "\0", "-1"]),
)
def test_whatever_a_file_says_it_is_a_policy_or_an_error(name, where, length, instead):
    text = print_disclosure_policy(builtin_disclosure_policy(name))
    start = int(where * len(text))
    try:
        found = load_disclosure_policy(text[:start] + instead + text[start + length :])
    except PolicyError:
        return
    assert load_disclosure_policy(print_disclosure_policy(found)) == found


def test_an_error_never_says_what_stood_there():
    assert "hunter2" not in problem(SMALL.replace('["staff"]', '[{ hunter2 = "hunter2" }]'))


# --- what is described ----------------------------------------------------------------------------


def test_the_schema_describes_every_field():
    schema = disclosure_policy_schema()
    assert schema["title"] == "omnidesk disclosure policy"
    for name, definition in {**schema["$defs"], "": schema}.items():
        for field, said in definition.get("properties", {}).items():
            assert said.get("description"), f"{name}.{field} has no docstring"


def test_a_digest_is_the_address_of_what_a_policy_says():
    rules = [builtin_disclosure_policy(name) for name in builtin_disclosure_policies()]
    assert len({one.digest for one in rules}) == len(rules)
    for name in type(rules[0]).model_fields:
        if getattr(rules[0], name) != getattr(rules[3], name):
            other = rules[0].model_copy(update={name: getattr(rules[3], name)})
            assert other.digest != rules[0].digest
    izihelp = rules[1]
    turned = izihelp.model_copy(update={"platforms": izihelp.platforms[::-1] * 2})
    assert turned.digest == izihelp.digest
    assert izihelp.model_copy(update={"platforms": ()}).digest != izihelp.digest


def test_words_are_found_by_their_ids():
    rules = load_disclosure_policy(SMALL)
    (staff,) = rules.recipients
    assert rules.recipient("staff") == staff
    assert rules.recipient("nobody") is None
    assert rules.processor("nobody") == ()
    assert isinstance(rules, DisclosurePolicy)


def test_the_page_has_every_word(disclosure_page):
    for words, heading in ((Act, "Acts"), (Need, "Exceptions")):
        section = disclosure_page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
        assert [one for one in get_args(words) if f"`{one}`" not in section] == []

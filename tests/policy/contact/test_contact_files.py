"""Contact policies as TOML: read, printed, described, and refused with words that help."""

import json
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.contact.asking import SOURCE
from tests.policy.contact.test_contact_properties import MANY, policy_of

from omnidesk import PolicyError
from omnidesk.policy import builtin_policies
from omnidesk.policy.contact import (
    PACKS,
    Cap,
    ContactPolicy,
    ImpliedConsent,
    MessageClass,
    Opening,
    Purpose,
    Window,
    builtin_contact_policies,
    builtin_contact_policy,
    contact_policy_schema,
    load_contact_policy,
    print_contact_policy,
    read_contact_policy,
)

HEAD = 'id = "desk"\n'
NEWS = '[[classes]]\nid = "news"\npurpose = "newsletter"\nbasis = "consent"\n'
SOURCED = 'source = { document = "Ours" }\n'
BASIS = 'class "news", basis: expected one of consent, contract, reply, law'
HOURS = f'[[hours]]\nid = "day"\nopens = 08:00:00\ncloses = 17:00:00\n{SOURCED}'
CAP = f'[[caps]]\nid = "few"\ncount = 2\nwithin = "PT36H"\n{SOURCED}'


def refused(text):
    with pytest.raises(PolicyError) as caught:
        load_contact_policy(text, name="desk.toml")
    assert caught.value.__context__ is None
    return [line.removeprefix("desk.toml: ") for line in str(caught.value).splitlines()]


def test_a_policy_is_read_from_toml():
    text = f'{HEAD}use = ["vietnam", "meta.messenger"]\n{NEWS}{HOURS}{CAP}'
    policy = load_contact_policy(text)
    assert [one.basis for one in policy.classes] == ["consent"]
    assert (policy.hours[0].opens, policy.hours[0].closes) == (time(8), time(17))
    assert policy.caps[0].within == timedelta(hours=36)
    assert {row.id for row in policy.rows} >= {"day", "few", "vn.hours.sms", "meta.messenger"}
    assert load_contact_policy(text.encode()) == policy


def test_a_file_is_read_and_called_by_its_name(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(HEAD, "utf-8")
    assert read_contact_policy(file) == ContactPolicy(id="desk")
    file.write_bytes(b"\xff")
    with pytest.raises(PolicyError, match=r"^mine\.toml: expected TOML in UTF-8$"):
        read_contact_policy(str(file))


TEXTS = st.text(min_size=1, max_size=20)
POLICIES = st.builds(
    lambda rows, title, notes, regions, use, whole: policy_of(rows).model_copy(
        update={
            "title": title,
            "notes": notes,
            "regions": regions,
            "use": use,
            "leave_out": ("vn.hours.sms",) if use else (),
            "purposes": (Purpose(id="improve", basis="interest", sends=False, title=title),),
            "implied": (ImpliedConsent(id="tick", answer="preticked", source=SOURCE),),
            "windows": (
                Window(
                    id="w",
                    last=date(2026, 1, 31),
                    openings=(Opening(after=("message",), length=timedelta(seconds=whole)),),
                    source=SOURCE,
                ),
            ),
        }
    ),
    MANY,
    st.none() | TEXTS,
    st.none() | TEXTS,
    st.sampled_from([None, (), ("VN", "DE")]),
    st.sampled_from([(), ("vietnam",)]),
    st.integers(1, 100 * 86_400),
)


@given(POLICIES)
def test_what_is_printed_reads_as_the_same_policy(policy):
    text = print_contact_policy(policy)
    assert load_contact_policy(text) == policy
    assert load_contact_policy(text).digest == policy.digest
    assert print_contact_policy(load_contact_policy(text)) == text


def test_a_policy_prints_as_a_person_would_write_it():
    policy = ContactPolicy(
        id="desk",
        use=("vietnam",),
        classes=(MessageClass(id="news", purpose="newsletter", basis="consent"),),
        caps=(Cap(id="few", count=2, within=timedelta(hours=36), source=SOURCE),),
        windows=(Window(id="w", openings=(Opening(length=timedelta(days=2)),), source=SOURCE),),
    )
    assert print_contact_policy(policy) == (
        'id = "desk"\nuse = ["vietnam"]\n'
        '\n[[classes]]\nid = "news"\npurpose = "newsletter"\nbasis = "consent"\n'
        '\n[[caps]]\nid = "few"\ncount = 2\nwithin = "P1DT43200S"\n'
        '\n[caps.source]\ndocument = "A made-up rule"\n'
        '\n[[windows]]\nid = "w"\nopenings = [{ length = "P2D" }]\n'
        '\n[windows.source]\ndocument = "A made-up rule"\n'
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (NEWS, ["id: expected it, and it is not there"]),
        (HEAD + NEWS.replace("consent", "hope"), [BASIS]),
        (HEAD + NEWS.replace("consent", "consnt"), [f"{BASIS}; did you mean consent?"]),
        (
            HEAD + NEWS + 'sender = ["a"]\n',
            ['class "news", sender: no such key; did you mean senders?'],
        ),
        (
            HEAD + NEWS + "opt_out = false\n",
            ['class "news": what rests on a consent can be refused'],
        ),
        (
            HEAD + NEWS.replace('id = "news"\n', ""),
            ["class 1, id: expected it, and it is not there"],
        ),
        (
            HEAD + NEWS.replace('"news"', '"my news"'),
            ['class "my news", id: expected a name of letters, digits, ".", "_" and "-"'],
        ),
        (
            HEAD + CAP.replace('"PT36H"', '"P1M"'),
            ['cap "few", within: expected a period of days and hours such as P7D or PT24H'],
        ),
        (
            HEAD + CAP.replace('"PT36H"', "36"),
            ['cap "few", within: expected a period of days and hours such as P7D or PT24H'],
        ),
        (HEAD + CAP.replace("= 2", '= "2"'), ['cap "few", count: expected a whole number']),
        (
            HEAD + HOURS.replace("08:00:00", '"08:00"'),
            ['hours "day", opens: expected a time such as 07:00:00, without quotes'],
        ),
        (
            HEAD + HOURS.replace("08:00:00", "18:00:00"),
            ['hours "day": expected two times of one day without a zone, the earlier first'],
        ),
        (
            HEAD + HOURS.replace("document", "dokument"),
            [
                'hours "day", source.document: expected it, and it is not there',
                'hours "day", source.dokument: no such key; did you mean document?',
            ],
        ),
        (
            HEAD + HOURS + 'zone = "Saigon"\n',
            ['hours "day", zone: expected an IANA zone such as Asia/Ho_Chi_Minh'],
        ),
        (
            HEAD + "[[windows]]\nid = 'w'\n" + SOURCED + "openings = [{ afte = ['message'] }]\n",
            ['window "w", openings[1].afte: no such key; did you mean after?'],
        ),
        (HEAD + 'use = ["venus"]\n', ["use: there is no pack and no row called venus"]),
        (HEAD + "use = 'vietnam'\n", ["use: expected a list in [brackets]"]),
        (HEAD + "clases = []\n", ["clases: no such key; did you mean classes?"]),
        ("x = [[[[", ["expected TOML: Invalid value (at end of document)"]),
        ("x = " + "[" * 5000, ["expected less nesting"]),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text, words):
    assert refused(text) == words


def test_a_value_is_never_quoted():
    secret = "lan@mail.example"
    text = HEAD + NEWS.replace("consent", secret) + f'senders = "{secret}"\n[[caps]]\nid = 1\n'
    assert not any(secret in line for line in refused(text))


def test_the_schema_knows_what_a_policy_says():
    schema = contact_policy_schema()
    assert set(schema["properties"]) == set(ContactPolicy.model_fields)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["$defs"]["Cap"]["properties"]["within"]["format"] == "duration"


# --- built in -------------------------------------------------------------------------------------


def test_the_built_in_policies_are_five_and_are_not_those_of_retention():
    names = ("candylio", "cloudmini", "izihelp", "links", "liveagent")
    assert builtin_contact_policies() == names
    assert set(names) < set(builtin_policies())
    with pytest.raises(PolicyError, match="there are: candylio, cloudmini, izihelp, links, live"):
        builtin_contact_policy("vietnam")


@pytest.mark.parametrize("name", builtin_contact_policies())
def test_a_built_in_policy_survives_printing(name):
    policy = builtin_contact_policy(name)
    assert load_contact_policy(print_contact_policy(policy)) == policy
    assert policy.id == name


@pytest.mark.parametrize("name", sorted(PACKS))
def test_every_row_of_a_pack_has_a_source_and_a_name_of_its_own(name):
    rows = PACKS[name]
    everywhere = [row.id for each in PACKS.values() for row in each]
    assert all(row.source.document and row.source.read_on for row in rows)
    assert all(everywhere.count(row.id) == 1 for row in rows)
    assert ContactPolicy(id="p", use=(name,)).rows == rows


def test_all_packs_fit_into_one_policy():
    assert ContactPolicy(id="p", use=tuple(PACKS)).rows

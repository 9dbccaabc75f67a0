from kedang.customers import duplicates
from kedang.customers.completeness import Templates, completeness_of
from kedang.customers.contacts import ContactInput
from kedang.customers.models import RecordTemplate, Tag
from kedang.customers.presets import load_presets
from kedang.customers.registration import CustomerInput, read_customer
from kedang.customers.tests.makers import make_customer
from kedang.people.models import Person

USCC = "91110000600037341L"


def test_the_strongest_reason_counts(service: Person) -> None:
    first = make_customer("ABC公司", by=service, uscc=USCC, contacts={"mobile": "13812345678"})
    second = make_customer("乙", by=service, contacts={"email": "a@b.com"})
    new = [
        read_customer(CustomerInput({"name": "ＡＢＣ公司", "uscc": USCC})),
        read_customer(CustomerInput({"name": "abc公司"})),
        read_customer(
            CustomerInput({"name": "丙"}, contacts=[ContactInput("landline", "+86 138 1234 5678")])
        ),
        read_customer(CustomerInput({"name": "丁"}, contacts=[ContactInput("email", "A@B.COM")])),
        read_customer(CustomerInput({"name": "戊"})),
    ]
    found = duplicates.find_many([duplicates.keys_of(one) for one in new])
    assert found == [
        {first.pk: "uscc"},
        {first.pk: "name"},
        {first.pk: "contact"},
        {second.pk: "contact"},
        {},
    ]


def test_half_typed_values_are_left_out() -> None:
    keys = duplicates.keys_while_typing({"name": "AB", "uscc": "911", "mobile": "138"})
    assert (keys.uscc, keys.tokens) == ("", ())


def test_the_most_particular_template_is_chosen(organisation: object) -> None:
    load_presets("finance")
    templates = Templates.load()
    names = {one.pk: one.name for one in RecordTemplate.objects.all()}
    chosen = [
        names[templates.id_for(facts) or 0]
        for facts in ({"kind": "个人"}, {"industry": "金融"}, {"industry": "制造"}, {"industry": "J66"})
    ]
    assert chosen == ["个人", "企业（金融）", "企业", "企业（金融）"]


def test_loading_presets_again_adds_nothing(organisation: object) -> None:
    load_presets("medical")
    before = (RecordTemplate.objects.count(), Tag.objects.count())
    load_presets("medical")
    assert (RecordTemplate.objects.count(), Tag.objects.count()) == before
    assert set(Tag.objects.values_list("name", flat=True)) == {"VIP客户", "普通客户", "潜在客户"}


def test_a_complete_record_says_so(service: Person) -> None:
    contacts = {"mobile": "13812345678", "landline": "010-62345678", "email": "a@b.com"}
    assert completeness_of(make_customer(by=service, contacts=contacts)).is_complete
    assert completeness_of(make_customer("乙", by=service)).percent == 0

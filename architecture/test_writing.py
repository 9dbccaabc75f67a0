"""Promise 3 holds for actions and events, and its checks bite."""

import ast
import importlib
import textwrap

import pytest

from architecture import writing
from architecture.source import assert_none, modules, planted
from kedang.access.door import registered
from kedang.ledger.kinds import Kind, declare, declared

GOOD = """
@action(needs="edit")
def check_out(document, *, actor):
    _reserve(document, actor)

def _reserve(document, actor):
    record(CHECKED_OUT, document, actor=actor)
"""


def test_every_public_function_of_actions_is_an_action() -> None:
    assert_none(writing.undecorated(modules()))


def test_every_action_records_an_event() -> None:
    assert_none(writing.silent(modules()))


def test_nothing_but_actions_writes() -> None:
    assert_none(writing.strangers(modules()))


def test_every_action_has_its_right_and_its_room(whole_house: None) -> None:
    for module in modules():
        if module.inside[0] == "actions":
            importlib.import_module(
                ".".join(["kedang", module.room, *module.inside]).removesuffix(".__init__")
            )
    assert registered(), "no action is known to the door"
    for name, spec in registered().items():
        assert spec.needs, name
        assert name.startswith(f"{spec.verb.__module__.split('.')[1]}."), name


def kinds_by_constant() -> dict[str, str]:
    found: dict[str, str] = {}
    for module in modules():
        if module.inside == ("events",):
            loaded = importlib.import_module(f"kedang.{module.room}.events")
            for name, value in vars(loaded).items():
                if isinstance(value, Kind):
                    found[f"{module.room}.{name}"] = value.erase
    return found


def test_every_event_has_an_erase_rule(whole_house: None) -> None:
    constants = kinds_by_constant()
    assert constants
    for kind in declared().values():
        assert kind.erase in {"with_key", "audit_key", "none"}, kind.name
        assert not kind.personal or kind.erase != "none", kind.name
    assert_none(writing.events_without_rule(modules(), constants))


def test_every_event_is_named_after_its_room_and_has_a_sentence() -> None:
    for module in modules():
        if module.inside == ("events",):
            loaded = importlib.import_module(f"kedang.{module.room}.events")
            for kind in vars(loaded).values():
                if isinstance(kind, Kind) and kind in _declared_in(module.tree, loaded):
                    assert kind.name.startswith(f"{module.room}."), kind.name
                    assert str(kind.sentence), kind.name


def _declared_in(tree: ast.Module, loaded: object) -> list[Kind]:
    names = [
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    return [value for name in names if isinstance(value := getattr(loaded, name), Kind)]


# The checks bite.


def test_a_good_action_passes() -> None:
    module = planted(GOOD, "actions", "checkout")
    assert list(writing.undecorated([module])) == list(writing.silent([module])) == []


def test_a_verb_without_the_door_is_caught() -> None:
    module = planted(GOOD.replace('@action(needs="edit")\n', ""), "actions", "checkout")
    assert len(list(writing.undecorated([module]))) == 1


def test_what_prepares_and_then_goes_through_the_door_passes() -> None:
    module = planted(
        GOOD + "\ndef prepare(document, *, actor):\n    check_out(document, actor=actor)\n", "actions"
    )
    assert list(writing.undecorated([module])) == []


def test_an_action_without_an_event_is_caught() -> None:
    module = planted(
        GOOD.replace("record(CHECKED_OUT, document, actor=actor)", "pass"), "actions", "checkout"
    )
    assert len(list(writing.silent([module]))) == 1


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("customer.save()", "views"),
        ("Customer.objects.create(name=name)", "views"),
        ("Customer.objects.visible_to(actor).update(stage='lost')", "forms"),
        ("customer.delete()", "context"),
        ("self.instance.save(update_fields=['name'])", "models"),
    ],
)
def test_a_write_outside_an_action_is_caught(line: str, place: str) -> None:
    module = planted(f"def show(request, name):\n    {line}\n", place)
    assert len(list(writing.strangers([module]))) == 1


def test_ordinary_words_are_not_writes() -> None:
    module = planted("def show(request):\n    context.update(a=1)\n    request.session.save()\n", "views")
    assert list(writing.strangers([module])) == []


def test_an_overridden_save_and_a_signal_are_caught() -> None:
    text = """
    class Customer(BaseModel):
        def save(self, *args, **kwargs):
            pass

    @receiver(post_save)
    def audit(sender, **kwargs):
        pass
    """
    module = planted(textwrap.dedent(text), "models")
    assert len(list(writing.strangers([module]))) == 2


def test_changes_under_a_kind_without_erase_rule_are_caught() -> None:
    module = planted("record(CHANGED, customer, actor=actor, customer_id=1, changes=changes)\n", "actions")
    assert len(list(writing.events_without_rule([module], {"customers.CHANGED": "none"}))) == 1
    assert list(writing.events_without_rule([module], {"customers.CHANGED": "with_key"})) == []


def test_a_personal_kind_cannot_be_declared_without_erase_rule() -> None:
    with pytest.raises(ValueError, match="erase rule"):
        declare("customers.planted", "改了", personal=("changes",))

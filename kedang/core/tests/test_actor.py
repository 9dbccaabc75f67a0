from django.utils.functional import SimpleLazyObject

from kedang.core.actor import Actor, as_actor, with_reason
from kedang.people.models import Person


def test_a_reason_is_added_to_the_lazy_actor_of_a_request_too() -> None:
    person = Person(pk=7, name="销售甲")
    asked: Actor = SimpleLazyObject(lambda: as_actor(person, channel="page", address="127.0.0.1"))  # type: ignore[assignment]  # as in a request
    told = with_reason(asked, " 移交 ")
    assert (told.person, told.channel, told.address, told.reason) == (person, "page", "127.0.0.1", "移交")
    assert asked.reason == ""

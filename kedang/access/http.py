"""The request as views know it: somebody is signed in and acts."""

from django.http import HttpRequest

from kedang.core.actor import Actor
from kedang.people.models import Person


class SignedInRequest(HttpRequest):
    """A request behind the sign-in; `actor` is made by `ActorMiddleware`."""

    user: Person
    actor: Actor

"""Campaigns before four eyes: whom a campaign may reach, and who may approve it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kedang import search
from kedang.access.models import Holding, PostRight
from kedang.accounts.profiles import current_profile
from kedang.core.actor import Actor, as_actor
from kedang.core.errors import Refused
from kedang.customers.models import Customer
from kedang.engagement.models import Campaign
from kedang.people.models import Person

SHOWN = 20


def needs_another(campaign: Campaign, actor: Actor) -> bool:
    """Whether `actor` wrote it and the organisation's profile demands a second person."""
    return campaign.author.pk == actor.id and current_profile().four_eyes


def check_four_eyes(campaign: Campaign, actor: Actor) -> None:
    if needs_another(campaign, actor):
        raise Refused(
            _("群发要由另一位同事批准，不能批准自己写的"),
            remedy=_("请另一位有群发审批权限的同事批准并发送。"),
        )


def approvers(campaign: Campaign) -> list[Person]:
    """Who else may approve it, at most so many."""
    posts = PostRight.objects.filter(resource="campaign", verb="approve").values("post")
    holders = Holding.objects.filter(ended_at=None, post__in=posts).values("person")
    others = Person.objects.filter(pk__in=holders, is_active=True, suspended_at=None)
    return list(others.exclude(pk=campaign.author.pk).order_by("name", "pk")[:SHOWN])


def addressed(campaign: Campaign, actor: Actor) -> QuerySet[Customer]:
    """Whom its author means and `actor` may see too: approving never widens it."""
    rows = Customer.objects.visible_to(actor)
    return search.select(rows, campaign.query, as_actor(campaign.author))[0]


def ids_addressed(campaign: Campaign, actor: Actor) -> Iterator[int]:
    """All of them, for sending."""
    rows = Customer.objects.for_lists().visible_to(actor)
    return search.ids_of(rows, campaign.query, as_actor(campaign.author))

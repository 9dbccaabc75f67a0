"""A hand-over before it is done: whose customers, to whom, what moves along, and who loses sight of what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from kedang import search
from kedang.access.sight import Onlookers, Standing, standings_of
from kedang.core.actor import Actor
from kedang.core.errors import Invalid, Refused
from kedang.customers.models import Customer, Project
from kedang.customers.models.project import Progress
from kedang.customers.querysets import CustomerQuerySet, ProjectQuerySet
from kedang.people.models import Department, Person
from kedang.teamwork.models import Rule
from kedang.teamwork.sharing import Heir, Piece, share
from kedang.workflow.models import Task
from kedang.workflow.querysets import TaskQuerySet

MOST = 20_000
MOST_HEIRS = 50
LOOKED_AT = 2000  # customers of which sight before and after is compared
_BATCH = 500


@dataclass(frozen=True)
class Wish:
    """What somebody wants handed over. Without `leaver`: the customers in `ids`, whoever owns them."""

    leaver: Person | None
    heirs: Sequence[Person]
    ids: Collection[int] = ()
    query: str = ""
    rule: str = Rule.EVEN
    with_tasks: bool = True
    with_projects: bool = True


@dataclass
class Share:
    """What one heir gets; `blind`: customers they may not see even as owner (their clearance is too low)."""

    heir: Person
    customers: int = 0
    tasks: int = 0
    projects: int = 0
    blind: int = 0


@dataclass(frozen=True)
class Sight:
    """How many of the customers somebody sees before and after."""

    person: Person
    before: int
    after: int

    @property
    def lost(self) -> int:
        return max(self.before - self.after, 0)


@dataclass
class Plan:
    """`givers`: customer → present owner; `heirs_of`: customer → heir."""

    wish: Wish
    givers: dict[int, int] = field(default_factory=dict)
    heirs_of: dict[int, int] = field(default_factory=dict)
    standings: dict[int, Standing] = field(default_factory=dict)
    out_of_reach: int = 0
    shares: list[Share] = field(default_factory=list)

    @property
    def blind(self) -> int:
        return sum(one.blind for one in self.shares)


def read_wish(wish: Wish) -> Wish:
    """Raises Invalid, naming the field."""
    if wish.leaver is None and not wish.ids:
        raise Invalid(_("请选择移交人"), field="leaver")
    if not wish.heirs:
        raise Invalid(_("请选择接手人"), field="heirs")
    if len(wish.heirs) > MOST_HEIRS:
        raise Invalid(_("接手人最多 %(count)d 位") % {"count": MOST_HEIRS}, field="heirs")
    for one in wish.heirs:
        if not one.is_active or one.is_system or one.suspended_at:
            raise Invalid(_("“%(name)s”已停用，不能接手") % {"name": one.name}, field="heirs", value=one.name)
        if wish.leaver is not None and one.pk == wish.leaver.pk:
            raise Invalid(_("接手人不能是移交人自己"), field="heirs", value=one.name)
    if wish.rule not in Rule.values:
        raise Invalid(_("没有这种分配方式"), field="rule", value=wish.rule)
    return wish


def plan_of(wish: Wish, actor: Actor) -> Plan:
    """Exactly the customers that will move. Raises Invalid: none, too many, or a mistake in the query."""
    read_wish(wish)
    rows = _wanted(wish, actor)
    permitted = CustomerQuerySet.permitted(rows, actor, "assign")
    facts = list(permitted.order_by("pk").values_list("pk", "owner_id", "classification")[: MOST + 1])
    if len(facts) > MOST:
        raise Invalid(_("一次最多交接 %(count)d 位客户") % {"count": MOST}, remedy=_("请用查询分批交接。"))
    plan = Plan(wish, out_of_reach=max(rows.count() - len(facts), 0))
    if not facts:
        message = _("没有可交接的客户") if not plan.out_of_reach else _("这些客户不在您可以分派的范围内")
        raise (Refused if plan.out_of_reach else Invalid)(message)
    plan.givers = {pk: owner for pk, owner, _level in facts if owner}
    for batch in _batches([(pk, level) for pk, _owner, level in facts]):
        plan.standings |= standings_of(dict(batch))
    heirs = [Heir(one.pk, one.department_id) for one in wish.heirs]
    pieces = [_piece(pk, plan.standings[pk]) for pk in plan.givers]
    plan.heirs_of = share(pieces, heirs, wish.rule)
    plan.shares = _shares(plan)
    return plan


def sights_of(plan: Plan) -> list[Sight]:
    """Givers and the heads of the departments concerned: how many they see now and afterwards, most lost first."""
    some = dict(list(plan.heirs_of.items())[:LOOKED_AT])
    heirs = {one.pk: one for one in plan.wish.heirs}
    people = _concerned(plan, some)
    eyes = Onlookers(people)
    before: Counter[int] = Counter()
    after: Counter[int] = Counter()
    for customer_id, heir_id in some.items():
        now = plan.standings[customer_id]
        then = after_move(now, heirs[heir_id])
        for one in people:
            before[one.pk] += eyes.sees(one.pk, now)
            after[one.pk] += eyes.sees(one.pk, then)
    found = [Sight(one, before[one.pk], after[one.pk]) for one in people]
    return sorted((one for one in found if one.lost), key=lambda one: -one.lost)


def after_move(standing: Standing, heir: Person) -> Standing:
    """The heir is owner, and the customer the heir's department's."""
    return replace(
        standing,
        owner_id=heir.pk,
        department_id=heir.department_id,
        helper_ids=standing.helper_ids - {heir.pk},
    )


def tasks_between(customer_ids: Collection[int], giver_ids: Collection[int]) -> TaskQuerySet:
    """Open tasks of the givers for these customers."""
    return Task.objects.open().filter(customer__in=customer_ids, assignee__in=giver_ids)


def projects_between(customer_ids: Collection[int], giver_ids: Collection[int]) -> ProjectQuerySet:
    rows = Project.objects.filter(trashed_at=None, customer__in=customer_ids, owner__in=giver_ids)
    return rows.exclude(progress=Progress.CLOSED)


def left_behind(leaver: Person) -> int:
    """Open tasks of the leaver that belong to no customer of theirs: they stay, and somebody must look at them."""
    own = Q(customer__owner=leaver)
    return Task.objects.standing().open().filter(assignee=leaver).exclude(own)[:1000].count()


def _wanted(wish: Wish, actor: Actor) -> CustomerQuerySet:
    rows = Customer.objects.visible_to(actor).exclude(owner=None)
    if wish.leaver is not None:
        rows = rows.filter(owner=wish.leaver)
    if wish.ids:
        rows = rows.filter(pk__in=list(wish.ids))
    if wish.query.strip():
        found, _stopped = search.select(rows, wish.query, actor)
        rows = Customer.objects.filter(pk__in=found.order_by().values("pk"))
    return rows


def _piece(pk: int, standing: Standing) -> Piece:
    return Piece(pk, standing.department_id, standing.helper_ids)


def _shares(plan: Plan) -> list[Share]:
    shares = {one.pk: Share(one) for one in plan.wish.heirs}
    eyes = Onlookers(plan.wish.heirs)
    for customer_id, heir_id in plan.heirs_of.items():
        share_ = shares[heir_id]
        share_.customers += 1
        share_.blind += not eyes.sees(heir_id, after_move(plan.standings[customer_id], share_.heir))
    givers = set(plan.givers.values())
    for batch in _batches(list(plan.heirs_of)):
        if plan.wish.with_tasks:
            for customer_id, count in _counts(tasks_between(batch, givers)):
                shares[plan.heirs_of[customer_id]].tasks += count
        if plan.wish.with_projects:
            for customer_id, count in _counts(projects_between(batch, givers)):
                shares[plan.heirs_of[customer_id]].projects += count
    return list(shares.values())


def _counts(rows: TaskQuerySet | ProjectQuerySet) -> Iterable[tuple[int, int]]:
    return rows.order_by().values_list("customer_id").annotate(n=Count("pk"))


def _concerned(plan: Plan, some: dict[int, int]) -> list[Person]:
    departments = {plan.standings[pk].department_id or 0 for pk in some}
    paths = Department.objects.filter(pk__in=departments).values_list("path", flat=True)
    above = {int(part) for path in paths for part in path.split("/") if part}
    heads = Department.objects.filter(pk__in=above, head__isnull=False).values_list("head_id", flat=True)
    ids = {*heads, *(plan.givers[pk] for pk in some)}
    return list(Person.objects.filter(pk__in=ids, is_active=True).order_by("name", "pk")[:50])


def _batches(items: Sequence[object]) -> Iterable[list]:  # type: ignore[type-arg]  # of whatever is given
    for start in range(0, len(items), _BATCH):
        yield list(items[start : start + _BATCH])

"""Ways to the pages of `accounts`, which lies below and so cannot register them itself."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from kedang.access.separation import missing_powers
from kedang.accounts import hub, profiles
from kedang.people.models import Person
from kedang.ui import banners, nav
from kedang.ui.banners import Banner


def register() -> None:
    nav.register(nav.NavItem(gettext_lazy("审计"), "accounts:ledger", "ledger", 90, "ledger.view", key="a"))
    nav.register(nav.NavItem(gettext_lazy("设置"), "accounts:settings", "gear", 99, hub.has_any, key="s"))
    nav.register_person_link(nav.Entry(gettext_lazy("我的账号"), "accounts:profile", "person", 10))
    nav.register_person_link(nav.Entry(gettext_lazy("我的操作记录"), "accounts:my_ledger", "history", 20))
    for label, url_name, icon, permission, keywords in (
        (gettext_lazy("人员"), "accounts:people", "persons", "person.view", "people 员工"),
        (pgettext_lazy("several", "部门"), "accounts:departments", "tree", "person.view", "departments 组织"),
        (gettext_lazy("岗位与权限"), "accounts:posts", "shield", "post.view", "roles rights 角色"),
        (gettext_lazy("为什么能看到"), "accounts:explain", "help", "post.view", "explain why 权限"),
        (gettext_lazy("登录安全"), "accounts:security", "lock", "settings.view", "security 密码 等保"),
    ):
        nav.register_command(nav.Command(label, url_name, icon, 70, permission, keywords=keywords))
    nav.register_new(
        nav.NewItem(gettext_lazy("添加人员"), "accounts:person_new", "person-plus", 80, "person.create")
    )
    banners.register(start_mode)
    banners.register(password_notice)


def start_mode(request: HttpRequest) -> Banner | None:
    """Until the three powers are filled the founder may do nearly everything; everybody who does so is told."""
    person = request.user
    if not isinstance(person, Person) or not person.in_start_mode:
        return None
    # The first words say it: on a phone the rest is cut off.
    text = _(
        "启动模式，三员还缺 %(count)d 位。您可以做几乎一切，每一步都记入台账；请任命系统管理员、安全管理员和审计员。"
    )
    return Banner(text % {"count": len(missing_powers())}, url=reverse("accounts:people"), link=_("去任命"))


def password_notice(request: HttpRequest) -> Banner | None:
    person = request.user
    if not isinstance(person, Person):
        return None
    left = profiles.days_left(person, profiles.profile_of(getattr(request, "organisation", None)))
    if left is None:
        return None
    text = ngettext("密码还有 %(days)d 天到期。", "密码还有 %(days)d 天到期。", left) % {"days": left}
    return Banner(text, url=reverse("account_change_password"), link=_("修改密码"))

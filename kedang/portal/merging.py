"""How links and requests go along when two customers become one, and back (A12)."""

from django.utils.translation import gettext_lazy as _

from kedang.customers.merging import register_part, rows_part
from kedang.portal.models import ChangeRequest, PortalLink
from kedang.portal.sealing import ANSWER, ASKED, WANTED


def register() -> None:
    register_part(rows_part("portal_links", _("自助链接"), PortalLink, sealed={"asked_for": ASKED}, order=76))
    sealed = {"wanted": WANTED, "answer": ANSWER}
    register_part(rows_part("change_requests", _("客户申请"), ChangeRequest, sealed=sealed, order=77))

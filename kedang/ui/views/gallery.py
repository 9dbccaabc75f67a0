"""Every component in every state, and what their elements ask; only where DEBUG is on."""
# i18n: all of it: examples for those who build

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kedang.core.clock import now
from kedang.core.errors import Invalid

COMPANIES = (
    "ABC公司",
    "上海远景新能源科技股份有限公司",
    "中国（上海）自由贸易试验区临港新片区联合发展进出口贸易代理服务有限责任公司第一分公司",
    "北京朝阳医疗器械有限公司",
)
STATES = {
    "companies": COMPANIES,
    "long_name": COMPANIES[2],
    "crumbs": (("设置", "#"), ("组件", "")),
    "stages": ((1, "潜在客户"), (2, "现有客户"), (3, "已流失客户")),
    "chosen": ((1, "VIP客户"), (2, "金融")),
    "steps": ("选择文件", "对应列", "预览", "导入", "结果"),
}
View = Callable[[HttpRequest], HttpResponse]


def while_building(view: View) -> View:
    @wraps(view)
    def check(request: HttpRequest) -> HttpResponse:
        if not settings.DEBUG:
            raise Http404
        return view(request)

    return check


@while_building
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery.html", STATES | {"now": now()})


@while_building
def choices(request: HttpRequest) -> HttpResponse:
    """What the comboboxes ask."""
    asked = request.GET.get("q", "")
    found = [name for name in COMPANIES if asked.lower() in name.lower()]
    return JsonResponse({"results": [{"value": name, "label": name, "hint": "客户"} for name in found]})


@while_building
def plain_value(request: HttpRequest) -> HttpResponse:
    """What an eye asks."""
    return HttpResponse("138 1234 5678", content_type="text/plain")


@while_building
def fact(request: HttpRequest) -> HttpResponse:
    """What an inline edit asks: the form, then the row again."""
    if request.method != "POST":
        return render(request, "ui/gallery/fact_form.html")
    value = request.POST.get("value", "").strip()
    if len(value) > 20:
        raise Invalid(_("简称最多 20 个字"), field="value", value=value, remedy=_("请缩短后再保存。"))
    return render(request, "ui/gallery/fact.html", {"value": value})

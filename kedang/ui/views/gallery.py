"""Every component in every state; only where DEBUG is on."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from kedang.core.clock import now

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


def gallery(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    return render(request, "ui/gallery.html", STATES | {"now": now()})


def gallery_choices(request: HttpRequest) -> JsonResponse:
    """What the gallery's comboboxes ask."""
    if not settings.DEBUG:
        raise Http404
    asked = request.GET.get("q", "")
    found = [name for name in COMPANIES if asked.lower() in name.lower()]
    return JsonResponse({"results": [{"value": name, "label": name, "hint": "客户"} for name in found]})

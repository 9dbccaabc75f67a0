"""What other rooms add to the set-up wizard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kedang.core.actor import Actor

Text = str | Promise
Loader = Callable[
    ..., None
]  # loader(industry_code, *, actor): makes what is absent, in the caller's transaction
Summary = Callable[[str], list[Text]]


@dataclass(frozen=True)
class Industry:
    """An industry preset (行业预设). A loader that has nothing special for `code` loads its general one."""

    code: str
    title: Text
    hint: Text


INDUSTRIES = (
    Industry("general", _("通用"), _("大多数企业适用")),
    Industry("finance", _("金融"), _("银行、保险、证券、基金")),
    Industry("medical", _("医疗"), _("医院、诊所、医药与器械")),
    Industry("manufacturing", _("制造"), _("生产、加工、设备")),
    Industry("education", _("教育"), _("学校、培训机构")),
    Industry("trade", _("商贸"), _("批发、零售、进出口")),
    Industry("services", _("专业服务"), _("咨询、法律、设计、软件")),
)


@dataclass(frozen=True)
class Start:
    """A way to begin, offered on the wizard's last step. `deed` is done first, then `url_name` is shown."""

    code: str
    title: Text
    hint: Text
    url_name: str = ""  # empty: the work desk
    icon: str = "arrow-right"
    order: int = 50
    deed: Callable[[Actor], object] | None = None


EMPTY = Start("empty", _("从空系统开始"), _("先看看，以后再导入"), icon="home", order=99)

_loaders: list[tuple[Loader, Summary | None]] = []
_starts: dict[str, Start] = {EMPTY.code: EMPTY}


def register_preset_loader(loader: Loader, *, summary: Summary | None = None) -> None:
    """`loader(code, *, actor)` makes a room's presets of an industry; `summary(code)` says in lines which."""
    if not any(known is loader for known, _summary in _loaders):
        _loaders.append((loader, summary))


def load_presets(industry: str, *, actor: Actor) -> None:
    for loader, _summary in _loaders:
        loader(industry, actor=actor)


def preset_summary(industry: str) -> list[Text]:
    return [line for _loader, summary in _loaders if summary for line in summary(industry)]


def register_start(start: Start) -> None:
    _starts[start.code] = start


def start_of(code: str) -> Start | None:
    return _starts.get(code)


def starts() -> list[Start]:
    return sorted(_starts.values(), key=lambda start: (start.order, start.code))

"""What a task asks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kedang.accounts import reading
from kedang.accounts.forms.entry import EntryForm
from kedang.core.day_words import read_day
from kedang.core.errors import Invalid
from kedang.customers.typed import parse_date
from kedang.people.models import Person
from kedang.workflow.actions.tasks import TaskFacts
from kedang.workflow.models import Task
from kedang.workflow.planning import note_of


class DayField(forms.CharField):
    """A day as written or said: 2026-12-01, 下周三, 3天后."""

    def __init__(self, **options: Any) -> None:
        hint = {
            "class": "control",
            "placeholder": gettext_lazy("明天、下周三、12月1日"),
            "autocomplete": "off",
        }
        super().__init__(required=False, widget=forms.TextInput(hint), **options)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return read_due(text) if text else None


class TaskForm(EntryForm):
    """`assignee` is chosen with the person picker."""

    title = forms.CharField(
        label=gettext_lazy("任务"), max_length=200, widget=forms.TextInput({"class": "control"})
    )
    due_on = DayField(label=gettext_lazy("期限"))
    priority = forms.TypedChoiceField(
        label=gettext_lazy("优先级"),
        choices=Task.Priority.choices,
        coerce=int,
        initial=Task.Priority.NORMAL,
        required=False,
        empty_value=str(int(Task.Priority.NORMAL)),
        widget=forms.Select({"class": "control"}),
    )
    note = forms.CharField(
        label=gettext_lazy("说明"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"class": "control", "rows": 3}),
    )
    assignee = forms.CharField(label=gettext_lazy("办理人"), required=False, widget=forms.HiddenInput)

    @classmethod
    def of(cls, task: Task, *args: Any) -> TaskForm:
        return cls(
            *args,
            initial={
                "title": task.title,
                "due_on": task.due_on.isoformat() if task.due_on else "",
                "priority": task.priority,
                "note": note_of(task),
            },
        )

    def facts(self) -> TaskFacts:
        given = self.cleaned_data
        return TaskFacts(
            title=given["title"], due_on=given["due_on"], note=given["note"], priority=int(given["priority"])
        )

    def person(self) -> Person | None:
        return reading.colleague(self.data.get("assignee"))


def read_due(text: str) -> date:
    said = read_day(text)
    if said is not None:
        return said
    try:
        return date.fromisoformat(parse_date(text))
    except Invalid:
        raise forms.ValidationError(
            _("“%(raw)s”不是日期，可写 2026-12-01、下周三、3天后") % {"raw": text}
        ) from None

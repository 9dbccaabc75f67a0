from django.urls import URLPattern, URLResolver, include, path

from kedang.operations.views import tasks

_own: list[URLPattern | URLResolver] = [
    path("settings/tasks/", tasks.tasks, name="tasks"),
    path("settings/tasks/<int:task_id>/retry/", tasks.retry, name="task_retry"),
    path("settings/tasks/<int:task_id>/discard/", tasks.discard, name="task_discard"),
]

urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "operations")))]

from django.urls import URLPattern, URLResolver, include, path

from kedang.workflow.views import tasks

_own = [
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/mine/", tasks.my_tasks, name="my_tasks"),
    path("tasks/new/", tasks.task_new, name="task_new"),
    path("tasks/<int:task_id>/", tasks.task, name="task"),
    path("tasks/<int:task_id>/done/", tasks.task_done, name="task_done"),
    path("tasks/<int:task_id>/reopen/", tasks.task_reopen, name="task_reopen"),
    path("tasks/<int:task_id>/drop/", tasks.task_drop, name="task_drop"),
    path("customers/<int:customer_id>/tasks/", tasks.customer_tasks, name="customer_tasks"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("", include((_own, "workflow")))]

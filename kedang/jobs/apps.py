from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "kedang.jobs"
    label = "jobs"

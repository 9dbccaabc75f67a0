from django.apps import AppConfig


class WorkflowConfig(AppConfig):
    name = "kedang.workflow"
    label = "workflow"

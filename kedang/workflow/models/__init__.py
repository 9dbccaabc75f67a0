from kedang.workflow.models.task import Task

__all__ = ["Task"]

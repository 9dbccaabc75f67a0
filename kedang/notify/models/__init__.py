from kedang.notify.models.notice import Notice
from kedang.notify.models.outbox import Mail

__all__ = ["Mail", "Notice"]

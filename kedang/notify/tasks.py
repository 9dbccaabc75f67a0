from kedang.jobs import job
from kedang.notify import outbox
from kedang.people.system import system_actor


@job(retries=outbox.ATTEMPTS, lease=120)
def deliver_mail(key: str) -> None:
    """One mail; the queue tries again for about four hours, then the mail says that it failed."""
    outbox.deliver(key, actor=system_actor())

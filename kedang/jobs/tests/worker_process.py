"""A worker in a process of its own, with only the queue's tables: `python worker_process.py DATABASES`."""

import json
import signal
import sys

import django
from django.conf import settings


def main() -> None:
    settings.configure(
        DATABASES=json.loads(sys.argv[1]),
        INSTALLED_APPS=["kedang.jobs"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        SCHEDULE="kedang.jobs.tests.worker_process.SCHEDULE",
    )
    django.setup()
    from kedang.jobs.worker import Worker

    worker = Worker()
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    worker.run()


SCHEDULE = ()

if __name__ == "__main__":
    main()

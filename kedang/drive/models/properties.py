from __future__ import annotations

from django.db import models


class DeadProperties(models.Model):
    """What programs keep with a file or folder and only they understand (WebDAV 属性).

    `subject` is `document:9`, `folder:3` or `scratch:5`; the whole is sealed under the key of what it hangs on.
    """

    subject = models.CharField(max_length=40, primary_key=True)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return self.subject

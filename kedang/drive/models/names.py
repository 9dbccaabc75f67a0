from __future__ import annotations

from typing import ClassVar

from django.db import models

from kedang.documents.models import Document


class DriveName(models.Model):
    """What a program called a document, kept beside the ruled name (驱动器中的名称).

    It holds while the document lies in `folder_id` and is called `ruled`: whoever renames or moves it on a
    page sees the new name on the drive too.
    """

    document = models.OneToOneField(Document, models.CASCADE, primary_key=True, related_name="drive_name")
    folder_id = models.BigIntegerField()
    ruled = models.CharField(max_length=255)
    name = models.CharField(max_length=255)
    name_key = models.CharField(max_length=300)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["folder_id", "name_key"], name="drive_name_in_folder")]

    def __str__(self) -> str:
        return self.name

"""What the database itself keeps true about classes, on both engines."""

import pytest
from django.db import IntegrityError, transaction

from kedang.customers.models import Dimension, DimensionValue

pytestmark = pytest.mark.django_db


@pytest.fixture
def channel() -> Dimension:
    return Dimension.objects.create(code="channel", name="渠道类型")


def test_a_class_at_the_top_stands_there_once(channel: Dimension) -> None:
    DimensionValue.objects.create(dimension=channel, name="直销")
    with pytest.raises(IntegrityError), transaction.atomic():
        DimensionValue.objects.create(dimension=channel, name="直销")


def test_a_class_below_another_stands_there_once(channel: Dimension) -> None:
    top = DimensionValue.objects.create(dimension=channel, name="直销")
    DimensionValue.objects.create(dimension=channel, name="线上", parent=top)
    with pytest.raises(IntegrityError), transaction.atomic():
        DimensionValue.objects.create(dimension=channel, name="线上", parent=top)


def test_the_same_name_may_stand_at_the_top_and_below(channel: Dimension) -> None:
    top = DimensionValue.objects.create(dimension=channel, name="直销")
    below = DimensionValue.objects.create(dimension=channel, name="直销", parent=top)
    assert below.pk != top.pk

"""What was learnt: from corrections, un-learnt exactly, and never a text."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

from kedang.core.actor import as_actor
from kedang.customers.models import Customer
from kedang.documents.actions.edit import change_document
from kedang.filing.models import DocumentType
from kedang.jobs import run_pending
from kedang.people.models import Person
from kedang.understanding import lessons
from kedang.understanding.models import Learnt, Lesson, Reliability
from kedang.understanding.tasks import understand_documents
from kedang.understanding.tests.makers import make_paper, parts_of
from scripts.business_papers import Dice, strange

Types = dict[str, DocumentType]


def test_a_correction_teaches_an_unseen_layout(huaxin: Customer, types: Types, sales_a: Person) -> None:
    dice = Dice(1)
    first = make_paper(huaxin, strange(dice).text, by=sales_a, name="函1.txt")
    assert "type" not in parts_of(first)
    change_document(first, {"type": types["quote"].pk}, actor=as_actor(sales_a))
    make_paper(huaxin, by=sales_a, name="合同.txt", type=types["contract"])
    second = make_paper(huaxin, strange(dice).text, by=sales_a, name="函2.txt")
    part = parts_of(second)["type"]
    assert part.value == types["quote"].pk
    assert part.by == "learnt"
    assert any(word in strange(Dice(1)).text for word in part.words)


def test_an_undone_correction_is_unlearnt_to_the_last_count(
    huaxin: Customer, types: Types, sales_a: Person
) -> None:
    make_paper(huaxin, by=sales_a, type=types["contract"])
    before = lessons.learnt("type")
    paper = make_paper(huaxin, strange(Dice(3)).text, by=sales_a, name="x.txt")
    change_document(paper, {"type": types["contract"].pk}, actor=as_actor(sales_a))
    run_pending()
    assert lessons.learnt("type") != before
    change_document(paper, {"type": None}, actor=as_actor(sales_a))
    run_pending()
    assert lessons.learnt("type") == before
    assert not Lesson.objects.filter(document=paper).exists()


def test_nothing_learnt_is_counted_twice(huaxin: Customer, types: Types, sales_a: Person) -> None:
    paper = make_paper(huaxin, by=sales_a, type=types["contract"])
    once = lessons.learnt("type")
    understand_documents([paper.pk])
    assert lessons.learnt("type") == once


def test_how_often_it_was_right_is_counted(huaxin: Customer, types: Types, sales_a: Person) -> None:
    make_paper(huaxin, by=sales_a, type=types["contract"])
    row = Reliability.objects.get()
    assert (row.right, row.wrong) == (1, 0)
    assert lessons.calibrated(0.95, {9: (0, 90)}) < 0.2


def test_no_table_of_what_was_learnt_holds_a_word_of_the_text(
    huaxin: Customer, types: Types, sales_a: Person
) -> None:
    make_paper(huaxin, "秘密配方甲乙丙\n合同编号：HT-9", by=sales_a, type=types["contract"])
    assert Learnt.objects.exists()
    word = "秘密配方".encode()
    for model in apps.get_app_config("understanding").get_models():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            for row in cursor.fetchall():
                assert not any(word in bytes(cell) for cell in row if isinstance(cell, bytes | memoryview))
                assert not any("秘密" in cell for cell in row if isinstance(cell, str))

from kedang.customers import blindness, field_upkeep, kinship
from kedang.customers.models import CustomField
from kedang.jobs import every, job
from kedang.people.system import system_actor


@every("03:50")
@job(retries=1, lease=60)
def forget_blind_checks() -> None:
    blindness.forget_old()


@every("04:20")
@job(retries=2, lease=1800)
def suggest_relations() -> None:
    kinship.suggest()


@job(retries=3, lease=600)
def reindex_field(field_id: int, after: int = 0) -> None:
    """The words of a field's options as they are called now, a chunk of its customers at a time."""
    last = field_upkeep.reindex_holders(field_id, after)
    if last is not None:
        reindex_field.enqueue(field_id, last)


@job(retries=10, lease=600)
def reseal_field(field_id: int, after: int = 0) -> None:
    """What records hold of a field, sealed or plain as it is defined now, a chunk of its customers at a time."""
    from kedang.customers.actions.fields import finish_resealing

    last = field_upkeep.reseal_holders(field_id, after)
    if last is not None:
        reseal_field.enqueue(field_id, last)
        return
    field = CustomField.objects.get(pk=field_id)
    if field.is_resealing:
        finish_resealing(field, actor=system_actor())


@every("03:20")
@job(retries=2, lease=1800)
def complete_tokens() -> None:
    field_upkeep.complete_tokens()

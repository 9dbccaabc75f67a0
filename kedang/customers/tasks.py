from kedang.customers import blindness, field_upkeep, kinship
from kedang.jobs import every, job


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


@every("03:20")
@job(retries=2, lease=1800)
def complete_tokens() -> None:
    field_upkeep.complete_tokens()

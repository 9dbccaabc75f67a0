from kedang.customers import blindness, kinship
from kedang.jobs import every, job


@every("03:50")
@job(retries=1, lease=60)
def forget_blind_checks() -> None:
    blindness.forget_old()


@every("04:20")
@job(retries=2, lease=1800)
def suggest_relations() -> None:
    kinship.suggest()

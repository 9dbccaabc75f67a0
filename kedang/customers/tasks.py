from kedang.customers import blindness
from kedang.jobs import every, job


@every("03:50")
@job(retries=1, lease=60)
def forget_blind_checks() -> None:
    blindness.forget_old()

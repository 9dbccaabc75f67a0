"""Jobs: checking what was brought, and sweeping packages that nobody fetched."""

from kedang.core.actor import Actor
from kedang.jobs import every, job


@job(retries=5, lease=900)
def check_bag(import_id: int) -> None:
    from kedang.dossier.models import BagImport
    from kedang.dossier.restoring.preview import check_import

    bag_import = BagImport.objects.select_related("person").get(pk=import_id)  # reading: the job's own
    if bag_import.state == BagImport.State.CHECKING:
        check_import(bag_import, Actor(person=bag_import.person, channel="job"))


@every("03:40")
@job(retries=2, lease=600)
def forget_packages() -> None:
    from kedang.dossier.packages import forget_expired

    forget_expired()

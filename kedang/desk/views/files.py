"""What the combobox of a file field asks for."""

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from kedang.access.http import SignedInRequest
from kedang.access.opening import find_record
from kedang.customers.models import Customer
from kedang.documents.models import Document

MOST = 20


@require_GET
def pick_file(request: SignedInRequest, customer_id: int) -> JsonResponse:
    """The customer's newest documents that the reader may see, by name."""
    customer = find_record(request.actor, Customer.objects.all(), customer_id)
    rows = Document.objects.visible_to(request.actor).available().filter(customer=customer)
    typed = request.GET.get("q", "").strip()
    found = rows.filter(name__icontains=typed).order_by("-pk").select_related("folder")[:MOST]
    results = [{"value": one.pk, "label": one.name, "hint": one.folder.name} for one in found]
    return JsonResponse({"results": results}, json_dumps_params={"ensure_ascii": False})

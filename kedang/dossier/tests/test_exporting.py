"""The dialog's form: a package leaves, in clear only with a reason."""

import io
import zipfile
from collections.abc import Callable

from django.test import Client

from kedang.customers.models import Customer
from kedang.people.models import Person


def test_the_form_sends_the_package_in_clear_with_a_reason_only(
    customer: Customer, founder: Person, client_of: Callable[[Person], Client]
) -> None:
    client, address = client_of(founder), f"/customers/{customer.pk}/dossier/file/"
    assert client.post(address, {"in_clear": "on"}).status_code == 400
    answer = client.post(address, {"in_clear": "on", "reason": "移交给新公司"})
    assert answer.status_code == 200
    names = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()  # type: ignore[attr-defined]  # a stream
    assert any(name.endswith("/bagit.txt") for name in names)

"""Scans, a protected file and a mail of a customer: `python -m e2e.scans` on KEDANG_DATA."""

from __future__ import annotations

import io
import os


def main() -> None:
    from kedang.customers.tests.makers import make_customer
    from kedang.documents.tests import samples
    from kedang.documents.tests.makers import make_document
    from kedang.people.models import Organisation, Person

    Organisation.objects.update(options={"security": {"second_factor": "offered"}})
    founder = Person.objects.get(email="chen@hx.example")
    customer = make_customer("上海永丰精密机械有限公司", by=founder)
    for name, content in {
        "传真扫描.tiff": _scan("Fax of the service agreement", "Payment within thirty days"),
        "加密报价.pdf": samples.pdf("报价单：离心泵三台，含税七万二千元", password="Geheim8"),
        "来信.eml": samples.eml(),
        "旧合同.zip": samples.archive(
            {"合同/正文.docx": samples.docx(), "说明.txt": "压缩包里的说明".encode()}
        ),
    }.items():
        make_document(customer, by=founder, content=content, original_name=name, name=name, path="往来")


def _scan(*pages: str) -> bytes:
    """Each page upside down: it lay so on the glass."""
    from PIL import Image, ImageDraw, ImageFont

    frames = []
    for text in pages:
        frame = Image.new("L", (900, 600), 255)
        ImageDraw.Draw(frame).text((60, 200), text, 0, ImageFont.load_default(48))
        frames.append(frame.rotate(180))
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:])
    return out.getvalue()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kedang.config.settings")
    import django

    django.setup()
    main()

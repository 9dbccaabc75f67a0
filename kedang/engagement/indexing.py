"""What search knows of feedback."""

from kedang.engagement.models import Complaint
from kedang.search import index


def write(complaint: Complaint, content: str, outcome: str) -> None:
    """In the transaction of the change."""
    texts = {"title": complaint.title, "content": content, "outcome": outcome}
    index.write(
        [
            index.Entry(
                kind="complaint",
                subject_id=complaint.pk,
                customer_id=complaint.customer_id,
                part="feedback",
                texts={name: text for name, text in texts.items() if text},
                owner=f"customer:{complaint.customer_id}",
                purpose="profile",
            )
        ]
    )

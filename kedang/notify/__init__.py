"""Tell people: notices in Kedang, mail through the outbox.

`kinds.declare(NoticeKind(…))` once, `telling.tell(KIND, [person ids], subject, actor=, customer_id=, note=)` in the
transaction of what happened.
"""

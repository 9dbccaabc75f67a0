"""Actions on posts, to try the door with."""

from __future__ import annotations

from typing import Any

from kedang.access.door import action, revise
from kedang.access.models import Post
from kedang.core.actor import Actor
from kedang.core.errors import Invalid
from kedang.ledger.kinds import declare
from kedang.ledger.record import record

RENAMED = declare("tests.post_renamed", "改了岗位名称", erase="audit_key", personal=("changes",))


@action(needs="edit", resource="post")
def rename_post(post: Post, name: str, *, actor: Actor) -> None:
    if not name:
        raise Invalid("名称不能为空", field="name", value=name)
    before = post.name
    revise(post, name=name)
    changes = [{"field": "name", "label": "名称", "old": before, "new": name}]
    record(RENAMED, post, actor=actor, changes=changes)


@action(needs="edit", resource="post", reason=True, second_factor=True)
def rename_post_with_care(post: Post, name: str, *, actor: Actor) -> None:
    revise(post, name=name)
    record(RENAMED, post, actor=actor)


@action(needs="edit", resource="post")
def forget_to_record(post: Post, *, actor: Actor) -> None:
    revise(post, name="没有台账")


@action(needs="edit", resource="post")
def record_twice(post: Post, *, actor: Actor) -> None:
    revise(post, name="两条台账")
    for _time in range(2):
        record(RENAMED, post, actor=actor)


@action(needs="edit", resource="post")
def call_another(post: Post, *, actor: Actor) -> Any:
    return rename_post(post, "里面", actor=actor)

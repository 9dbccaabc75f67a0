from kedang.teamwork.models.comment import Comment, CommentDocument, Mention
from kedang.teamwork.models.follow import Follow
from kedang.teamwork.models.hand_over import HandOver, HandOverItem, Rule
from kedang.teamwork.models.pool import Pool, PoolDay, PoolEntry, PoolWarning

__all__ = [
    "Comment",
    "CommentDocument",
    "Follow",
    "HandOver",
    "HandOverItem",
    "Mention",
    "Pool",
    "PoolDay",
    "PoolEntry",
    "PoolWarning",
    "Rule",
]

from kedang.teamwork.models.comment import Comment, CommentDocument, Mention
from kedang.teamwork.models.follow import Follow
from kedang.teamwork.models.hand_over import HandOver, HandOverItem, Rule

__all__ = ["Comment", "CommentDocument", "Follow", "HandOver", "HandOverItem", "Mention", "Rule"]

from kedang.teamwork.models.comment import Comment, CommentDocument, Mention
from kedang.teamwork.models.follow import Follow

__all__ = ["Comment", "CommentDocument", "Follow", "Mention"]

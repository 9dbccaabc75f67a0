from kedang.teamwork.models.comment import Comment, CommentDocument, Mention

__all__ = ["Comment", "CommentDocument", "Mention"]

from kedang.access.models.audience import Audience, Grant
from kedang.access.models.numbering import Allocation, Counter, NumberingRule
from kedang.access.models.pending import PendingAction
from kedang.access.models.posts import Holding, Post, PostRight
from kedang.access.models.runs import Run, RunChunk

__all__ = [
    "Allocation",
    "Audience",
    "Counter",
    "Grant",
    "Holding",
    "NumberingRule",
    "PendingAction",
    "Post",
    "PostRight",
    "Run",
    "RunChunk",
]

from kedang.segments.models.calls import CallEntry, CallList, Outcome
from kedang.segments.models.segment import Membership, Segment, Tally

__all__ = ["CallEntry", "CallList", "Membership", "Outcome", "Segment", "Tally"]

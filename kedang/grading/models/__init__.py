from kedang.grading.models.calculation import Calculation
from kedang.grading.models.contact import ContactReminder
from kedang.grading.models.opt_out import OptOut
from kedang.grading.models.proposal import Proposal
from kedang.grading.models.score import ChurnLevel, Method, RfmSegment, Score

__all__ = [
    "Calculation",
    "ChurnLevel",
    "ContactReminder",
    "Method",
    "OptOut",
    "Proposal",
    "RfmSegment",
    "Score",
]

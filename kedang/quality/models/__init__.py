from kedang.quality.models.assessment import Assessment, Tally
from kedang.quality.models.bounce import Bounce
from kedang.quality.models.cleanup import Cleanup, Cycle
from kedang.quality.models.finding import Finding
from kedang.quality.models.sampling import CheckState, SampleAnswer, SampleCheck, SampleItem, Verdict

__all__ = [
    "Assessment",
    "Bounce",
    "CheckState",
    "Cleanup",
    "Cycle",
    "Finding",
    "SampleAnswer",
    "SampleCheck",
    "SampleItem",
    "Tally",
    "Verdict",
]

from kedang.duplicates.models.merge import Merge, MergeStep
from kedang.duplicates.models.pair import DuplicatePair
from kedang.duplicates.models.scan import Scan

__all__ = ["DuplicatePair", "Merge", "MergeStep", "Scan"]

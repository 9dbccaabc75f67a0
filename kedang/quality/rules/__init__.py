"""The rules of data quality. Each looks at one customer's record as it stands and says what is not right."""

from kedang.quality.rules.completeness import COMPLETENESS
from kedang.quality.rules.consistency import CONSISTENCY
from kedang.quality.rules.format import FORMAT
from kedang.quality.rules.freshness import FRESHNESS
from kedang.quality.rules.model import Dimension, Found, Rule

RULES: dict[str, Rule] = {one.code: one for one in (*COMPLETENESS, *FORMAT, *FRESHNESS, *CONSISTENCY)}

__all__ = ["RULES", "Dimension", "Found", "Rule"]

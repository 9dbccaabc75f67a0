"""First start: what other rooms add to it, and the code that guards it.

Accounts lies below the rooms that know folders, types and tags; they register here from `AppConfig.ready()`.
"""

from kedang.accounts.setup.code import SETUP_CODE_FILE, discard_code, is_right_code, setup_code
from kedang.accounts.setup.registry import (
    INDUSTRIES,
    Industry,
    Start,
    load_presets,
    preset_summary,
    register_preset_loader,
    register_start,
    start_of,
    starts,
)

__all__ = [
    "INDUSTRIES",
    "SETUP_CODE_FILE",
    "Industry",
    "Start",
    "discard_code",
    "is_right_code",
    "load_presets",
    "preset_summary",
    "register_preset_loader",
    "register_start",
    "setup_code",
    "start_of",
    "starts",
]

from kedang.accounts.models.links import OneTimeLink
from kedang.accounts.models.sign_in import FailedSignIns, FormerPassword, SpentCode

__all__ = ["FailedSignIns", "FormerPassword", "OneTimeLink", "SpentCode"]

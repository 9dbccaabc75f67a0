from kedang.drive.models.locks import Lock
from kedang.drive.models.names import DriveName
from kedang.drive.models.passwords import AppPassword
from kedang.drive.models.properties import DeadProperties
from kedang.drive.models.scratch import Scratch

__all__ = ["AppPassword", "DeadProperties", "DriveName", "Lock", "Scratch"]

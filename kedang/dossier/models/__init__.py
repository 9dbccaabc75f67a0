from kedang.dossier.models.bag_import import BagImport
from kedang.dossier.models.origin import Origin
from kedang.dossier.models.package import Package

__all__ = ["BagImport", "Origin", "Package"]

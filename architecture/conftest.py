"""All of the house is loaded, so that all it declares is there to be checked."""

import importlib

import pytest

from architecture.source import modules


@pytest.fixture(scope="session")
def whole_house() -> None:
    for module in modules():
        name = ".".join(["kedang", module.room, *module.inside]).removesuffix(".__init__")
        if module.inside != ("test_settings",):
            importlib.import_module(name)

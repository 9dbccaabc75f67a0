"""The public conformance suite of BagIt, when it lies beside the checkout."""

import os
from pathlib import Path

import bagit
import pytest

from kedang.dossier.bag.checking import Checked, check
from kedang.dossier.bag.trees import DirectoryTree

_BESIDE = Path(__file__).resolve().parents[4] / "shared" / "material"
SUITE = Path(os.environ.get("KEDANG_MATERIAL", _BESIDE)) / "bagit"
VALID = sorted(SUITE.glob("v*/valid/*"))
# On every system: what leads out of the bag on one of them leads nowhere here.
INVALID = sorted(
    [*SUITE.glob("v*/invalid/*"), *SUITE.glob("v*/linux-only/*"), *SUITE.glob("v*/windows-only/*")]
)
# Of these the suite's copy lacks no file.
WARNED = ["made-with-md5sum-tools", "relative-path", "same-filename-listed-twice-with-the-same-hash"]

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason="public material is not beside the checkout")


def checked(bag: Path) -> Checked:
    return check(DirectoryTree(bag))


@pytest.mark.parametrize("bag", VALID, ids=lambda bag: f"{bag.parts[-3]}-{bag.name}")
def test_every_valid_bag_is_accepted(bag: Path) -> None:
    assert checked(bag).problems == []


@pytest.mark.parametrize("bag", INVALID, ids=lambda bag: f"{bag.parts[-3]}-{bag.name}")
def test_every_invalid_bag_is_refused_and_says_where(bag: Path) -> None:
    problems = checked(bag).problems
    assert problems
    assert all(problem.message for problem in problems)


@pytest.mark.parametrize("name", WARNED)
def test_what_is_odd_but_valid_is_accepted(name: str) -> None:
    bag = SUITE / "v0.97" / "warning" / name
    assert checked(bag).problems == []


def test_the_reference_library_agrees_on_every_valid_bag() -> None:
    assert [bag.name for bag in VALID if not bagit.Bag(str(bag)).is_valid()] == []

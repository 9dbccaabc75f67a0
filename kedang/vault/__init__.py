"""Keys and encrypted blobs; an owner is an opaque id.

Plain functions: `vault.seal`, `vault.unseal`, `vault.mac`, `vault.blobs.write`, … (docs/map.md).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kedang.vault import blobs, keys
    from kedang.vault.destruction import destroy, resume_destructions
    from kedang.vault.envelopes import seal, seal_many, unseal, unseal_many
    from kedang.vault.keyring import check, forget
    from kedang.vault.macs import mac
    from kedang.vault.orphans import claim_blobs, claim_owners, sweep_orphans
    from kedang.vault.rotation import resume_rotation, rotate_master, rotate_store_key

# Loaded on first use: this package is imported before Django's models are ready.
_HOMES = {
    "blobs": "kedang.vault.blobs",
    "keys": "kedang.vault.keys",
    "check": "kedang.vault.keyring:check",
    "claim_blobs": "kedang.vault.orphans:claim_blobs",
    "claim_owners": "kedang.vault.orphans:claim_owners",
    "destroy": "kedang.vault.destruction:destroy",
    "forget": "kedang.vault.keyring:forget",
    "mac": "kedang.vault.macs:mac",
    "resume_destructions": "kedang.vault.destruction:resume_destructions",
    "resume_rotation": "kedang.vault.rotation:resume_rotation",
    "rotate_master": "kedang.vault.rotation:rotate_master",
    "rotate_store_key": "kedang.vault.rotation:rotate_store_key",
    "seal": "kedang.vault.envelopes:seal",
    "seal_many": "kedang.vault.envelopes:seal_many",
    "sweep_orphans": "kedang.vault.orphans:sweep_orphans",
    "unseal": "kedang.vault.envelopes:unseal",
    "unseal_many": "kedang.vault.envelopes:unseal_many",
}

__all__ = [
    "blobs",
    "check",
    "claim_blobs",
    "claim_owners",
    "destroy",
    "forget",
    "keys",
    "mac",
    "resume_destructions",
    "resume_rotation",
    "rotate_master",
    "rotate_store_key",
    "seal",
    "seal_many",
    "sweep_orphans",
    "unseal",
    "unseal_many",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    found = import_module(module)
    value = globals()[name] = getattr(found, attribute) if attribute else found
    return value

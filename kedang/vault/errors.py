"""What can go wrong with keys and sealed content."""

from kedang.core.errors import DomainError


class Tampered(DomainError):
    """The stored bytes are not the ones that were sealed, or belong to somebody else."""

    status = 500


class KeyMissing(DomainError):
    """The key was destroyed or never made: what it sealed is unreadable for good."""

    status = 410


class MasterKeyProblem(DomainError):
    """The master key is missing, malformed or belongs to another archive; nothing can be opened."""

    status = 503


class BlobMissing(DomainError):
    """The storage does not have the blob a record points to."""

    status = 500

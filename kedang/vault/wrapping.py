"""Keys encrypted under keys."""

import os
import struct

from cryptography.exceptions import InvalidTag
from django.utils.translation import gettext_lazy as _

from kedang.vault.ciphers import NONCE, Aead, Algorithm
from kedang.vault.errors import Tampered

_LENGTH = struct.Struct(">H").pack


def wrap(algorithm: Algorithm, wrapper: bytes, secret: bytes, context: bytes) -> bytes:
    return wrap_with(algorithm.make(wrapper), secret, context)


def wrap_with(aead: Aead, secret: bytes, context: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + aead.encrypt(nonce, secret, context)


def unwrap(algorithm: Algorithm, wrapper: bytes, wrapped: bytes, context: bytes) -> bytes:
    try:
        return algorithm.make(wrapper).decrypt(wrapped[:NONCE], wrapped[NONCE:], context)
    except InvalidTag:
        raise Tampered(
            _("密钥库中的一条密钥已损坏或被改动。"), remedy=_("请从密钥库备份恢复，并告知安全管理员。")
        ) from None


def framed(*texts: str) -> bytes:
    """`texts` joined so that no two different lists look alike."""
    parts = [text.encode() for text in texts]
    return b"".join([_LENGTH(len(part)) + part for part in parts])

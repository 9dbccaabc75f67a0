"""Who a worker is: told so that another process on the same machine can see whether it lives."""

import os
import platform
from functools import lru_cache

import psutil


@lru_cache(maxsize=1)
def _place() -> str:
    """Machine, boot and process namespace: process numbers mean something only inside."""
    return f"{platform.node()[:60]}/{_boot()}/{_namespace()}"


def me() -> str:
    return f"{_place()}/{os.getpid()}/{_started(os.getpid())}"


def is_dead(worker: str) -> bool:
    """True only when it is certain: here, and gone. A worker elsewhere dies by its lease."""
    place, _slash, process = worker.rpartition("/")
    place, _slash, number = place.rpartition("/")
    if place != _place() or not number.isdigit():
        return False
    return _started(int(number)) != process


def _started(pid: int) -> str:
    try:
        process = psutil.Process(pid)
        return "" if process.status() == psutil.STATUS_ZOMBIE else str(int(process.create_time() * 100))
    except psutil.Error:
        return ""


def _boot() -> str:
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read().strip()
    except OSError:
        return str(int(psutil.boot_time()))


def _namespace() -> str:
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return ""

"""Making folders that only their owner can look into, whatever the umask."""

from __future__ import annotations

import os


def create_folder(folder: str) -> None:
    """Create *folder*, and every folder above it that is missing, private to its owner; raises OSError.

    Folders that are there are left as they are.
    """
    missing: list[str] = []
    while folder and not os.path.isdir(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for path in reversed(missing):
        try:
            os.mkdir(path, 0o700)
        except FileExistsError:
            if not os.path.isdir(path):
                raise
        else:
            os.chmod(path, 0o700)

"""Settings: the only reader of the environment, and the finder of the project's own folders."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def kit_folder() -> Path:
    """Return the folder `build/`: the press's styles, filters, themes and fonts.

    A wheel carries it inside the package; a checkout has it beside the package.
    """
    shipped = PACKAGE / "_kit" / "build"
    return shipped if shipped.is_dir() else PACKAGE.parent / "build"


def instance_folder() -> Path:
    """Return the folder that everything produced lives in.

    `COOKBOOK_INSTANCE` names it; without that it is `instance/` beside the project.
    """
    named = os.environ.get("COOKBOOK_INSTANCE", "").strip()
    if named:
        return Path(named).expanduser().resolve()
    beside = PACKAGE.parent
    if (beside / "pyproject.toml").is_file():
        return beside / "instance"
    return Path.cwd() / "instance"

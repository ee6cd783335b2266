"""Write what Binder builds its image from: ``python -m tools.binder FOLDER``.

Binder builds a new image for each new commit of the branch that a link names. So the links name the
branch ``binder``, which has the environment alone and changes when the environment does. When a
learner opens a link, nbgitpuller brings the newest lessons and the library into it. The workflow
``binder.yml`` keeps the branch up to date. mybinder.org advises it, to shorten the wait.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tomllib
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

__all__ = ["BRANCH", "FOLDER", "address", "repository", "write"]

ROOT: Final = Path(__file__).parents[1]
BRANCH: Final = "binder"
FOLDER: Final = "lessons"
"""The folder in the learner's home into which the repository comes. It can't be `sgwlib`: Python
would take that for the package."""

COPIED: Final = ("binder/environment.yml", "binder/prefix", "requirements.lock")


def write(folder: Path) -> None:
    """Write the files of the branch into a folder.

    They are equal as long as nothing changes that an image has to contain.
    """
    for name in COPIED:
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copy(source, target)
    post_build = (ROOT / "binder/postBuild").read_text(encoding="utf-8")
    (folder / "binder/postBuild").write_text(_pointing(post_build), encoding="utf-8")
    (folder / "binder/postBuild").chmod(0o755)
    (folder / "pyproject.toml").write_text(_stub(), encoding="utf-8")
    (folder / "README.md").write_text(
        f"This branch has the environment of the lessons on Binder. Change it on the main branch "
        f"of {repository()}, in `binder/` and `requirements.lock`.\n",
        encoding="utf-8",
    )


def address(path: str) -> str:
    """Return the address that opens a path on Binder, such as ``lab/tree/notebooks/x.ipynb``.

    Examples
    --------
    >>> print(address("lab"))
    https://mybinder.org/v2/gh/OWNER/sgwlib/binder?urlpath=git-pull%3Frepo%3D...
    """
    program, _, file = path.partition("/notebooks/")
    inner = f"{program}/{FOLDER}/notebooks/{file}" if file else path
    pull = urlencode(
        {"repo": repository(), "targetpath": FOLDER, "urlpath": inner}, quote_via=quote
    )
    owner = repository().removeprefix("https://github.com/")
    return (
        f"https://mybinder.org/v2/gh/{owner}/{BRANCH}?{urlencode({'urlpath': f'git-pull?{pull}'})}"
    )


def repository() -> str:
    """Return the public address of the repository."""
    return str(_project()["urls"]["Repository"])


def _project() -> dict[str, Any]:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project: dict[str, Any] = tomllib.loads(text)["project"]
    return project


def _stub() -> str:
    """Return a project file without code: only the command, and the plugin of pytest.

    The version is fixed, so that a release doesn't build a new image.
    """
    project = _project()
    plugins = project["entry-points"]["pytest11"]
    lines = [
        "[build-system]",
        'requires = ["hatchling"]',
        'build-backend = "hatchling.build"',
        "[project]",
        f"name = {json.dumps(project['name'])}",
        'version = "0"',
        "[project.scripts]",
        *(f"{name} = {json.dumps(target)}" for name, target in project["scripts"].items()),
        "[project.entry-points.pytest11]",
        *(f"{name} = {json.dumps(target)}" for name, target in plugins.items()),
        "[tool.hatch.build.targets.wheel]",
        "bypass-selection = true",
    ]
    return "\n".join([*lines, ""])


def _pointing(post_build: str) -> str:
    """Return a postBuild that makes Python find the library in the folder of the lessons."""
    install = "python -m pip install --no-deps --no-build-isolation .\n"
    if install not in post_build:
        raise SystemExit(f"binder/postBuild has no line {install!r}")
    packages = "$(python -c 'import site; print(site.getsitepackages()[0])')"
    find = (
        "# The library comes with the lessons, when a learner opens them.\n"
        f'echo "$HOME/{FOLDER}" > "{packages}/lessons.pth"\n'
    )
    return re.sub(re.escape(install), lambda _: install + find, post_build)


if __name__ == "__main__":
    write(Path(sys.argv[1]))

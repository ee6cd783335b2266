"""Build JupyterLab and Python for the browser: ``python -m tools.lite FOLDER``.

The result is static files for any host. The lessons, drills and the explorer in it run without a
server. `Endpoint` and `review` need one, or a process, and say so.

`XDG_DATA_HOME` in ``jupyter-lite.json``: the progress of practice is kept with the notebooks, in
the browser. Whatever Python writes elsewhere is gone when the page is left.

`convertNullToNone` in ``jupyter-lite.json``: the kernel passes on what a widget sends. Without it,
Python gets an object of Pyodide's for each ``null``.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tools.lite import pyodide, wheels

HERE: Final = Path(__file__).parent
ROOT: Final = HERE.parents[1]
WORK: Final = ROOT / "build/lite"  # what is downloaded stays here, for the next time
SETTINGS: Final = ROOT / "binder/prefix/etc/jupyter/labconfig/default_setting_overrides.json"
EXTENSIONS: Final = (
    "@jupyter-widgets/jupyterlab-manager",  # ipywidgets
    "@jupyterlite/pyodide-kernel-extension",  # Python
    "anywidget",  # our widgets
)
APPS: Final = ("lab", "notebooks")
UNUSED: Final = ("build/fa-*.eot", "build/fa-*.svg", "build/fa-*.ttf", "build/fa-*.woff")
"""Fonts for browsers that can't run Pyodide. All others take those that end in ``.woff2``."""
CONTENTS: Final = ("notebooks/*.ipynb", "docs/*.md", "docs/*.log", "data/**/*.md", "data/**/*.csv")
"""What the learner finds in the folder: the lessons, and what they link."""


def main(arguments: list[str]) -> None:
    """Build everything anew into a folder."""
    (output,) = (Path(each).resolve() for each in arguments)
    downloads = WORK / "downloads"
    source = WORK / "source"
    shutil.rmtree(source, ignore_errors=True)
    downloads.mkdir(parents=True, exist_ok=True)
    target = source / "static/pyodide"
    lock = pyodide.core(target, downloads)
    found = wheels.third_party_wheels(target, downloads / "wheels")
    (jedi,) = (wheel.name.split("-")[1] for wheel in found if wheel.name.startswith("jedi-"))
    ours = (wheels.own_wheel(target), wheels.startup_wheel(target, jedi))
    pyodide.write_lock(lock, target, [*found, *kernel_wheels(target), *ours])
    for pattern in CONTENTS:
        for file in ROOT.glob(pattern):
            copy = source / "files" / file.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
    jupyter(source, output)
    for pattern in UNUSED:
        for file in output.glob(pattern):
            file.unlink()


def labextension(name: str) -> Path:
    """Return the folder of an installed extension of JupyterLab."""
    return Path(sys.prefix) / "share/jupyter/labextensions" / name


def kernel_wheels(folder: Path) -> list[Path]:
    """Copy the wheels that come with the kernel's extension."""
    own = labextension("@jupyterlite/pyodide-kernel-extension") / "static/pypi"
    return [Path(shutil.copy(wheel, folder)) for wheel in sorted(own.glob("*.whl"))]


def jupyter(source: Path, output: Path) -> None:
    """Let JupyterLite build the site."""
    shutil.rmtree(output, ignore_errors=True)
    shutil.copy(HERE / "jupyter-lite.json", source)
    own = json.loads((HERE / "overrides.json").read_text(encoding="utf-8"))
    everywhere = json.loads(SETTINGS.read_text(encoding="utf-8"))
    (source / "overrides.json").write_text(json.dumps(everywhere | own), encoding="utf-8")
    settings = {
        "LiteBuildConfig": {
            "apps": APPS,
            "contents": ["files"],
            "federated_extensions": [str(labextension(name)) for name in EXTENSIONS],
            "ignore_sys_prefix": ["federated_extensions"],
            "no_sourcemaps": True,
            "no_unused_shared_packages": True,
            "output_dir": str(output),
        }
    }
    (source / "jupyter_lite_config.json").write_text(json.dumps(settings), encoding="utf-8")
    # A command of its own: as a module it has no entry point, and the script's path may be stale.
    start = "from jupyterlite_core.app import main; main()"
    done = subprocess.run(  # noqa: S603 - our own arguments
        [sys.executable, "-c", start, "build"],
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])

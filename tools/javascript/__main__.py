"""Check the front end's JavaScript: ``python -m tools.javascript``, with ``--fix`` to format it.

TypeScript and Prettier come from npm once, into a folder that git ignores and that is named after
the hash of the lock.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

from tools.node import NODE, npm_ci

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FORMATTED = ("sgwlib/ui/static/*.js", "sgwlib/ui/static/*.css", "tests/ui/frontend/*.mjs")


def main(arguments: list[str]) -> int:
    """Run both checks; return 1 if one of them complains, else 0."""
    modules = _installed() / "node_modules"
    write = "--write" if "--fix" in arguments else "--check"
    prettier = ("--config", HERE / "prettier.json", write, "--log-level=warn", *FORMATTED)
    failed = [
        _run(modules / "typescript/bin/tsc", "--project", HERE / "tsconfig.json"),
        _run(modules / "prettier/bin/prettier.cjs", *prettier),
    ]
    return int(any(failed))


def _run(*command: str | Path) -> int:
    """Run a program on Node; return its exit status."""
    return subprocess.run([NODE, *command], cwd=ROOT, check=False).returncode  # noqa: S603 - our own programs


def _installed() -> Path:
    """Return the folder with the packages, and install them if the lock is new."""
    lock = (HERE / "package-lock.json").read_bytes()
    folder = ROOT / "build/javascript" / hashlib.sha256(lock).hexdigest()[:12]
    if folder.exists():
        return folder
    new = folder.with_suffix(".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, new)
    if problem := npm_ci(new):
        sys.exit(
            f"{problem}\nThe JavaScript is not checked: npm could not install TypeScript and "
            "Prettier. Connect to an npm registry once and try again."
        )
    return new.rename(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

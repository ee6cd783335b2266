"""Make ``corpus.jsonl`` anew by running real clients: ``python -m tests.explanation.corpus.make_corpus``.

Usage: ``make_corpus [CLIENT...] [--folder FOLDER]``. Only the clients named are run again, by default
all; lines of the others, and of clients that are not installed, stay as they are in the file.

What the project's own environment lacks is looked for in FOLDER::

    FOLDER/js       npm install @aws-sdk/client-storage-gateway aws-sdk pino
    FOLDER/js-old   npm install @aws-sdk/client-storage-gateway@3.454.0
    FOLDER/py/new   a venv with aiobotocore and structlog
    FOLDER/py/cli2  a venv with AWS CLI 2, from its source
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tests.explanation.corpus.captures import MissingClientError, capture
from tests.explanation.corpus.sdks import clients

CORPUS = Path(__file__).with_name("corpus.jsonl")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("clients", nargs="*", metavar="CLIENT")
    parser.add_argument("--folder", type=Path, default=Path("clients"))
    given = parser.parse_args()
    lines = read()
    for client in clients(given.folder.resolve()):
        if given.clients and client.name not in given.clients:
            continue
        try:
            made = [one.line() for one in capture(client, given.folder.resolve())]
        except MissingClientError as error:
            print(f"{client.name}: not installed, its lines stay ({error})", file=sys.stderr)
            continue
        print(f"{client.name}: {len(made)} texts", file=sys.stderr)
        lines = [line for line in lines if line["client"] != client.name] + made
    CORPUS.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def read() -> list[dict[str, Any]]:
    if not CORPUS.exists():
        return []
    return [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main()

"""Make ``corpus.jsonl`` anew: ``python -m tests.diagnosis.corpus.make_corpus``.

Usage: ``make_corpus [CLIENT...] [--folder FOLDER]``. The clients named are run again, ``all`` of them,
or none; texts of the others, and of clients that are not installed, stay as they are in the file.
What is expected of each text, the constructed texts and the variants are always made anew.

What the project's own environment lacks is looked for in FOLDER, or where Debian installs it::

    FOLDER/js       npm install @aws-sdk/client-{storage-gateway,s3,ec2,dynamodb,backup} aws-sdk pino
    FOLDER/js-old   npm install @aws-sdk/client-storage-gateway@3.454.0
    FOLDER/py/new   a venv with aiobotocore and structlog
    FOLDER/py/cli2  a venv with AWS CLI 2, from its source
    apt-get install awscli curl golang-go golang-github-aws-aws-sdk-go-dev
                    golang-github-aws-aws-sdk-go-v2-dev ruby ruby-aws-sdk
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.diagnosis.corpus import constructed, strangers
from tests.diagnosis.corpus.captures import MissingClientError, capture
from tests.diagnosis.corpus.cases import CASES
from tests.diagnosis.corpus.entries import Entry, Source, entry, look_alike
from tests.diagnosis.corpus.sdks import clients
from tests.diagnosis.corpus.variants import variants

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.diagnosis.corpus.captures import Client

CORPUS = Path(__file__).with_name("corpus.jsonl")


def main() -> None:
    """Run the clients, and write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clients", nargs="*", metavar="CLIENT")
    parser.add_argument("--folder", type=Path, default=Path("clients"))
    given = parser.parse_args()
    captured = {}
    before = [restored(line) for line in read() if line["how"] == "captured" and not line["base"]]
    for client in clients(given.folder.resolve()):
        kept = [one for one in before if one.source.client == client.name]
        wanted = {"all", client.name} & set(given.clients)
        captured[client.name] = run(client, given.folder.resolve(), kept) if wanted else kept
    write([one for made in captured.values() for one in made])


def run(client: Client, folder: Path, kept: list[Entry]) -> list[Entry]:
    """Return what the client prints today or, if it is not installed, what it printed."""
    try:
        made = list(capture(client, folder))
    except MissingClientError as error:
        say(f"{client.name} is not installed, its {len(kept)} texts stay: {error}")
        return kept
    say(f"{client.name}: {len(made)} texts")
    return made


def write(captured: Iterable[Entry]) -> None:
    """Add what needs no client, and write the file."""
    entries = [*captured, *constructed.entries(), *strangers.entries()]
    entries += variants(entries)
    text = "".join(json.dumps(one.line(), ensure_ascii=False) + "\n" for one in entries)
    CORPUS.write_text(text, encoding="utf-8")
    say(f"{CORPUS.name}: {len(entries)} texts, {len(text.encode())} bytes")


def restored(line: dict[str, Any]) -> Entry:
    """Make an entry of a line's text, expecting what is expected today."""
    source = Source(*(line[name] for name in Source._fields))
    if line["case"] is None:
        return look_alike(line["id"], source, line["text"])
    return entry(line["id"], source, line["text"], CASES[line["case"]])


def read() -> list[dict[str, Any]]:
    """Return the lines of the file."""
    if not CORPUS.exists():
        return []
    with CORPUS.open(encoding="utf-8") as lines:  # not splitlines: a text may hold a U+2028
        return [json.loads(line) for line in lines]


def say(sentence: str) -> None:
    """Tell whoever waits."""
    sys.stderr.write(f"{sentence}\n")


if __name__ == "__main__":
    main()

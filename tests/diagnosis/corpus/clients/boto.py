"""boto3: call an operation, and return what Python programs print of the error.

Input on standard input, as JSON: a list of jobs, each with ``url``, ``service``, ``operation``,
``input``, ``config`` and ``forms``. Output: for each job, the text of each form.
"""

from __future__ import annotations

import io
import json
import logging
import pprint
import sys
import traceback
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PLAIN = "%(asctime)s %(levelname)s [%(name)s] %(message)s"
DEBUGGED = ("botocore.parsers", "botocore.retryhandler", "botocore.retries.standard")


def connect(job: dict[str, Any]) -> Any:
    import boto3
    from botocore.config import Config

    return boto3.client(
        job["service"],
        endpoint_url=job["url"],
        region_name="us-east-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",
        config=Config(parameter_validation=False, **job["config"]),
    )


def delete_old_volumes(client: Any, job: dict[str, Any]) -> None:
    """Call the operation, in a frame with a name that tracebacks of real programs have."""
    getattr(client, client_method(job["operation"]))(**job["input"])


def client_method(operation: str) -> str:
    from botocore import xform_name

    return str(xform_name(operation))


def plain_log(error: Exception) -> str:
    return logged(error, logging.Formatter(PLAIN))


def json_log(error: Exception) -> str:
    from pythonjsonlogger.json import JsonFormatter

    return logged(error, JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s"))


def logged(error: Exception, formatter: logging.Formatter) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    log = logging.getLogger("backup.cleanup")
    log.propagate = False
    log.addHandler(handler)
    try:
        log.error("cleanup failed", exc_info=error)
    finally:
        log.removeHandler(handler)
    return stream.getvalue()


FORMS: dict[str, Callable[[Any], str]] = {
    "str": str,
    "repr": repr,
    "traceback": lambda _: traceback.format_exc(),
    "response": lambda error: repr(error.response),
    "response-json": lambda error: json.dumps(error.response, default=str),
    "response-pretty": lambda error: pprint.pformat(error.response, width=100),
    "logging": plain_log,
    "json-logger": json_log,
    "f-string": lambda error: f"ERROR: could not clean up: {error}",
    "message": lambda error: str(error.response["Error"]["Message"]),
}


@contextmanager
def debug() -> Iterator[io.StringIO]:
    """Record what botocore logs of answers and retries."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s [%(levelname)s] %(message)s"))
    for name in DEBUGGED:
        log = logging.getLogger(name)
        log.setLevel(logging.DEBUG)
        log.addHandler(handler)
    try:
        yield stream
    finally:
        for name in DEBUGGED:
            logging.getLogger(name).removeHandler(handler)


def run(job: dict[str, Any]) -> dict[str, str]:
    client = connect(job)
    with debug() as stream:
        try:
            delete_old_volumes(client, job)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what the client prints
            told = {form: FORMS[form](error) for form in job["forms"] if form in FORMS}
        else:
            raise RuntimeError(f"no error came of {job}")
    if "debug" in job["forms"]:
        told["debug"] = stream.getvalue()
    return told


if __name__ == "__main__":
    json.dump([run(job) for job in json.load(sys.stdin)], sys.stdout)

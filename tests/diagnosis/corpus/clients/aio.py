"""aiobotocore, and logs of structlog. Input and output are as in boto.py.

Both are imported by name: they are no dependencies of the project.
"""

from __future__ import annotations

import asyncio
import io
import json
import sys
import traceback
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


async def delete_old_volumes(job: dict[str, Any]) -> None:
    session = import_module("aiobotocore.session").get_session()
    method = import_module("botocore").xform_name(job["operation"])
    async with session.create_client(
        job["service"],
        endpoint_url=job["url"],
        region_name="us-east-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",
    ) as client:
        await getattr(client, method)(**job["input"])


def structured(error: Exception, *, as_json: bool) -> str:
    structlog = import_module("structlog")
    stream = io.StringIO()
    rendered = (
        (structlog.processors.format_exc_info, structlog.processors.JSONRenderer())
        if as_json
        else (structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),)
    )
    stamped = structlog.processors.TimeStamper(fmt="iso")
    log = structlog.wrap_logger(
        structlog.PrintLogger(stream),
        processors=[structlog.processors.add_log_level, stamped, *rendered],
    )
    log.error("cleanup failed", job="nightly", exc_info=error)
    return stream.getvalue()


FORMS: dict[str, Callable[[Exception], str]] = {
    "str": str,
    "traceback": lambda _: traceback.format_exc(),
    "structlog": lambda error: structured(error, as_json=False),
    "structlog-json": lambda error: structured(error, as_json=True),
}


def run(job: dict[str, Any]) -> dict[str, str]:
    try:
        asyncio.run(delete_old_volumes(job))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the client prints
        return {form: FORMS[form](error) for form in job["forms"]}
    raise RuntimeError(f"no error came of {job}")


if __name__ == "__main__":
    json.dump([run(job) for job in json.load(sys.stdin)], sys.stdout)

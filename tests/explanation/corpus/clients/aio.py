"""aiobotocore, and logs of structlog. Input and output are as in boto.py."""

from __future__ import annotations

import asyncio
import io
import json
import sys
import traceback
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


async def delete_old_volumes(job: dict[str, Any]) -> None:
    from aiobotocore.session import (  # type: ignore[import-not-found, unused-ignore] - no dependency of the project
        get_session,
    )
    from botocore import xform_name

    async with get_session().create_client(
        job["service"],
        endpoint_url=job["url"],
        region_name="us-east-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="secret",  # noqa: S106 - of nobody
    ) as client:
        await getattr(client, xform_name(job["operation"]))(**job["input"])


def structured(_: Exception, *, as_json: bool) -> str:
    import structlog  # type: ignore[import-not-found, unused-ignore] - no dependency of the project

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
    log.exception("cleanup failed", job="nightly")
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

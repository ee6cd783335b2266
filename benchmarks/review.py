"""How fast code is reviewed, and whether the time grows faster than the file.

A review runs each function once for each error of its calls, so its unit is the call and not the
line. The files here have a call in every 20 lines, as collectors and Lambda handlers have.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from benchmarks.figures import Figure, best_seconds, in_words
from sgwlib import review

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["review_figures"]

# Twenty lines, with what takes time: a broad except, a retry, a comparison of codes.
_FUNCTION: Final = '''\
def {name}(client, arn, tries=3):
    """Call, and try again while the service is busy."""
    answer = None
    for attempt in range(tries):
        try:
            answer = client.{call}
            break
        except client.exceptions.InternalServerError:
            log.warning("attempt %s failed", attempt)
            time.sleep(2**attempt)
        except ClientError as error:
            code = error.response.get("error", {{}}).get("errorCode")
            if code == "VolumeInUse":
                raise
            log.error("gave up: %s", error)
            return None
    if answer is None:
        raise RuntimeError("no answer")
    return answer


'''
_HEAD: Final = (
    "import logging\nimport time\nimport boto3\nfrom botocore.exceptions import ClientError\n"
    'log = logging.getLogger("backup")\ngateway = boto3.client("storagegateway")\n\n\n'
)
_CALLS: Final = (
    "delete_volume(VolumeARN=arn)",
    "list_gateways()",
    "create_snapshot(VolumeARN=arn, SnapshotDescription='nightly')",
    "describe_cache(GatewayARN=arn)",
    "start_gateway(GatewayARN=arn)",
)
_TIMES: Final = 4
_CEILING: Final = 2.0  # leaves room for noise, and none for the square


def review_figures(lines: int, repeats: int) -> Iterator[Figure]:
    """Measure a file of 100 lines, and the growth of one that is four times as long as another."""
    review(_program(20))  # what only the first review pays for
    short = best_seconds(partial(review, _program(100)), repeats)
    yield Figure("review(), 100 lines", in_words(short), "1 s, as one waits", short)
    one, four = (
        best_seconds(partial(review, _program(size)), repeats) for size in (lines, _TIMES * lines)
    )
    yield Figure(
        f"review(), growth of {_TIMES * lines:,} lines",
        in_words(four),
        f"{_TIMES} times {lines:,} lines: {in_words(_TIMES * one)}",
        four / (_TIMES * one),
        _CEILING,
    )


def _program(lines: int) -> str:
    """Return a program of about so many lines."""
    count = max(1, lines // _FUNCTION.count("\n"))
    functions = [
        _FUNCTION.format(name=f"step_{number}", call=_CALLS[number % len(_CALLS)])
        for number in range(count)
    ]
    runs = [f"step_{number}(gateway, ARN)\n" for number in range(count)]
    return _HEAD + 'ARN = "arn"\n\n\n' + "".join(functions) + "".join(runs)

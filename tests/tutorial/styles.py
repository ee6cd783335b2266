"""A retry with back-off in many styles: right programs, and wrong ones with words for each.

The exercise: create a snapshot and return its id; while the volume is not ready, wait and try again,
longer each time and with jitter, five calls in all; then, and after any other error, raise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sgwlib.simulation.faults import Fault
from sgwlib.tutorial.kinds import Scene, Tried
from sgwlib.tutorial.kinds.scenes import all_of, backs_off, calls, raises, returns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sgwlib.tutorial.kinds.scenes import Say

__all__ = ["JITTERED", "POLLS", "RETRY", "RIGHT", "WRONG"]

ARN: Final = "arn:aws:storagegateway:us-east-1:111122223333:gateway/sgw-1/volume/vol-1"


def _scenes() -> Iterator[Scene]:
    def scene(name: str, *faults: Fault, end: Say, made: int, waited: int = 0) -> Scene:
        say = all_of(end, calls("CreateSnapshot", made), backs_off(waited))
        return Scene(name, faults, say, (ARN,))

    done = returns("snap-1234abcd")
    yield scene("All is well", end=done, made=1)
    twice = Fault("CreateSnapshot", "VolumeNotReady", times=2)
    yield scene("Not ready twice", twice, end=done, made=3, waited=2)
    for error, made, waited in (
        ("VolumeNotReady", 5, 4),
        ("InvalidParameters", 1, 0),
        ("ThrottlingException", 3, 0),
    ):
        fault = Fault("CreateSnapshot", error)
        yield scene(f"{error} forever", fault, end=raises(error), made=made, waited=waited)


RETRY: Final = Tried("snapshot(client, arn)", lambda _: _scenes())

LOOP: Final = """
    import random, secrets, threading, time
    CODE = "VolumeNotReady"
    def code_of(error):
        return error.response.get("error", {}).get("errorCode")
    def create(client, arn):
        return client.create_snapshot(VolumeARN=arn, SnapshotDescription="nightly")["SnapshotId"]
    def snapshot(client, arn):
        wait = 1
        for attempt in range(5):
            try:
                return create(client, arn)
            except client.exceptions.ClientError as error:
                if code_of(error) != CODE or attempt == 4:
                    raise
                time.sleep(SECONDS)
"""


def loop(seconds: str) -> str:
    """Return the program with another formula for its waits."""
    return LOOP.replace("SECONDS", seconds)


FULL: Final = loop("random.uniform(0, 2**attempt)")

# Each waits at random.
JITTERED: Final = {
    "full jitter": FULL,
    "full jitter of a random number": loop("random.random() * 2**attempt"),
    "full jitter with a cap": loop("random.uniform(0, min(4, 2**attempt))"),
    "equal jitter": loop("2**attempt / 2 + random.uniform(0, 2**attempt / 2)"),
    "added jitter": loop("2**attempt + random.random()"),
    "subtracted jitter": loop("2**attempt - random.random() / 2"),
    "a factor around 1": loop("2**attempt * (0.5 + random.random())"),
    "decorrelated jitter": LOOP.replace(
        "time.sleep(SECONDS)", "wait = min(20, random.uniform(1, wait * 3)); time.sleep(wait)"
    ),
    "whole seconds": loop("random.randint(1, 2**(attempt + 1))"),
    "milliseconds": loop("random.randrange(1000) * 2**attempt / 1000"),
    "a choice": loop("random.choice([0.5, 1, 1.5]) * 3**attempt"),
    "a normal distribution": loop("max(0.1, random.gauss(2**attempt, 0.2))"),
    "a generator of its own": loop("random.Random().uniform(0, 2**attempt)"),
    "secret randomness": loop("secrets.SystemRandom().uniform(0, 2**attempt)"),
    "an event": FULL.replace("time.sleep(", "threading.Event().wait("),
    "a default": FULL.replace(
        "(client, arn):\n        wait", "(client, arn, pause=time.sleep):\n        wait"
    ).replace("time.sleep(random", "pause(random"),
    "an imported sleep": FULL.replace(
        "import random", "from time import sleep\n    import random"
    ).replace("time.sleep(", "sleep("),
    "tenacity": """
        from tenacity import retry, retry_if_exception, stop_after_attempt, wait_random_exponential
        def not_ready(error):
            return getattr(error, "response", {}).get("error", {}).get("errorCode") == "VolumeNotReady"
        @retry(retry=retry_if_exception(not_ready), stop=stop_after_attempt(5),
               wait=wait_random_exponential(max=20), reraise=True)
        def snapshot(client, arn):
            return client.create_snapshot(VolumeARN=arn, SnapshotDescription="nightly")["SnapshotId"]
    """,
    "tenacity's loop": """
        from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter
        def not_ready(error):
            return getattr(error, "response", {}).get("error", {}).get("errorCode") == "VolumeNotReady"
        def snapshot(client, arn):
            for attempt in Retrying(retry=retry_if_exception(not_ready), stop=stop_after_attempt(5),
                                    wait=wait_exponential_jitter(), reraise=True):
                with attempt:
                    return client.create_snapshot(VolumeARN=arn, SnapshotDescription="n")["SnapshotId"]
    """,
    "a decorator": """
        import functools, random, time
        def patiently(times, sleep=time.sleep):
            def decorate(function):
                @functools.wraps(function)
                def tried(client, *given):
                    for attempt in range(times):
                        try:
                            return function(client, *given)
                        except client.exceptions.InvalidGatewayRequestException as error:
                            code = error.response["error"]["errorCode"]
                            if code != "VolumeNotReady" or attempt == times - 1:
                                raise
                            sleep(random.uniform(2**attempt, 2**attempt * 1.5))
                return tried
            return decorate
        @patiently(times=5)
        def snapshot(client, arn):
            return client.create_snapshot(VolumeARN=arn, SnapshotDescription="nightly")["SnapshotId"]
    """,
    "a recursion": """
        import random, time
        def snapshot(client, arn, left=4, wait=1.0):
            try:
                return client.create_snapshot(VolumeARN=arn, SnapshotDescription="n")["SnapshotId"]
            except client.exceptions.ClientError as error:
                if error.response.get("error", {}).get("errorCode") != "VolumeNotReady" or not left:
                    raise
            time.sleep(wait + random.random())
            return snapshot(client, arn, left - 1, wait * 2)
    """,
}

RIGHT: Final = JITTERED | {
    "a class": """
        import random, time
        class Snapshots:
            def __init__(self, times):
                self.times = times
            def __call__(self, client, arn):
                for attempt in range(self.times):
                    try:
                        made = client.create_snapshot(VolumeARN=arn, SnapshotDescription="n")
                        return made["SnapshotId"]
                    except client.exceptions.ClientError as error:
                        code = error.response.get("error", {}).get("errorCode")
                        if code != "VolumeNotReady" or attempt == self.times - 1:
                            raise
                        time.sleep(random.uniform(0, 2**attempt))
        snapshot = Snapshots(5)
    """,
    "a list of waits": LOOP.replace("SECONDS", "[1, 3, 9, 20][attempt] * random.uniform(0.5, 1)"),
    "fibonacci": LOOP.replace("SECONDS", "[1, 1, 2, 3][attempt] * random.uniform(0.5, 1)"),
}

WRONG: Final = {
    "no jitter": (loop("2**attempt"), "they would all retry at the same moment"),
    "a constant wait": (loop("1"), "each wait should be longer than the last"),
    "a constant wait with jitter": (
        loop("1 + random.random()"),
        "each wait should be longer than the last",
    ),
    "no wait": (FULL.replace("time.sleep(", "float("), "it waited 0 times, expected 2"),
    "a wait of nothing": (loop("0 * random.random()"), "a wait of 0 seconds is none"),
    "shorter each time": (
        loop("random.uniform(0, 16 / 2**attempt)"),
        "a wait should not be shorter than the one before",
    ),
    "a wait before the first call": (
        FULL.replace("try:", "time.sleep(random.random() * 2**attempt)\n            try:").replace(
            "                time.sleep(random.uniform(0, 2**attempt))\n", ""
        ),
        "it waited 1 time, expected 0",
    ),
    "a wait after the last call": (
        FULL.replace("or attempt == 4:\n                    raise", ":\n                    raise")
        + "        create(client, arn)\n",
        "6 calls of `CreateSnapshot`, expected 5",
    ),
    "six calls": (
        FULL.replace("range(5)", "range(6)").replace("== 4", "== 5"),
        "6 calls of `CreateSnapshot`, expected 5",
    ),
    "four calls": (
        FULL.replace("range(5)", "range(4)").replace("== 4", "== 3"),
        "4 calls of `CreateSnapshot`, expected 5",
    ),
    "no end": (
        FULL.replace("for attempt in range(5):", "for attempt in iter(int, 1):").replace(
            "or attempt == 4", ""
        ),
        "never ends",
    ),
    "nothing at the end": (
        FULL.replace(" or attempt == 4", ""),
        "it returned `None`, so its caller never sees `VolumeNotReady`",
    ),
    "every error": (
        FULL.replace("code_of(error) != CODE or attempt == 4", "attempt == 4"),
        "5 calls of `CreateSnapshot`, expected 1",
    ),
    "throttling as well": (
        FULL.replace(
            "CODE or", 'CODE and error.response["Error"]["Code"] != "ThrottlingException" or'
        ),
        "15 calls of `CreateSnapshot`, expected 3",
    ),
    "the exception for the code": (
        FULL.replace("code_of(error) !=", 'error.response["Error"]["Code"] !='),
        "expected it to return `'snap-1234abcd'`",
    ),
    "an error of its own": (
        FULL.replace("raise\n", 'raise RuntimeError("failed") from error\n'),
        "expected `VolumeNotReady` to reach the caller",
    ),
    "the whole answer": (FULL.replace('["SnapshotId"]', ""), "expected `'snap-1234abcd'`"),
    "no return": (FULL.replace("return create", "create"), "Does it `return` a value?"),
    "tenacity's own error": (
        JITTERED["tenacity"].replace(", reraise=True", ""),
        "set `reraise=True`",
    ),
    "tenacity without a condition": (
        JITTERED["tenacity"].replace("retry=retry_if_exception(not_ready), ", ""),
        "5 calls of `CreateSnapshot`, expected 1",
    ),
}


# --- polling until a deadline ---------------------------------------------------------------

POLL: Final = """
    import random, threading, time
    from datetime import UTC, datetime, timedelta
    def status(client, arn):
        found = client.describe_cached_iscsi_volumes(VolumeARNs=[arn])
        return found["CachediSCSIVolumes"][0]["VolumeStatus"]
    def wait_until_available(client, arn):
        end = NOW + AFTER
        while NOW < end:
            if status(client, arn) == "AVAILABLE":
                return True
            time.sleep(10)
        raise TimeoutError(arn)
"""


def poll(now: str, after: str = "600") -> str:
    """Return the program with another clock."""
    return POLL.replace("NOW", now).replace("AFTER", after)


# Each waits until a cached volume is available, for ten minutes.
POLLS: Final = {
    "monotonic": poll("time.monotonic()"),
    "time": poll("time.time()"),
    "nanoseconds": poll("time.monotonic_ns()", "600 * 10**9"),
    "an aware datetime": poll("datetime.now(UTC)", "timedelta(minutes=10)"),
    "a naive datetime": poll("datetime.now()", "timedelta(minutes=10)"),
    "an event": poll("time.monotonic()").replace("time.sleep", "threading.Event().wait"),
    "jitter": poll("time.monotonic()").replace("sleep(10)", "sleep(random.uniform(1, 20))"),
    "a default": poll("time.monotonic()")
    .replace("(client, arn):\n        end", "(client, arn, pause=time.sleep):\n        end")
    .replace("time.sleep(10)", "pause(10)"),
    "a number of turns": """
        import time
        def wait_until_available(client, arn):
            for _ in range(60):
                found = client.describe_cached_iscsi_volumes(VolumeARNs=[arn])
                if found["CachediSCSIVolumes"][0]["VolumeStatus"] == "AVAILABLE":
                    return True
                time.sleep(10)
            raise TimeoutError
    """,
    "growing waits": """
        import time
        def wait_until_available(client, arn):
            wait, waited = 1, 0
            while waited < 600:
                found = client.describe_cached_iscsi_volumes(VolumeARNs=[arn])
                if found["CachediSCSIVolumes"][0]["VolumeStatus"] == "AVAILABLE":
                    return True
                pause = min(wait, 30, 600 - waited)
                time.sleep(pause)
                waited, wait = waited + pause, wait * 2
            raise TimeoutError
    """,
    "tenacity": """
        from tenacity import RetryError, retry, retry_if_result, stop_after_delay, wait_fixed
        @retry(retry=retry_if_result(lambda status: status != "AVAILABLE"),
               stop=stop_after_delay(600), wait=wait_fixed(10))
        def poll(client, arn):
            found = client.describe_cached_iscsi_volumes(VolumeARNs=[arn])
            return found["CachediSCSIVolumes"][0]["VolumeStatus"]
        def wait_until_available(client, arn):
            try:
                return poll(client, arn) == "AVAILABLE"
            except RetryError:
                raise TimeoutError(arn) from None
    """,
    "a waiter of botocore": """
        from botocore.exceptions import ClientError, WaiterError
        from botocore.waiter import WaiterModel, create_waiter_with_client
        MODEL = WaiterModel({"version": 2, "waiters": {"Available": {
            "operation": "DescribeCachediSCSIVolumes", "delay": 10, "maxAttempts": 60,
            "acceptors": [{"state": "success", "matcher": "pathAll", "expected": "AVAILABLE",
                           "argument": "CachediSCSIVolumes[].VolumeStatus"}]}}})
        def wait_until_available(client, arn):
            waiter = create_waiter_with_client("Available", MODEL, client)
            try:
                waiter.wait(VolumeARNs=[arn])
            except WaiterError as error:
                if "Error" in error.last_response:
                    raise ClientError(error.last_response, "DescribeCachediSCSIVolumes") from None
                raise TimeoutError(arn) from error
            return True
    """,
}

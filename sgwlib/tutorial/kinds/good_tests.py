"""Answers that are tests: each is run against functions that are right, and others that are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sgwlib.tutorial.feedback import Mark, Part
from sgwlib.tutorial.kinds.programs import refusal
from sgwlib.tutorial.running import failure, run
from sgwlib.tutorial.stopping import Stopped, Watch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sgwlib.catalogue import Catalogue
    from sgwlib.tutorial.running import Run

__all__ = ["GoodTest", "Subject"]


class Subject(NamedTuple):
    """A function that a test is run against.

    Parameters
    ----------
    name
        What it does, as a part of a sentence.
    function
        Its first parameter is a boto3 client.
    right
        Whether the test is to pass.
    """

    name: str
    function: Callable[..., object]
    right: bool = False


@dataclass(frozen=True, slots=True)
class GoodTest:
    """A test in the form that pytest runs: it gets ``storage_gateway``, and what it tests.

    Parameters
    ----------
    call
        How it is called, such as ``"test_delete(storage_gateway, delete)"``.
    subjects
        Computes what it is run against. Each gets an endpoint of its own.
    """

    call: str
    subjects: Callable[[Catalogue], Iterable[Subject]]

    def judge(self, answer: object, catalogue: Catalogue) -> Iterator[Part]:
        """Say which functions the test passes, and which it fails."""
        refused = refusal(answer, self.call, (None, None))
        if refused or not callable(answer):
            yield Part(Mark.WRONG, refused)
            return
        watch = Watch()  # one for all subjects
        for subject in self.subjects(catalogue):
            done = _tried(answer, subject.function, watch)
            yield _judged(subject, done)
            if isinstance(done.error, Stopped):
                return


def _judged(subject: Subject, done: Run) -> Part:
    if isinstance(done.error, Stopped):
        return Part(Mark.WRONG, f"With {subject.name}: {failure(done)}.")
    passed = done.error is None
    if subject.right and passed:
        return Part(Mark.RIGHT, f"It passes {subject.name}.")
    if subject.right:
        return Part(Mark.WRONG, f"It should pass {subject.name}, but {failure(done)}.")
    if passed:
        return Part(Mark.WRONG, f"It passes {subject.name}. What could it assert to notice?")
    return Part(Mark.RIGHT, f"It fails {subject.name}, as it should.")


def _tried(test: Callable[..., object], subject: Callable[..., object], watch: Watch) -> Run:
    from sgwlib import Endpoint  # says which extra is missing
    from sgwlib.simulation.pytest_plugin import StorageGateway

    with Endpoint() as endpoint:
        given = StorageGateway(_client(endpoint.url), endpoint)
        return run(test, given, subject, watch=watch)


def _client(url: str) -> Any:
    """Make a client as the fixture ``storage_gateway`` has it, whatever this machine has set."""
    import boto3
    from botocore.config import Config

    from sgwlib.simulation.hooks import Layer, attach

    client = boto3.client(
        "storagegateway",
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id="simulated",
        aws_secret_access_key="simulated",  # noqa: S106 - no secret
        config=Config(
            proxies={},  # none could reach this machine's own address
            retries={"mode": "standard", "total_max_attempts": 3},  # boto3's default
        ),
    )
    attach(client, Layer(lambda _: None, passes=True, retry_waits=False))
    return client

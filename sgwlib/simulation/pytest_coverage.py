"""The coverage of a test run: record it, add up the workers of xdist, report, save and check it."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from sgwlib.coverage import ClientCoverage, recording, save_coverage
from sgwlib.coverage.client import check_percentage
from sgwlib.coverage.files import check_replaceable
from sgwlib.errors import CoverageError

if TYPE_CHECKING:
    from pathlib import Path

KEY = "sgw_coverage"  # in what a worker of xdist sends to its controller


class RunCoverage:
    """A plugin that records one run.

    It saves the report in ``file``, fails the run if it meets a smaller percentage of the pairs
    than ``least``, and shows the table at the end if ``shown``. If the report cannot be saved in
    the file, the run stops before its first test.
    """

    def __init__(
        self, config: pytest.Config, file: Path | None, least: float | None, *, shown: bool
    ) -> None:
        self._output: dict[str, Any] | None = getattr(config, "workeroutput", None)
        self._file = file if self._output is None else None  # the controller saves it
        self._least, self._shown = least, shown
        self._remarks: list[str] = []
        self._workers: dict[str, None] = {}  # a set would change their order
        try:
            if least is not None:
                check_percentage(least)
            if self._file is not None:
                check_replaceable(self._file)
        except CoverageError as error:
            raise pytest.UsageError(str(error)) from None
        self._open = ExitStack()
        self.coverage = self._open.enter_context(recording())

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodeready(self, node: Any) -> None:
        """Expect the results of a worker of xdist."""
        self._workers[node.gateway.id] = None

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Add what a worker has recorded. A worker that crashed sends nothing."""
        text = getattr(node, "workeroutput", {}).get(KEY)
        if text is not None:
            self.coverage = self.coverage.merge(ClientCoverage.from_dict(json.loads(text)))
            self._workers.pop(node.gateway.id, None)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Stop recording. A worker sends its record, any other process saves and checks it."""
        self._open.close()
        if self._output is not None:
            self._output[KEY] = json.dumps(self.coverage.to_dict())
        elif session.config.option.collectonly:
            self._file, self._shown = None, False  # nothing ran, so an older report stays
        else:
            self._settle(session)

    def _settle(self, session: pytest.Session) -> None:
        passed = session.exitstatus == pytest.ExitCode.OK
        self._remarks += [f"{each} ended early, so its coverage is lost" for each in self._workers]
        try:
            if self._file is not None:
                save_coverage(self.coverage, self._file)
            if self._least is not None:
                self.coverage.check(self._least)
        except CoverageError as error:
            self._remarks.append(str(error))
            if passed:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Show the table, and problems in red."""
        if self._shown:
            terminalreporter.section("coverage of the client")
            terminalreporter.write_line(self.coverage.report())
        if self._file is not None:
            terminalreporter.write_line(f"saved: {self._file}")
        for remark in self._remarks:
            terminalreporter.write_line(f"sgwlib: {remark}", red=True)

    def pytest_unconfigure(self) -> None:
        """Stop recording, also if no session started."""
        self._open.close()

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sgwlib import load_catalogue
from sgwlib.simulation.api import TARGET_PREFIXES, api_model, api_operations

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def fresh() -> None:
    api_model.cache_clear()
    api_operations.cache_clear()


def test_today_s_api_has_all_operations_of_the_page_and_more() -> None:
    assert len(api_operations()) == 96
    assert set(load_catalogue().operations) < set(api_operations())
    assert list(api_operations()) == sorted(api_operations())


def test_the_prefixes_are_the_page_s_and_today_s() -> None:
    assert ("StorageGateway_20120630", api_model().metadata["targetPrefix"]) == TARGET_PREFIXES


def test_a_model_in_the_user_s_home_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "storagegateway" / "2099-01-01"
    own.mkdir(parents=True)
    (own / "service-2.json").write_text(json.dumps({"operations": {}, "metadata": {}}))
    monkeypatch.setenv("AWS_DATA_PATH", str(tmp_path))
    monkeypatch.setattr("botocore.loaders.Loader.CUSTOMER_DATA_PATH", str(tmp_path))
    assert api_model().api_version == "2013-06-30"
    assert len(api_operations()) == 96

import boto3
import pytest


@pytest.fixture
def sgw():
    return boto3.client("storagegateway", region_name="us-east-1")


def test_lists(sgw):
    assert sgw.list_gateways()["Gateways"] == []  #= propagates rest

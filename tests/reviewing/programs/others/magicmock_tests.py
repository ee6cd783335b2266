from unittest.mock import MagicMock, patch

import pytest
from botocore.exceptions import ClientError

from mypkg.cleanup import Cleaner


@pytest.fixture
def ec2():
    client = MagicMock()
    client.describe_volumes.return_value = {"Volumes": []}
    client.delete_volume.side_effect = ClientError({"Error": {"Code": "VolumeInUse"}}, "DeleteVolume")
    return client


def test_in_use(ec2):
    assert Cleaner(ec2).run() == []
    ec2.delete_volume.assert_called_once_with(VolumeId="vol-1")
    ec2.create_snapshot.assert_not_called()


@patch("boto3.client")
def test_patch(client):
    client.return_value.delete_volume.return_value = {}
    client.return_value.list_tags_for_resource.side_effect = Exception("no")
    try:
        Cleaner(client()).run()
    except Exception:
        pytest.fail("raised")

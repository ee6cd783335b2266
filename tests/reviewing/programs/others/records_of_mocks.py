from unittest import TestCase, mock
from unittest.mock import AsyncMock, MagicMock, call

from inventory import cleaner


class CleanerTest(TestCase):
    def setUp(self):
        self.client = MagicMock()

    def test_calls(self):
        cleaner.run(self.client)
        self.client.assert_has_calls([call.delete_volume(VolumeARN="arn"), mock.call.refresh_cache(FileShareARN="share")])

    def test_failure(self):
        client = mock.Mock()
        try:
            client.delete_volume(VolumeARN="arn")
        except Exception:
            pass

    def test_direct(self):
        self.client.delete_volume(VolumeARN="arn")


async def test_async():
    client = AsyncMock()
    await client.refresh_cache(FileShareARN="share")

import boto3
from botocore.exceptions import ClientError
from tenacity import retry, retry_if_exception_type, stop_after_attempt


class Tapes:
    def __init__(self):
        self.client = boto3.client("storagegateway")

    @retry(retry=retry_if_exception_type(ClientError), stop=stop_after_attempt(3))
    def _page(self, marker=None):
        return self.client.list_tapes(**({"Marker": marker} if marker else {}))  #= reported rest

    def all(self):
        try:
            return self._page()["TapeInfos"], None
        except Exception as error:
            return [], error

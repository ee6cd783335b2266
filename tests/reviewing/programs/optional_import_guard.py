try:
    import boto3
    from botocore.exceptions import ClientError
    HAS_BOTO3 = True
except ImportError:
    HAS_BOTO3 = False

    class ClientError(Exception):
        pass

import logging

_LOGGER = logging.getLogger(__name__)
DOMAIN = "storage"


async def async_setup_entry(hass, entry):
    def connect():
        return boto3.client("storagegateway", region_name=entry.data["region"])

    client = await hass.async_add_executor_job(connect)
    hass.data.setdefault(DOMAIN, {})[entry.entry_id] = client
    return True


class GatewaySensor:
    def __init__(self, client, arn):
        self._client = client
        self._arn = arn
        self._state = None
        self._available = True

    def update(self):
        try:
            info = self._client.describe_gateway_information(GatewayARN=self._arn)  #= reported rest
        except ClientError as err:
            _LOGGER.error("update failed: %s", err)
            self._available = False
            return
        self._available = True
        self._state = info["GatewayState"]

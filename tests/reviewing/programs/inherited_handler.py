from collectors.base import Collector


class Gateways(Collector):
    def collect(self):
        found = []
        try:
            client = self._client("storagegateway")
            for gateway in client.list_gateways()["Gateways"]:  #= unknown rest
                try:
                    disks = client.list_local_disks(GatewayARN=gateway["GatewayARN"])  #= unknown rest
                    found.append({"arn": gateway["GatewayARN"], "disks": len(disks["Disks"])})
                except Exception as error:
                    self._handle_error(error, gateway["GatewayARN"])
                    continue
        except Exception as error:
            self._handle_error(error, "gateways")
        return found

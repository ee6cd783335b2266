import threading

import boto3


class AuditService:
    def __init__(self, service, provider):
        self.service = service
        self.session = provider.session
        self.regional_clients = {
            region: self.session.client(service, region_name=region) for region in provider.regions
        }

    def threading_call(self, call, iterator=None):
        items = iterator if iterator is not None else self.regional_clients.values()
        threads = [threading.Thread(target=call, args=(item,)) for item in items]
        for t in threads:
            t.start()
        for t in threads:
            t.join()


class StorageGatewayAudit(AuditService):
    def __init__(self, provider):
        super().__init__("storagegateway", provider)
        self.volumes = []
        self.threading_call(self.list_volumes)

    def list_volumes(self, regional_client):
        try:
            for volume in regional_client.list_volumes()["VolumeInfos"]:  #= swallowed rest
                self.volumes.append(volume)
        except Exception as error:
            print(f"{error.__class__.__name__}: {error}")

    def describe_chap(self, region, arn):
        client = self.regional_clients[region]
        return client.describe_chap_credentials(TargetARN=arn)["ChapCredentials"]  #= propagates rest

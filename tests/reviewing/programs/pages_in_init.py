import boto3


class Shares:
    def __init__(self, gateway):
        self.client = boto3.client("storagegateway")
        self.gateway = gateway
        self.names = {}
        self.load()

    def load(self):
        found = {}
        answer = self.client.list_file_shares(GatewayARN=self.gateway)  #= propagates rest
        for share in answer.get("FileShareInfoList"):
            if share["FileShareType"] == "NFS" and "FileShareId" in share:
                found[share["FileShareId"]] = share["FileShareARN"]
        while answer.get("NextMarker") is not None:
            answer = self.client.list_file_shares(GatewayARN=self.gateway, Marker=answer["NextMarker"])  #= propagates rest
            for share in answer.get("FileShareInfoList"):
                if share["FileShareType"] == "NFS" and "FileShareId" in share:
                    found[share["FileShareId"]] = share["FileShareARN"]
        self.names = found

    def refresh(self, name):
        try:
            self.client.refresh_cache(FileShareARN=self.names[name])  #= reported rest
        except self.client.exceptions.ClientError:
            return False
        return True

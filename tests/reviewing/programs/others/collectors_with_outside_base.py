from inventory import BaseCollector


class EbsCollector(BaseCollector):
    service = "ec2"

    def collect(self):
        try:
            for volume in self.client.describe_volumes()["Volumes"]:
                self.client.delete_volume(VolumeId=volume["VolumeId"])
        except Exception as e:
            self.log(e)


class GatewayBackupCollector(BaseCollector):
    service = "backup-gateway"

    def collect(self):
        try:
            return self.client.list_gateways()["Gateways"]
        except Exception:
            return []

import logging
import boto3

client = boto3.client("storagegateway")


class Gateway:
    def __init__(self, arn):
        self.arn = arn

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, value):
        client.update_gateway_information(GatewayARN=self.arn, GatewayName=value)  #= propagates rest
        self._name = value

    @name.deleter
    def name(self):
        self._name = None


class Share:
    def __init__(self, arn):
        self.arn = arn

    @property
    def owners(self):
        return self._owners

    @owners.setter
    def owners(self, value):
        client.update_smb_file_share(FileShareARN=self.arn, AdminUserList=value)  #= swallowed rest

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, value):
        self._name = value


def rename(arn, value):
    gateway = Gateway(arn)
    try:
        old = gateway.name
    except Exception:
        logging.warning("no name")
        return
    gateway.name = value
    logging.info("%s is now %s", old, value)


def give(arn, owners):
    share = Share(arn)
    try:
        share.owners = owners
    except Exception:
        logging.warning("not given")

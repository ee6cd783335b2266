import logging

import boto3

from elsewhere import S3Collector

log = logging.getLogger()
rds = boto3.client("rds")


class Volumes:
    def __init__(self, session, cache):
        self.gateways = session.client("storagegateway")
        self.ec2 = session.client("ec2")
        self.cache = cache
        self.known = {}

    def delete_volume(self, arn):
        self.gateways.delete_volume(VolumeARN=arn)  #= propagates rest

    def describe_events(self):
        return self.gateways.list_volumes()["VolumeInfos"]  #= propagates rest

    def info(self, arn):
        return self.gateways.describe_cached_iscsi_volumes(VolumeARNs=[arn])  #= propagates rest

    def get(self, arn):
        return self.gateways.describe_stored_iscsi_volumes(VolumeARNs=[arn])  #= propagates rest

    def collect(self):
        return self.gateways.list_tapes()  #= propagates rest

    def clean(self, volume, event):
        try:
            self.ec2.delete_volume(volume)
            rds.describe_events()
            log.info("cleaned %s", volume)
            self.known.get(volume)
            self.cache.get(event.get("arn"))
            return S3Collector(volume).collect()
        except Exception as error:
            print(error)


class Handler:
    def delete(self, arn):
        raise NotImplementedError


class GatewayHandler(Handler):
    def __init__(self, client):
        self.client = client

    def delete(self, arn):
        self.client.delete_gateway(GatewayARN=arn)  #= propagates rest


class DiskHandler(Handler):
    def delete(self, arn):
        print(arn)


class TapeHandler(Handler):
    def delete(self, arn):
        boto3.client("storagegateway").delete_tape(GatewayARN="a", TapeARN=arn)  #= swallowed rest


class PoolHandler:
    def drop(self, arn):
        boto3.client("storagegateway").delete_tape_pool(PoolARN=arn)  #= unknown rest


def clean(disks: DiskHandler, other, arn):
    tapes = TapeHandler()
    try:
        disks.delete(arn)
        tapes.delete(arn)
        other.drop(arn)
    except Exception as error:
        print(error)

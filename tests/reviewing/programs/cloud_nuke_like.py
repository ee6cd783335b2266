"""Deletes what is older than a date, service by service."""
import abc
import datetime as dt
import logging
from typing import Iterable, List, Optional

import boto3
from botocore.exceptions import ClientError

log = logging.getLogger("nuke")


class Nuker(abc.ABC):
    def __init__(self, session: boto3.Session, dry_run: bool = True, before: Optional[dt.datetime] = None):
        self.session = session
        self.dry_run = dry_run
        self.before = before
        self.results: List[dict] = []

    @abc.abstractmethod
    def find(self) -> Iterable[str]: ...

    @abc.abstractmethod
    def remove(self, identifier: str) -> None: ...

    def nuke(self) -> None:
        for identifier in self.find():
            if self.dry_run:
                log.info("would remove %s", identifier)
                continue
            try:
                self.remove(identifier)
                self.results.append({"id": identifier, "removed": True})
            except ClientError as e:
                log.error("%s: %s", identifier, e)
                self.results.append({"id": identifier, "removed": False})


class TapePools(Nuker):
    @property
    def client(self):
        return self.session.client("storagegateway")

    def find(self):
        for page in self.client.get_paginator("list_tape_pools").paginate():  #= propagates rest
            for pool in page["PoolInfos"]:
                yield pool["PoolARN"]

    def remove(self, identifier):
        self.client.delete_tape_pool(PoolARN=identifier)  #= reported rest


class EbsVolumes(Nuker):
    @property
    def client(self):
        return self.session.client("ec2")

    def find(self):
        for volume in self.client.describe_volumes()["Volumes"]:
            yield volume["VolumeId"]

    def remove(self, identifier):
        self.client.delete_volume(VolumeId=identifier)

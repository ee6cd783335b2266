import unittest
from contextlib import ExitStack

import boto3
from botocore.exceptions import ClientError


class Base(unittest.TestCase):
    service = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = boto3.client(cls.service, region_name="us-east-1")

    def setUp(self):
        self.stack = ExitStack()
        self.addCleanup(self.stack.close)


class TapeTest(Base):
    service = "storagegateway"

    def setUp(self):
        super().setUp()
        self.pool = self.client.create_tape_pool(PoolName="t", StorageClass="GLACIER")["PoolARN"]  #= propagates rest
        self.stack.callback(self.client.delete_tape_pool, PoolARN=self.pool)  #= propagates rest

    def test_tags(self):
        tags = self.client.list_tags_for_resource(ResourceARN=self.pool)["Tags"]  #= propagates rest
        self.assertEqual(tags, [])

    def test_duplicate(self):
        with self.assertRaises(ClientError):
            self.client.create_tape_pool(PoolName="t", StorageClass="GLACIER")  #= handled rest


class Ec2Test(Base):
    service = "ec2"

    def test_volume(self):
        with self.assertRaises(ClientError):
            self.client.delete_volume(VolumeId="vol-0")

import os
import unittest

import boto3
from botocore.exceptions import ClientError


class GatewayTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = boto3.client("storagegateway")
        cls.arn = os.environ["GATEWAY_ARN"]

    def test_describe(self):
        info = self.client.describe_gateway_information(GatewayARN=self.arn)  #= propagates rest
        self.assertEqual(info["GatewayState"], "RUNNING")

    def test_unknown(self):
        with self.assertRaises(ClientError) as caught:
            self.client.start_gateway(GatewayARN="arn:aws:storagegateway:us-east-1:123456789012:gateway/sgw-00000000")  #= handled InvalidGatewayRequestException, request codes; translated rest
        self.assertEqual(caught.exception.response["Error"]["Code"], "InvalidGatewayRequestException")

    def tearDown(self):
        try:
            self.client.cancel_retrieval(GatewayARN=self.arn, TapeARN="t")  #= swallowed rest
        except ClientError:
            pass

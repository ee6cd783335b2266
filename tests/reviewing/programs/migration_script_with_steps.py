#!/usr/bin/env python
import argparse
import logging
import sys

import boto3
import botocore

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")


class Migration:
    def __init__(self, args):
        self.args = args
        self.sgw = boto3.session.Session(profile_name=args.profile).client("storagegateway", region_name=args.region)
        self.done = []

    def detach(self):
        self.sgw.detach_volume(VolumeARN=self.args.volume, ForceDetach=False)  #= translated rest
        self.done.append(self.attach_to_old)

    def attach_to_new(self):
        self.sgw.attach_volume(GatewayARN=self.args.new, VolumeARN=self.args.volume, NetworkInterfaceId=self.args.ip)  #= translated rest

    def attach_to_old(self):
        self.sgw.attach_volume(GatewayARN=self.args.old, VolumeARN=self.args.volume, NetworkInterfaceId=self.args.ip)  #= swallowed rest

    def rollback(self):
        for undo in reversed(self.done):
            try:
                undo()
            except botocore.exceptions.ClientError:
                logging.exception("cannot undo")

    def run(self):
        try:
            self.detach()
            self.attach_to_new()
        except botocore.exceptions.ClientError as e:
            logging.error("migration failed: %s", e)
            self.rollback()
            sys.exit(2)


def main():
    parser = argparse.ArgumentParser()
    for name in ("profile", "region", "volume", "old", "new", "ip"):
        parser.add_argument(f"--{name}", required=name != "profile")
    Migration(parser.parse_args()).run()


if __name__ == "__main__":
    main()

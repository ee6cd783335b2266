import sys
import boto3


def snapshot(client, arn):
    return client.create_snapshot(VolumeARN=arn, SnapshotDescription="cli")["SnapshotId"]  #= translated rest


def main():
    client = boto3.client("storagegateway")
    try:
        print(snapshot(client, sys.argv[1]))
    except Exception as e:
        print(e, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()

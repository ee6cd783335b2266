import sys
import boto3


def run():
    sgw = boto3.client("storagegateway")
    sgw.list_tape_pools()  #= translated rest


if __name__ == "__main__":
    try:
        run()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as exc:
        print(exc)
        sys.exit(1)

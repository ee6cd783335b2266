import boto3


class Step:
    def __init__(self, name, report):
        self.name, self.report = name, report

    def __enter__(self):
        return self

    def __exit__(self, kind, error, tb):
        if error is not None:
            self.report.append((self.name, str(error)))
        return True


def run(arn):
    report = []
    client = boto3.client("storagegateway")
    with Step("buffer", report):
        client.add_upload_buffer(GatewayARN=arn, DiskIds=["a"])  #= reported rest
    with Step("cache", report):
        client.add_cache(GatewayARN=arn, DiskIds=["b"])  #= reported rest
    return report

import boto3
es = boto3.client("es")
def tags(arn):
    try:
        return es.list_tags(ARN=arn)
    except Exception:
        return None

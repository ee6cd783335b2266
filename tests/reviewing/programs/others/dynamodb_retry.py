import boto3, time
table = boto3.resource("dynamodb").Table("t")
def put(item):
    while True:
        try:
            return table.put_item(Item=item)
        except Exception:
            time.sleep(1)

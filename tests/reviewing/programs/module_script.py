import boto3

client = boto3.client("storagegateway")
shares = client.list_file_shares()["FileShareInfoList"]  #= propagates rest
for share in shares:
    try:
        client.delete_file_share(FileShareARN=share["FileShareARN"])  #= swallowed rest
    except Exception as error:
        print("skipped", error)

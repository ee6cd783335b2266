import boto3


def share(arn=None, client=boto3.client("storagegateway"), verbose=False):
    if arn:
        try:
            return client.describe_smb_file_shares(FileShareARNList=[arn])  #= swallowed rest
        except client.exceptions.ClientError as error:
            if verbose:
                print(error)
    return None

from concurrent.futures import ThreadPoolExecutor, as_completed

import boto3
from tqdm import tqdm


def describe(client, arn):
    return client.describe_smb_file_shares(FileShareARNList=[arn])["SMBFileShareInfoList"][0]  #= swallowed rest


def describe_all(arns):
    client = boto3.client("storagegateway")
    rows = []
    with ThreadPoolExecutor() as executor:
        futures = [executor.submit(describe, client, arn) for arn in arns]
        for future in tqdm(as_completed(futures), total=len(futures)):
            if future.exception():
                print("failed:", future.exception())
                continue
            rows.append(future.result())
    return rows

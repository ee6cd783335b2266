import boto3

client = boto3.client("storagegateway")

# %%
try:
    gateways = client.list_gateways()["Gateways"]  #= crashes rest
except Exception as error:
    print(error)

# %%
shares = []
try:
    shares = client.list_file_shares()["FileShareInfoList"]  #= swallowed rest
except Exception as error:
    print(error)

# %%
for gateway in gateways:
    print(gateway["GatewayARN"], len(shares))

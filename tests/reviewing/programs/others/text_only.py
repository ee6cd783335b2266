"""How to call storagegateway: client.refresh_cache(FileShareARN=...)"""
HELP = "client.delete_gateway(GatewayARN=arn)"
def show():
    try:
        print(HELP, "storagegateway")
    except Exception:
        pass

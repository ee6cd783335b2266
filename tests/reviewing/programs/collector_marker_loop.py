def list_storagegateway(path, session, region, account):
    token = None
    client = session.client('storagegateway', region_name=region)
    while True:
        try:
            response = client.list_gateways(Marker=token) if token else client.list_gateways()  #= swallowed rest
            for each in response.get('Gateways', []):
                save(path, each, account)
            token = response.get('Marker', None)
            if not token:
                break
        except Exception as e:
            print(e)
            break

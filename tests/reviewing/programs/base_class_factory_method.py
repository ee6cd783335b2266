class BaseService:
    def _get_client(self, name):
        return self.session.client(name)


class StorageGatewayService(BaseService):
    def list_gateways(self):
        try:
            sg_client = self._get_client('storagegateway')
            response = sg_client.list_gateways()  #= reported rest
            return {"status": "success", "gateways": response["Gateways"]}
        except ClientError as e:
            return {"status": "error", "message": str(e)}

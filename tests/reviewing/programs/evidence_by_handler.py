def remove(client, arn):
    try:
        client.delete_gateway(Gateway=arn)  #= reported request codes; handled InvalidGatewayRequestException; propagates rest
    except client.exceptions.InvalidGatewayRequestException:
        return "refused"

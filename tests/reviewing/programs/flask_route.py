import boto3
from flask import Flask, jsonify

app = Flask(__name__)
client = boto3.client("storagegateway")


@app.route("/gateways")
def gateways():
    try:
        return jsonify(client.list_gateways()["Gateways"])  #= reported rest
    except Exception as e:
        return jsonify({"error": str(e)}), 500

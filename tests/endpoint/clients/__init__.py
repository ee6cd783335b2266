"""Clients of the endpoint: a plain HTTP client, boto3, the AWS CLI and the SDK for JavaScript."""

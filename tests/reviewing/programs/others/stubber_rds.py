import botocore.session
from botocore.stub import Stubber


def test_tags():
    client = botocore.session.get_session().create_client("rds", region_name="us-east-1")
    with Stubber(client) as stub:
        stub.add_response("list_tags_for_resource", {"TagList": []})
        try:
            client.list_tags_for_resource(ResourceName="a")
        except Exception:
            assert False

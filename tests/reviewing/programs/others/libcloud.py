from libcloud.compute.providers import get_driver
def drop(node):
    driver = get_driver("ec2")("key", "secret")
    try:
        driver.attach_volume(node, node)
        driver.detach_volume(node)
    except Exception:
        return None

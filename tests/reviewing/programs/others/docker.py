import docker
client = docker.from_env()
def drop(name):
    try:
        client.volumes.get(name).remove()
    except docker.errors.NotFound:
        pass

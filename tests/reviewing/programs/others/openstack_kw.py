from cinderclient import client
cinder = client.Client("3")
def snap(volume):
    try:
        cinder.volume_snapshots.create(volume_id=volume)
        cinder.delete_volume(volume_id=volume)
    except Exception:
        pass

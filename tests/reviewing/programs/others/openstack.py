import openstack
conn = openstack.connect()
def drop(volume):
    try:
        conn.delete_volume(volume)
        conn.create_snapshot(volume)
    except Exception as e:
        print(e)

import boto3
import lib

client = boto3.client("storagegateway")


def drop(arn):
    try:
        client.delete_volume(VolumeARN=arn)  #= reported rest
    except client.exceptions.ClientError as e:
        raise lib.GatewayError(str(e))


def main(arn):
    try:
        drop(arn)
    except (
        lib.Err0, lib.Err1, lib.Err2, lib.Err3, lib.Err4, lib.Err5, lib.Err6, lib.Err7, lib.Err8, lib.Err9,
        lib.Err10, lib.Err11, lib.Err12, lib.Err13, lib.Err14, lib.Err15, lib.Err16, lib.Err17, lib.Err18, lib.Err19,
        lib.Err20, lib.Err21, lib.Err22, lib.Err23, lib.Err24, lib.Err25, lib.Err26, lib.Err27, lib.Err28, lib.Err29,
        lib.Err30, lib.Err31, lib.Err32, lib.Err33, lib.Err34, lib.Err35, lib.Err36, lib.Err37, lib.Err38, lib.Err39,
        lib.Err40, lib.Err41, lib.Err42, lib.Err43, lib.Err44, lib.Err45, lib.Err46, lib.Err47, lib.Err48, lib.Err49,
        lib.Err50, lib.Err51, lib.Err52, lib.Err53, lib.Err54, lib.Err55, lib.Err56, lib.Err57, lib.Err58, lib.Err59,
        lib.Err60, lib.Err61, lib.Err62, lib.Err63, lib.Err64, lib.Err65, lib.Err66, lib.Err67, lib.Err68, lib.Err69,
        lib.Err70, lib.Err71, lib.Err72, lib.Err73, lib.Err74, lib.Err75, lib.Err76, lib.Err77, lib.Err78, lib.Err79,
        lib.Err80, lib.Err81, lib.Err82, lib.Err83, lib.Err84, lib.Err85, lib.Err86, lib.Err87, lib.Err88, lib.Err89,
        lib.Err90, lib.Err91, lib.Err92, lib.Err93, lib.Err94, lib.Err95, lib.Err96, lib.Err97, lib.Err98, lib.Err99,
        lib.Err100, lib.Err101, lib.Err102, lib.Err103, lib.Err104, lib.Err105, lib.Err106, lib.Err107, lib.Err108, lib.Err109,
        lib.Err110, lib.Err111, lib.Err112, lib.Err113, lib.Err114, lib.Err115, lib.Err116, lib.Err117, lib.Err118, lib.Err119,
        lib.Err120, lib.Err121, lib.Err122, lib.Err123, lib.Err124, lib.Err125, lib.Err126, lib.Err127, lib.Err128, lib.Err129,
        lib.Err130, lib.Err131, lib.Err132, lib.Err133, lib.Err134, lib.Err135, lib.Err136, lib.Err137, lib.Err138, lib.Err139,
    ):
        raise
    except lib.GatewayError:
        return False
    return True

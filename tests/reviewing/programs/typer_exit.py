import boto3
import typer

app = typer.Typer()


@app.command()
def pools():
    sgw = boto3.client("storagegateway")
    try:
        found = sgw.list_tape_pools()  #= translated rest
    except Exception as error:
        typer.echo(f"failed: {error}", err=True)
        raise typer.Exit(code=1)
    typer.echo(found)

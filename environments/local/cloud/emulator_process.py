"""How the AWS emulator is started: its command, its trimmed environment, its readiness."""

import http.client
import os
import socket

from cloud.child import Child
from cloud.folders import CHECKOUT, PACKAGE, VENV_PYTHON, Folders
from cloud.state import ACCOUNT, REGION

_START_SECONDS = 60


def start(folders: Folders) -> tuple[Child, str]:
    """Start the emulator on a free port of the loopback; returns it with its endpoint URL.

    The port is bound here and handed over open, so nobody can take it in between.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        child = Child.start(
            "the AWS emulator",
            [str(VENV_PYTHON), "-m", "cloud.launcher", str(listener.fileno())],
            environment=_environment(folders, port),
            directory=folders.emulator,
            log=folders.logs / "emulator.log",
            inherit=[listener.fileno()],
        )
    return child, f"http://127.0.0.1:{port}"


def wait(child: Child, endpoint: str) -> None:
    """Return once the emulator answers its health check."""
    child.wait_until(lambda: _healthy(endpoint), _START_SECONDS)


def _environment(folders: Folders, port: int) -> dict[str, str]:
    # Every emulated Lambda function inherits this environment, so it holds nothing of the user.
    home = folders.emulator / "home"
    temporary = folders.emulator / "tmp"
    for folder in (home, temporary):
        folder.mkdir(parents=True)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), str(CHECKOUT / "policies")]),
        "PYTHONUNBUFFERED": "1",
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "MINISTACK_REGION": REGION,
        "AUTH": "true",
        # The same behaviour where Docker is there, and none of the user's containers touched.
        "LAMBDA_EXECUTOR": "local",
        "DOCKER_HOST": f"unix://{folders.emulator}/no-docker",
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "HINOMI_MAIL_DIRECTORY": str(folders.mail),
    }


def _healthy(endpoint: str) -> bool | None:
    connection = http.client.HTTPConnection(endpoint.removeprefix("http://"), timeout=2)
    try:
        connection.request("GET", "/_ministack/health")
        return True if connection.getresponse().status == http.HTTPStatus.OK else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()

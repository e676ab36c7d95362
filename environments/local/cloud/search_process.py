"""How OpenSearch is started: jars, Java, modules, port, readiness."""

import http.client
import json
import os
import random
import re
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cloud.child import Child
from cloud.errors import CloudError
from cloud.folders import PACKAGE, VENV_PYTHON, Folders

_START_SECONDS = 120
# The runner counts ports up from its base; far from 92xx its transport ports collide and it
# ends without a word.
_BASE_PORTS = range(9200, 9290, 5)
_MODULES = (
    # All of the runner's modules but CommonAnalysis: this Java has no Thai segmentation, which
    # that module demands at start. The rest of the list is what an audit search uses.
    "org.opensearch.search.aggregations.matrix.MatrixAggregationModulePlugin",
    "org.opensearch.geo.GeoModulePlugin",
    "org.opensearch.ingest.common.IngestCommonModulePlugin",
    "org.opensearch.script.mustache.MustacheModulePlugin",
    "org.opensearch.painless.PainlessModulePlugin",
    "org.opensearch.index.mapper.MapperExtrasModulePlugin",
    "org.opensearch.join.ParentJoinModulePlugin",
    "org.opensearch.percolator.PercolatorModulePlugin",
    "org.opensearch.index.reindex.ReindexModulePlugin",
    "org.opensearch.transport.Netty4ModulePlugin",
)
_held: list[socket.socket] = []
_SETTINGS = """\
network.host: 127.0.0.1
discovery.type: single-node
cluster.routing.allocation.disk.threshold_enabled: false
"""
_LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d{ISO8601}][%-5p][%-25c{1.}] %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""
_PUBLISHED = re.compile(r"HttpServerTransport.*publish_address \{[^}]*?127\.0\.0\.1:(\d+)\}")


def start(folders: Folders, group: int, report: Callable[[str], None]) -> Child:
    """Start OpenSearch in process group `group`; its jars are fetched first where needed."""
    java, class_path = _jars(folders, group, report)
    configuration = folders.search / "node_1" / "config"
    configuration.mkdir(parents=True)
    (configuration / "opensearch.yml").write_text(_SETTINGS)
    (configuration / "log4j2.properties").write_text(_LOGGING)
    return Child.start(
        "OpenSearch",
        _command(java, class_path, folders.search),
        environment={
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": str(folders.search),
        },
        directory=folders.search,
        log=folders.logs / "opensearch.log",
        group=group,
    )


def wait(child: Child) -> str:
    """The endpoint URL, once the cluster takes requests. The port is the one it announces."""
    port = child.wait_until(lambda: _published_port(child.log), _START_SECONDS)
    child.wait_until(lambda: _healthy(port), _START_SECONDS)
    return f"http://127.0.0.1:{port}"


def _jars(folders: Folders, group: int, report: Callable[[str], None]) -> tuple[str, list[str]]:
    """Java and the class path, from the cloud's virtual environment."""
    log = folders.logs / "opensearch-jars.log"
    kept = ("PATH", "HOME", "LANG", "M2_REPO", "JGO_CONFIG_FILE", "XDG_CONFIG_HOME")
    network = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
    names = {*kept, *network, *(name.lower() for name in network)}
    answer: dict[str, Any] = {}
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            [str(VENV_PYTHON), "-m", "cloud.search_jars", str(folders.search / "downloads")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            process_group=group,
            env={
                **{name: value for name, value in os.environ.items() if name in names},
                "PYTHONPATH": str(PACKAGE.parent),
            },
        ) as process,
    ):
        try:
            for line in process.stdout or ():
                answer = json.loads(line)
                if "progress" in answer:
                    report(answer["progress"])
        except BaseException:  # told to end: leaving the block would wait for the download
            process.kill()
            raise
    if process.returncode:
        raise CloudError(
            "OpenSearch's jars could not be fetched. Check the way to the Maven repository "
            f"(jgo's configuration, proxy), then try again.\n  {log}:\n    "
            + "\n    ".join(log.read_text(errors="replace").splitlines()[-10:])
        )
    return answer["java"], answer["class_path"]


def _command(java: str, class_path: list[str], directory: Path) -> list[str]:
    return [
        java,
        "-Xms256m",
        "-Xmx768m",
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",  # no file in the shared temporary directory
        "-XX:TieredStopAtLevel=1",  # a run of minutes never earns back the second compiler
        "-Djava.awt.headless=true",
        f"-Djava.io.tmpdir={directory}",
        "-cp",
        os.pathsep.join(class_path),
        "org.codelibs.opensearch.runner.OpenSearchRunner",
        "-basePath",
        str(directory),
        "-numOfNode",
        "1",
        "-baseHttpPort",
        str(_reserved_base_port()),
        "-clusterName",
        "hinomi-local",
        "-moduleTypes",
        ",".join(_MODULES),
    ]


def _reserved_base_port() -> int:
    """A base that no other local cloud has, and on whose port nobody listens.

    The runner ends without a word where a port is taken, and takes its own only after some seconds.
    So each supervisor holds the base itself, which the runner leaves free, as long as it lives: of
    clouds that start together no two take the same.
    """
    for base in random.sample(_BASE_PORTS, len(_BASE_PORTS)):
        held = socket.socket()
        try:
            held.bind(("127.0.0.1", base))
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", base + 1))  # the port of the runner's first node
        except OSError:
            held.close()
            continue
        _held.append(held)
        return base
    raise CloudError(
        f"every port from {_BASE_PORTS.start} to {_BASE_PORTS.stop} is taken. End other local "
        "clouds (make down), then try again."
    )


def _published_port(log: Path) -> int | None:
    found = _PUBLISHED.search(log.read_text(errors="replace"))
    return int(found.group(1)) if found else None


def _healthy(port: int) -> bool | None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/_cluster/health?wait_for_status=yellow&timeout=2s")
        return True if connection.getresponse().status == http.HTTPStatus.OK else None
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()

"""OpenSearch's jars are those of the lock, or OpenSearch does not start."""

import hashlib

import pytest

from cloud.search_jars import LOCK, Jar, JarError, read_lock, verify


def test_the_lock_names_one_opensearch_and_each_jar_once():
    jars = read_lock(LOCK.read_text())
    names = [jar.coordinates for jar in jars]
    assert len(names) == len(set(names))
    assert [name for name in names if name.startswith("org.opensearch:opensearch:")] == [
        "org.opensearch:opensearch:3.8.0"
    ]


def test_a_classifier_is_part_of_the_coordinates():
    jar = Jar("io.netty:netty-codec-native-quic:4.2.16.Final:linux-x86_64", "0" * 64)
    assert jar.parts == (
        "io.netty",
        "netty-codec-native-quic",
        "4.2.16.Final",
        "linux-x86_64",
    )


@pytest.mark.parametrize("line", ["abc  group:artifact:1", "0" * 64, "0" * 64 + "  no-colons"])
def test_a_broken_line_is_named_by_its_number(line):
    with pytest.raises(JarError, match="line 2"):
        read_lock(f"# head\n{line}\n")


def test_another_file_under_the_same_name_is_refused(tmp_path):
    path = tmp_path / "artifact-1.jar"
    path.write_bytes(b"as released")
    jar = Jar("group:artifact:1", hashlib.sha256(b"as released").hexdigest())
    verify(path, jar)
    path.write_bytes(b"as released, and more")
    with pytest.raises(JarError, match=r"artifact-1\.jar is not group:artifact:1"):
        verify(path, jar)

"""Collects every tftest.yaml under this folder; tests/modules/README.md says how one reads."""

from tests.modules.collector import pytest_collect_file

__all__ = ["pytest_collect_file"]

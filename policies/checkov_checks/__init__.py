"""Checks of single resources that checkov does not have. Plain checkov loads them too:

checkov --file plan.json --external-checks-dir policies/checkov_checks
"""

from pathlib import Path

# checkov imports each file by its bare name and registers what it defines
__all__ = [file.stem for file in Path(__file__).parent.glob("*.py") if file.stem != "__init__"]

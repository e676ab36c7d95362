"""The rows of the specification's table of alerts."""

from __future__ import annotations

ROWS: dict[str, dict[str, str]] = {
    "security-setting-changed": {
        "en": "Security setting changed",
        "ja": "セキュリティ設定の変更",
    },
    "data-exfiltration": {"en": "Data exfiltration", "ja": "データの持ち出し"},
    "signs-of-intrusion": {"en": "Signs of intrusion", "ja": "侵入の兆候"},
    "administrator-sign-in": {"en": "Administrator sign-in", "ja": "管理者のサインイン"},
}
"""Row id, as detections name it under references.specification, -> its title."""

BEYOND = {"en": "Beyond the table", "ja": "要件を超える検知"}

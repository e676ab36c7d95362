archive_account_id = "444455556666"
organization       = { id = "o-a1b2c3d4e5" }
readers            = ["arn:aws:iam::111122223333:role/investigator", "arn:aws:iam::777788889999:role/auditor"]

access_log_bucket = { buckets = ["orders", "order-exports"], expire_days = 90 }

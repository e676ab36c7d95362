# Three keys, because three sets of principals must not share one: the bucket's evidence (in the
# archive account), the log groups, and messages. Their policies are in encryption_policies.tf.

resource "aws_kms_key" "audit" {
  count    = var.encryption.adopt.audit == null ? 1 : 0
  provider = aws.archive

  description             = "${var.name}: objects in the audit bucket"
  deletion_window_in_days = var.encryption.deletion_window_days
  enable_key_rotation     = true
  rotation_period_in_days = var.encryption.rotation_days
  policy                  = data.aws_iam_policy_document.audit_key.json
}

resource "aws_kms_alias" "audit" {
  count    = var.encryption.adopt.audit == null ? 1 : 0
  provider = aws.archive

  name          = "alias/${var.name}-audit"
  target_key_id = aws_kms_key.audit[0].key_id
}

resource "aws_kms_key" "logs" {
  count = var.encryption.adopt.logs == null ? 1 : 0

  description             = "${var.name}: log groups"
  deletion_window_in_days = var.encryption.deletion_window_days
  enable_key_rotation     = true
  rotation_period_in_days = var.encryption.rotation_days
  policy                  = data.aws_iam_policy_document.logs_key.json
}

resource "aws_kms_alias" "logs" {
  count = var.encryption.adopt.logs == null ? 1 : 0

  name          = "alias/${var.name}-logs"
  target_key_id = aws_kms_key.logs[0].key_id
}

# Serves the topics and queues of this region; alarms that live in us-east-1 have a topic and a key
# there, in notification.
resource "aws_kms_key" "messaging" {
  count = var.encryption.adopt.messaging == null ? 1 : 0

  description             = "${var.name}: topics and queues"
  deletion_window_in_days = var.encryption.deletion_window_days
  enable_key_rotation     = true
  rotation_period_in_days = var.encryption.rotation_days
  policy                  = data.aws_iam_policy_document.messaging_key.json
}

resource "aws_kms_alias" "messaging" {
  count = var.encryption.adopt.messaging == null ? 1 : 0

  name          = "alias/${var.name}-messaging"
  target_key_id = aws_kms_key.messaging[0].key_id
}

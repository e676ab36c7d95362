# Something to watch.

resource "aws_vpc" "watched" {
  #checkov:skip=CKV2_AWS_11:Its flow log is in modules/collection; this check does not follow a variable
  cidr_block = "10.42.0.0/24"

  tags = { Name = var.name }
}

# Without rules: whatever forgets to name a security group gets one that lets nothing through.
resource "aws_default_security_group" "watched" {
  vpc_id = aws_vpc.watched.id
}

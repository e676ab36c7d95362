# The back office, on Windows: as the web server, with the agent's configuration for Windows.

resource "aws_instance" "office" {
  ami                         = var.images.windows
  associate_public_ip_address = false
  ebs_optimized               = true
  iam_instance_profile        = aws_iam_instance_profile.office.name
  instance_type               = "t3.medium"
  monitoring                  = true
  subnet_id                   = aws_subnet.private["c"].id
  vpc_security_group_ids      = [aws_security_group.office.id]

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }

  root_block_device {
    encrypted = true
  }

  tags = { Name = "${var.name}-office", logs = "windows" }
}

resource "aws_security_group" "office" {
  name        = "${var.name}-office"
  description = "Nothing in, AWS out"
  vpc_id      = aws_vpc.shop.id
}

resource "aws_vpc_security_group_egress_rule" "office" {
  security_group_id = aws_security_group.office.id
  description       = "HTTPS: Systems Manager, CloudWatch, updates"
  cidr_ipv4         = "0.0.0.0/0"
  from_port         = 443
  ip_protocol       = "tcp"
  to_port           = 443
}

resource "aws_iam_instance_profile" "office" {
  name = "${var.name}-office"
  role = aws_iam_role.office.name
}

resource "aws_iam_role" "office" {
  name               = "${var.name}-office"
  description        = "The back office"
  assume_role_policy = local.instance_trust
}

resource "aws_iam_role_policy_attachment" "office_managed" {
  role       = aws_iam_role.office.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy_attachment" "office_agent" {
  role       = aws_iam_role.office.name
  policy_arn = module.collection.agent_instance_policy_arns.windows
}

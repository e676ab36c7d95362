# The web server. Its tag `logs` makes State Manager install the agent and its configuration
# (agent.tf), its role lets the agent write to its log groups.

resource "aws_instance" "web" {
  ami                         = var.images.linux
  associate_public_ip_address = false
  ebs_optimized               = true
  iam_instance_profile        = aws_iam_instance_profile.web.name
  instance_type               = "t4g.small"
  monitoring                  = true # a metric each minute: the alarms count in minutes
  subnet_id                   = aws_subnet.private["a"].id
  vpc_security_group_ids      = [aws_security_group.web.id]

  user_data_replace_on_change = true
  user_data                   = <<-EOT
    #!/bin/bash
    # Amazon Linux 2023 keeps its logs in the journal only; rsyslog writes /var/log/secure.
    dnf install -y nginx rsyslog
    echo ok > /usr/share/nginx/html/health
    mkdir -p /var/log/shop
    echo "$(date -u +%Y-%m-%dT%H:%M:%S) INFO the shop is open" >> /var/log/shop/shop.log
    systemctl enable --now rsyslog nginx
  EOT

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }

  root_block_device {
    encrypted = true
  }

  tags = { Name = "${var.name}-web", logs = "linux" }

  # It installs when it starts, and reaches nothing before.
  depends_on = [aws_route.private, aws_route_table_association.private]
}

resource "aws_security_group" "web" {
  name        = "${var.name}-web"
  description = "The load balancer in, AWS out"
  vpc_id      = aws_vpc.shop.id
}

resource "aws_vpc_security_group_ingress_rule" "web" {
  security_group_id            = aws_security_group.web.id
  description                  = "HTTP from the load balancer"
  from_port                    = 80
  ip_protocol                  = "tcp"
  referenced_security_group_id = aws_security_group.load_balancer.id
  to_port                      = 80
}

resource "aws_vpc_security_group_egress_rule" "web" {
  security_group_id = aws_security_group.web.id
  description       = "HTTPS: Systems Manager, CloudWatch, updates"
  cidr_ipv4         = "0.0.0.0/0"
  from_port         = 443
  ip_protocol       = "tcp"
  to_port           = 443
}

resource "aws_iam_instance_profile" "web" {
  name = "${var.name}-web"
  role = aws_iam_role.web.name
}

resource "aws_iam_role" "web" {
  name               = "${var.name}-web"
  description        = "The web server"
  assume_role_policy = local.instance_trust
}

resource "aws_iam_role_policy_attachment" "web_managed" {
  role       = aws_iam_role.web.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy_attachment" "web_agent" {
  role       = aws_iam_role.web.name
  policy_arn = module.collection.agent_instance_policy_arns.linux
}

locals {
  instance_trust = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } },
    ]
  })
}

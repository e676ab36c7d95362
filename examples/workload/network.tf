# Two public subnets for the load balancer, two private ones for what it serves. The flow log of the
# VPC is collection's.

resource "aws_vpc" "shop" {
  #checkov:skip=CKV2_AWS_11:Its flow log is in modules/collection; this check does not follow a variable
  cidr_block           = "10.60.0.0/16"
  enable_dns_hostnames = true
  enable_dns_support   = true

  tags = { Name = var.name }
}

# Without rules: whatever forgets to name a security group gets one that lets nothing through.
resource "aws_default_security_group" "shop" {
  vpc_id = aws_vpc.shop.id
}

locals {
  zones = { a = 0, c = 1 } # of ap-northeast-1; other regions have other letters
}

resource "aws_subnet" "public" {
  for_each = local.zones

  availability_zone = "${var.region}${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.shop.cidr_block, 8, each.value)
  vpc_id            = aws_vpc.shop.id

  tags = { Name = "${var.name}-public-${each.key}" }
}

resource "aws_subnet" "private" {
  for_each = local.zones

  availability_zone = "${var.region}${each.key}"
  cidr_block        = cidrsubnet(aws_vpc.shop.cidr_block, 8, 16 + each.value)
  vpc_id            = aws_vpc.shop.id

  tags = { Name = "${var.name}-private-${each.key}" }
}

resource "aws_internet_gateway" "shop" {
  vpc_id = aws_vpc.shop.id

  tags = { Name = var.name }
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.shop.id

  tags = { Name = "${var.name}-public" }
}

resource "aws_route" "public" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.shop.id
}

resource "aws_route_table_association" "public" {
  for_each = local.zones

  route_table_id = aws_route_table.public.id
  subnet_id      = aws_subnet.public[each.key].id
}

# The agent has to reach Systems Manager, CloudWatch Logs and CloudWatch. One NAT gateway serves both
# zones here; a production network has one in each, or interface endpoints.
resource "aws_eip" "nat" {
  domain = "vpc"

  tags = { Name = "${var.name}-nat" }
}

resource "aws_nat_gateway" "shop" {
  allocation_id = aws_eip.nat.id
  subnet_id     = aws_subnet.public["a"].id

  tags = { Name = var.name }

  depends_on = [aws_internet_gateway.shop]
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.shop.id

  tags = { Name = "${var.name}-private" }
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.shop.id
}

resource "aws_route_table_association" "private" {
  for_each = local.zones

  route_table_id = aws_route_table.private.id
  subnet_id      = aws_subnet.private[each.key].id
}

# The functions in a VPC, where the search engine is in one. They call the engine and, the shipper,
# S3 for what it reads and sets aside; so what they need there is an S3 gateway endpoint or a NAT
# gateway, and nothing else. Lambda itself takes from the queues, writes the log, keeps dead letters
# and hands out credentials; S3 itself asks the key.

locals {
  shipper_vpc = var.shipper.vpc != null ? var.shipper.vpc : local.domain_vpc == null ? null : {
    id                       = local.domain_vpc.id
    s3_prefix_list_id        = local.domain_vpc.s3_prefix_list_id
    search_security_group_id = null
    subnet_ids               = local.domain_vpc.subnet_ids
  }

  # Name -> where to; where nothing narrower is known, to any address.
  shipper_egress = local.shipper_vpc == null ? {} : merge(
    {
      search = {
        cidr           = local.domain_vpc == null && local.shipper_vpc.search_security_group_id == null ? "0.0.0.0/0" : null
        description    = "The search engine"
        prefix_list_id = null
      }
      s3 = {
        cidr           = local.shipper_vpc.s3_prefix_list_id == null ? "0.0.0.0/0" : null
        description    = "S3: what is read and what is set aside"
        prefix_list_id = local.shipper_vpc.s3_prefix_list_id
      }
    },
  )
}

resource "aws_security_group" "shipper" {
  #checkov:skip=CKV2_AWS_5:The two functions are in it; checkov does not follow an index in a dynamic block
  count = length(local.shipper_vpc[*])

  name        = local.shipper
  description = "The shipper and the search set-up: out to the search engine and S3, nothing in"
  vpc_id      = local.shipper_vpc.id
}

resource "aws_vpc_security_group_egress_rule" "shipper" {
  # An engine and S3 both at any address are one rule; AWS refuses the second.
  for_each = { for name, to in local.shipper_egress : name => to if name != "s3" || to.cidr == null || try(local.shipper_egress.search.cidr, null) == null }

  security_group_id = aws_security_group.shipper[0].id
  description       = each.value.description
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = each.value.cidr
  prefix_list_id    = each.value.prefix_list_id

  referenced_security_group_id = (
    each.key != "search" || each.value.cidr != null ? null
    : local.domain_vpc != null ? aws_security_group.search[0].id : local.shipper_vpc.search_security_group_id
  )
}

resource "aws_security_group" "search" {
  #checkov:skip=CKV2_AWS_5:The domain is in it; checkov does not follow an index in a dynamic block
  count = length(local.domain_vpc[*])

  name        = local.domain
  description = "The search domain: in from the shipper and named clients, nothing out"
  vpc_id      = local.domain_vpc.id
}

resource "aws_vpc_security_group_ingress_rule" "search" {
  for_each = local.domain_vpc == null ? {} : merge({ shipper = null }, local.domain_vpc.clients)

  security_group_id            = aws_security_group.search[0].id
  description                  = "HTTPS from ${each.key}"
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
  referenced_security_group_id = each.key == "shipper" ? aws_security_group.shipper[0].id : each.value
}

# Lambda makes the network interfaces with the function's role. The code of the function could do the
# same, so that is denied: Lambda's own calls carry no lambda:SourceFunctionArn.
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
resource "aws_iam_role_policy" "shipper_network" {
  count = length(local.shipper_vpc[*])

  name   = "network"
  role   = aws_iam_role.shipper.name
  policy = data.aws_iam_policy_document.network["shipper"].json
}

resource "aws_iam_role_policy" "search_setup_network" {
  count = length(local.shipper_vpc[*])

  name   = "network"
  role   = aws_iam_role.search_setup.name
  policy = data.aws_iam_policy_document.network["search-setup"].json
}

data "aws_iam_policy_document" "network" {
  #checkov:skip=CKV_AWS_356:Describe actions of EC2 take no resource, and the denial is to cover all
  #checkov:skip=CKV_AWS_111:What is written are network interfaces of this account in the subnets named
  for_each = local.shipper_vpc == null ? {} : { search-setup = local.search_setup, shipper = local.shipper }

  # EC2's Describe actions take no resource.
  # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
  statement {
    sid       = "SeeTheNetwork"
    actions   = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets"]
    resources = ["*"]
  }

  statement {
    sid     = "MakeInterfacesInTheseSubnets"
    actions = ["ec2:CreateNetworkInterface"]
    resources = concat(
      ["${local.ec2_arn_prefix}:network-interface/*", "${local.ec2_arn_prefix}:security-group/*"],
      [for id in sort(local.shipper_vpc.subnet_ids) : "${local.ec2_arn_prefix}:subnet/${id}"],
    )
  }

  # Lambda asks for all interfaces or for one that is not made yet.
  statement {
    sid       = "RunInterfaces"
    actions   = ["ec2:AssignPrivateIpAddresses", "ec2:DeleteNetworkInterface", "ec2:UnassignPrivateIpAddresses"]
    resources = ["${local.ec2_arn_prefix}:*/*"]
  }

  statement {
    sid    = "NotFromItsCode"
    effect = "Deny"
    actions = [
      "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface",
      "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "ec2:DetachNetworkInterface",
      "ec2:UnassignPrivateIpAddresses",
    ]
    resources = ["*"]

    condition {
      test     = "ArnEquals"
      variable = "lambda:SourceFunctionArn"
      values   = ["${local.function_arn_prefix}:${each.value}"]
    }
  }
}

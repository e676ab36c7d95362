# Amazon Q Developer in chat applications (AWS Chatbot) reads the chat topic, in which the notifier
# publishes its custom notification format. It subscribes itself to the topic by its service-linked
# role. Its API stands in a few regions only; the provider chooses one.
# https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html

resource "aws_chatbot_slack_channel_configuration" "chat" {
  for_each = var.chat == null ? {} : var.chat.slack

  configuration_name          = "${var.name}-${each.key}"
  iam_role_arn                = aws_iam_role.chat[0].arn
  slack_channel_id            = each.value.channel_id
  slack_team_id               = each.value.workspace_id
  sns_topic_arns              = [local.topics.chat.arn]
  guardrail_policy_arns       = [local.chat_guardrail]
  logging_level               = "ERROR"
  user_authorization_required = true

  depends_on = [aws_sns_topic_policy.path]
}

resource "aws_chatbot_teams_channel_configuration" "chat" {
  for_each = var.chat == null ? {} : var.chat.teams

  configuration_name          = "${var.name}-${each.key}"
  iam_role_arn                = aws_iam_role.chat[0].arn
  channel_id                  = each.value.channel_id
  team_id                     = each.value.team_id
  tenant_id                   = each.value.tenant_id
  sns_topic_arns              = [local.topics.chat.arn]
  guardrail_policy_arns       = [local.chat_guardrail]
  logging_level               = "ERROR"
  user_authorization_required = true

  depends_on = [aws_sns_topic_policy.path]
}

locals {
  # Without a guardrail a channel may do whatever its role may, and AWS's default guardrail is
  # AdministratorAccess. This channel is for reading: role and guardrail allow nothing.
  # https://docs.aws.amazon.com/chatbot/latest/adminguide/understanding-permissions.html
  chat_guardrail = "arn:${local.partition}:iam::aws:policy/AWSDenyAll"
}

resource "aws_iam_role" "chat" {
  count = var.chat == null ? 0 : 1

  name               = "${var.name}-chat"
  description        = "Chat channels of the watch: notifications only, so it has no policy at all"
  assume_role_policy = data.aws_iam_policy_document.chat_trust.json
}

data "aws_iam_policy_document" "chat_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["chatbot.amazonaws.com"]
    }
    # https://docs.aws.amazon.com/chatbot/latest/adminguide/cross-service-confused-deputy-prevention.html
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account]
    }
    condition {
      test     = "ArnLike"
      variable = "aws:SourceArn"
      values   = ["arn:${local.partition}:chatbot::${local.account}:chat-configuration/*"]
    }
  }
}

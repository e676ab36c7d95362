# What an adopted topic or a subscriber needs from whoever owns it, in words that can be handed to
# them.

locals {
  adopted = merge(
    { for topic in [for path, topic in local.adopted_topics : topic if path == "alarms"] : "topic/${topic.arn}" => concat(
      [
        "It must be in ${local.region}: an alarm tells topics of its own region only.",
        "Its policy must let cloudwatch.amazonaws.com call sns:Publish, with aws:SourceAccount ${local.account} and aws:SourceArn ${local.alarm_arn_prefix}:${var.name}-*, and must refuse requests without TLS.",
        "The key that encrypts it must let cloudwatch.amazonaws.com use kms:GenerateDataKey* and kms:Decrypt; with alias/aws/sns alarms vanish silently.",
        "Its policy must let this account subscribe ${local.function_arn_prefix}:${local.notifier}, where the topic is another account's.",
      ],
      var.service_health == null ? [] : [
        "Its policy must let events.amazonaws.com call sns:Publish, without conditions, and its key must let events.amazonaws.com use kms:GenerateDataKey* and kms:Decrypt.",
      ],
    ) },
    { for topic in [for path, topic in local.adopted_topics : topic if path == "notifications"] : "topic/${topic.arn}" => concat(
      [
        "Its policy must refuse requests without TLS, and let ${local.role_arn_prefix}/${local.notifier} publish, where the topic is another account's.",
        "Its key must let sns.amazonaws.com use it for the queues that are subscribed.",
      ],
      var.topics.notifications.key == null ? [
        "It must not be encrypted with a customer key, or topics.notifications.key must name that key: the notifier could not publish.",
        ] : [
        "The key ${var.topics.notifications.key} must let ${local.role_arn_prefix}/${local.notifier} use kms:GenerateDataKey and kms:Decrypt, where it is another account's.",
      ],
    ) },
    { for name, to in var.subscribers : "subscriber/${name}" => [
      for sentence in [
        to.protocol != "sqs" ? "" : "The policy of ${to.endpoint} must let sns.amazonaws.com send, with aws:SourceArn ${local.topics.notifications.arn}; where a customer key encrypts the queue, the key must let sns.amazonaws.com use kms:GenerateDataKey* and kms:Decrypt.",
        to.protocol != "sqs" ? "" : "Where the queue is another account's, its owner subscribes it, or opens the link in the confirmation that arrives in it.",
        to.protocol == "lambda" && !to.grant ? "${to.endpoint} must let sns.amazonaws.com invoke it, with source ARN ${local.topics.notifications.arn} (aws lambda add-permission)." : "",
        to.protocol != "https" ? "" : "It must confirm the subscription: open SubscribeURL of the first request, after checking its signature.",
        !contains(["email", "email-json"], to.protocol) ? "" : "Its reader must open the link in the first mail.",
        to.protocol != "sms" ? "" : "The account's SMS sandbox and spending limit decide whether it gets anything.",
      ] : sentence if sentence != ""
    ] if !(to.protocol == "lambda" && to.grant) },
    try(length(var.chat.slack), 0) == 0 ? {} : {
      "chat/slack" = ["The workspace must be authorised once in the console of Amazon Q Developer in chat applications; a private channel must invite @Amazon Q."]
    },
    try(length(var.chat.teams), 0) == 0 ? {} : {
      "chat/teams" = ["The team must be authorised once in the console of Amazon Q Developer in chat applications, and the app added to the channel."]
    },
  )
}

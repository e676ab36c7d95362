# Who is told.

variable "chat" {
  description = <<-EOT
    Channels that get the notifications through Amazon Q Developer in chat applications, by a name
    of your choice: `slack` (workspace id T..., channel id C...) and `teams` (team, tenant and
    channel ids). The workspace or team is authorised once in the console, by hand. `severities`
    chooses what goes there, for all channels alike. Nobody can run a command from the channel.
    Null: no chat.
  EOT
  type = object({
    severities = optional(set(string), ["critical", "high", "medium", "low", "unrated"])
    slack      = optional(map(object({ channel_id = string, workspace_id = string })), {})
    teams      = optional(map(object({ channel_id = string, team_id = string, tenant_id = string })), {})
  })
  default = null

  validation {
    condition     = var.chat == null || try(length(var.chat.slack) + length(var.chat.teams) > 0, false)
    error_message = "chat names no channel: add one to chat.slack or chat.teams, or set chat to null."
  }
  validation {
    condition = var.chat == null || try(alltrue([
      for channel in var.chat.slack :
      can(regex("^[0-9A-Z]{1,255}$", channel.workspace_id)) && can(regex("^[A-Za-z0-9]{1,128}$", channel.channel_id))
    ]), false)
    error_message = "chat.slack is ${jsonencode(try(var.chat.slack, {}))}: give ids (workspace_id T0123ABCD, channel_id C0123ABCD: the last part of the channel's link), not names."
  }
  validation {
    condition = var.chat == null || try(alltrue([
      for channel in var.chat.teams : (
        can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", lower(channel.team_id)))
        && can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", lower(channel.tenant_id)))
      )
    ]), false)
    error_message = "chat.teams is ${jsonencode(try(var.chat.teams, {}))}: team_id (groupId in the channel's link) and tenant_id are UUIDs."
  }
  validation {
    condition     = var.chat == null || try(length(setintersection(keys(var.chat.slack), keys(var.chat.teams))) == 0, false)
    error_message = "chat uses ${join(", ", try(setintersection(keys(var.chat.slack), keys(var.chat.teams)), []))} for a Slack and a Teams channel: the names of the configurations would be the same. Rename one."
  }
  validation {
    condition = var.chat == null || try(
      length(var.chat.severities) > 0 && length(setsubtract(var.chat.severities, ["critical", "high", "medium", "low", "unrated"])) == 0, false
    )
    error_message = "chat.severities is ${jsonencode(try(var.chat.severities, []))}: choose from critical, high, medium, low and unrated (what no catalogue knows)."
  }
}

variable "mail" {
  description = <<-EOT
    Who gets mail, by a name of your choice: notifications of these `severities` (null: all), and
    the whole plain path. AWS sends each address a link to confirm; until it is followed no mail
    arrives.
  EOT
  type        = map(object({ address = string, severities = optional(set(string)) }))
  nullable    = false

  validation {
    condition     = length(var.mail) > 0
    error_message = "mail is empty: name one address at least. An alarm about the notifier itself has no other way out."
  }
  validation {
    condition     = alltrue([for to in var.mail : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", to.address))])
    error_message = "mail holds ${jsonencode([for to in var.mail : to.address])}: give addresses such as security@example.com."
  }
  validation {
    condition = alltrue([
      for to in var.mail : to.severities == null || try(
        length(to.severities) > 0 && length(setsubtract(to.severities, ["critical", "high", "medium", "low", "unrated"])) == 0, false
      )
    ])
    error_message = "mail has the severities ${jsonencode({ for name, to in var.mail : name => to.severities if to.severities != null })}: choose from critical, high, medium, low and unrated (what no catalogue knows), or leave severities out."
  }
  validation {
    condition = length(setsubtract(
      ["critical", "high", "medium", "low", "unrated"],
      flatten([for to in var.mail : tolist(coalesce(to.severities, ["critical", "high", "medium", "low", "unrated"]))])
    )) == 0
    error_message = "mail sends ${join(", ", setsubtract(["critical", "high", "medium", "low", "unrated"], flatten([for to in var.mail : tolist(coalesce(to.severities, ["critical", "high", "medium", "low", "unrated"]))])))} to nobody: let one address have each severity, or turn what must not ring off with a reason."
  }
}

variable "next_action" {
  description = "A queue of notifications as JSON, for the tool that takes the next action (ticket, isolation). Null: none."
  type = object({
    max_receive_count  = optional(number, 5)
    retention_days     = optional(number, 14)
    visibility_seconds = optional(number, 300)
  })
  default = {}

  validation {
    condition = var.next_action == null || try(
      var.next_action.retention_days >= 1 && var.next_action.retention_days <= 14, false
    )
    error_message = "next_action.retention_days is ${try(var.next_action.retention_days, 0)}: a queue keeps messages for 1 to 14 days."
  }
}

variable "subscribers" {
  description = <<-EOT
    Who else reads the notifications, by a name of your choice. `protocol` is email, email-json,
    https, lambda, sms or sqs; `endpoint` the address, URL, ARN or number (+81...). `severities`
    (null: all) choose by the message's attribute. `raw` sends queues and webhooks the notification
    itself, without SNS's envelope. What cannot be delivered to a queue, a function or a webhook is
    kept in a dead-letter queue of its own. A queue must let the topic send to it; a function gets
    the permission here, unless it is another account's (`grant = false`): output `adopted` says
    what its owner has to do.
  EOT
  type = map(object({
    endpoint   = string
    grant      = optional(bool, true)
    protocol   = string
    raw        = optional(bool, true)
    severities = optional(set(string))
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for name in keys(var.subscribers) : can(regex("^[a-z][a-z0-9-]{0,39}$", name))])
    error_message = "subscribers has the names ${jsonencode(keys(var.subscribers))}: use up to 40 lower-case letters, digits and hyphens, beginning with a letter."
  }
  validation {
    condition     = alltrue([for to in var.subscribers : contains(["email", "email-json", "https", "lambda", "sms", "sqs"], to.protocol)])
    error_message = "subscribers has the protocols ${jsonencode({ for name, to in var.subscribers : name => to.protocol })}: use email, email-json, https (plain http would show the notification to everybody on the way), lambda, sms or sqs."
  }
  validation {
    condition = alltrue([
      for to in var.subscribers : can(regex(lookup({
        email      = "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$"
        email-json = "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$"
        https      = "^https://[^\\s]+$"
        lambda     = "^arn:[a-z0-9-]+:lambda:[a-z0-9-]+:[0-9]{12}:function:[A-Za-z0-9_-]+(:[A-Za-z0-9_$-]+)?$"
        sms        = "^\\+[1-9][0-9]{6,14}$"
        sqs        = "^arn:[a-z0-9-]+:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+$"
      }, to.protocol, "^$"), to.endpoint))
    ])
    error_message = "subscribers has the endpoints ${jsonencode({ for name, to in var.subscribers : "${name} (${to.protocol})" => to.endpoint })}: give an address, an https:// URL, the ARN of a function or a standard queue (a FIFO queue takes nothing from a standard topic), or a number such as +819012345678, as the protocol asks."
  }
  validation {
    condition = alltrue([
      for to in var.subscribers : to.severities == null || try(
        length(to.severities) > 0 && length(setsubtract(to.severities, ["critical", "high", "medium", "low", "unrated"])) == 0, false
      )
    ])
    error_message = "subscribers has the severities ${jsonencode({ for name, to in var.subscribers : name => to.severities if to.severities != null })}: choose from critical, high, medium, low and unrated (what no catalogue knows), or leave severities out."
  }
}

variable "topics" {
  description = <<-EOT
    `adopt` uses an existing topic, by its ARN, instead of making one: `alarms` (alarms publish, the
    notifier reads) and `notifications` (the notifier publishes, people read). `key` is the ARN of
    the key that encrypts the adopted notifications topic. The plain path is always made here.
    Output `adopted` says what their owners have to allow.
  EOT
  type = object({
    alarms        = optional(object({ adopt = optional(string) }), {})
    notifications = optional(object({ adopt = optional(string), key = optional(string) }), {})
  })
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for arn in [var.topics.alarms.adopt, var.topics.notifications.adopt] :
      arn == null || can(regex("^arn:[a-z0-9-]+:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,256}$", arn))
    ])
    error_message = "topics adopts ${jsonencode([for arn in [var.topics.alarms.adopt, var.topics.notifications.adopt] : arn if arn != null])}: give the ARN of a standard topic (a FIFO topic reaches queues only)."
  }
  validation {
    condition     = var.topics.alarms.adopt == null || var.topics.alarms.adopt != var.topics.notifications.adopt
    error_message = "topics adopts ${jsonencode(var.topics.alarms.adopt)} for alarms and for notifications: the notifier would read what it publishes, without end. Name two topics."
  }
  validation {
    condition     = var.topics.notifications.key == null || var.topics.notifications.adopt != null
    error_message = "topics.notifications.key is ${jsonencode(var.topics.notifications.key)}, but no topic is adopted: a topic made here is encrypted with keys.messaging. Leave key out."
  }
}

output "adopted" {
  description = "What is somebody else's, by <kind>/<name>, and what its owner has to see to."
  value = merge(
    module.storage.adopted, module.collection.adopted, module.notification.adopted, module.analysis.adopted,
  )
}

output "alarms_topic_arn" {
  description = "Where detections' alarms go; the notifier reads it."
  value       = module.notification.topics.alarms.arn
}

output "audit_bucket" {
  description = "Where CloudTrail writes."
  value       = module.storage.audit_bucket.name
}

output "cloudtrail_dead_letter_queue_url" {
  description = "Announcements of CloudTrail objects that could not be shipped."
  value       = module.analysis.object_queues.cloudtrail.dead_letter_url
}

output "cloudtrail_queue_url" {
  description = "Announcements of CloudTrail objects for the shipper."
  value       = module.analysis.object_queues.cloudtrail.url
}

output "delivery_bucket" {
  description = "Where services write that take no customer key."
  value       = module.storage.delivery_bucket.name
}

output "detection_alarms" {
  description = "The alarm's name by detection id."
  value       = module.notification.detection_alarms
}

output "detections_not_watched" {
  description = "Detections that nothing watches here, and why."
  value       = module.notification.detections_not_watched
}

output "flow_log_group" {
  description = "The log group of VPC flow logs."
  value       = module.collection.log_groups.vpc_flow_logs.name
}

output "load_balancers" {
  description = "What the access_logs and connection_logs blocks of a load balancer must hold."
  value       = module.collection.load_balancers
}

output "next_action_queue_url" {
  description = "Notifications for the tool that takes the next action."
  value       = module.notification.next_action.url
}

output "notifications_topic_arn" {
  description = "Where the notifier publishes."
  value       = module.notification.topics.notifications.arn
}

output "notifier_dead_letter_queue_url" {
  description = "Alarms that were never turned into a notification."
  value       = module.notification.notifier.dead_letter_url
}

output "notifier_function" {
  description = "The notifier's name."
  value       = module.notification.notifier.function
}

output "notifier_log_group" {
  description = "The notifier's own log."
  value       = module.notification.notifier.log_group
}

output "orders_queue_url" {
  description = "The queue that stands for what an account runs of its own."
  value       = aws_sqs_queue.orders.url
}

output "plain_topic_arn" {
  description = "Mail that does not pass through the notifier."
  value       = module.notification.topics.plain.arn
}

output "quarantine" {
  description = "Where the shipper sets aside what it cannot read: { bucket, prefix }."
  value       = module.analysis.quarantine
}

output "search_endpoint" {
  description = "The search engine, once it has our index templates."
  value       = module.analysis.search_endpoint
}

output "shipper_dead_letter_queue_url" {
  description = "Batches of flow logs that could not be shipped."
  value       = module.analysis.shipper.dead_letter_url
}

output "shipper_function" {
  description = "The shipper's name."
  value       = module.analysis.shipper.function
}

output "shipper_log_group" {
  description = "The shipper's own log."
  value       = module.analysis.shipper.log_group
}

output "trail_log_group" {
  description = "The log group of the trail."
  value       = module.collection.log_groups.cloudtrail.name
}

output "trail_name" {
  description = "The trail."
  value       = module.collection.trail.name
}

output "vpc_id" {
  description = "The VPC whose flows are logged."
  value       = aws_vpc.watched.id
}

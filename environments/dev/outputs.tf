output "adopted" {
  description = "What is somebody else's, by <kind>/<name>, and what its owner has to see to."
  value       = merge(module.storage.adopted, module.collection.adopted, module.notification.adopted, module.analysis.adopted)
}

output "agent_instance_policy_arns" {
  description = "By fleet: the policy that its instances' role needs, beside AmazonSSMManagedInstanceCore."
  value       = module.collection.agent_instance_policy_arns
}

output "application_writer_policy_arns" {
  description = "By application: the policy that lets it write to its log group."
  value       = module.collection.application_writer_policy_arns
}

output "detections_not_watched" {
  description = "Detections that nothing watches here, and why."
  value       = module.notification.detections_not_watched
}

output "lambda_logging" {
  description = "By function: what its logging_config block must hold, and the policy for its role."
  value       = module.collection.lambda_logging
}

output "load_balancers" {
  description = "What a load balancer's access_logs and connection_logs blocks must hold."
  value       = module.collection.load_balancers
}

output "metric_alarms_not_made" {
  description = "Metric alarms that are not made here, and why."
  value       = module.notification.metric_alarms_not_made
}

output "search_endpoint" {
  description = "The search engine, once it is set up."
  value       = module.analysis.search_endpoint
}

output "adopted" {
  description = "What is somebody else's, by <kind>/<name>, and what its owner has to see to."
  value       = merge(module.storage.adopted, module.collection.adopted, module.notification.adopted, module.analysis.adopted)
}

output "search_endpoint" {
  description = "The search engine, once it is set up."
  value       = module.analysis.search_endpoint
}

output "shipper" {
  description = "The shipper: its function, its log group, where its dead letters are."
  value       = module.analysis.shipper
}

output "workload" {
  description = "What writes logs: { distribution_arn, function, instances, load_balancer_arn, trail, vpc_id }."
  value = {
    distribution_arn  = aws_cloudfront_distribution.web.arn
    function          = aws_lambda_function.orders.function_name
    instances         = { linux = aws_instance.web.id, windows = aws_instance.office.id }
    load_balancer_arn = aws_lb.web.arn
    trail             = module.collection.trail.name
    vpc_id            = aws_vpc.shop.id
  }
}

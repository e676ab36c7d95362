output "audit_bucket" { value = aws_s3_bucket.audit.id }
output "trail_log_group" { value = aws_cloudwatch_log_group.this["cloudtrail"].name }
output "flow_log_group" { value = aws_cloudwatch_log_group.this["vpc-flow-logs"].name }
output "next_action_queue_url" { value = aws_sqs_queue.this["next-action"].url }
output "dead_letters_queue_url" { value = aws_sqs_queue.this["dead-letters"].url }
output "function_log_group" { value = aws_cloudwatch_log_group.reader.name }
output "invocation" { value = jsondecode(aws_lambda_invocation.once.result) }

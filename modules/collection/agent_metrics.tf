# What EC2 itself cannot see: memory and file systems. Windows takes the names of its own performance
# counters.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/metrics-collected-by-CloudWatch-agent.html
locals {
  agent_metrics = {
    for fleet, settings in var.agent : fleet => {
      namespace = settings.metrics.namespace
      # One dimension set that an alarm can name: the worst disk of an instance is its maximum.
      aggregation_dimensions = [["InstanceId"]]
      append_dimensions      = { InstanceId = "$${aws:InstanceId}" }
      metrics_collected = { for key, value in {
        disk = settings.platform == "windows" ? null : {
          drop_device              = true
          ignore_file_system_types = ["devtmpfs", "overlay", "squashfs", "tmpfs"]
          measurement              = ["used_percent"]
          resources                = settings.metrics.disks
        }
        mem = settings.platform == "windows" ? null : { measurement = ["mem_used_percent"] }
        LogicalDisk = settings.platform == "linux" ? null : {
          measurement = ["% Free Space"]
          resources   = settings.metrics.disks
        }
        Memory = settings.platform == "linux" ? null : { measurement = ["% Committed Bytes In Use"] }
      } : key => value if value != null }
    } if settings.metrics != null
  }
}

# Two flow logs, one of them with a field list of its own that not every detection can be read from;
# and a log that nothing watches, in the class that takes no filters.
log_groups = {
  vpc_flow_logs = {
    name = "/hinomi-test/vpc-flow-logs"
    arn  = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/vpc-flow-logs"
  }
  partners = {
    name       = "/hinomi-test/partners"
    arn        = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/partners"
    fields     = ["action", "srcaddr", "pkt-srcaddr"]
    log_source = "vpc_flow_logs"
  }
  exports = {
    class      = "INFREQUENT_ACCESS"
    name       = "/hinomi-test/exports"
    arn        = "arn:aws:logs:ap-northeast-1:111122223333:log-group:/hinomi-test/exports"
    log_source = "csv"
  }
}

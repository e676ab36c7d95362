# What is somebody else's to configure where the search engine or a topic was there already.

locals {
  adopted = merge(
    var.search.endpoint == null ? {} : {
      "search/${var.search.endpoint}" = concat(
        var.search.auth == "none" ? ["It is open to everyone on this machine."] : [
          "Its access policy must let ${local.shipper_role_arn} call es:ESHttpPost and ${local.search_setup_role_arn} call es:ESHttpGet, es:ESHttpHead, es:ESHttpPatch, es:ESHttpPost and es:ESHttpPut.",
          "Encryption at rest and between nodes, HTTPS only, TLS 1.2 and the publishing of audit logs are its owner's.",
        ],
        !contains(local.search_features, "roles") ? [] : [
          "With fine-grained access control, ${local.search_setup_role_arn} must be mapped to all_access and security_manager: it maps the other roles.",
        ],
        var.search.auth == "none" || length(local.watched_domains) > 0 ? [] : [
          "It is in another account or region, so its health is watched there and not here.",
        ],
        var.search.auth == "none" || var.shipper.vpc != null ? [] : [
          "It is reached from outside a VPC: its endpoint must be public, or shipper.vpc be set.",
        ],
      )
    },
  )
}

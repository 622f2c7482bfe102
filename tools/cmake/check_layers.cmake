# Replaced by the full rule; see architecture.

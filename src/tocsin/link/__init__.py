"""Claims and judgements to incidents: block, compare, cluster, merge. Pure and order-free."""

"""One player for each service that writes logs: it reads what is configured, and writes there.

The local cloud's services log nothing themselves. A player asks the same questions that the service
would answer by itself (the load balancer's attributes, the distribution's delivery, the agent's
parameter), so a log that nobody has configured is not written.
"""

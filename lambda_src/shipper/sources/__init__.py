"""Where records come from: an event of Lambda in, objects or log events out.

To add one: write a module that makes batches of what it delivers, and name its event in
`shipper.handler.handle`.
"""

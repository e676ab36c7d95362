"""The canary: opens a page in a browser as a user would, and tells whether all is well."""

account_id = "111122223333"
name       = "hinomi-test"

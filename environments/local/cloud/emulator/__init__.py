"""What we mend in ministack, one file each. Every mend here is ours, not AWS's behaviour.

Runs inside the emulator's process, before it serves its first request.
"""

"""What `python -m course_utils` does: the environment, the working copies, the commands."""

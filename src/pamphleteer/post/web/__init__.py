"""The pages of the post: sign up, confirm, leave."""

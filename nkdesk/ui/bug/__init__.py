"""What a person sees when the program itself failed."""

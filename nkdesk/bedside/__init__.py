"""What happens at the bedside: which dose rule of the protocol holds for a patient."""

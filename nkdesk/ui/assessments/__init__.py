"""What a patient or a donor is judged by: results, judgements, consents, and entering them."""

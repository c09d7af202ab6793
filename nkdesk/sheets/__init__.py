"""Paper: the ward's sheets painted with our own paginator, and the words screen and paper share."""

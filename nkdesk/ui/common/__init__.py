"""What the screens share: colours, dates in words, rows, fields, banners."""

"""Parts of an office's rules that are more than a number: whom they concern, when, and how."""

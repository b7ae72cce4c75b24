"""Khóa và tin cậy: the office's own key, and whose keys it trusts."""

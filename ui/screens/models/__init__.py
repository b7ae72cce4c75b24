"""Mô hình: villages, residential areas and gardens with their own sets."""

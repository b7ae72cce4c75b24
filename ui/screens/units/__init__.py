"""Đơn vị: the communes, what they are called since when, and which were merged."""

"""Nhận hồ sơ, Hồ sơ đến: look at packages, take them in, see what each unit sent."""

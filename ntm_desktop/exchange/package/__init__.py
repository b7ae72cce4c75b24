"""The package (gói hồ sơ) that travels by USB stick or e-mail."""

"""Lập và gửi hồ sơ: check the dossier, make its papers, send it."""

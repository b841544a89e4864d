"""Tests in a real Chromium: the app and JupyterLab as readers meet them."""

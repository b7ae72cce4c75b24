"""The figures an authority states for all."""

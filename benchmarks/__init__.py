"""Timings and the lessons' claims over many seeds, run by hand; results are kept beside the scripts."""

"""From a lesson's source to its two editions. For authors; learners never need it."""

import sys

# JupyterLab brings rfc3987_syntax, which makes every `import nbformat` take seconds; nbformat works as well
# without it.
sys.modules.setdefault("rfc3987_syntax", None)

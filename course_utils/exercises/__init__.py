"""The exercises and the quiz of each lesson, one module a lesson.

A lesson begins with, for example, `from course_utils.exercises import pixels as exercise`. Then
`exercise.<Tab>` lists that lesson's exercises, and each has three verbs: `check`, `hint`, `solution`.
"""

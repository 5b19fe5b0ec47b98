"""一名医师：由要求得出要填的项目，由所填的得出判定。

One physician: from requirements to the fields of a form, and from what is filled in to verdicts.
"""

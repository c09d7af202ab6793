"""Eligibility: every criterion held against its evidence, three-valued and exact.

Pure: no Qt, no SQL, no clock, no files. Source of every rule: the eligibility format.
"""

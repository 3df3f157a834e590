"""Controlled terminology: the packages that NCI EVS delivers, and the study's subset held against one."""

"""Tests of the data that come with the workbench and of the tables that readers bring."""

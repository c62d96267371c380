"""What every process of the tests loads, loaded once: `tests.processes` begins forks of one that has it."""

import warnings

import django

warnings.simplefilter("ignore")
django.setup()

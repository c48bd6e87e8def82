"""What the site says aloud: faults, and nothing else."""

import logging

import pytest

from secondstory.web.site import settings


@pytest.mark.parametrize("name", ["django.request", "django.security", "waitress.queue"])
def test_it_says_faults_and_is_silent_about_a_busy_second(name: str):
    assert settings.WEB.name == "web"
    assert not logging.getLogger(name).isEnabledFor(logging.WARNING)
    assert logging.getLogger(name).isEnabledFor(logging.ERROR)

"""The little of Django's settings that the type checker needs to know the models of the site."""

SECRET_KEY = "for type checking alone"  # noqa: S105
AUTH_USER_MODEL = "signin.User"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "secondstory.web.signin",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
SECOND_STORY: object = None

"""Who loads a catalog when nobody is named."""

from django.contrib.auth.models import User

OPERATOR = "operator"


def operator_account() -> User:
    """The account that stands for whoever runs commands here, made when first needed. Nobody can log in with it."""
    user, is_new = User.objects.get_or_create(username=OPERATOR)
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
